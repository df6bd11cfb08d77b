// A client's mapping as versions: shown, set from a file or template, copied, proposed.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/mapping_file.hpp"
#include "app/tables.hpp"
#include "platform/files.hpp"
#include "services/clients/mapping_proposal.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;
using services::Client;
using services::Confidence;
using services::ProposedPlace;

template <class Take>
void each_role(Take take) {
  for (std::size_t i = 0; i < books::account_role_count; ++i)
    take(static_cast<books::AccountRole>(i));
}

Json mapping_json(const books::Mapping& mapping) {
  Json places = Json::object();
  each_role([&](books::AccountRole role) {
    places[std::string(to_string(role))] = {{"account", mapping.account(role)},
                                            {"vat_code", mapping.vat_code(role)}};
  });
  return places;
}

void show(Session& session, const Client& client, int version, const books::Mapping& mapping) {
  if (session.options.json) {
    session.host.output.result(
        Json{{"client", client.id.text()}, {"version", version}, {"places", mapping_json(mapping)}}
            .dump(2) +
        "\n");
    return;
  }
  Table table({{"role"}, {"account", Table::Align::right}, {"VAT"}});
  each_role([&](books::AccountRole role) {
    table.add({std::string(to_string(role)), std::to_string(mapping.account(role)),
               mapping.vat_code(role)});
  });
  session.host.output.result(
      fmt::format("{}, version {}\n{}", client.id.text(), version, table.to_string()));
}

/// What one version changed of the one before: `payment_fees 7770 → 7775`.
std::string changes(const books::Mapping& before, const books::Mapping& after) {
  std::string words;
  const auto place = [](const books::Mapping& mapping, books::AccountRole role) {
    const std::string& code = mapping.vat_code(role);
    return fmt::format("{}{}", mapping.account(role), code.empty() ? "" : "/" + code);
  };
  each_role([&](books::AccountRole role) {
    const std::string was = place(before, role);
    const std::string is = place(after, role);
    if (was == is) return;
    words += fmt::format("{}{} {} → {}", words.empty() ? "" : ", ", to_string(role), was, is);
  });
  return words;
}

/// The mapping of another client as it suits this one: VAT codes go along only where both are
/// registered alike, since they say what is reported and not only where it stands.
books::Mapping copied(const Client& from, const Client& to) {
  books::Mapping mapping = from.mapping;
  if (from.vat_registered == to.vat_registered) return mapping;
  each_role(
      [&](books::AccountRole role) { mapping.set_vat_code(role, to.mapping.vat_code(role)); });
  return mapping;
}

Json proposal_json(const std::vector<ProposedPlace>& proposal) {
  Json places = Json::array();
  for (const ProposedPlace& place : proposal) {
    places.push_back({{"role", to_string(place.role)},
                      {"account", place.account == 0 ? Json() : Json(place.account)},
                      {"name", place.account_name},
                      {"vat_code", place.vat_code},
                      {"confidence", to_string(place.confidence)},
                      {"reason", place.reason}});
  }
  return places;
}

std::string proposal_text(const std::vector<ProposedPlace>& proposal) {
  Table table(
      {{"role"}, {"account", Table::Align::right}, {"name"}, {"VAT"}, {"confidence"}, {"reason"}});
  for (const ProposedPlace& place : proposal) {
    table.add({std::string(to_string(place.role)),
               place.account == 0 ? "-" : std::to_string(place.account), place.account_name,
               place.vat_code, std::string(to_string(place.confidence)), place.reason});
  }
  return table.to_string();
}

/// The proposal as a file to edit: what the chart lacks keeps its number, and says so.
Result<std::string> proposal_file(const Client& client,
                                  const std::vector<ProposedPlace>& proposal) {
  auto mapping = services::accept_proposal(proposal, client.mapping, Confidence::none);
  if (!mapping) return mapping.error();
  std::map<books::AccountRole, std::string> notes;
  for (const ProposedPlace& place : proposal) {
    std::string note = fmt::format("{}: {}{}{}", to_string(place.confidence), place.account_name,
                                   place.account_name.empty() ? "" : "; ", place.reason);
    // A comment ends with its line, and an account's name may hold anything.
    std::ranges::replace_if(
        note, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    notes[place.role] = std::move(note);
  }
  return mapping_file_text(*mapping, "Proposed for client " + client.id.text(), notes);
}

}  // namespace

Result<void> may_change_mapping(Session& session, const Client& client,
                                const books::Mapping& mapping) {
  services::VoucherStore vouchers(session.installation.database());
  auto any = vouchers.any(client.id);
  if (!any) return any.error();
  if (!*any) return {};
  for (const auto role : {books::AccountRole::clearing, books::AccountRole::in_transit,
                          books::AccountRole::accrued_fees, books::AccountRole::receivables}) {
    if (mapping.account(role) == client.mapping.account(role)) continue;
    return Error{ErrorKind::conflict,
                 fmt::format("client '{}' has vouchers on account {} ({}); it cannot be changed to "
                             "{}, or what stands there is never proven again",
                             client.id.text(), client.mapping.account(role), to_string(role),
                             mapping.account(role))};
  }
  return {};
}

Result<int> change_mapping(Session& session, const Client& client, const books::Mapping& mapping,
                           const std::string& origin) {
  if (mapping == client.mapping) return client.mapping_version;
  if (auto allowed = may_change_mapping(session, client, mapping); !allowed) return allowed.error();
  return session.installation.clients().change_mapping(client.id, mapping,
                                                       {origin, session.host.clock.now()});
}

