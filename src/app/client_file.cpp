#include "app/client_file.hpp"

#include <algorithm>
#include <array>

#include "app/mapping_file.hpp"
#include "app/toml_read.hpp"
#include "app/twentyfour_connection.hpp"
#include "core/organisation_number.hpp"
#include "platform/files.hpp"

namespace avstem::app {
namespace {

using services::Client;
using services::Connection;
using services::LedgerTerms;

bool is_control(char c) {
  const auto code = static_cast<unsigned char>(c);
  return code < 0x20 || code == 0x7f;
}

Result<std::int64_t> optional_amount(const toml::table& table, std::string_view key,
                                     Currency currency, std::string_view place) {
  if (!table.contains(key)) return std::int64_t{0};
  const auto text = table[key].value_exact<std::string>();
  if (!text) {
    return Error{ErrorKind::invalid,
                 fmt::format("{}: '{}' is written as a text, \"1250.00\", so that no digit is lost",
                             place, key)};
  }
  auto amount = Money::from_decimal(*text, currency);
  if (!amount) return amount.error().in(fmt::format("{}: {}", place, key));
  return amount->minor();
}

Result<LedgerTerms> read_ledger(const toml::table& table, const std::string& place) {
  auto known =
      only_keys(table, place,
                {"id", "currency", "start", "opening_funds", "opening_fees", "opening_in_transit",
                 "captures", "clearing_account", "compact", "department", "project"});
  if (!known) return known.error();
  LedgerTerms ledger;
  auto id = required_text(table, "id", place).and_then([](const std::string& text) {
    return parse_ledger_id(text);
  });
  if (!id) return id.error().in(place);
  auto currency = required_text(table, "currency", place).and_then([](const std::string& text) {
    return Currency::parse(text);
  });
  if (!currency) return currency.error().in(place);
  auto start = required_text(table, "start", place).and_then([](const std::string& text) {
    return Date::parse(text);
  });
  if (!start) return start.error().in(place);
  if (*currency != Currency()) {
    return Error{
        ErrorKind::invalid,
        fmt::format("{}: ledger '{}' is in {}; only NOK ledgers are booked, since a proof in "
                    "another currency needs rates (R16)",
                    place, id->text(), currency->code())};
  }
  ledger.id = *id;
  ledger.currency = *currency;
  ledger.start = *start;
  auto funds = optional_amount(table, "opening_funds", *currency, place);
  auto fees = optional_amount(table, "opening_fees", *currency, place);
  auto in_transit = optional_amount(table, "opening_in_transit", *currency, place);
  if (!funds) return funds.error();
  if (!fees) return fees.error();
  if (!in_transit) return in_transit.error();
  ledger.opening_funds = *funds;
  ledger.opening_fees = *fees;
  ledger.opening_in_transit = *in_transit;
  auto captures =
      optional_value(table, "captures", std::string("claims"), "\"claims\" or \"gifts\"", place);
  if (!captures) return captures.error();
  if (*captures != "claims" && *captures != "gifts") {
    return Error{ErrorKind::invalid,
                 fmt::format("{}: captures is '{}', not claims or gifts", place, *captures)};
  }
  ledger.captures = *captures == "gifts" ? books::CaptureUse::gifts : books::CaptureUse::claims;
  auto compact = optional_value(table, "compact", false, "true or false", place);
  if (!compact) return compact.error();
  ledger.compact = *compact;
  for (const auto& [key, into] :
       {std::pair<std::string_view, std::string*>{"department", &ledger.department},
        {"project", &ledger.project}}) {
    auto code = optional_value(table, key, std::string(), "a code in quotes", place);
    if (!code) return code.error();
    *into = *std::move(code);
  }
  if (table.contains("clearing_account")) {
    auto account = optional_value(table, "clearing_account", std::int64_t{0},
                                  "an account number without quotes", place);
    if (!account) return account.error();
    books::Mapping trial = books::Mapping::defaults(true);
    auto allowed = trial.set_account(books::AccountRole::clearing, *account);
    if (!allowed) return allowed.error().in(place);
    ledger.clearing_account = *account;
  }
  return ledger;
}

struct Key {
  std::string_view name;
  bool required = true;
};

/// What a connection to a system holds, besides its environment.
std::vector<Key> keys_of(const std::string& system, const toml::table& table) {
  if (system == "vipps") {
    const bool of_sales_unit =
        table.contains("subscription_key") || table.contains("merchant_serial_number");
    return {{"client_id"},
            {"client_secret"},
            {"subscription_key", of_sales_unit},
            {"merchant_serial_number", of_sales_unit}};
  }
  if (system == "24sevenoffice") {
    return {{"client_id"},          {"client_secret"},    {"organization_id"},
            {"application_id"},     {"username"},         {"password"},
            {"identity_id", false}, {"transaction_type"}, {"tax_numbers", false}};
  }
  return {{"application_key"}, {"client_key"}, {"subscription_key"}};
}

Result<Connection> read_connection(const toml::table& table, const std::string& system,
                                   const std::string& place) {
  const std::vector<Key> keys = keys_of(system, table);
  std::vector<std::string_view> names{"environment"};
  for (const Key& key : keys)
    names.push_back(key.name);
  if (auto known = only_keys(table, place, names); !known) return known.error();
  auto environment = required_text(table, "environment", place);
  if (!environment) return environment.error();
  Connection connection{system, *environment, {}};
  for (const Key& key : keys) {
    if (!key.required && !table.contains(key.name)) continue;
    auto value = required_text(table, key.name, place);
    if (!value) return value.error();
    connection.keys.emplace_back(std::string(key.name), *value);
  }
  if (system == "24sevenoffice") {
    auto settings = twentyfour_settings(connection);
    if (!settings) return settings.error().in(place);
  }
  return connection;
}

Result<void> read_accounts(const toml::table& table, const std::string& place,
                           books::Mapping& mapping) {
  for (const auto& [name, node] : table) {
    auto role = books::parse_account_role(name.str());
    if (!role) return role.error().in(place);
    auto account = optional_value(table, name.str(), std::int64_t{0},
                                  "an account number without quotes", place);
    if (!account) return account.error();
    auto set = mapping.set_account(*role, *account);
    if (!set) return set.error().in(place);
  }
  return {};
}

Result<void> read_ledgers(const toml::table& table, const std::string& path, Client& client) {
  if (!table.contains("ledgers")) return {};
  const toml::array* ledgers = table["ledgers"].as_array();
  const Error no_tables{ErrorKind::invalid, path +
                                                ": 'ledgers' is written [[ledgers]], once for "
                                                "each ledger"};
  if (ledgers == nullptr) return no_tables;
  for (const auto& each : *ledgers) {
    if (!each.is_table()) return no_tables;
    auto ledger = read_ledger(*each.as_table(), path + ": ledgers");
    if (!ledger) return ledger.error();
    client.ledgers.push_back(*ledger);
  }
  return {};
}

Result<Client> read_client(const toml::table& table, const std::string& path,
                           const std::string& mapping_template) {
  Client client;
  auto id = required_text(table, "id", path).and_then([](const std::string& text) {
    return parse_client_id(text);
  });
  if (!id) return id.error().in(path);
  auto name = required_text(table, "name", path);
  if (!name) return name.error();
  // It is printed on terminals, which take control characters as commands.
  if (std::any_of(name->begin(), name->end(), is_control)) {
    return Error{
        ErrorKind::invalid,
        fmt::format("{}: 'name' holds a control character; a name is one line of text", path)};
  }
  client.id = *id;
  client.name = *name;
  auto number =
      optional_value(table, "organisation_number", std::string(), "a text in quotes", path);
  if (!number) return number.error();
  if (!number->empty()) {
    auto organisation = OrganisationNumber::parse(*number);
    if (!organisation) return organisation.error().in(path);
    client.organisation_number = organisation->text();
  }
  const auto vat = table["vat_registered"].value_exact<bool>();
  if (!vat) {
    return Error{
        ErrorKind::invalid,
        fmt::format("{}: 'vat_registered' must be true or false; it is never guessed", path)};
  }
  client.vat_registered = *vat;
  auto post_bank_line = optional_value(table, "post_bank_line", false, "true or false", path);
  if (!post_bank_line) return post_bank_line.error();
  client.post_bank_line = *post_bank_line;
  auto fee_invoices = optional_value(table, "fee_invoices", std::string("ours"),
                                     "\"ours\" or \"bookkeeper\"", path);
  if (!fee_invoices) return fee_invoices.error();
  auto invoices_by = books::parse_fee_invoices(*fee_invoices);
  if (!invoices_by) return invoices_by.error().in(path);
  client.fee_invoices = *invoices_by;
  auto personal = optional_value(table, "fetch_personal_data", false, "true or false", path);
  if (!personal) return personal.error();
  client.fetch_personal_data = *personal;
  client.mapping = books::Mapping::defaults(*vat);
  if (!mapping_template.empty()) {
    auto of_trade = apply_template(mapping_template, client.mapping, *vat);
    if (!of_trade) return of_trade.error();
    client.mapping = *std::move(of_trade);
  }
  auto accounts = optional_table(table, "accounts", path);
  if (!accounts) return accounts.error();
  if (*accounts != nullptr) {
    auto read = read_accounts(**accounts, path + ": accounts", client.mapping);
    if (!read) return read.error();
  }
  if (auto read = read_ledgers(table, path, client); !read) return read.error();
  return client;
}

Result<toml::table> read_table(const std::string& path) {
  auto text = read_file(path, client_file_bytes_max);
  if (!text) return text.error();
  return parse_toml(*text, path);
}

}  // namespace

Result<ClientFile> parse_client_file(std::string_view text, const std::string& path,
                                     const std::string& mapping_template) {
  auto table = parse_toml(text, path);
  if (!table) return table.error();
  auto known = only_keys(*table, path,
                         {"id", "name", "organisation_number", "vat_registered", "post_bank_line",
                          "fetch_personal_data", "fee_invoices", "vipps", "poweroffice",
                          "24sevenoffice", "ledgers", "accounts"});
  if (!known) return known.error();
  auto client = read_client(*table, path, mapping_template);
  if (!client) return client.error();
  ClientFile file{*std::move(client), {}};
  if (table->contains("poweroffice") && table->contains("24sevenoffice")) {
    return Error{ErrorKind::invalid,
                 path +
                     ": a client's books are in one system: give the keys of PowerOffice or of "
                     "24SevenOffice"};
  }
  for (const std::string system : {"vipps", "poweroffice", "24sevenoffice"}) {
    auto keys = optional_table(*table, system, path);
    if (!keys) return keys.error();
    if (*keys == nullptr) continue;
    auto connection = read_connection(**keys, system, path + ": " + system);
    if (!connection) return connection.error();
    file.connections.push_back(*std::move(connection));
  }
  return file;
}

Result<ClientFile> read_client_file(const std::string& path, const std::string& mapping_template) {
  auto text = read_file(path, client_file_bytes_max);
  if (!text) return text.error();
  return parse_client_file(*text, path, mapping_template);
}

Result<Connection> read_connection_file(const std::string& path, const std::string& system) {
  auto table = read_table(path);
  if (!table) return table.error();
  if (const toml::table* keys = (*table)[system].as_table()) {
    return read_connection(*keys, system, path + ": " + system);
  }
  return read_connection(*table, system, path);
}

Result<LedgerTerms> read_ledger_file(const std::string& path) {
  auto table = read_table(path);
  if (!table) return table.error();
  return read_ledger(*table, path);
}

}  // namespace avstem::app
