// A settlement file for dates that the API was read for: what it tells is compared, not stored.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "services/settlement/import.hpp"
#include "vipps/settlement_file/to_entries.hpp"

namespace avstem::services {

namespace file = vipps::settlement_file;

Date Import::first_date(const file::Settlement& settlement) const {
  Date first = settlement.date;
  for (const file::Transaction& transaction : settlement.transactions)
    first = std::min(first, zone_.date_of(transaction.time));
  return first;
}

/// Whether the API told all of a settlement. A part of one can neither be compared nor imported.
Result<bool> Import::is_in_api(const ClientId& client, const LedgerTerms& ledger,
                               const file::Settlement& settlement) {
  const Date first = first_date(settlement);
  auto range = reports_.api_range(client, ledger.id, first, settlement.date);
  if (!range) return range.error();
  if (!range->first) return false;
  auto payout = reports_.payout_date(client, ledger.id, ledger.id.text() + "-" + settlement.id,
                                     first, settlement.date);
  if (!payout) return payout.error();
  const std::int64_t dates = (settlement.date.days() - first.days()).count() + 1;
  if (*payout || range->closed == dates) return true;
  return Error{
      ErrorKind::conflict,
      fmt::format("settlement {} covers {} to {}, of which ledger '{}' was read from the API in "
                  "part only (from {}); its money would be booked twice: close those dates first "
                  "('avstem close --from {} --to {}'), or leave the file out",
                  settlement.id, first.to_string(), settlement.date.to_string(), ledger.id.text(),
                  range->first->to_string(), first.to_string(), settlement.date.to_string())};
}

Result<file::SalesUnit> Import::compare(const ClientId& client, const LedgerTerms& ledger,
                                        const file::SalesUnit& unit,
                                        std::vector<Agreement>& compared) {
  file::SalesUnit rest = unit;
  rest.settlements.clear();
  rest.fee_invoices.clear();
  const auto keep = [&](Result<Agreement> agreement) -> Result<void> {
    if (!agreement) return agreement.error();
    compared.push_back(*std::move(agreement));
    return agree_.conclude(client, compared.back());
  };
  for (const file::Settlement& settlement : unit.settlements) {
    auto told = is_in_api(client, ledger, settlement);
    if (!told) return told.error();
    if (!*told) {
      rest.settlements.push_back(settlement);
      continue;
    }
    auto made = file::settlement_to_entries(unit, settlement, ledger.id, {});
    if (!made) return made.error();
    auto kept = keep(agree_.with_stored(client, ledger, "settlement " + settlement.id,
                                        first_date(settlement), settlement.date, made->entries));
    if (!kept) return kept.error();
  }
  std::map<Date, std::int64_t> invoiced;
  for (const file::FeeInvoice& invoice : unit.fee_invoices) {
    auto range = reports_.api_range(client, ledger.id, invoice.date, invoice.date);
    if (!range) return range.error();
    if (range->first) {
      invoiced[invoice.date] = add_minor(invoiced[invoice.date], invoice.amount);
    } else {
      rest.fee_invoices.push_back(invoice);
    }
  }
  for (const auto& [date, amount] : invoiced) {
    auto kept = keep(compare_invoices(client, ledger, date, amount));
    if (!kept) return kept.error();
  }
  if (rest.settlements.empty() && !rest.fee_invoices.empty()) {
    const file::FeeInvoice& invoice = rest.fee_invoices.front();
    return Error{ErrorKind::conflict,
                 fmt::format("fee invoice {} of {} belongs to settlements that the API told; let "
                             "it tell that date too: 'avstem close --from {} --to {}'",
                             invoice.id, invoice.date.to_string(), invoice.date.to_string(),
                             invoice.date.to_string())};
  }
  return rest;
}

Result<Agreement> Import::compare_invoices(const ClientId& client, const LedgerTerms& ledger,
                                           Date date, std::int64_t invoiced) {
  auto sums = reports_.sums({client, ledger.id, books::Topic::fees, date});
  if (!sums) return sums.error();
  std::int64_t told = 0;
  for (const ReportStore::TypeSum& sum : *sums) {
    const auto type = books::parse_entry_type(sum.type_word);
    if (type == books::EntryType::fees_invoiced || type == books::EntryType::credit_note) {
      told = add_minor(told, sum.amount);
    }
  }
  Agreement agreement;
  agreement.ledger = ledger.id;
  agreement.date = date;
  agreement.subject = "fees invoiced";
  agreement.amount = add_minor(invoiced, -told);
  if (told != invoiced) {
    agreement.differences.push_back(fmt::format("fees invoiced: file {}, API {}",
                                                Money(invoiced, ledger.currency).to_decimal(),
                                                Money(told, ledger.currency).to_decimal()));
  }
  return agreement;
}

}  // namespace avstem::services
