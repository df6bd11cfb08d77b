// What a proof is replayed from: kept pages by their hash, and how many entries came of them.

#include "platform/compression.hpp"
#include "services/settlement/report_store.hpp"
#include "services/settlement/rows.hpp"

namespace avstem::services {

Result<std::string> ReportStore::page_body(const DateKey& key, std::int64_t page,
                                           const std::string& sha256) {
  auto query = db_.prepare(
      "SELECT zstd FROM report_pages WHERE client_id = ?1 AND ledger_id = ?2 AND topic = ?3"
      " AND ledger_date = ?4 AND page = ?5 AND sha256 = ?6");
  query.bind(key.client.text(), key.ledger.text(), to_string(key.topic), key.date.to_string(), page,
             sha256);
  auto row = query.step();
  if (!row) return row.error();
  if (!*row) return Error{ErrorKind::not_found, "the page is not among the kept ones"};
  auto body = decompress(query.text(0));
  if (!body) return Error{ErrorKind::invalid, body.error().message};
  return body;
}

Result<std::vector<std::pair<std::int64_t, std::string>>> ReportStore::page_hashes(
    const DateKey& key) {
  auto query = db_.prepare(
      "SELECT page, sha256 FROM report_pages WHERE client_id = ?1 AND ledger_id = ?2 AND topic = ?3"
      " AND ledger_date = ?4 ORDER BY page, sha256");
  query.bind(key.client.text(), key.ledger.text(), to_string(key.topic), key.date.to_string());
  return read_rows<std::pair<std::int64_t, std::string>>(
      query, [&]() -> Result<std::pair<std::int64_t, std::string>> {
        return std::pair<std::int64_t, std::string>(query.integer(0), std::string(query.text(1)));
      });
}

Result<std::vector<std::pair<Date, std::int64_t>>> ReportStore::dates_with_entries(
    const ClientId& client, const LedgerId& ledger, books::Topic topic, Date until) {
  auto query = db_.prepare(
      "SELECT ledger_date, count(*) FROM entries WHERE client_id = ?1 AND ledger_id = ?2 AND"
      " topic = ?3 AND ledger_date <= ?4 GROUP BY ledger_date ORDER BY ledger_date");
  query.bind(client.text(), ledger.text(), to_string(topic), until.to_string());
  return read_rows<std::pair<Date, std::int64_t>>(
      query, [&]() -> Result<std::pair<Date, std::int64_t>> {
        auto date = Date::parse(query.text(0));
        if (!date) return date.error();
        return std::pair<Date, std::int64_t>(*date, query.integer(1));
      });
}

}  // namespace avstem::services
