#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "platform/secret_box.hpp"
#include "services/clients/client.hpp"
#include "services/clients/mapping_store.hpp"
#include "services/clients/rule_store.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace avstem::services {

/// The tables of this room, for store::migrate.
std::vector<store::Migration> client_migrations();

/// Clients, their ledgers, mappings and sealed keys. Mappings are versions: a change adds one.
class ClientStore {
 public:
  ClientStore(store::Database& database, const SecretBox& box)
      : db_(database), rules_(database), mappings_(database), box_(box) {}

  /// `conflict` when the id is taken. `origin`: where its mapping is from.
  Result<void> add(const Client& client, const MappingOrigin& origin = {});
  /// `not_found` names the client and how to list those there are.
  Result<Client> get(const ClientId& id);
  Result<std::vector<Client>> list();

  /// Adds a ledger; `conflict` when this or another client has it already.
  Result<void> add_ledger(const ClientId& id, const LedgerTerms& ledger);
  /// Stores a new version of the client's mapping and returns its number.
  Result<int> change_mapping(const ClientId& id, const books::Mapping& mapping,
                             const MappingOrigin& origin);
  /// A version of the client's mapping, as it was then.
  Result<books::Mapping> mapping(const ClientId& id, int version);
  /// All versions of it, the newest first.
  Result<std::vector<MappingVersion>> mapping_history(const ClientId& id);

  /// Stores how payments are matched as a new version and returns its number.
  Result<int> change_matching(const ClientId& id, const books::MatchSettings& settings);
  /// A version of it, as it was then.
  Result<books::MatchSettings> matching(const ClientId& id, int version);

  /// Seals and keeps the keys, in place of earlier ones of the same system.
  Result<void> connect(const ClientId& id, const Connection& connection);
  Result<Connection> connection(const ClientId& id, const std::string& system);

 private:
  Result<std::vector<LedgerTerms>> ledgers(const ClientId& id);
  Result<void> insert_ledger(const ClientId& id, const LedgerTerms& ledger);

  store::Database& db_;
  RuleStore rules_;
  MappingStore mappings_;
  const SecretBox& box_;
};

}  // namespace avstem::services
