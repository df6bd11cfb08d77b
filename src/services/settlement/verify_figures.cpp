// The figures of a proof: each adds up from what it names, and from our vouchers.

#include <fmt/format.h>

#include <algorithm>

#include "services/settlement/verify.hpp"

namespace avstem::services {
namespace {

std::string amount(std::int64_t minor, Currency currency) {
  return Money(minor, currency).to_decimal();
}

}  // namespace

Result<void> Verify::check_account(const books::ProofDocument& document,
                                   const books::ProvenAccount& account, const Named& named,
                                   VerifyReport& report) {
  const books::AccountProof& figures = account.figures;
  const auto check = [&](std::string_view what, std::int64_t found, std::int64_t said) {
    report.checks.push_back(
        {found == said,
         fmt::format("account {}: {} {}, the proof says {}", figures.account, what,
                     amount(found, figures.currency), amount(said, figures.currency))});
  };
  std::int64_t vipps = 0;
  for (const books::ProvenLedger& ledger : document.ledgers) {
    if (ledger.clearing_account == figures.account) vipps = add_minor(vipps, ledger.funds_balance);
    if (ledger.fees_account == figures.account) vipps = add_minor(vipps, ledger.fees_balance);
  }
  check("its ledgers' balances add up to", vipps, figures.vipps_balance);

  // What a proof named as waiting counted then, also when it was voided since.
  auto movements =
      vouchers_.movements(document.client, figures.account, VoucherStore::Voided::included);
  if (!movements) return movements.error();
  std::int64_t books = account.opening;
  for (const VoucherStore::Movement& movement : *movements) {
    const auto mark = named.vouchers.find(movement.reference);
    if (movement.ledger_date > document.date || mark == named.vouchers.end()) continue;
    if (mark->second.state == to_string(VoucherState::voided)) continue;
    books = add_minor(books, movement.amount);
  }
  check("opening and vouchers add up to", books, figures.books_balance);

  std::int64_t foreign = 0;
  for (const books::ProofRow& row : account.foreign)
    foreign = add_minor(foreign, row.amount);
  check("foreign rows add up to", foreign, figures.foreign);
  std::int64_t timing = 0;
  for (const books::TimingRow& row : account.timing)
    timing = add_minor(timing, row.amount);
  check("rows of another date add up to", timing, figures.timing);
  check("opening, our rows and foreign rows there add up to",
        add_minor(add_minor(account.opening_in_accounting, account.ours_in_accounting), foreign),
        figures.accounting_balance);
  if (!figures.is_proven()) {
    report.notes.push_back(
        fmt::format("the proof itself says that account {} is not proven: {} "
                    "was not explained",
                    figures.account, amount(figures.difference(), figures.currency)));
  }
  return {};
}

/// Payouts on their way are vouchers of ours, and add up with what else stands on the account.
Result<void> Verify::check_transit(const books::ProofDocument& document,
                                   const books::ProvenTransit& transit, VerifyReport& report) {
  auto movements = vouchers_.movements(document.client, transit.account);
  if (!movements) return movements.error();
  std::vector<std::string> failures;
  std::int64_t sum = transit.opening_left;
  for (const books::TransferOnTheWay& way : transit.on_the_way) {
    sum = add_minor(sum, way.transfer.amount);
    const bool is_ours = std::ranges::any_of(*movements, [&](const auto& movement) {
      return movement.reference == way.transfer.reference &&
             movement.amount == way.transfer.amount &&
             movement.ledger_date == way.transfer.ledger_date;
    });
    if (is_ours) continue;
    failures.push_back(fmt::format("account {}: no voucher of ours pays out {} on {} ({})",
                                   transit.account, amount(way.transfer.amount, transit.currency),
                                   way.transfer.ledger_date.to_string(), way.transfer.reference));
  }
  for (const books::ProofRow& row : transit.unexplained)
    sum = add_minor(sum, row.amount);
  if (sum != transit.expected) {
    failures.push_back(
        fmt::format("account {}: what is in transit adds up to {}, the proof says "
                    "{}",
                    transit.account, amount(sum, transit.currency),
                    amount(transit.expected, transit.currency)));
  }
  report.conclude(
      failures,
      fmt::format("account {}: the {} payouts on their way are vouchers of ours, and add up",
                  transit.account, transit.on_the_way.size()));
  return {};
}

}  // namespace avstem::services
