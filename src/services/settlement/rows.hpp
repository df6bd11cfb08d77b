#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/date.hpp"
#include "store/database.hpp"

namespace avstem::services {

/// Calls `take` after each row a query answers with; its error ends the walk.
template <class Take>
Result<void> for_each_row(store::Statement& query, const Take& take) {
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return {};
    if (Result<void> taken = take(); !taken) return taken;
  }
}

/// What `read` makes of each row a query answers with, in their order; its error ends the walk.
template <class Value, class Read>
Result<std::vector<Value>> read_rows(store::Statement& query, const Read& read) {
  std::vector<Value> values;
  auto walked = for_each_row(query, [&]() -> Result<void> {
    Result<Value> value = read();
    if (!value) return value.error();
    values.push_back(*std::move(value));
    return {};
  });
  if (!walked) return walked.error();
  return values;
}

/// The id that an INSERT … RETURNING answers with, in its first column.
inline Result<std::int64_t> inserted_id(store::Statement insert) {
  auto row = insert.step();
  if (!row) return row.error();
  return insert.integer(0);
}

/// The date in the first column of a query's one row; none for no row and for NULL.
inline Result<std::optional<Date>> one_date(store::Statement& query) {
  auto row = query.step();
  if (!row) return row.error();
  if (!*row || query.is_null(0)) return std::optional<Date>();
  auto date = Date::parse(query.text(0));
  if (!date) return date.error();
  return std::optional(*date);
}

}  // namespace avstem::services
