// What is asked of the entries about fees: which capture a fee belongs to, what was retained, what
// was invoiced.

#include <algorithm>
#include <map>

#include "services/settlement/report_store.hpp"
#include "services/settlement/rows.hpp"

namespace avstem::services {
namespace {

/// The fees of a date that meet no capture by pspReference: ?1 client, ?2 ledger, ?3 date, ?4 the
/// first date on which a capture is looked for. The captures are read once, not once for each fee.
constexpr std::string_view unmet_fees =
    " FROM entries f WHERE f.client_id = ?1 AND f.ledger_id = ?2 AND f.topic = 'fees' AND"
    " f.ledger_date = ?3 AND f.type_word = 'capture-fee' AND f.psp_reference NOT IN"
    " (SELECT c.psp_reference FROM entries c WHERE c.client_id = ?1 AND c.ledger_id = ?2 AND"
    " c.topic = 'funds' AND c.ledger_date BETWEEN ?4 AND ?3 AND c.type_word = 'capture')";

}  // namespace

Result<books::FeeCaptures> ReportStore::fee_captures(const ClientId& client, const LedgerId& ledger,
                                                     Date date) {
  books::FeeCaptures captures;
  const Date new_year(date.year(), 1, 1);
  if (date >= new_year.plus_days(fee_lookback_days)) return captures;
  const std::string first = new_year.plus_days(-fee_lookback_days).to_string();
  const auto remember = [&](auto& into, store::Statement& query) {
    return for_each_row(query, [&]() -> Result<void> {
      auto captured = Date::parse(query.text(1));
      if (!captured) return captured.error();
      into.emplace(std::string(query.text(0)), *captured);
      return {};
    });
  };
  auto by_psp_reference = db_.prepare(
      "SELECT c.psp_reference, c.ledger_date FROM entries f JOIN entries c"
      " ON c.client_id = f.client_id AND c.ledger_id = f.ledger_id AND c.topic = 'funds'"
      " AND c.psp_reference = f.psp_reference"
      " WHERE f.client_id = ?1 AND f.ledger_id = ?2 AND f.topic = 'fees' AND f.ledger_date = ?3"
      " AND f.type_word = 'capture-fee' AND c.type_word = 'capture'"
      " AND c.ledger_date >= ?4 AND c.ledger_date < ?5");
  by_psp_reference.bind(client.text(), ledger.text(), date.to_string(), first,
                        new_year.to_string());
  auto met = remember(captures.by_psp_reference, by_psp_reference);
  if (!met) return met.error();

  // pspReference → order id of the fees that are left; none, but for old reports.
  std::map<std::string, std::string> unmet;
  auto fees = db_.prepare("SELECT f.psp_reference, f.reference" + std::string(unmet_fees));
  fees.bind(client.text(), ledger.text(), date.to_string(), first);
  auto listed = for_each_row(fees, [&]() -> Result<void> {
    unmet.emplace(std::string(fees.text(0)), std::string(fees.text(1)));
    return {};
  });
  if (!listed) return listed.error();
  if (unmet.empty()) return captures;

  // An order captured in both years does not say which capture a fee is for.
  std::map<std::string, Date> of_this_year;
  for (const bool before : {true, false}) {
    auto by_reference = db_.prepare(
        "SELECT c.reference, max(c.ledger_date) FROM entries c WHERE c.client_id = ?1 AND"
        " c.ledger_id = ?2 AND c.topic = 'funds' AND c.ledger_date BETWEEN ?4 AND ?3 AND"
        " c.type_word = 'capture' AND c.reference <> '' AND c.reference IN (SELECT f.reference" +
        std::string(unmet_fees) + ") GROUP BY c.reference HAVING " +
        (before ? "max(c.ledger_date) < ?5" : "min(c.ledger_date) >= ?5"));
    by_reference.bind(client.text(), ledger.text(), date.to_string(), first, new_year.to_string());
    auto found = before ? remember(captures.by_reference, by_reference)
                        : remember(of_this_year, by_reference);
    if (!found) return found.error();
  }
  for (const auto& [psp_reference, reference] : unmet) {
    if (captures.by_reference.contains(reference) || of_this_year.contains(reference)) continue;
    captures.unknown.insert(psp_reference);
  }
  return captures;
}

bool ReportStore::Without::holds(const books::RetainedSide& side) const {
  return side.ledger_date == date && std::ranges::any_of(ranges, [&](const auto& range) {
           return range.topic == side.topic && side.sequence >= range.first &&
                  side.sequence <= range.last;
         });
}

Result<std::vector<books::RetainedSide>> ReportStore::open_retained(
    const ClientId& client, const LedgerId& ledger, std::optional<Date> drafted_before,
    const std::optional<Without>& without) {
  books::RetainedTwins twins;
  auto query = db_.prepare(
      "SELECT e.topic, e.ledger_date, e.time_us, e.amount, e.sequence, e.psp_reference FROM"
      " entries e INDEXED BY entries_retained JOIN ledger_dates d ON d.client_id = e.client_id AND "
      "d.ledger_id = e.ledger_id"
      " AND d.topic = e.topic AND d.ledger_date = e.ledger_date WHERE e.client_id = ?1 AND"
      " e.ledger_id = ?2 AND e.type_word = 'fees-retained' AND e.amount <> 0 AND"
      " (e.sequence <= d.booked_sequence OR e.ledger_date < ?3)"
      " ORDER BY e.ledger_date, e.topic DESC, e.sequence");
  query.bind(client.text(), ledger.text(),
             drafted_before ? std::optional(drafted_before->to_string()) : std::nullopt);
  auto read = for_each_row(query, [&]() -> Result<void> {
    auto topic = books::parse_topic(query.text(0));
    auto date = Date::parse(query.text(1));
    if (!topic) return topic.error();
    if (!date) return date.error();
    const books::RetainedSide side{*topic,
                                   *date,
                                   Instant(std::chrono::microseconds(query.integer(2))),
                                   query.integer(3),
                                   query.integer(4),
                                   std::string(query.text(5))};
    if (!without || !without->holds(side)) twins.add_booked(side);
    return {};
  });
  if (!read) return read.error();
  return twins.alone_booked();
}

Result<std::vector<std::pair<Date, std::int64_t>>> ReportStore::fee_invoices(
    const ClientId& client, const LedgerId& ledger) {
  std::vector<std::pair<Date, std::int64_t>> invoices;
  auto query = db_.prepare(
      "SELECT ledger_date, sum(amount) FROM entries INDEXED BY entries_invoiced WHERE client_id = "
      "?1 AND ledger_id = ?2 AND"
      " type_word = 'fees-invoiced' GROUP BY ledger_date ORDER BY ledger_date");
  query.bind(client.text(), ledger.text());
  auto read = for_each_row(query, [&]() -> Result<void> {
    auto date = Date::parse(query.text(0));
    if (!date) return date.error();
    invoices.emplace_back(*date, query.integer(1));
    return {};
  });
  if (!read) return read.error();
  return invoices;
}

}  // namespace avstem::services
