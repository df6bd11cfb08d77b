// What is asked of the dates when a settlement file and the API meet.

#include "services/settlement/report_store.hpp"
#include "services/settlement/rows.hpp"

namespace avstem::services {
Result<ReportStore::ApiRange> ReportStore::api_range(const ClientId& client, const LedgerId& ledger,
                                                     Date from, Date to) {
  auto query = db_.prepare(
      "SELECT min(ledger_date), coalesce(sum(closed), 0) FROM (SELECT d.ledger_date,"
      " count(*) = 2 AND min(d.closed) = 1 AS closed FROM ledger_dates d WHERE d.client_id = ?1"
      " AND d.ledger_id = ?2 AND d.ledger_date BETWEEN ?3 AND ?4 AND d.from_file = 0 AND"
      " (d.closed = 1 OR EXISTS (SELECT 1 FROM entries e WHERE e.client_id = d.client_id AND"
      " e.ledger_id = d.ledger_id AND e.topic = d.topic AND e.ledger_date = d.ledger_date))"
      " GROUP BY d.ledger_date)");
  query.bind(client.text(), ledger.text(), from.to_string(), to.to_string());
  ApiRange range;
  auto first = one_date(query);
  if (!first) return first.error();
  range.first = *first;
  range.closed = query.integer(1);
  return range;
}

Result<std::optional<Date>> ReportStore::last_payout_date(const ClientId& client,
                                                          const LedgerId& ledger, Date before) {
  auto query = db_.prepare(
      "SELECT ledger_date FROM entries WHERE client_id = ?1 AND ledger_id = ?2 AND topic = 'funds'"
      " AND ledger_date < ?3 AND type_word IN ('payout-scheduled', 'scheduled-for-payout')"
      " ORDER BY ledger_date DESC, sequence DESC LIMIT 1");
  query.bind(client.text(), ledger.text(), before.to_string());
  return one_date(query);
}

Result<std::optional<Date>> ReportStore::payout_date(const ClientId& client, const LedgerId& ledger,
                                                     const std::string& psp_reference, Date from,
                                                     Date to) {
  auto query = db_.prepare(
      "SELECT min(e.ledger_date) FROM entries e JOIN ledger_dates d USING (client_id, ledger_id,"
      " topic, ledger_date) WHERE client_id = ?1 AND ledger_id = ?2 AND topic = 'funds' AND"
      " ledger_date BETWEEN ?3 AND ?4 AND d.from_file = 0 AND e.psp_reference = ?5 AND"
      " e.type_word IN ('payout-scheduled', 'scheduled-for-payout')");
  query.bind(client.text(), ledger.text(), from.to_string(), to.to_string(), psp_reference);
  return one_date(query);
}

Result<bool> ReportStore::is_file_date(const ClientId& client, const LedgerId& ledger, Date date) {
  auto query = db_.prepare(
      "SELECT 1 FROM ledger_dates WHERE client_id = ?1 AND ledger_id = ?2 AND ledger_date = ?3 AND"
      " from_file = 1 LIMIT 1");
  return query.bind(client.text(), ledger.text(), date.to_string()).step();
}

Result<std::optional<Date>> ReportStore::file_date_before(const ClientId& client,
                                                          const LedgerId& ledger, Date date) {
  auto query = db_.prepare(
      "SELECT max(ledger_date) FROM ledger_dates WHERE client_id = ?1 AND ledger_id = ?2 AND"
      " ledger_date < ?3 AND from_file = 1");
  query.bind(client.text(), ledger.text(), date.to_string());
  return one_date(query);
}

Result<std::optional<std::int64_t>> ReportStore::balance_of_next(const DateKey& key) {
  auto query = db_.prepare(
      "SELECT balance_before FROM entries WHERE client_id = ?1 AND ledger_id = ?2 AND topic = ?3"
      " AND ledger_date > ?4 ORDER BY ledger_date, sequence LIMIT 1");
  query.bind(key.client.text(), key.ledger.text(), to_string(key.topic), key.date.to_string());
  auto row = query.step();
  if (!row) return row.error();
  if (!*row) return std::optional<std::int64_t>();
  return std::optional(query.integer(0));
}

}  // namespace avstem::services
