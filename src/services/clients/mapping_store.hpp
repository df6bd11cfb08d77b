#pragma once

#include <optional>
#include <string>
#include <vector>

#include "books/accounts.hpp"
#include "core/identifiers.hpp"
#include "core/instant.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace avstem::services {

/// Why and when a version of a mapping was made.
struct MappingOrigin {
  std::string words;            ///< `template club`, `copied from 'kafe-nord', version 3`
  std::optional<Instant> made;  ///< empty for versions older than this column
};

struct MappingVersion {
  int version = 0;
  MappingOrigin origin;
  books::Mapping mapping = books::Mapping::defaults(false);
};

/// Clients' mappings, as versions: a change adds one, so that what was posted under an earlier one
/// can be explained with it.
class MappingStore {
 public:
  explicit MappingStore(store::Database& database) : db_(database) {}

  /// A version as it was then; `not_found` when there is none of that number.
  Result<books::Mapping> version(const ClientId& client, int version);
  /// All versions, the newest first.
  Result<std::vector<MappingVersion>> history(const ClientId& client);
  /// Call in a transaction.
  Result<void> add(const ClientId& client, int version, const books::Mapping& mapping,
                   const MappingOrigin& origin);

 private:
  store::Database& db_;
};

/// What came to the tables of client_migrations(), which must run first: origins of mappings, and
/// dimensions of ledgers.
std::vector<store::Migration> mapping_migrations();

}  // namespace avstem::services
