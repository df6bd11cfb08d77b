#include "services/settlement/prove.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "books/doubles.hpp"

namespace avstem::services {

using books::AccountRole;
using books::Finding;
using books::FindingKind;

bool ClientProof::is_proven() const {
  return in_transit_balance == in_transit_expected &&
         std::all_of(accounts.begin(), accounts.end(),
                     [](const books::AccountProof& proof) { return proof.is_proven(); });
}

std::vector<Prove::Account> Prove::accounts_of(const Client& client) {
  std::vector<Account> accounts;
  const auto keep = [&](books::AccountNumber number, AccountRole role, const LedgerTerms& ledger) {
    auto known = std::find_if(accounts.begin(), accounts.end(),
                              [&](const Account& account) { return account.number == number; });
    if (known == accounts.end()) known = accounts.insert(accounts.end(), {number, role, {}});
    known->ledgers.push_back(ledger);
  };
  for (const AccountRole role :
       {AccountRole::clearing, AccountRole::accrued_fees, AccountRole::in_transit}) {
    for (const LedgerTerms& ledger : client.ledgers) {
      keep(client.mapping_of(ledger).account(role), role, ledger);
    }
  }
  return accounts;
}

Result<std::vector<books::ProofInput>> Prove::read_facts(const Client& client,
                                                         const std::vector<Account>& accounts) {
  Date start = client.ledgers.front().start;
  for (const LedgerTerms& ledger : client.ledgers)
    start = std::min(start, ledger.start);
  std::vector<books::AccountNumber> numbers;
  for (const Account& account : accounts)
    numbers.push_back(account.number);
  // Vouchers can be dated ahead (a locked period moves them on), but not beyond next year's end.
  const Date horizon = zone_.date_of(clock_.now()).end_of_year().next().end_of_year();
  auto rows = system_.rows(numbers, beginning_of_books, horizon);
  if (!rows) return rows.error();
  std::vector<books::ProofInput> facts;
  for (const Account& account : accounts) {
    auto read = input(client, account, *rows, start);
    if (!read) return read.error();
    facts.push_back(*std::move(read));
  }
  return facts;
}

Result<ClientProof> Prove::dates(const Client& client, const std::vector<Date>& dates) {
  ClientProof proof;
  if (dates.empty() || client.ledgers.empty()) return proof;
  const std::vector<Account> accounts = accounts_of(client);
  auto facts = read_facts(client, accounts);
  if (!facts) return facts.error();
  auto fee_invoices = read_fee_invoices(client);
  if (!fee_invoices) return fee_invoices.error();
  // One transaction: a date counts as proven only when all its accounts and findings are stored,
  // or a run that is stopped in between would never look at it again.
  auto concluded = db_.transact([&]() -> Result<void> {
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      const books::ProofInput& known = (*facts)[i];
      if (accounts[i].role == AccountRole::in_transit) {
        if (auto done = follow_transfers(client, accounts[i], known, proof); !done) return done;
        continue;
      }
      auto done = prove_dates(client, accounts[i], known, dates, proof.accounts);
      if (!done) return done;
      if (auto named = name_causes(client, known); !named) return named;
    }
    if (auto recorded = record(client, *facts, dates, proof.accounts); !recorded) return recorded;
    return follow_fee_invoices(client, *std::move(fee_invoices));
  });
  if (!concluded) return concluded.error();
  return proof;
}

Result<std::vector<books::AccountProof>> Prove::balances(const Client& client,
                                                         const std::vector<Date>& dates) {
  std::vector<books::AccountProof> proofs;
  const std::vector<Account> accounts = accounts_of(client);
  auto facts = read_facts(client, accounts);
  if (!facts) return facts.error();
  auto concluded = db_.transact([&]() -> Result<void> {
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      if (accounts[i].role == AccountRole::in_transit) continue;
      auto done = prove_dates(client, accounts[i], (*facts)[i], dates, proofs);
      if (!done) return done;
    }
    return record(client, *facts, dates, proofs);
  });
  if (!concluded) return concluded.error();
  return proofs;
}

