#pragma once

#include <optional>

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
