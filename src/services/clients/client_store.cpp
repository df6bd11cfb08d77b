#include "services/clients/client_store.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace avstem::services {
namespace {

constexpr std::string_view schema_1 = R"sql(
CREATE TABLE clients (
  client_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  organisation_number TEXT NOT NULL,
  vat_registered INTEGER NOT NULL,
  post_bank_line INTEGER NOT NULL,
  fetch_personal_data INTEGER NOT NULL,
  mapping_version INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE client_ledgers (
  client_id TEXT NOT NULL REFERENCES clients,
  ledger_id TEXT NOT NULL,
  currency TEXT NOT NULL,
  start_date TEXT NOT NULL,
  opening_funds INTEGER NOT NULL,
  opening_fees INTEGER NOT NULL,
  opening_in_transit INTEGER NOT NULL,
  captures TEXT NOT NULL,
  clearing_account INTEGER,
  PRIMARY KEY (client_id, ledger_id)
) WITHOUT ROWID;
-- Money is booked once: a ledger belongs to one client.
CREATE UNIQUE INDEX client_ledgers_once ON client_ledgers (ledger_id);
CREATE TABLE client_mappings (
  client_id TEXT NOT NULL REFERENCES clients,
  version INTEGER NOT NULL,
  places TEXT NOT NULL,
  PRIMARY KEY (client_id, version)
) WITHOUT ROWID;
CREATE TABLE client_connections (
  client_id TEXT NOT NULL REFERENCES clients,
  system TEXT NOT NULL,
  environment TEXT NOT NULL,
  sealed_keys TEXT NOT NULL,
  PRIMARY KEY (client_id, system)
) WITHOUT ROWID;
)sql";

constexpr std::string_view schema_2 = R"sql(
ALTER TABLE clients ADD COLUMN fee_invoices TEXT NOT NULL DEFAULT 'ours';
)sql";

constexpr std::string_view schema_3 = R"sql(
-- One voucher for a plain date of the ledger (R03).
ALTER TABLE client_ledgers ADD COLUMN compact INTEGER NOT NULL DEFAULT 0;
)sql";

/// What a sealed text is bound to, so that it opens nowhere else.
std::string seal_context(const ClientId& id, const std::string& system) {
  return "connection/" + id.text() + "/" + system;
}

Result<LedgerTerms> read_ledger(const store::Statement& row) {
  LedgerTerms ledger;
  ledger.id = LedgerId(std::string(row.text(0)));
  auto currency = Currency::parse(row.text(1));
  if (!currency) return currency.error();
  auto start = Date::parse(row.text(2));
  if (!start) return start.error();
  ledger.currency = *currency;
  ledger.start = *start;
  ledger.opening_funds = row.integer(3);
  ledger.opening_fees = row.integer(4);
  ledger.opening_in_transit = row.integer(5);
  ledger.captures = row.text(6) == "gifts" ? books::CaptureUse::gifts : books::CaptureUse::claims;
  if (!row.is_null(7)) ledger.clearing_account = row.integer(7);
  ledger.compact = row.integer(8) != 0;
  ledger.department = row.text(9);
  ledger.project = row.text(10);
  return ledger;
}

}  // namespace

std::vector<store::Migration> client_migrations() {
  std::vector<store::Migration> all = {
      {"clients", 1, schema_1}, {"clients", 2, schema_2}, {"clients", 3, schema_3}};
  for (const store::Migration& migration : rule_migrations())
    all.push_back(migration);
  for (const store::Migration& migration : mapping_migrations())
    all.push_back(migration);
  return all;
}

