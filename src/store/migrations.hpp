#pragma once

#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace avstem::store {

/// One step of a room's schema. Numbered from 1 per room, forward only; a step that has run is
/// never changed. Expand and contract: the program before must still run on the schema after.
struct Migration {
  std::string_view room;
  int number = 0;
  std::string_view sql;
};

/// Runs the steps that have not run yet, each in a transaction of its own, in the order given.
/// A database written by a newer program (a step we do not know) is `conflict`.
Result<void> migrate(Database& database, const std::vector<Migration>& steps);

}  // namespace avstem::store