namespace {

/// Our vouchers that may stand behind a difference: what we posted and is not there as we posted
/// it, and what is not posted at all.
class Suspects {
 public:
  explicit Suspects(const books::ProofInput& input, Date last)
      : differing_(books::explain(input, last).differing), movements_(input.movements) {}

  /// Those of ledger dates up to `date`, each after a space.
  std::string up_to(Date date) const {
    std::string names;
    for (const books::ProofMovement& movement : differing_) {
      if (movement.ledger_date <= date) names += " " + movement.reference;
    }
    for (const books::ProofMovement& movement : movements_) {
      if (!movement.posted && movement.ledger_date <= date) names += " " + movement.reference;
    }
    return names;
  }

 private:
  std::vector<books::ProofMovement> differing_;
  const std::vector<books::ProofMovement>& movements_;
};

}  // namespace

Result<void> Prove::prove_dates(const Client& client, const Account& account,
                                const books::ProofInput& facts, const std::vector<Date>& dates,
                                std::vector<books::AccountProof>& proofs) {
  std::vector<books::VippsBalance> balances;
  for (const Date date : dates) {
    auto balance = vipps_balance(client, account, date);
    if (!balance) return balance.error();
    balances.push_back({date, *balance});
  }
  std::optional<Suspects> suspects;  // nobody is asked for while everything agrees
  for (const books::AccountProof& proof : books::prove_dates(facts, balances)) {
    if (!proof.is_proven() && !suspects) suspects.emplace(facts, dates.back());
    auto done =
        conclude(client, proof, proof.is_proven() ? std::string() : suspects->up_to(proof.date));
    if (!done) return done;
    proofs.push_back(proof);
  }
  return {};
}

Result<books::ProofInput> Prove::input(const Client& client, const Account& account,
                                       const std::vector<accounting::LedgerRow>& rows, Date start) {
  books::ProofInput input;
  input.account = account.number;
  input.role = account.role;
  input.currency = account.ledgers.front().currency;
  for (const LedgerTerms& ledger : account.ledgers) {
    const std::int64_t opening = account.role == AccountRole::clearing ? ledger.opening_funds
                                 : account.role == AccountRole::accrued_fees
                                     ? ledger.opening_fees
                                     : ledger.opening_in_transit;
    input.opening = add_minor(input.opening, opening);
  }
  auto movements = vouchers_.movements(client.id, account.number);
  if (!movements) return movements.error();
  for (const VoucherStore::Movement& movement : *movements) {
    input.movements.push_back({movement.reference, movement.ledger_date, movement.voucher_date,
                               movement.amount, movement.state == VoucherState::posted});
  }
  const std::string ours_begin = client.id.text() + ":";
  for (const accounting::LedgerRow& row : rows) {
    if (row.account != account.number) continue;
    // What others posted before the start is the opening; a fee of ours can lie there too (R15).
    if (row.posting_date < start && !row.external_reference.starts_with(ours_begin)) {
      input.opening_in_accounting = add_minor(input.opening_in_accounting, row.amount);
      continue;
    }
    input.rows.push_back({row.external_reference, row.posting_date, row.amount, row.text,
                          row.remote_number, row.reversed});
  }
  return input;
}

Result<std::int64_t> Prove::vipps_balance(const Client& client, const Account& account, Date date) {
  std::int64_t sum = 0;
  const bool clearing = account.role == AccountRole::clearing;
  for (const LedgerTerms& ledger : account.ledgers) {
    const DateKey key{client.id, ledger.id, clearing ? books::Topic::funds : books::Topic::fees,
                      date};
    auto balance = reports_.balance_on(key, clearing ? ledger.opening_funds : ledger.opening_fees);
    if (!balance) return balance.error();
    sum = add_minor(sum, *balance);
  }
  return sum;
}

