#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "core/check.hpp"
#include "core/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace avstem::store {

/// Hears of every commit: tests stop the program there, metrics count. Called on the writer.
class CommitObserver {
 public:
  virtual ~CommitObserver() = default;
  virtual void before_commit() = 0;
  virtual void after_commit() = 0;
};

/// A prepared statement, borrowed from its Database for one use. Bind, then step through rows.
/// Text read from a row is valid until the next step.
class Statement {
 public:
  Statement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement(Statement&& other) noexcept
      : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  /// Binds the parameters in order, from ?1. Integers, texts and empty optionals (NULL).
  template <class... Values>
  Statement& bind(const Values&... values) {
    int index = 0;
    (bind_one(++index, values), ...);
    return *this;
  }

  /// Binds as bind() does and runs a statement without rows. Texts are not copied, since they live
  /// as long as the call; afterwards it can be run again: for statements that run once a row.
  template <class... Values>
  Result<void> run_with(const Values&... values) {
    int index = 0;
    (lend_one(++index, values), ...);
    auto done = run();
    reset();
    return done;
  }

  /// The next row: true while there is one. `storage` when the database cannot answer.
  Result<bool> step();
  /// For statements without rows.
  Result<void> run();

  std::int64_t integer(int column) const;
  std::string_view text(int column) const;  ///< also blobs; empty for NULL
  bool is_null(int column) const;

 private:
  void bind_one(int index, std::int64_t value);
  void bind_one(int index, int value) { bind_one(index, std::int64_t{value}); }
  void bind_one(int index, std::string_view value);
  void bind_one(int index, const std::string& value) { bind_one(index, std::string_view(value)); }
  void bind_one(int index, const char* value) { bind_one(index, std::string_view(value)); }
  template <class T>
  void bind_one(int index, const std::optional<T>& value) {
    if (value) bind_one(index, *value);  // a parameter that is not bound is NULL
  }
  template <class T>
  void lend_one(int index, const T& value) {
    if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      lend_text(index, value);
    } else {
      bind_one(index, value);
    }
  }
  void lend_text(int index, std::string_view value);
  void reset();

  sqlite3* db_;
  sqlite3_stmt* statement_;
};

/// One SQLite database in WAL mode with synchronous=FULL: what is committed survives a power cut.
/// Used by one thread. The caller holds the lock file, so there is one writer.
/// A statement that SQLite cannot prepare is a bug of ours and stops the program.
class Database {
 public:
  /// Opens or creates the file; `storage` names the path and what is wrong. ":memory:" for tests.
  static Result<Database> open(const std::string& path);

  /// A prepared statement; it is kept and handed out again.
  Statement prepare(std::string_view sql);

  /// Runs statements without parameters or rows, e.g. a migration.
  Result<void> execute(const std::string& sql);

  /// Runs `work` in one transaction: committed when it succeeds, undone when it returns an error.
  /// Not nested.
  template <class Work>
  auto transact(Work&& work) -> decltype(work()) {
    if (auto begun = begin(); !begun) return begun.error();
    auto outcome = work();
    if (!outcome) {
      rollback();
      return outcome;
    }
    if (auto done = commit(); !done) {
      rollback();
      return done.error();
    }
    return outcome;
  }

  /// The observer must outlive the database; null for none.
  void observe_commits(CommitObserver* observer) { observer_ = observer; }

 private:
  struct Close {
    void operator()(sqlite3* db) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Database(sqlite3* db) : db_(db) {}
  Result<void> begin();
  Result<void> commit();
  void rollback();

  /// Lets a statement be found by a view of its text, without a copy of it.
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  // Statements are finalized before the connection closes: members die in reverse order.
  std::unique_ptr<sqlite3, Close> db_;
  std::unordered_map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>, TextHash,
                     std::equal_to<>>
      statements_;
  CommitObserver* observer_ = nullptr;
};

}  // namespace avstem::store
