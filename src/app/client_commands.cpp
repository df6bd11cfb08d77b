#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "app/client_file.hpp"
#include "app/commands.hpp"
#include "app/tables.hpp"
#include "services/settlement/period_lock.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;
using services::Client;

Json client_json(const Client& client) {
  Json ledgers = Json::array();
  for (const services::LedgerTerms& ledger : client.ledgers) {
    ledgers.push_back(
        {{"id", ledger.id.text()},
         {"currency", ledger.currency.code()},
         {"start", ledger.start.to_string()},
         {"opening_funds", ledger.opening_funds},
         {"opening_fees", ledger.opening_fees},
         {"opening_in_transit", ledger.opening_in_transit},
         {"captures", ledger.captures == books::CaptureUse::gifts ? "gifts" : "claims"},
         {"compact", ledger.compact},
         {"department", ledger.department},
         {"project", ledger.project}});
  }
  Json accounts = Json::object();
  for (std::size_t i = 0; i < books::account_role_count; ++i) {
    const auto role = static_cast<books::AccountRole>(i);
    accounts[std::string(to_string(role))] = client.mapping.account(role);
  }
  return {{"id", client.id.text()},
          {"name", client.name},
          {"organisation_number", client.organisation_number},
          {"vat_registered", client.vat_registered},
          {"post_bank_line", client.post_bank_line},
          {"fee_invoices", to_string(client.fee_invoices)},
          {"fetch_personal_data", client.fetch_personal_data},
          {"mapping_version", client.mapping_version},
          {"ledgers", std::move(ledgers)},
          {"accounts", std::move(accounts)}};
}

Result<void> show_client(Session& session, const Client& client) {
  services::PeriodLocks locks(session.installation.database());
  auto locked_until = locks.locked_until(client.id);
  if (!locked_until) return locked_until.error();
  if (session.options.json) {
    Json json = client_json(client);
    json["locked_until"] = *locked_until ? Json((*locked_until)->to_string()) : Json();
    session.host.output.result(json.dump(2) + "\n");
    return {};
  }
  std::string text = fmt::format(
      "{}  {}  {}\nVAT registered: {}; bank line: {}; fee invoices: {}; mapping version {}\n",
      client.id.text(), client.name, client.organisation_number,
      client.vat_registered ? "yes" : "no",
      client.post_bank_line ? "posted by us" : "left to the bank feed",
      client.fee_invoices == books::FeeInvoices::ours ? "posted by us" : "posted by the bookkeeper",
      client.mapping_version);
  if (*locked_until) text += fmt::format("locked until {}\n", (*locked_until)->to_string());
  Table ledgers({{"ledger"},
                 {"start"},
                 {"opening funds", Table::Align::right},
                 {"fees", Table::Align::right},
                 {"in transit", Table::Align::right},
                 {"captures"}});
  for (const services::LedgerTerms& ledger : client.ledgers) {
    const auto words = [&](std::int64_t minor) {
      return Money(minor, ledger.currency).to_decimal();
    };
    ledgers.add({ledger.id.text(), ledger.start.to_string(), words(ledger.opening_funds),
                 words(ledger.opening_fees), words(ledger.opening_in_transit),
                 ledger.captures == books::CaptureUse::gifts ? "gifts" : "claims"});
  }
  session.host.output.result(text + ledgers.to_string());
  return {};
}

/// `payment_fees=7775` into the mapping.
Result<void> apply_account(const std::string& setting, books::Mapping& mapping) {
  const auto equals = setting.find('=');
  books::AccountNumber number = 0;
  const char* const end = setting.data() + setting.size();
  const auto read = equals == std::string::npos
                        ? std::from_chars_result{nullptr, std::errc::invalid_argument}
                        : std::from_chars(setting.data() + equals + 1, end, number);
  if (read.ec != std::errc() || read.ptr != end) {
    return Error{ErrorKind::invalid,
                 fmt::format("'{}' is not role=number, e.g. payment_fees=7775", setting)};
  }
  auto role = books::parse_account_role(setting.substr(0, equals));
  if (!role) return role.error();
  return mapping.set_account(*role, number);
}

/// Vouchers in two systems could never be proven together.
Result<void> may_connect(services::ClientStore& clients, const ClientId& id,
                         const std::string& system) {
  if (system == "vipps") return {};
  auto known = Systems::accounting_connection(clients, id);
  if (!known && known.error().kind != ErrorKind::not_found) return known.error();
  if (!known || known->system == system) return {};
  return Error{ErrorKind::conflict,
               fmt::format("client '{}' has its books in {}; add a client of its own for {}",
                           id.text(), known->system, system)};
}

}  // namespace

Result<int> client_add_command(Session& session, const ClientOptions& options) {
  auto file = read_client_file(session.host.path(options.from), options.from_template);
  if (!file) return file.error();
  // The environments are checked first: a client is added with its keys or not at all.
  for (const services::Connection& connection : file->connections) {
    auto environment = session.installation.config().environment(connection.environment);
    if (!environment) return environment.error().in(options.from);
  }
  services::ClientStore& clients = session.installation.clients();
  const services::MappingOrigin origin{
      options.from_template.empty() ? "client add" : "template " + options.from_template,
      session.host.clock.now()};
  if (auto added = clients.add(file->client, origin); !added) return added.error();
  for (const services::Connection& connection : file->connections) {
    if (auto kept = clients.connect(file->client.id, connection); !kept) return kept.error();
  }
  if (auto shown = show_client(session, file->client); !shown) return shown.error();
  return static_cast<int>(done);
}