Result<void> Prove::conclude(const Client& client, const books::AccountProof& proof,
                             const std::string& causes) {
  auto kept = findings_.keep_proof(client.id, proof, clock_.now());
  if (!kept) return kept;
  const auto words = [&](std::int64_t minor) { return Money(minor, proof.currency).to_decimal(); };
  return tell(
      client,
      {FindingKind::balance_differs, proof.date, fmt::format("account {}", proof.account),
       proof.difference(),
       fmt::format("account {} on {}: Vipps {}, our books {}, accounting system {}{}; {}",
                   proof.account, proof.date.to_string(), words(proof.vipps_balance),
                   words(proof.books_balance), words(proof.accounting_balance),
                   proof.timing == 0 ? "" : fmt::format(" with timing {}", words(proof.timing)),
                   !causes.empty() ? "look at the vouchers" + causes
                   : proof.foreign != 0
                       ? fmt::format("others posted {} on it", words(proof.foreign))
                       : "check the opening balance the client was set up with")},
      !proof.is_proven());
}

/// The vouchers and rows behind a difference, each once for the account; those that hold no longer
/// are withdrawn.
Result<void> Prove::name_causes(const Client& client, const books::ProofInput& input) {
  const Date today = zone_.date_of(clock_.now());
  const books::ProofDetails details = books::explain(input, today);
  const std::string place = fmt::format("account {} ", input.account);
  std::vector<Finding> differing;
  for (const books::ProofMovement& movement : details.differing) {
    differing.push_back(
        {FindingKind::voucher_differs, movement.ledger_date, place + movement.reference,
         movement.amount,
         fmt::format("voucher {} should stand on account {} with {} on {} and does not, or was "
                     "reversed: look at it there",
                     movement.reference, input.account,
                     Money(movement.amount, input.currency).to_decimal(),
                     movement.voucher_date.to_string())});
  }
  auto told = tell_all(client, FindingKind::voucher_differs, place, differing);
  if (!told) return told;
  std::vector<Finding> doubled;
  for (const books::DoubleVoucher& voucher : books::find_doubles(input)) {
    doubled.push_back(
        {FindingKind::double_voucher, voucher.ledger_date, place + voucher.reference,
         voucher.amount,
         fmt::format("voucher {} stands on account {} as {}: reverse all but one there",
                     voucher.reference, input.account,
                     fmt::join(voucher.voucher_numbers, " and "))});
  }
  told = tell_all(client, FindingKind::double_voucher, place, doubled);
  if (!told) return told;
  return tell_foreign(client, input, details.foreign_rows,
                      "which follows Vipps alone: reverse it, or resolve this with the reason");
}

Result<void> Prove::tell_foreign(const Client& client, const books::ProofInput& input,
                                 const std::vector<books::ProofRow>& rows, std::string_view why) {
  std::vector<Finding> findings;
  for (const books::ProofRow& row : rows) {
    findings.push_back(
        {FindingKind::foreign_posting, row.posting_date,
         fmt::format("account {} voucher {}", input.account, row.voucher_number), row.amount,
         fmt::format("voucher {} of {} posts {} on account {}, {}", row.voucher_number,
                     row.posting_date.to_string(), Money(row.amount, input.currency).to_decimal(),
                     input.account, why)});
  }
  return tell_all(client, FindingKind::foreign_posting, fmt::format("account {} ", input.account),
                  findings);
}

Result<void> Prove::tell_all(const Client& client, FindingKind kind, const std::string& place,
                             const std::vector<Finding>& findings) {
  std::vector<std::string> subjects;
  for (const Finding& finding : findings) {
    subjects.push_back(finding.subject);
    auto told = findings_.raise(client.id, LedgerId(), finding, clock_.now());
    if (!told) return told;
  }
  return findings_.withdraw_others(client.id, kind, place, subjects, clock_.now());
}

Result<void> Prove::tell(const Client& client, const Finding& finding, bool holds) {
  if (holds) return findings_.raise(client.id, LedgerId(), finding, clock_.now());
  return findings_.withdraw(client.id, LedgerId(), finding.ledger_date, finding.kind,
                            finding.subject, clock_.now());
}

}  // namespace avstem::services