Result<void> ClientStore::add(const Client& client, const MappingOrigin& origin) {
  if (auto fits = client.check_accounts(); !fits) return fits;
  auto known = db_.prepare("SELECT 1 FROM clients WHERE client_id = ?1");
  auto taken = known.bind(client.id.text()).step();
  if (!taken) return taken.error();
  if (*taken) {
    return Error{ErrorKind::conflict,
                 fmt::format("client '{}' is there already; 'avstem client show {}' shows it",
                             client.id.text(), client.id.text())};
  }
  return db_.transact([&]() -> Result<void> {
    auto insert = db_.prepare("INSERT INTO clients VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    auto added = insert
                     .bind(client.id.text(), client.name, client.organisation_number,
                           client.vat_registered ? 1 : 0, client.post_bank_line ? 1 : 0,
                           client.fetch_personal_data ? 1 : 0, client.mapping_version,
                           to_string(client.fee_invoices))
                     .run();
    if (!added) return added;
    auto mapped = mappings_.add(client.id, client.mapping_version, client.mapping, origin);
    if (!mapped) return mapped;
    for (const LedgerTerms& ledger : client.ledgers) {
      if (auto done = insert_ledger(client.id, ledger); !done) return done;
    }
    return {};
  });
}

Result<Client> ClientStore::get(const ClientId& id) {
  Client client;
  {
    auto query = db_.prepare(
        "SELECT name, organisation_number, vat_registered, post_bank_line, fetch_personal_data,"
        " mapping_version, fee_invoices FROM clients WHERE client_id = ?1");
    auto found = query.bind(id.text()).step();
    if (!found) return found.error();
    if (!*found) {
      return Error{ErrorKind::not_found,
                   fmt::format("client '{}' is not known; 'avstem client list' lists those that "
                               "are",
                               id.text())};
    }
    client.id = id;
    client.name = query.text(0);
    client.organisation_number = query.text(1);
    client.vat_registered = query.integer(2) != 0;
    client.post_bank_line = query.integer(3) != 0;
    client.fetch_personal_data = query.integer(4) != 0;
    client.mapping_version = static_cast<int>(query.integer(5));
    auto fee_invoices = books::parse_fee_invoices(query.text(6));
    if (!fee_invoices) return fee_invoices.error();
    client.fee_invoices = *fee_invoices;
  }
  auto places = mapping(id, client.mapping_version);
  if (!places) return places.error();
  client.mapping = *std::move(places);
  auto kept = ledgers(id);
  if (!kept) return kept.error();
  client.ledgers = *std::move(kept);
  auto settings = rules_.current(id);
  if (!settings) return settings.error();
  client.matching = *std::move(settings);
  return client;
}

Result<std::vector<Client>> ClientStore::list() {
  std::vector<ClientId> ids;
  {
    auto query = db_.prepare("SELECT client_id FROM clients ORDER BY client_id");
    for (;;) {
      auto row = query.step();
      if (!row) return row.error();
      if (!*row) break;
      ids.emplace_back(std::string(query.text(0)));
    }
  }
  std::vector<Client> clients;
  for (const ClientId& id : ids) {
    auto client = get(id);
    if (!client) return client.error();
    clients.push_back(*std::move(client));
  }
  return clients;
}

Result<void> ClientStore::add_ledger(const ClientId& id, const LedgerTerms& ledger) {
  auto client = get(id);
  if (!client) return client.error();
  client->ledgers.push_back(ledger);
  if (auto fits = client->check_accounts(); !fits) return fits;
  return db_.transact([&] { return insert_ledger(id, ledger); });
}

Result<int> ClientStore::change_mapping(const ClientId& id, const books::Mapping& changed,
                                        const MappingOrigin& origin) {
  auto client = get(id);
  if (!client) return client.error();
  client->mapping = changed;
  if (auto fits = client->check_accounts(); !fits) return fits.error();
  const int version = client->mapping_version + 1;
  auto done = db_.transact([&]() -> Result<void> {
    if (auto added = mappings_.add(id, version, changed, origin); !added) return added;
    auto update = db_.prepare("UPDATE clients SET mapping_version = ?2 WHERE client_id = ?1");
    return update.bind(id.text(), version).run();
  });
  if (!done) return done.error();
  return version;
}

Result<int> ClientStore::change_matching(const ClientId& id, const books::MatchSettings& settings) {
  auto client = get(id);
  if (!client) return client.error();
  if (auto suits = client->check_matching(settings); !suits) return suits.error();
  return db_.transact([&] { return rules_.change(id, settings); });
}

Result<books::MatchSettings> ClientStore::matching(const ClientId& id, int version) {
  return rules_.version(id, version);
}

Result<void> ClientStore::connect(const ClientId& id, const Connection& connection) {
  if (auto client = get(id); !client) return client.error();
  nlohmann::json keys = nlohmann::json::object();
  for (const auto& [name, value] : connection.keys)
    keys[name] = value;
  const std::string sealed = box_.seal(Secret(keys.dump()), seal_context(id, connection.system));
  return db_.transact([&] {
    auto insert = db_.prepare("INSERT OR REPLACE INTO client_connections VALUES (?1, ?2, ?3, ?4)");
    return insert.bind(id.text(), connection.system, connection.environment, sealed).run();
  });
}

Result<Connection> ClientStore::connection(const ClientId& id, const std::string& system) {
  auto query = db_.prepare(
      "SELECT environment, sealed_keys FROM client_connections WHERE client_id = ?1 AND system = "
      "?2");
  auto found = query.bind(id.text(), system).step();
  if (!found) return found.error();
  if (!*found) {
    return Error{ErrorKind::not_found,
                 fmt::format("client '{}' is not connected to {}; 'avstem connect {} --client {} "
                             "--from FILE.toml' connects it",
                             id.text(), system, system, id.text())};
  }
  auto keys = box_.open(query.text(1), seal_context(id, system));
  if (!keys) return keys.error().in(fmt::format("client '{}', keys of {}", id.text(), system));
  Connection connection{system, std::string(query.text(0)), {}};
  const auto parsed = nlohmann::json::parse(keys->reveal());
  for (const auto& [name, value] : parsed.items()) {
    connection.keys.emplace_back(name, value.get<std::string>());
  }
  return connection;
}

Result<std::vector<LedgerTerms>> ClientStore::ledgers(const ClientId& id) {
  std::vector<LedgerTerms> all;
  auto query = db_.prepare(
      "SELECT ledger_id, currency, start_date, opening_funds, opening_fees, opening_in_transit,"
      " captures, clearing_account, compact, department, project FROM client_ledgers WHERE "
      "client_id = ?1 ORDER BY "
      "ledger_id");
  query.bind(id.text());
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return all;
    auto ledger = read_ledger(query);
    if (!ledger) return ledger.error();
    all.push_back(*ledger);
  }
}