Result<int> client_list_command(Session& session) {
  auto clients = session.installation.clients().list();
  if (!clients) return clients.error();
  if (session.options.json) {
    Json list = Json::array();
    for (const Client& client : *clients)
      list.push_back(client_json(client));
    session.host.output.result(Json{{"clients", std::move(list)}}.dump(2) + "\n");
    return static_cast<int>(done);
  }
  Table table({{"client"}, {"name"}, {"organisation number"}, {"ledgers", Table::Align::right}});
  for (const Client& client : *clients) {
    table.add({client.id.text(), client.name, client.organisation_number,
               std::to_string(client.ledgers.size())});
  }
  session.host.output.result(table.to_string());
  return static_cast<int>(done);
}

Result<int> client_show_command(Session& session, const ClientOptions& options) {
  auto client = session.installation.clients().get(ClientId(options.id));
  if (!client) return client.error();
  if (auto shown = show_client(session, *client); !shown) return shown.error();
  return static_cast<int>(done);
}

Result<int> client_set_command(Session& session, const ClientOptions& options) {
  services::ClientStore& clients = session.installation.clients();
  auto client = clients.get(ClientId(options.id));
  if (!client) return client.error();
  books::Mapping mapping = client->mapping;
  for (const std::string& setting : options.accounts) {
    if (auto applied = apply_account(setting, mapping); !applied) return applied.error();
  }
  auto version = change_mapping(session, *client, mapping, "client set");
  if (!version) return version.error();
  if (!options.add_ledger.empty()) {
    auto ledger = read_ledger_file(session.host.path(options.add_ledger));
    if (!ledger) return ledger.error();
    if (auto added = clients.add_ledger(client->id, *ledger); !added) return added.error();
  }
  if (auto locked = apply_period_lock(session, *client, options); !locked) return locked.error();
  auto changed = clients.get(client->id);
  if (!changed) return changed.error();
  if (auto shown = show_client(session, *changed); !shown) return shown.error();
  return static_cast<int>(done);
}

Result<int> connect_command(Session& session, const ConnectOptions& options) {
  auto connection = read_connection_file(session.host.path(options.from), options.system);
  if (!connection) return connection.error();
  auto environment = session.installation.config().environment(connection->environment);
  if (!environment) return environment.error();
  services::ClientStore& clients = session.installation.clients();
  const ClientId id(options.client);
  if (auto allowed = may_connect(clients, id, options.system); !allowed) return allowed.error();
  if (auto kept = clients.connect(id, *connection); !kept) return kept.error();
  // Keys are tried on the spot, so that a slip shows now and not tonight.
  if (options.system == "vipps") {
    auto vipps = session.systems.vipps(clients, id);
    if (!vipps) return vipps.error();
    auto ledgers = (*vipps)->ledgers.list();
    if (!ledgers) return ledgers.error().in("the keys are kept, but do not work");
    session.host.output.result(
        session.options.json
            ? Json{{"connected", "vipps"}, {"ledgers", ledgers->size()}}.dump(2) + "\n"
            : fmt::format("connected; the keys see {} ledgers\n", ledgers->size()));
    return static_cast<int>(done);
  }
  auto client = clients.get(id);
  if (!client) return client.error();
  auto accounting = session.systems.accounting(clients, *client);
  if (!accounting) return accounting.error();
  auto lock = (*accounting)->lock_date();
  if (!lock) return lock.error().in("the keys are kept, but do not work");
  const std::string lock_date = *lock ? (*lock)->to_string() : "";
  session.host.output.result(
      session.options.json
          ? Json{{"connected", options.system}, {"lock_date", lock_date}}.dump(2) + "\n"
          : fmt::format("connected; lock date {}\n", *lock ? lock_date : "is not set"));
  return static_cast<int>(done);
}

Result<int> ledgers_command(Session& session, const ClientOptions& options) {
  auto vipps = session.systems.vipps(session.installation.clients(), ClientId(options.id));
  if (!vipps) return vipps.error();
  auto ledgers = (*vipps)->ledgers.list();
  if (!ledgers) return ledgers.error();
  Json list = Json::array();
  Table table({{"ledger"}, {"currency"}, {"owner"}, {"handles"}, {"sales unit"}});
  for (const vipps::Ledger& ledger : *ledgers) {
    std::string handles;
    for (const std::string& handle : ledger.recipient_handles) {
      handles += (handles.empty() ? "" : " ") + handle;
    }
    const std::string name = ledger.sales_units.empty() ? "" : ledger.sales_units.front().name;
    const std::string currency(ledger.currency ? ledger.currency->code() : "");
    table.add({ledger.id.text(), currency, ledger.owner.id, handles, name});
    list.push_back({{"id", ledger.id.text()},
                    {"currency", currency},
                    {"owner", ledger.owner.id},
                    {"handles", ledger.recipient_handles},
                    {"sales_unit", name}});
  }
  session.host.output.result(
      session.options.json ? Json{{"ledgers", std::move(list)}}.dump(2) + "\n" : table.to_string());
  return static_cast<int>(done);
}

}  // namespace avstem::app
