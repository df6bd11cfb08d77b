#include "store/migrations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::store {
namespace {

Result<int> newest_step(Database& database, std::string_view room) {
  auto query = database.prepare("SELECT coalesce(max(number), 0) FROM migrations WHERE room = ?1");
  query.bind(room);
  auto row = query.step();
  if (!row) return row.error();
  return static_cast<int>(query.integer(0));
}

Result<void> refuse_newer_rooms(Database& database, const std::vector<Migration>& steps) {
  auto query = database.prepare("SELECT room, max(number) FROM migrations GROUP BY room");
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return {};
    const std::string room(query.text(0));
    const auto number = query.integer(1);
    const bool known = std::any_of(steps.begin(), steps.end(), [&](const Migration& step) {
      return step.room == room && step.number == number;
    });
    if (!known) {
      return Error{ErrorKind::conflict,
                   fmt::format("the database has step {} of '{}', which this program does not "
                               "know: it was used by a newer Avstem, so use that one",
                               number, room)};
    }
  }
}

}  // namespace

Result<void> migrate(Database& database, const std::vector<Migration>& steps) {
  auto made = database.execute(
      "CREATE TABLE IF NOT EXISTS migrations (room TEXT NOT NULL, number INTEGER NOT NULL,"
      " PRIMARY KEY (room, number)) WITHOUT ROWID");
  if (!made) return made;
  if (auto old_enough = refuse_newer_rooms(database, steps); !old_enough) return old_enough;
  for (const Migration& step : steps) {
    auto newest = newest_step(database, step.room);
    if (!newest) return newest.error();
    if (step.number <= *newest) continue;
    check(step.number == *newest + 1, "migrations of a room are numbered without a gap");
    auto ran = database.transact([&]() -> Result<void> {
      if (auto done = database.execute(std::string(step.sql)); !done) return done;
      auto note = database.prepare("INSERT INTO migrations (room, number) VALUES (?1, ?2)");
      return note.bind(step.room, step.number).run();
    });
    if (!ran) return std::move(ran).in(fmt::format("migration {} of '{}'", step.number, step.room));
  }
  return {};
}

}  // namespace avstem::store
