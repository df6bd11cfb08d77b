#pragma once

#include <vector>

#include "books/matcher.hpp"
#include "core/identifiers.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace avstem::services {

/// How clients want payments matched, as versions: a change adds one, and what was posted under an
/// earlier one can be explained with it.
class RuleStore {
 public:
  explicit RuleStore(store::Database& database) : db_(database) {}

  /// The version in force; version 0, with no rule at all, when there was none yet.
  Result<books::MatchSettings> current(const ClientId& client);
  /// An earlier version; `not_found` when there is none of that number.
  Result<books::MatchSettings> version(const ClientId& client, int version);
  /// Keeps the settings as the next version and returns its number. Call in a transaction.
  Result<int> change(const ClientId& client, const books::MatchSettings& settings);

 private:
  Result<int> last_version(const ClientId& client);
  store::Database& db_;
};

/// The table above.
std::vector<store::Migration> rule_migrations();

}  // namespace avstem::services