Result<int> mapping_show_command(Session& session, const MappingOptions& options) {
  services::ClientStore& clients = session.installation.clients();
  auto client = clients.get(ClientId(options.client));
  if (!client) return client.error();
  const int version = options.version == 0 ? client->mapping_version : options.version;
  auto mapping = clients.mapping(client->id, version);
  if (!mapping) return mapping.error();
  show(session, *client, version, *mapping);
  return static_cast<int>(done);
}

Result<int> mapping_history_command(Session& session, const MappingOptions& options) {
  services::ClientStore& clients = session.installation.clients();
  auto client = clients.get(ClientId(options.client));
  if (!client) return client.error();
  auto versions = clients.mapping_history(client->id);
  if (!versions) return versions.error();
  Table table({{"version", Table::Align::right}, {"made"}, {"from"}, {"changes"}});
  Json list = Json::array();
  for (std::size_t i = 0; i < versions->size(); ++i) {
    const services::MappingVersion& each = (*versions)[i];
    const std::string changed =
        i + 1 < versions->size() ? changes((*versions)[i + 1].mapping, each.mapping) : "";
    const std::string made =
        each.origin.made ? session.host.zone.date_of(*each.origin.made).to_string() : "";
    table.add({std::to_string(each.version), made, each.origin.words, changed});
    list.push_back({{"version", each.version},
                    {"made", made},
                    {"origin", each.origin.words},
                    {"changes", changed}});
  }
  session.host.output.result(session.options.json
                                 ? Json{{"versions", std::move(list)}}.dump(2) + "\n"
                                 : table.to_string());
  return static_cast<int>(done);
}

Result<int> mapping_set_command(Session& session, const MappingOptions& options) {
  services::ClientStore& clients = session.installation.clients();
  auto client = clients.get(ClientId(options.client));
  if (!client) return client.error();
  const bool of_template = !options.from_template.empty();
  if (of_template == !options.from.empty()) {
    return Error{ErrorKind::invalid, "give either --from FILE or --template NAME"};
  }
  auto mapping =
      of_template ? apply_template(options.from_template, client->mapping, client->vat_registered)
                  : read_mapping_file(session.host.path(options.from), client->mapping);
  if (!mapping) return mapping.error();
  auto version =
      change_mapping(session, *client, *mapping,
                     of_template ? "template " + options.from_template : "file " + options.from);
  if (!version) return version.error();
  show(session, *client, *version, *mapping);
  return static_cast<int>(done);
}

Result<int> mapping_copy_command(Session& session, const MappingOptions& options) {
  services::ClientStore& clients = session.installation.clients();
  auto from = clients.get(ClientId(options.client));
  if (!from) return from.error();
  std::vector<Client> targets;
  for (const std::string& id : options.to) {
    auto to = clients.get(ClientId(id));
    if (!to) return to.error();
    // All are asked first, so that one that may not change leaves the others as they are.
    Client changed = *to;
    changed.mapping = copied(*from, *to);
    if (auto fits = changed.check_accounts(); !fits) return fits.error();
    auto allowed = may_change_mapping(session, *to, changed.mapping);
    if (!allowed) return allowed.error();
    targets.push_back(*std::move(to));
  }
  Table table({{"client"}, {"version", Table::Align::right}, {"changes"}});
  Json list = Json::array();
  for (const Client& to : targets) {
    const books::Mapping mapping = copied(*from, to);
    auto version = change_mapping(
        session, to, mapping,
        fmt::format("copied from '{}', version {}", from->id.text(), from->mapping_version));
    if (!version) return version.error();
    const std::string changed = changes(to.mapping, mapping);
    table.add({to.id.text(), std::to_string(*version), changed.empty() ? "none" : changed});
    list.push_back({{"client", to.id.text()}, {"version", *version}, {"changes", changed}});
  }
  session.host.output.result(session.options.json ? Json{{"copied", std::move(list)}}.dump(2) + "\n"
                                                  : table.to_string());
  return static_cast<int>(done);
}

Result<int> mapping_propose_command(Session& session, const MappingOptions& options) {
  services::ClientStore& clients = session.installation.clients();
  auto client = clients.get(ClientId(options.client));
  if (!client) return client.error();
  auto system = session.systems.accounting(clients, *client);
  if (!system) return system.error();
  auto chart = (*system)->chart();
  if (!chart) return chart.error().in(fmt::format("client '{}'", client->id.text()));
  const Date today = session.host.zone.date_of(session.host.clock.now());
  const auto proposal =
      services::propose_mapping(*chart, client->mapping, client->vat_registered, today);
  if (!options.out.empty()) {
    auto text = proposal_file(*client, proposal);
    if (!text) return text.error();
    auto written = write_file_atomically(session.host.path(options.out), *text);
    if (!written) return written.error();
  }
  int version = client->mapping_version;
  if (options.accept) {
    auto mapping = services::accept_proposal(proposal, client->mapping, Confidence::medium);
    if (!mapping) return mapping.error();
    auto changed = change_mapping(session, *client, *mapping, "proposed from the chart");
    if (!changed) return changed.error();
    version = *changed;
  }
  const std::string end =
      options.accept
          ? fmt::format("accepted what is at least medium; version {} is in force\n", version)
          : "nothing is changed; --accept takes what is at least medium, --out FILE writes it to "
            "edit\n";
  session.host.output.result(session.options.json ? Json{{"client", client->id.text()},
                                                         {"version", version},
                                                         {"places", proposal_json(proposal)}}
                                                            .dump(2) +
                                                        "\n"
                                                  : proposal_text(proposal) + end);
  return static_cast<int>(done);
}

}  // namespace avstem::app
