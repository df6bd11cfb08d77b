#include "store/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace avstem::store {
namespace {

/// SQLite's answer in words a person can act on.
Error storage_error(sqlite3* db, std::string_view doing) {
  const int code = sqlite3_errcode(db);
  std::string_view way_out = "see that the disk works and the file belongs to you";
  if (code == SQLITE_FULL) way_out = "the disk is full: free some space and run it again";
  if (code == SQLITE_BUSY) way_out = "another program uses the file: end it and run it again";
  if (code == SQLITE_READONLY) way_out = "the file or its folder is read-only for you";
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
    way_out = "the file is damaged or is no Avstem database: restore the last backup";
  }
  const char* file = sqlite3_db_filename(db, "main");
  return Error{ErrorKind::storage,
               fmt::format("database '{}': {} failed: {}; {}", file == nullptr ? "" : file, doing,
                           sqlite3_errmsg(db), way_out)};
}

constexpr int busy_timeout_ms = 5000;

}  // namespace

void Database::Close::operator()(sqlite3* db) const {
  sqlite3_close(db);
}
void Database::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::~Statement() {
  if (statement_ != nullptr) reset();
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Statement::bind_one(int index, std::int64_t value) {
  check(sqlite3_bind_int64(statement_, index, value) == SQLITE_OK,
        "a statement has its parameters");
}

namespace {

void bind_text(sqlite3_stmt* statement, int index, std::string_view value,
               sqlite3_destructor_type copied_or_not) {
  check(sqlite3_bind_text64(statement, index, value.data() == nullptr ? "" : value.data(),
                            value.size(), copied_or_not, SQLITE_UTF8) == SQLITE_OK,
        "a statement has its parameters");
}

}  // namespace

void Statement::bind_one(int index, std::string_view value) {
  bind_text(statement_, index, value, SQLITE_TRANSIENT);
}

void Statement::lend_text(int index, std::string_view value) {
  bind_text(statement_, index, value, SQLITE_STATIC);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return storage_error(db_, "a read or write");
}

Result<void> Statement::run() {
  for (;;) {
    auto row = step();
    if (!row) return row.error();
    if (!*row) return {};
  }
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::text(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Result<Database> Database::open(const std::string& path) {
  sqlite3* handle = nullptr;
  // One thread uses it, so SQLite need not take a lock for every call.
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  Database database(handle);
  if (code != SQLITE_OK) {
    if (handle == nullptr) return Error{ErrorKind::storage, "not enough memory for a database"};
    return storage_error(handle, "opening it").in(fmt::format("'{}'", path));
  }
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  for (const char* pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
                             "PRAGMA foreign_keys=ON", "PRAGMA trusted_schema=OFF"}) {
    if (auto set = database.execute(pragma); !set) return set.error();
  }
  return database;
}

Statement Database::prepare(std::string_view sql) {
  auto kept = statements_.find(sql);
  if (kept == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) {
      check_failed(
          fmt::format("a statement of ours is valid: {}: {}", sql, sqlite3_errmsg(db_.get()))
              .c_str(),
          std::source_location::current());
    }
    kept = statements_.emplace(sql, statement).first;
  }
  check(sqlite3_stmt_busy(kept->second.get()) == 0, "a statement is not used inside itself");
  return Statement(db_.get(), kept->second.get());
}

Result<void> Database::execute(const std::string& sql) {
  if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return storage_error(db_.get(), "a command");
  }
  return {};
}

Result<void> Database::begin() {
  check(sqlite3_get_autocommit(db_.get()) != 0, "transactions are not nested");
  return execute("BEGIN IMMEDIATE");
}

Result<void> Database::commit() {
  if (observer_ != nullptr) observer_->before_commit();
  auto done = execute("COMMIT");
  if (done && observer_ != nullptr) observer_->after_commit();
  return done;
}

void Database::rollback() {
  if (sqlite3_get_autocommit(db_.get()) == 0) {
    sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

}  // namespace avstem::store
