#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <vector>

#include "bench/measures.hpp"
#include "bench/page_stream.hpp"
#include "bench/sample_day.hpp"
#include "bench/stopwatch.hpp"
#include "platform/clock.hpp"
#include "services/settlement/book.hpp"
#include "services/settlement/fetch.hpp"
#include "services/settlement/schema.hpp"
#include "store/migrations.hpp"

namespace avstem::bench {
namespace {

services::Client fund_raiser(const SampleDay& day) {
  services::Client client;
  client.id = ClientId("gaver");
  client.name = "Innsamlingen";
  services::LedgerTerms ledger;
  ledger.id = LedgerId("302321");
  ledger.start = day.date();
  ledger.captures = books::CaptureUse::gifts;
  client.ledgers.push_back(ledger);
  return client;
}

Result<store::Database> new_database(const std::string& path) {
  auto database = store::Database::open(path);
  if (!database) return database;
  if (auto migrated = store::migrate(*database, services::settlement_migrations()); !migrated) {
    return migrated.error();
  }
  return database;
}

}  // namespace

Result<Figure> close_day(std::int64_t entries, const std::string& path) {
  PageStream pages(entries);
  const SampleDay day(entries);
  const services::Client client = fund_raiser(day);
  const services::LedgerTerms& ledger = client.ledgers.front();
  ManualClock clock(Instant(day.date().next().days() + std::chrono::hours(6)));
  auto database = new_database(path);
  if (!database) return database.error();

  Figure figure;
  const Stopwatch watch;
  vipps::TokenSource tokens(pages, clock, vipps::Endpoint{"http://bench"},
                            vipps::AccountingKeys{"accountant", Secret("bench")});
  vipps::ReportClient report(pages, tokens);
  services::Fetch fetch(*database, report, clock);
  for (const books::Topic topic : {books::Topic::funds, books::Topic::fees}) {
    auto status = fetch.date(client.id, ledger, topic, day.date());
    if (!status) return status.error();
    if (*status != services::DateStatus::closed) {
      return Error{ErrorKind::invalid,
                   fmt::format("{} of the sample day is {}", to_string(topic), to_string(*status))};
    }
  }
  services::Book book(*database, clock);
  books::OpenItems none_open({});
  auto booked = book.date(client, ledger, day.date(), none_open);
  if (!booked) return booked.error();
  watch.add_to(figure);
  figure.amount = day.entries();
  figure.peak_bytes = peak_resident_bytes();

  auto count = database->prepare(
      "SELECT (SELECT count(*) FROM entries), count(*),"
      " coalesce(sum(amount), 0) FROM voucher_lines");
  if (auto row = count.step(); !row) return row.error();
  if (count.integer(0) != day.entries() || count.integer(1) < day.entries() / 2 ||
      count.integer(2) != 0) {
    return Error{ErrorKind::invalid,
                 fmt::format("the close stored {} of {} entries and {} lines with the sum {}",
                             count.integer(0), day.entries(), count.integer(1), count.integer(2))};
  }
  return figure;
}

namespace {

struct CloseHandle {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct FreeValue {
  void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using Handle = std::unique_ptr<sqlite3, CloseHandle>;
using RawStatement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;
using Value = std::unique_ptr<sqlite3_value, FreeValue>;

/// Rows that are read, untimed, before they are put, timed.
constexpr std::size_t rows_at_a_time = 10'000;

RawStatement prepare(sqlite3* db, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK,
        "a statement of the benchmark is valid");
  return RawStatement(statement);
}

void put_table(sqlite3* from, sqlite3* to, const std::string& table, Figure& figure) {
  const RawStatement select = prepare(from, "SELECT * FROM " + table);
  const int columns = sqlite3_column_count(select.get());
  std::string places = "?";
  for (int column = 1; column < columns; ++column)
    places += ", ?";
  const RawStatement insert = prepare(to, fmt::format("INSERT INTO {} VALUES ({})", table, places));
  std::vector<Value> values;
  bool more = true;
  while (more) {
    values.clear();
    while (values.size() < rows_at_a_time * static_cast<std::size_t>(columns)) {
      more = sqlite3_step(select.get()) == SQLITE_ROW;
      if (!more) break;
      for (int column = 0; column < columns; ++column) {
        values.emplace_back(sqlite3_value_dup(sqlite3_column_value(select.get(), column)));
      }
    }
    const Stopwatch watch;
    for (std::size_t at = 0; at < values.size();) {
      for (int column = 1; column <= columns; ++column)
        sqlite3_bind_value(insert.get(), column, values[at++].get());
      check(sqlite3_step(insert.get()) == SQLITE_DONE, "a row that was stored can be stored again");
      sqlite3_reset(insert.get());
      ++figure.amount;
    }
    watch.add_to(figure);
  }
}

Result<Handle> open_raw(const std::string& path) {
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE, nullptr);
  Handle handle(db);
  if (code != SQLITE_OK) return Error{ErrorKind::storage, "cannot open '" + path + "'"};
  sqlite3_exec(db, "PRAGMA synchronous=FULL", nullptr, nullptr, nullptr);
  return handle;
}

}  // namespace

Result<Figure> insert_rows(const std::string& path, const std::string& copy) {
  if (auto made = new_database(copy); !made) return made.error();
  auto from = open_raw(path);
  if (!from) return from.error();
  auto to = open_raw(copy);
  if (!to) return to.error();
  Figure figure;
  check(sqlite3_exec(to->get(), "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK,
        "a new database takes a transaction");
  for (const char* table : {"ledger_dates", "report_pages", "entries", "vouchers", "voucher_lines",
                            "voucher_sources"}) {
    put_table(from->get(), to->get(), table, figure);
  }
  const Stopwatch watch;
  check(sqlite3_exec(to->get(), "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK,
        "the rows can be committed");
  watch.add_to(figure);
  figure.peak_bytes = peak_resident_bytes();
  return figure;
}

}  // namespace avstem::bench
