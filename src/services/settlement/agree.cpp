#include "services/settlement/agree.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "services/settlement/fetch.hpp"

namespace avstem::services {

using books::Entry;
using books::Topic;

std::string Agreement::to_string() const {
  const std::string place = fmt::format("{} {}", date.to_string(), subject);
  if (agrees()) return place + ": file and API agree";
  return fmt::format("{}: file and API differ: {}", place, fmt::join(differences, "; "));
}

Result<Agreement> Agree::compare(const LedgerTerms& ledger, Agreement agreement,
                                 const std::vector<Entry>& file, const Window& window,
                                 const Source& source) {
  books::SettlementSide of_file;
  for (const Entry& entry : file)
    of_file.add(entry);
  std::vector<Entry> funds;
  for (Date date = window.read_from; date <= agreement.date; date = date.next()) {
    auto read = source(Topic::funds, date, [&](const Entry& entry) -> Result<void> {
      funds.push_back(entry);
      return {};
    });
    if (!read) return read.error();
  }
  std::vector<Entry> settled = books::settlement_of(funds, of_file.payouts());
  if (settled.empty()) {
    // A settlement that pays nothing out, or one that Vipps numbers otherwise: by its dates.
    std::copy_if(funds.begin(), funds.end(), std::back_inserter(settled),
                 [&](const Entry& entry) { return entry.ledger_date >= window.from; });
  }
  books::SettlementSide of_report;
  for (const Entry& entry : settled)
    of_report.add(entry);
  if (!window.file_has_balances && of_report.opening()) of_file.begin_at(*of_report.opening());
  if (!of_file.retains_fees() && !of_report.retains_fees() && !settled.empty()) {
    const Date last = agreement.date.plus_days(fee_delay_days);
    for (Date date = settled.front().ledger_date; date <= last; date = date.next()) {
      auto read = source(Topic::fees, date, [&](const Entry& entry) -> Result<void> {
        of_report.add(entry);
        return {};
      });
      if (!read) return read.error();
    }
  }
  agreement.ledger = ledger.id;
  agreement.differences = books::differences(of_file, of_report, ledger.currency);
  const auto moved = [](const books::SettlementSide& side) {
    return add_minor(add_minor(side.captures(), side.refunds()),
                     add_minor(side.fees(), side.others()));
  };
  agreement.amount = add_minor(moved(of_file), -moved(of_report));
  return agreement;
}

Result<Agreement> Agree::with_stored(const ClientId& client, const LedgerTerms& ledger,
                                     const std::string& subject, Date from, Date date,
                                     const std::vector<Entry>& file) {
  const Source stored = [&](Topic topic, Date of, const Agree::Take& take) {
    return reports_.for_each_entry({client, ledger.id, topic, of}, 0, ledger.currency, take);
  };
  auto payout_before = reports_.last_payout_date(client, ledger.id, from);
  if (!payout_before) return payout_before.error();
  Agreement agreement;
  agreement.date = date;
  agreement.subject = subject;
  return compare(ledger, std::move(agreement), file,
                 {payout_before->value_or(ledger.start), from, false}, stored);
}

Result<Agreement> Agree::with_report(const ClientId& client, const LedgerTerms& ledger, Date date,
                                     vipps::ReportClient& report) {
  auto before = reports_.file_date_before(client, ledger.id, date);
  if (!before) return before.error();
  // The file dates a settlement on the day after its last payments at times: one date more, so
  // that the payout before it is among what is read.
  const Date from = *before ? (*before)->next() : ledger.start;
  const Date read_from = *before ? std::max(ledger.start, (*before)->previous()) : ledger.start;
  std::vector<Entry> file;
  for (const Topic topic : {Topic::funds, Topic::fees}) {
    auto read = reports_.for_each_entry({client, ledger.id, topic, date}, 0, ledger.currency,
                                        [&](const Entry& entry) -> Result<void> {
                                          file.push_back(entry);
                                          return {};
                                        });
    if (!read) return read.error();
  }
  Agreement agreement;
  agreement.date = date;
  agreement.subject = "ledger date";
  return compare(ledger, std::move(agreement), file, {read_from, from, true},
                 report_source(ledger, date, report));
}

/// Pages are read and let go; what a file booked stays the document of its dates.
Agree::Source Agree::report_source(const LedgerTerms& ledger, Date date,
                                   vipps::ReportClient& report) {
  return [&ledger, date, &report](Topic topic, Date of, const Take& take) -> Result<void> {
    std::string cursor;
    for (int page_number = 1; page_number <= Fetch::pages_max; ++page_number) {
      auto page = report.page(ledger.id, topic, of, cursor);
      if (!page) return page.error();
      if (page->try_later && of <= date) {
        return Error{ErrorKind::unavailable,
                     fmt::format("ledger {}: Vipps has not closed {} of {}, so that the file that "
                                 "covers it cannot be compared yet; try later",
                                 ledger.id.text(), books::to_string(topic), of.to_string())};
      }
      for (const Entry& entry : page->entries) {
        if (auto taken = take(entry); !taken) return taken;
      }
      if (!page->has_more) return {};
      cursor = page->cursor;
    }
    return Error{
        ErrorKind::unavailable,
        fmt::format("ledger {}: {} of {} has more than {} pages; Vipps seems to repeat "
                    "itself, try later",
                    ledger.id.text(), books::to_string(topic), of.to_string(), Fetch::pages_max)};
  };
}

Result<void> Agree::conclude(const ClientId& client, const Agreement& agreement) {
  const books::Finding finding{books::FindingKind::file_differs, agreement.date, agreement.subject,
                               agreement.amount,
                               agreement.to_string() +
                                   ": only the one that was read first is booked; look at the "
                                   "settlement in the portal, and ask Vipps which is right"};
  if (agreement.agrees()) {
    return findings_.withdraw(client, agreement.ledger, finding.ledger_date, finding.kind,
                              finding.subject, clock_.now());
  }
  return findings_.raise(client, agreement.ledger, finding, clock_.now());
}

}  // namespace avstem::services
