// One ledger date of a close, as a person reads it.

#include "services/settlement/close.hpp"

namespace avstem::services {

Result<ClosedDate> Close::describe(const Client& client, const LedgerTerms& ledger, Date date,
                                   DateStatus status) {
  ClosedDate closed;
  closed.ledger = ledger.id;
  closed.date = date;
  closed.currency = ledger.currency;
  closed.status = status;
  const DateKey funds{client.id, ledger.id, books::Topic::funds, date};
  const DateKey fees{client.id, ledger.id, books::Topic::fees, date};
  auto moved = reports_.sums(funds);
  if (!moved) return moved.error();
  for (const auto& sum : *moved) {
    switch (books::parse_entry_type(sum.type_word)) {
      case books::EntryType::capture:
        closed.captures += sum.amount;
        break;
      case books::EntryType::refund:
        closed.refunds += sum.amount;
        break;
      case books::EntryType::payout_scheduled:
      case books::EntryType::payout_aborted:
        closed.payout += sum.amount;
        break;
      case books::EntryType::fees_retained:
        break;
      default:
        closed.other += sum.amount;
    }
  }
  auto charged = reports_.sums(fees);
  if (!charged) return charged.error();
  for (const auto& sum : *charged) {
    const auto type = books::parse_entry_type(sum.type_word);
    if (type != books::EntryType::fees_retained && type != books::EntryType::fees_invoiced) {
      closed.fees += sum.amount;
    }
  }
  auto balance = reports_.balance_on(funds, ledger.opening_funds);
  if (!balance) return balance.error();
  closed.balance = *balance;
  auto vouchers = vouchers_.count_of_date(client.id, ledger.id, date);
  if (!vouchers) return vouchers.error();
  closed.vouchers = *vouchers;
  auto findings =
      findings_.count_open(client.id, ledger.id, date, world_.zone.date_of(world_.clock.now()));
  if (!findings) return findings.error();
  closed.findings = *findings;
  return closed;
}

}  // namespace avstem::services
