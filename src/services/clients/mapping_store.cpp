#include "services/clients/mapping_store.hpp"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

namespace avstem::services {
namespace {

constexpr std::string_view schema_1 = R"sql(
-- Why and when a version was made; NULL for those older than this.
ALTER TABLE client_mappings ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE client_mappings ADD COLUMN made_us INTEGER;
-- Dimensions of the sales unit: codes of the accounting system, or empty.
ALTER TABLE client_ledgers ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE client_ledgers ADD COLUMN project TEXT NOT NULL DEFAULT '';
)sql";

std::string to_json(const books::Mapping& mapping) {
  nlohmann::json places;
  for (std::size_t i = 0; i < books::account_role_count; ++i) {
    const auto role = static_cast<books::AccountRole>(i);
    places[std::string(to_string(role))] = {{"account", mapping.account(role)},
                                            {"vat_code", mapping.vat_code(role)}};
  }
  return places.dump();
}

Result<books::Mapping> from_json(std::string_view text) {
  books::Mapping mapping = books::Mapping::defaults(false);
  const auto places = nlohmann::json::parse(text, nullptr, false);
  if (!places.is_object()) return Error{ErrorKind::storage, "a stored mapping cannot be read"};
  for (const auto& [name, place] : places.items()) {
    auto role = books::parse_account_role(name);
    if (!role) return role.error();
    auto set = mapping.set_account(*role, place.at("account").get<books::AccountNumber>());
    if (!set) return set.error();
    mapping.set_vat_code(*role, place.at("vat_code").get<std::string>());
  }
  return mapping;
}

}  // namespace

std::vector<store::Migration> mapping_migrations() {
  return {{"mapping", 1, schema_1}};
}

Result<books::Mapping> MappingStore::version(const ClientId& client, int version) {
  auto query =
      db_.prepare("SELECT places FROM client_mappings WHERE client_id = ?1 AND version = ?2");
  auto found = query.bind(client.text(), version).step();
  if (!found) return found.error();
  if (!*found) {
    return Error{
        ErrorKind::not_found,
        fmt::format("client '{}' has no version {} of its mapping; 'avstem mapping history "
                    "--client {}' lists them",
                    client.text(), version, client.text())};
  }
  return from_json(query.text(0));
}

Result<std::vector<MappingVersion>> MappingStore::history(const ClientId& client) {
  std::vector<MappingVersion> versions;
  auto query = db_.prepare(
      "SELECT version, origin, made_us, places FROM client_mappings WHERE client_id = ?1 ORDER BY"
      " version DESC");
  query.bind(client.text());
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return versions;
    auto mapping = from_json(query.text(3));
    if (!mapping) return mapping.error();
    MappingVersion kept{static_cast<int>(query.integer(0)),
                        {std::string(query.text(1)), std::nullopt},
                        *std::move(mapping)};
    if (!query.is_null(2)) {
      kept.origin.made = Instant(std::chrono::microseconds(query.integer(2)));
    }
    versions.push_back(std::move(kept));
  }
}

Result<void> MappingStore::add(const ClientId& client, int version, const books::Mapping& mapping,
                               const MappingOrigin& origin) {
  std::optional<std::int64_t> made;
  if (origin.made) made = origin.made->time_since_epoch().count();
  auto insert = db_.prepare(
      "INSERT INTO client_mappings (client_id, version, places, origin, made_us) VALUES (?1, ?2,"
      " ?3, ?4, ?5)");
  return insert.bind(client.text(), version, to_json(mapping), origin.words, made).run();
}

}  // namespace avstem::services
