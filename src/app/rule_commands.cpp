// A client's own rules of matching.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/rule_file.hpp"
#include "app/tables.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;

std::string amount(std::int64_t minor) {
  return Money(minor, Currency()).to_decimal();
}

Json settings_json(const books::MatchSettings& settings) {
  Json rules = Json::array();
  for (const books::MatchRule& rule : settings.rules.rules()) {
    rules.push_back({{"id", rule.id},
                     {"name", rule.name},
                     {"unit", rule.recipient_handle},
                     {"prefix", rule.reference_prefix},
                     {"amount", rule.amount ? Json(*rule.amount) : Json()},
                     {"customer", rule.customer_number},
                     {"account", rule.account},
                     {"vat_code", rule.vat_code},
                     {"recipe", rule.recipe},
                     {"department", rule.department},
                     {"project", rule.project}});
  }
  return {{"version", settings.rules.version()},
          {"tolerance", settings.tolerance},
          {"collective_customer", settings.collective_customer},
          {"rules", std::move(rules)}};
}

std::string settings_text(const books::MatchSettings& settings) {
  std::string text = fmt::format(
      "version {}; tolerance {}; {}\n", settings.rules.version(), amount(settings.tolerance),
      settings.collective_customer == 0
          ? "no collective customer"
          : fmt::format("collective customer {}", settings.collective_customer));
  if (settings.rules.rules().empty()) return text + "no rules\n";
  Table table({{"id", Table::Align::right},
               {"name"},
               {"unit"},
               {"prefix"},
               {"amount", Table::Align::right},
               {"goes to"},
               {"VAT"},
               {"recipe"},
               {"department"},
               {"project"}});
  for (const books::MatchRule& rule : settings.rules.rules()) {
    table.add({std::to_string(rule.id), rule.name, rule.recipient_handle, rule.reference_prefix,
               rule.amount ? amount(*rule.amount) : "",
               rule.account != 0 ? std::to_string(rule.account)
                                 : fmt::format("customer {}", rule.customer_number),
               rule.vat_code, rule.recipe, rule.department, rule.project});
  }
  return text + table.to_string();
}

void show(Session& session, const books::MatchSettings& settings) {
  session.host.output.result(session.options.json ? settings_json(settings).dump(2) + "\n"
                                                  : settings_text(settings));
}

}  // namespace

Result<int> rules_list_command(Session& session, const RuleOptions& options) {
  services::ClientStore& clients = session.installation.clients();
  auto client = clients.get(ClientId(options.client));
  if (!client) return client.error();
  if (options.version == 0) {
    show(session, client->matching);
    return static_cast<int>(done);
  }
  auto earlier = clients.matching(client->id, options.version);
  if (!earlier) return earlier.error();
  show(session, *earlier);
  return static_cast<int>(done);
}

Result<int> rules_set_command(Session& session, const RuleOptions& options) {
  services::ClientStore& clients = session.installation.clients();
  auto client = clients.get(ClientId(options.client));
  if (!client) return client.error();
  auto settings = read_rule_file(session.host.path(options.from), client->mapping);
  if (!settings) return settings.error();
  auto version = clients.change_matching(client->id, *settings);
  if (!version) return version.error();
  auto stored = clients.matching(client->id, *version);
  if (!stored) return stored.error();
  show(session, *stored);
  return static_cast<int>(done);
}

}  // namespace avstem::app
