#include "books/proof.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/money.hpp"

namespace avstem::books {

std::int64_t AccountProof::difference() const {
  const std::int64_t to_vipps = add_minor(add_minor(accounting_balance, timing), -vipps_balance);
  return to_vipps != 0 ? to_vipps : add_minor(books_balance, -vipps_balance);
}

bool AccountProof::is_proven() const {
  return books_balance == vipps_balance && add_minor(accounting_balance, timing) == vipps_balance;
}

AccountProof prove_account(const ProofInput& input, Date date) {
  AccountProof proof;
  proof.account = input.account;
  proof.role = input.role;
  proof.date = date;
  proof.currency = input.currency;
  proof.vipps_balance = input.vipps_balance;
  proof.books_balance = input.opening;
  proof.accounting_balance = input.opening_in_accounting;

  std::unordered_map<std::string, const ProofMovement*> ours;
  for (const ProofMovement& movement : input.movements) {
    ours.emplace(movement.reference, &movement);
    if (movement.ledger_date <= date) {
      proof.books_balance = add_minor(proof.books_balance, movement.amount);
    }
  }
  for (const ProofRow& row : input.rows) {
    const auto known = ours.find(row.reference);
    const bool posted_by_then = row.posting_date <= date;
    if (posted_by_then) {
      proof.accounting_balance = add_minor(proof.accounting_balance, row.amount);
    }
    if (known == ours.end()) {
      if (posted_by_then) proof.foreign = add_minor(proof.foreign, row.amount);
      continue;
    }
    // Only where we ourselves put it on another date is that timing.
    const ProofMovement& movement = *known->second;
    if (row.posting_date == movement.voucher_date &&
        (movement.ledger_date <= date) != posted_by_then) {
      proof.timing = add_minor(proof.timing, posted_by_then ? -row.amount : row.amount);
    }
  }
  return proof;
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

/// Takes from `open` the oldest transfer that `amount` clears.
std::optional<Transfer> clear(std::vector<Transfer>& open, std::int64_t amount) {
  const auto found = std::find_if(open.begin(), open.end(), [&](const Transfer& transfer) {
    return transfer.amount == -amount;
  });
  if (found == open.end()) return std::nullopt;
  Transfer cleared = std::move(*found);
  open.erase(found);
  return cleared;
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
    if (auto arrived = clear(result.open, row.amount)) {
      result.arrived.push_back({*std::move(arrived), row});
      continue;
    }
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
