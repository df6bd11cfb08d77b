#include "services/settlement/prove.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/bank_calendar.hpp"

namespace avstem::services {

using books::AccountRole;
using books::Finding;
using books::FindingKind;

bool ClientProof::is_proven() const {
  return std::all_of(accounts.begin(), accounts.end(),
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

Result<ClientProof> Prove::dates(const Client& client, const std::vector<Date>& dates) {
  ClientProof proof;
  if (dates.empty() || client.ledgers.empty()) return proof;
  const std::vector<Account> accounts = accounts_of(client);
  Date start = client.ledgers.front().start;
  for (const LedgerTerms& ledger : client.ledgers)
    start = std::min(start, ledger.start);
  std::vector<books::AccountNumber> numbers;
  for (const Account& account : accounts)
    numbers.push_back(account.number);
  // Vouchers can be dated ahead (a locked period moves them on), but not beyond next year's end.
  const Date horizon = zone_.date_of(clock_.now()).end_of_year().next().end_of_year();
  // A fee of the year before is posted there (R15), so rows can lie before the first date too.
  const Date from = Date(start.year() - 1, 12, 31) < start ? Date(start.year() - 1, 12, 31) : start;
  auto rows = system_.rows(numbers, from, horizon);
  if (!rows) return rows.error();

  std::vector<books::ProofInput> facts;
  for (const Account& account : accounts) {
    auto read = input(client, account, *rows, start);
    if (!read) return read.error();
    facts.push_back(*std::move(read));
  }
  // One transaction: a date counts as proven only when all its accounts and findings are stored,
  // or a run that is stopped in between would never look at it again.
  auto concluded = db_.transact([&]() -> Result<void> {
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      auto done = accounts[i].role == AccountRole::in_transit
                      ? follow_transfers(client, accounts[i], facts[i], dates.back(), proof)
                      : prove_dates(client, accounts[i], facts[i], dates, proof);
      if (!done) return done;
    }
    return {};
  });
  if (!concluded) return concluded.error();
  return proof;
}

Result<void> Prove::prove_dates(const Client& client, const Account& account,
                                books::ProofInput& facts, const std::vector<Date>& dates,
                                ClientProof& proof) {
  for (const Date date : dates) {
    auto balance = vipps_balance(client, account, date);
    if (!balance) return balance.error();
    facts.vipps_balance = *balance;
    proof.accounts.push_back(books::prove_account(facts, date));
    if (auto done = conclude(client, facts, proof.accounts.back()); !done) return done;
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
  auto before = opening_in_accounting(client, account.number, start);
  if (!before) return before.error();
  input.opening_in_accounting = *before;
  auto movements = vouchers_.movements(client.id, account.number);
  if (!movements) return movements.error();
  const std::string ours_begin = client.id.text() + ":";
  for (const VoucherStore::Movement& movement : *movements) {
    input.movements.push_back({movement.reference, movement.ledger_date, movement.amount});
  }
  for (const accounting::LedgerRow& row : rows) {
    if (row.account != account.number) continue;
    // Rows of others before the start are in opening_in_accounting already.
    if (row.posting_date < start && !row.external_reference.starts_with(ours_begin)) continue;
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

/// What others had posted before the client's first ledger date. Read back once: the dates lie in
/// the past, and later changes to them show as a difference of the account's balance there.
Result<std::int64_t> Prove::opening_in_accounting(const Client& client,
                                                  books::AccountNumber account, Date start) {
  auto known = findings_.account_opening(client.id, account, start);
  if (!known) return known.error();
  if (*known) return **known;
  auto rows = system_.rows({account}, beginning_of_books, start.previous());
  if (!rows) return rows.error();
  std::int64_t sum = 0;
  const std::string ours_begin = client.id.text() + ":";
  for (const accounting::LedgerRow& row : *rows) {
    if (!row.external_reference.starts_with(ours_begin)) sum = add_minor(sum, row.amount);
  }
  auto kept =
      db_.transact([&] { return findings_.keep_account_opening(client.id, account, start, sum); });
  if (!kept) return kept.error();
  return sum;
}

Result<void> Prove::conclude(const Client& client, const books::ProofInput& input,
                             const books::AccountProof& proof) {
  auto kept = findings_.keep_proof(client.id, proof, clock_.now());
  if (!kept) return kept;
  const auto words = [&](std::int64_t minor) { return Money(minor, proof.currency).to_decimal(); };
  const books::ProofDetails details = books::explain(input, proof.date);
  std::string causes;
  for (const std::string& reference : details.differing_references)
    causes += " " + reference;
  auto told =
      tell(client,
           {FindingKind::balance_differs, proof.date, fmt::format("account {}", proof.account),
            proof.difference(),
            fmt::format(
                "account {} on {}: Vipps {}, our books {}, accounting system {}{}; {}",
                proof.account, proof.date.to_string(), words(proof.vipps_balance),
                words(proof.books_balance), words(proof.accounting_balance),
                proof.timing == 0 ? "" : fmt::format(" with timing {}", words(proof.timing)),
                !causes.empty()      ? "look at the vouchers" + causes
                : proof.foreign != 0 ? fmt::format("others posted {} on it", words(proof.foreign))
                                     : "check the opening balance the client was set up with")},
           !proof.is_proven());
  if (!told) return told;
  for (const books::ProofRow& row : details.foreign_rows) {
    auto named =
        tell(client,
             {FindingKind::foreign_posting, row.posting_date,
              fmt::format("account {} voucher {}", proof.account, row.voucher_number), row.amount,
              fmt::format("voucher {} of {} posts {} on account {}, which follows Vipps "
                          "alone: reverse it, or resolve this with the reason",
                          row.voucher_number, row.posting_date.to_string(), words(row.amount),
                          proof.account)},
             true);
    if (!named) return named;
  }
  return {};
}

Result<void> Prove::follow_transfers(const Client& client, const Account& account,
                                     const books::ProofInput& input, Date last,
                                     ClientProof& proof) {
  auto movements = vouchers_.movements(client.id, account.number);
  if (!movements) return movements.error();
  std::vector<books::Transfer> transfers;
  std::vector<books::ProofRow> bank;
  for (const VoucherStore::Movement& movement : *movements) {
    if (movement.kind == books::VoucherKind::bank) {
      if (movement.state == VoucherState::posted) {
        bank.push_back({movement.reference, movement.voucher_date, movement.amount, "", 0, false});
      }
    } else if (movement.ledger_date <= last) {
      transfers.push_back(
          {movement.reference, movement.ledger_date, movement.amount, movement.line_text});
    }
  }
  proof.in_transit_account = account.number;
  proof.in_transit_balance = input.opening_in_accounting;
  for (const books::ProofRow& row : input.rows) {
    proof.in_transit_balance = add_minor(proof.in_transit_balance, row.amount);
    if (!row.reference.starts_with(client.id.text() + ":")) bank.push_back(row);
  }
  const books::InTransit matched = books::match_transfers(transfers, bank, input.opening);
  proof.in_transit = matched.open;
  proof.in_transit_opening_left = matched.opening_left;

  const Date today = zone_.date_of(clock_.now());
  for (const books::Transfer& transfer : transfers) {
    Date late = expected_bank_date(transfer.ledger_date);
    for (int day = 0; day < payout_late_bank_days; ++day)
      late = next_bank_day(late);
    const bool open = std::any_of(matched.open.begin(), matched.open.end(), [&](const auto& it) {
      return it.reference == transfer.reference;
    });
    auto told =
        tell(client,
             {FindingKind::payout_late, transfer.ledger_date, transfer.reference, transfer.amount,
              fmt::format("{} of {} was expected in the bank on {} and is not seen on "
                          "account {}: look at the bank, then ask Vipps",
                          transfer.text, transfer.ledger_date.to_string(),
                          expected_bank_date(transfer.ledger_date).to_string(), account.number)},
             open && transfer.amount > 0 && today > late);
    if (!told) return told;
  }
  for (const books::ProofRow& row : matched.unexplained) {
    auto told =
        tell(client,
             {FindingKind::foreign_posting, row.posting_date,
              fmt::format("account {} voucher {}", account.number, row.voucher_number), row.amount,
              fmt::format("voucher {} of {} posts {} on account {}, which meets no payout "
                          "of that amount",
                          row.voucher_number, row.posting_date.to_string(),
                          Money(row.amount, input.currency).to_decimal(), account.number)},
             true);
    if (!told) return told;
  }
  return {};
}

Result<void> Prove::tell(const Client& client, const Finding& finding, bool holds) {
  if (holds) return findings_.raise(client.id, LedgerId(), finding, clock_.now());
  return findings_.withdraw(client.id, LedgerId(), finding.ledger_date, finding.kind,
                            finding.subject, clock_.now());
}

}  // namespace avstem::services