Result<void> ClientStore::insert_ledger(const ClientId& id, const LedgerTerms& ledger) {
  {
    auto owner = db_.prepare("SELECT client_id FROM client_ledgers WHERE ledger_id = ?1");
    auto taken = owner.bind(ledger.id.text()).step();
    if (!taken) return taken.error();
    if (*taken) {
      return Error{ErrorKind::conflict,
                   fmt::format("ledger '{}' belongs to client '{}' already; its money is booked "
                               "once",
                               ledger.id.text(), owner.text(0))};
    }
  }
  auto insert = db_.prepare(
      "INSERT INTO client_ledgers (client_id, ledger_id, currency, start_date, opening_funds,"
      " opening_fees, opening_in_transit, captures, clearing_account, compact, department, project)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
  return insert
      .bind(id.text(), ledger.id.text(), ledger.currency.code(), ledger.start.to_string(),
            ledger.opening_funds, ledger.opening_fees, ledger.opening_in_transit,
            ledger.captures == books::CaptureUse::gifts ? "gifts" : "claims",
            ledger.clearing_account, ledger.compact ? 1 : 0, ledger.department, ledger.project)
      .run();
}

Result<books::Mapping> ClientStore::mapping(const ClientId& id, int version) {
  return mappings_.version(id, version);
}

Result<std::vector<MappingVersion>> ClientStore::mapping_history(const ClientId& id) {
  return mappings_.history(id);
}

}  // namespace avstem::services
