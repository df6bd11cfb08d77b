#include "books/proof.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/check.hpp"
#include "core/money.hpp"

namespace avstem::books {

std::int64_t AccountProof::difference() const {
  const std::int64_t to_vipps = add_minor(add_minor(accounting_balance, timing), -vipps_balance);
  return to_vipps != 0 ? to_vipps : add_minor(books_balance, -vipps_balance);
}

bool AccountProof::is_proven() const {
  return books_balance == vipps_balance && add_minor(accounting_balance, timing) == vipps_balance;
}

namespace {

/// What changes in the proof from a date on.
struct Step {
  Date date;
  std::int64_t books = 0;
  std::int64_t accounting = 0;
  std::int64_t timing = 0;
  std::int64_t foreign = 0;
};

std::vector<Step> steps_of(const ProofInput& input) {
  std::vector<Step> steps;
  std::unordered_map<std::string_view, const ProofMovement*> ours;
  for (const ProofMovement& movement : input.movements) {
    ours.emplace(movement.reference, &movement);
    steps.push_back({.date = movement.ledger_date, .books = movement.amount});
  }
  for (const ProofRow& row : input.rows) {
    Step there{.date = row.posting_date, .accounting = row.amount};
    const auto known = ours.find(row.reference);
    if (known == ours.end()) {
      there.foreign = row.amount;
    } else if (row.posting_date == known->second->voucher_date) {
      // Only where we ourselves put it on another date is that timing: between its ledger date and
      // the date it stands on, the row is missing there, or there too early.
      steps.push_back({.date = known->second->ledger_date, .timing = row.amount});
      there.timing = -row.amount;
    }
    steps.push_back(there);
  }
  std::stable_sort(steps.begin(), steps.end(),
                   [](const Step& a, const Step& b) { return a.date < b.date; });
  return steps;
}

}  // namespace

std::vector<AccountProof> prove_dates(const ProofInput& input,
                                      const std::vector<VippsBalance>& balances) {
  check(std::is_sorted(balances.begin(), balances.end(),
                       [](const auto& a, const auto& b) { return a.date < b.date; }),
        "dates are proven in order");
  AccountProof proof;
  proof.account = input.account;
  proof.role = input.role;
  proof.currency = input.currency;
  proof.books_balance = input.opening;
  proof.accounting_balance = input.opening_in_accounting;
  const std::vector<Step> steps = steps_of(input);
  auto step = steps.begin();
  std::vector<AccountProof> proofs;
  proofs.reserve(balances.size());
  for (const VippsBalance& balance : balances) {
    for (; step != steps.end() && step->date <= balance.date; ++step) {
      proof.books_balance = add_minor(proof.books_balance, step->books);
      proof.accounting_balance = add_minor(proof.accounting_balance, step->accounting);
      proof.timing = add_minor(proof.timing, step->timing);
      proof.foreign = add_minor(proof.foreign, step->foreign);
    }
    proof.date = balance.date;
    proof.vipps_balance = balance.amount;
    proofs.push_back(proof);
  }
  return proofs;
}

AccountProof prove_account(const ProofInput& input, Date date) {
  return prove_dates(input, {{date, input.vipps_balance}}).front();
}

namespace {

/// Takes out rows that were reversed, each with the row that reversed it.
void drop_reversed(std::vector<ProofRow>& rows) {
  std::vector<ProofRow> kept;
  std::vector<std::int64_t> reversals_due;
  for (const ProofRow& row : rows) {
    if (row.reversed) reversals_due.push_back(-row.amount);
  }
  for (ProofRow& row : rows) {
    if (row.reversed) continue;
    const auto due = std::find(reversals_due.begin(), reversals_due.end(), row.amount);
    if (due == reversals_due.end()) {
      kept.push_back(std::move(row));
    } else {
      reversals_due.erase(due);
    }
  }
  rows = std::move(kept);
}

}  // namespace

ProofDetails explain(const ProofInput& input, Date date) {
  ProofDetails details;
  std::unordered_map<std::string, std::int64_t> remote;
  std::unordered_map<std::string, Date> ours;
  for (const ProofMovement& movement : input.movements)
    ours.emplace(movement.reference, movement.voucher_date);
  for (const ProofRow& row : input.rows) {
    if (const auto known = ours.find(row.reference); known != ours.end()) {
      if (row.reversed || row.posting_date != known->second) continue;
      std::int64_t& sum = remote[row.reference];
      sum = add_minor(sum, row.amount);
    } else if (row.posting_date <= date) {
      details.foreign_rows.push_back(row);
    }
  }
  drop_reversed(details.foreign_rows);
  for (const ProofMovement& movement : input.movements) {
    if (movement.posted && movement.ledger_date <= date &&
        remote[movement.reference] != movement.amount) {
      details.differing.push_back(movement);
    }
  }
  return details;
}

namespace {

/// Removes from `open` the oldest transfer that `amount` clears.
bool clear(std::vector<Transfer>& open, std::int64_t amount) {
  const auto found = std::find_if(open.begin(), open.end(), [&](const Transfer& transfer) {
    return transfer.amount == -amount;
  });
  if (found == open.end()) return false;
  open.erase(found);
  return true;
}

}  // namespace

InTransit match_transfers(const std::vector<Transfer>& transfers,
                          const std::vector<ProofRow>& bank_rows, std::int64_t opening) {
  InTransit result;
  result.opening_left = opening;
  for (const Transfer& transfer : transfers) {
    if (!clear(result.open, transfer.amount)) result.open.push_back(transfer);
  }
  for (const ProofRow& row : bank_rows) {
    if (clear(result.open, row.amount)) continue;
    const auto taken_back =
        std::find_if(result.unexplained.begin(), result.unexplained.end(),
                     [&](const ProofRow& earlier) { return earlier.amount == -row.amount; });
    if (taken_back != result.unexplained.end()) {
      result.unexplained.erase(taken_back);
      continue;
    }
    const bool fits = (row.amount < 0) == (result.opening_left > 0) &&
                      std::abs(row.amount) <= std::abs(result.opening_left);
    if (fits && result.opening_left != 0) {
      result.opening_left = add_minor(result.opening_left, row.amount);
    } else {
      result.unexplained.push_back(row);
    }
  }
  return result;
}

}  // namespace avstem::books
