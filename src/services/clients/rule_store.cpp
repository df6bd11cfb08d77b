#include "services/clients/rule_store.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace avstem::services {
namespace {

constexpr std::string_view schema_1 = R"sql(
CREATE TABLE client_matching (
  client_id TEXT NOT NULL REFERENCES clients,
  version INTEGER NOT NULL,
  collective_customer INTEGER NOT NULL,
  tolerance INTEGER NOT NULL,
  rules TEXT NOT NULL,
  PRIMARY KEY (client_id, version)
) WITHOUT ROWID;
)sql";

std::string to_json(const std::vector<books::MatchRule>& rules) {
  auto list = nlohmann::json::array();
  for (const books::MatchRule& rule : rules) {
    nlohmann::json kept{{"id", rule.id},
                        {"name", rule.name},
                        {"unit", rule.recipient_handle},
                        {"prefix", rule.reference_prefix},
                        {"customer", rule.customer_number},
                        {"account", rule.account},
                        {"vat_code", rule.vat_code},
                        {"recipe", rule.recipe},
                        {"department", rule.department},
                        {"project", rule.project}};
    if (rule.amount) kept["amount"] = *rule.amount;
    list.push_back(std::move(kept));
  }
  return list.dump();
}

Result<std::vector<books::MatchRule>> from_json(std::string_view text) {
  const auto list = nlohmann::json::parse(text, nullptr, false);
  if (!list.is_array()) return Error{ErrorKind::storage, "stored rules cannot be read"};
  std::vector<books::MatchRule> rules;
  for (const auto& kept : list) {
    books::MatchRule rule;
    rule.id = kept.at("id").get<std::int64_t>();
    rule.name = kept.at("name").get<std::string>();
    rule.recipient_handle = kept.at("unit").get<std::string>();
    rule.reference_prefix = kept.at("prefix").get<std::string>();
    rule.customer_number = kept.at("customer").get<std::int64_t>();
    rule.account = kept.at("account").get<books::AccountNumber>();
    rule.vat_code = kept.at("vat_code").get<std::string>();
    rule.recipe = kept.at("recipe").get<std::string>();
    // Rules kept before there were dimensions have none.
    rule.department = kept.value("department", "");
    rule.project = kept.value("project", "");
    if (kept.contains("amount")) rule.amount = kept["amount"].get<std::int64_t>();
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace

std::vector<store::Migration> rule_migrations() {
  return {{"matching", 1, schema_1}};
}

Result<int> RuleStore::last_version(const ClientId& client) {
  auto query =
      db_.prepare("SELECT coalesce(max(version), 0) FROM client_matching WHERE client_id = ?1");
  auto row = query.bind(client.text()).step();
  if (!row) return row.error();
  return static_cast<int>(query.integer(0));
}

Result<books::MatchSettings> RuleStore::current(const ClientId& client) {
  auto last = last_version(client);
  if (!last) return last.error();
  if (*last == 0) return books::MatchSettings();
  return version(client, *last);
}

Result<books::MatchSettings> RuleStore::version(const ClientId& client, int version) {
  auto query = db_.prepare(
      "SELECT collective_customer, tolerance, rules FROM client_matching WHERE client_id = ?1 AND"
      " version = ?2");
  auto found = query.bind(client.text(), version).step();
  if (!found) return found.error();
  if (!*found) {
    return Error{ErrorKind::not_found,
                 fmt::format("client '{}' has no version {} of its rules", client.text(), version)};
  }
  books::MatchSettings settings;
  settings.collective_customer = query.integer(0);
  settings.tolerance = query.integer(1);
  auto rules = from_json(query.text(2));
  if (!rules) return rules.error();
  settings.rules = books::MatchRules::stored(version, *std::move(rules));
  return settings;
}

Result<int> RuleStore::change(const ClientId& client, const books::MatchSettings& settings) {
  auto last = last_version(client);
  if (!last) return last.error();
  auto insert = db_.prepare("INSERT INTO client_matching VALUES (?1, ?2, ?3, ?4, ?5)");
  auto added = insert
                   .bind(client.text(), *last + 1, settings.collective_customer, settings.tolerance,
                         to_json(settings.rules.rules()))
                   .run();
  if (!added) return added.error();
  return *last + 1;
}

}  // namespace avstem::services
