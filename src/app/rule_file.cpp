#include "app/rule_file.hpp"

#include "app/toml_read.hpp"
#include "platform/files.hpp"

namespace avstem::app {
namespace {

constexpr std::string_view number_wanted = "a number without quotes";
constexpr std::string_view text_wanted = "a text in quotes";

/// Kroner as a text, so that no digit is lost; in øre.
Result<std::optional<std::int64_t>> amount_of(const toml::table& table, std::string_view key,
                                              const std::string& place) {
  if (!table.contains(key)) return std::optional<std::int64_t>();
  auto text = optional_value(table, key, std::string(), "an amount in quotes, \"50.00\"", place);
  if (!text) return text.error();
  auto amount = Money::from_decimal(*text, Currency());
  if (!amount) return amount.error().in(fmt::format("{}: {}", place, key));
  return std::optional(amount->minor());
}

Result<books::MatchRule> read_rule(const toml::table& table, const std::string& place) {
  auto known = only_keys(table, place,
                         {"id", "name", "unit", "prefix", "amount", "customer", "account", "vat",
                          "recipe", "department", "project"});
  if (!known) return known.error();
  books::MatchRule rule;
  for (const auto& [key, into] : {std::pair<std::string_view, std::int64_t*>{"id", &rule.id},
                                  {"customer", &rule.customer_number},
                                  {"account", &rule.account}}) {
    auto value = optional_value(table, key, std::int64_t{0}, number_wanted, place);
    if (!value) return value.error();
    *into = *value;
  }
  for (const auto& [key, into] : {std::pair<std::string_view, std::string*>{"name", &rule.name},
                                  {"unit", &rule.recipient_handle},
                                  {"prefix", &rule.reference_prefix},
                                  {"vat", &rule.vat_code},
                                  {"recipe", &rule.recipe},
                                  {"department", &rule.department},
                                  {"project", &rule.project}}) {
    auto value = optional_value(table, key, std::string(), text_wanted, place);
    if (!value) return value.error();
    *into = *value;
  }
  auto amount = amount_of(table, "amount", place);
  if (!amount) return amount.error();
  rule.amount = *amount;
  return rule;
}

}  // namespace

Result<books::MatchSettings> parse_rule_file(std::string_view text, const std::string& path,
                                             const books::Mapping& mapping) {
  auto table = parse_toml(text, path);
  if (!table) return table.error();
  auto known = only_keys(*table, path, {"tolerance", "collective_customer", "rules"});
  if (!known) return known.error();
  books::MatchSettings settings;
  auto tolerance = amount_of(*table, "tolerance", path);
  if (!tolerance) return tolerance.error();
  settings.tolerance = tolerance->value_or(0);
  auto collective =
      optional_value(*table, "collective_customer", std::int64_t{0}, number_wanted, path);
  if (!collective) return collective.error();
  settings.collective_customer = *collective;
  std::vector<books::MatchRule> rules;
  const toml::array* const listed = (*table)["rules"].as_array();
  if (table->contains("rules") && (listed == nullptr || !listed->is_array_of_tables())) {
    return Error{ErrorKind::invalid, path + ": 'rules' is written [[rules]], once for each rule"};
  }
  for (std::size_t i = 0; listed != nullptr && i < listed->size(); ++i) {
    auto rule = read_rule(*(*listed)[i].as_table(), fmt::format("{}: rule no. {}", path, i + 1));
    if (!rule) return rule.error();
    rules.push_back(*std::move(rule));
  }
  auto made = books::MatchRules::make(0, std::move(rules), mapping);
  if (!made) return made.error().in(path);
  settings.rules = *std::move(made);
  if (auto good = settings.check(); !good) return good.error().in(path);
  return settings;
}

Result<books::MatchSettings> read_rule_file(const std::string& path,
                                            const books::Mapping& mapping) {
  auto text = read_file(path, rule_file_bytes_max);
  if (!text) return text.error();
  return parse_rule_file(*text, path, mapping);
}

}  // namespace avstem::app
