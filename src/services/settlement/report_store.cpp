#include "services/settlement/report_store.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/compression.hpp"
#include "platform/digest.hpp"
#include "services/settlement/rows.hpp"

namespace avstem::services {
namespace {

constexpr std::string_view entry_columns =
    "sequence, type_word, psp_reference, reference, time_us, amount, balance_before,"
    " balance_after, recipient_handle";
constexpr std::string_view of_date =
    " WHERE client_id = ?1 AND ledger_id = ?2 AND topic = ?3 AND ledger_date = ?4";

books::Entry read_entry(const store::Statement& row, const DateKey& key, Currency currency) {
  books::Entry entry;
  entry.topic = key.topic;
  entry.ledger_date = key.date;
  entry.sequence = row.integer(0);
  entry.type_word = row.text(1);
  entry.type = books::parse_entry_type(entry.type_word);
  entry.psp_reference = row.text(2);
  entry.reference = row.text(3);
  entry.time = Instant(std::chrono::microseconds(row.integer(4)));
  entry.currency = currency;
  entry.amount = row.integer(5);
  entry.balance_before = row.integer(6);
  entry.balance_after = row.integer(7);
  entry.recipient_handle = row.text(8);
  return entry;
}

store::Statement& bind_key(store::Statement& statement, const DateKey& key) {
  return statement.bind(key.client.text(), key.ledger.text(), to_string(key.topic),
                        key.date.to_string());
}

/// The single integer a query answers with.
Result<std::int64_t> one_integer(store::Statement& query) {
  auto row = query.step();
  if (!row) return row.error();
  return *row ? query.integer(0) : 0;
}

}  // namespace

Result<void> ReportStore::keep_page(const DateKey& key, int page, const std::string& body) {
  auto insert =
      db_.prepare("INSERT OR IGNORE INTO report_pages VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  return insert.run_with(key.client.text(), key.ledger.text(), to_string(key.topic),
                         key.date.to_string(), page, sha256_hex(body), compress(body));
}

Result<std::vector<std::string>> ReportStore::pages(const DateKey& key) {
  auto query = db_.prepare("SELECT zstd FROM report_pages" + std::string(of_date) +
                           " ORDER BY page, sha256");
  bind_key(query, key);
  return read_rows<std::string>(query, [&]() -> Result<std::string> {
    auto body = decompress(query.text(0));
    if (!body) return body.error();
    return *std::move(body);
  });
}

Result<void> ReportStore::insert_entry(const ClientId& client, const LedgerId& ledger,
                                       const books::Entry& entry) {
  auto insert = db_.prepare(
      "INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
  return insert.run_with(client.text(), ledger.text(), to_string(entry.topic),
                         entry.ledger_date.to_string(), entry.sequence, entry.type_word,
                         entry.psp_reference, entry.reference,
                         std::int64_t{entry.time.time_since_epoch().count()}, entry.amount,
                         entry.balance_before, entry.balance_after, entry.recipient_handle);
}

Result<std::int64_t> ReportStore::entry_count(const DateKey& key) {
  auto query = db_.prepare("SELECT coalesce(max(sequence), 0) FROM entries" + std::string(of_date));
  bind_key(query, key);
  return one_integer(query);
}

Result<std::optional<books::Entry>> ReportStore::entry_at(const DateKey& key, std::int64_t sequence,
                                                          Currency currency) {
  auto query = db_.prepare(
      fmt::format("SELECT {} FROM entries{} AND sequence = ?5", entry_columns, of_date));
  auto row = query
                 .bind(key.client.text(), key.ledger.text(), to_string(key.topic),
                       key.date.to_string(), sequence)
                 .step();
  if (!row) return row.error();
  if (!*row) return std::optional<books::Entry>();
  return std::optional(read_entry(query, key, currency));
}

Result<bool> ReportStore::has_equal_entry(const DateKey& key, const books::Entry& entry,
                                          Currency currency) {
  auto query = db_.prepare(fmt::format(
      "SELECT {} FROM entries{} AND psp_reference = ?5 AND balance_before = ?6 AND amount = ?7",
      entry_columns, of_date));
  query.bind(key.client.text(), key.ledger.text(), to_string(key.topic), key.date.to_string(),
             entry.psp_reference, entry.balance_before, entry.amount);
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return false;
    books::Entry kept = read_entry(query, key, currency);
    kept.sequence = entry.sequence;
    if (kept == entry) return true;
  }
}

Result<void> ReportStore::for_each_entry(
    const DateKey& key, std::int64_t after, Currency currency,
    const std::function<Result<void>(const books::Entry&)>& take) {
  auto query = db_.prepare(fmt::format(
      "SELECT {} FROM entries{} AND sequence > ?5 ORDER BY sequence", entry_columns, of_date));
  query.bind(key.client.text(), key.ledger.text(), to_string(key.topic), key.date.to_string(),
             after);
  return for_each_row(query, [&] { return take(read_entry(query, key, currency)); });
}

Result<std::int64_t> ReportStore::last_balance(const DateKey& key, std::string_view comparison,
                                               std::int64_t opening) {
  auto query = db_.prepare(
      fmt::format("SELECT balance_after FROM entries WHERE client_id = ?1 AND ledger_id = ?2 AND"
                  " topic = ?3 AND ledger_date {} ?4 ORDER BY ledger_date DESC, sequence DESC"
                  " LIMIT 1",
                  comparison));
  auto row = bind_key(query, key).step();
  if (!row) return row.error();
  return *row ? query.integer(0) : opening;
}

Result<std::int64_t> ReportStore::balance_before(const DateKey& key, std::int64_t opening) {
  return last_balance(key, "<", opening);
}

Result<std::int64_t> ReportStore::balance_on(const DateKey& key, std::int64_t opening) {
  return last_balance(key, "<=", opening);
}

Result<void> ReportStore::set_closed(const DateKey& key, bool closed) {
  auto upsert = db_.prepare(
      "INSERT INTO ledger_dates (client_id, ledger_id, topic, ledger_date, closed)"
      " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET closed = excluded.closed");
  return upsert
      .bind(key.client.text(), key.ledger.text(), to_string(key.topic), key.date.to_string(),
            closed ? 1 : 0)
      .run();
}

Result<void> ReportStore::set_from_file(const DateKey& key) {
  if (auto closed = set_closed(key, true); !closed) return closed;
  auto update = db_.prepare("UPDATE ledger_dates SET from_file = 1" + std::string(of_date));
  return bind_key(update, key).run();
}

Result<std::optional<Date>> ReportStore::last_file_date(const ClientId& client,
                                                        const LedgerId& ledger) {
  auto query = db_.prepare(
      "SELECT max(ledger_date) FROM ledger_dates WHERE client_id = ?1 AND ledger_id = ?2 AND"
      " from_file = 1");
  query.bind(client.text(), ledger.text());
  return one_date(query);
}

Result<void> ReportStore::set_booked(const DateKey& key, std::int64_t sequence) {
  auto update = db_.prepare("UPDATE ledger_dates SET booked_sequence = ?5" + std::string(of_date));
  return update
      .bind(key.client.text(), key.ledger.text(), to_string(key.topic), key.date.to_string(),
            sequence)
      .run();
}

Result<std::int64_t> ReportStore::booked_sequence(const DateKey& key) {
  auto query = db_.prepare("SELECT booked_sequence FROM ledger_dates" + std::string(of_date));
  bind_key(query, key);
  return one_integer(query);
}

Result<std::optional<Date>> ReportStore::first_date_without_vouchers(const ClientId& client,
                                                                     const LedgerId& ledger) {
  auto query = db_.prepare(
      "SELECT min(d.ledger_date) FROM ledger_dates d WHERE d.client_id = ?1 AND d.ledger_id = ?2"
      " AND d.closed = 1 AND EXISTS (SELECT 1 FROM entries e WHERE e.client_id = d.client_id AND"
      " e.ledger_id = d.ledger_id AND e.topic = d.topic AND e.ledger_date = d.ledger_date AND"
      " e.sequence > d.booked_sequence)");
  query.bind(client.text(), ledger.text());
  return one_date(query);
}

Result<Date> ReportStore::first_unbooked_date(const ClientId& client, const LedgerTerms& ledger) {
  Date expected = ledger.start;
  auto file_date = last_file_date(client, ledger.id);
  if (!file_date) return file_date.error();
  if (*file_date) {
    // A run that stopped after it stored a file left dates to be booked before the file's last.
    auto left = first_date_without_vouchers(client, ledger.id);
    if (!left) return left.error();
    if (*left && **left <= **file_date) return **left;
    expected = std::max(expected, (*file_date)->next());
  }
  auto closed = booked_dates(client, ledger.id);
  if (!closed) return closed.error();
  for (const Date date : *closed) {
    if (date > expected) break;
    if (date == expected) expected = expected.next();
  }
  return expected;
}

Result<std::vector<Date>> ReportStore::booked_dates(const ClientId& client,
                                                    const LedgerId& ledger) {
  auto query = db_.prepare(
      "SELECT d.ledger_date FROM ledger_dates d WHERE d.client_id = ?1 AND d.ledger_id = ?2 AND"
      " d.closed = 1 AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.client_id = d.client_id AND"
      " e.ledger_id = d.ledger_id AND e.topic = d.topic AND e.ledger_date = d.ledger_date AND"
      " e.sequence > d.booked_sequence) GROUP BY d.ledger_date HAVING count(*) = 2 ORDER BY"
      " d.ledger_date");
  query.bind(client.text(), ledger.text());
  return read_rows<Date>(query, [&] { return Date::parse(query.text(0)); });
}

Result<bool> ReportStore::has_open_date_before(const DateKey& key) {
  auto query = db_.prepare(
      "SELECT count(*) FROM ledger_dates WHERE client_id = ?1 AND ledger_id = ?2 AND topic = ?3"
      " AND ledger_date < ?4 AND closed = 0");
  bind_key(query, key);
  auto open = one_integer(query);
  if (!open) return open.error();
  return *open > 0;
}

Result<bool> ReportStore::has_unbooked_open_date_before(const DateKey& key) {
  auto query = db_.prepare(
      "SELECT count(*) FROM ledger_dates o WHERE o.client_id = ?1 AND o.ledger_id = ?2 AND"
      " o.ledger_date < ?3 AND o.closed = 0 AND EXISTS (SELECT 1 FROM ledger_dates d JOIN entries e"
      " USING (client_id, ledger_id, topic, ledger_date) WHERE d.client_id = ?1 AND d.ledger_id ="
      " ?2 AND d.ledger_date = o.ledger_date AND e.sequence > d.booked_sequence)");
  query.bind(key.client.text(), key.ledger.text(), key.date.to_string());
  auto open = one_integer(query);
  if (!open) return open.error();
  return *open > 0;
}

Result<std::vector<ReportStore::TypeSum>> ReportStore::sums(const DateKey& key) {
  auto query = db_.prepare("SELECT type_word, count(*), sum(amount) FROM entries" +
                           std::string(of_date) + " GROUP BY type_word ORDER BY type_word");
  bind_key(query, key);
  return read_rows<TypeSum>(query, [&]() -> Result<TypeSum> {
    return TypeSum{std::string(query.text(0)), query.integer(1), query.integer(2)};
  });
}

}  // namespace avstem::services
