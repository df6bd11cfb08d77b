// What a person decides about money: commands that make a voucher.

#include <fmt/format.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/destination.hpp"
#include "app/finding_words.hpp"
#include "platform/user.hpp"
#include "services/settlement/decide.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;
using services::Actor;
using services::Client;
using services::Decide;
using services::Decided;

/// What is decided is kept also when it cannot be posted yet; that is a failure all the same.
Result<int> tell(Session& session, const Decided& decided) {
  const services::StoredVoucher& voucher = decided.voucher;
  if (session.options.json) {
    session.host.output.result(Json{{"action", action_json(decided.action)},
                                    {"voucher",
                                     {{"number", voucher.number},
                                      {"reference", voucher.voucher.head().reference},
                                      {"date", voucher.voucher.head().date.to_string()},
                                      {"state", to_string(voucher.state)},
                                      {"remote_number", voucher.remote.remote_number}}}}
                                   .dump(2) +
                               "\n");
  } else {
    session.host.output.result(
        fmt::format("{}\n{} of {} is {}{}\n", action_words(decided.action), voucher.number,
                    voucher.voucher.head().date.to_string(), to_string(voucher.state),
                    voucher.remote.remote_number == 0
                        ? ""
                        : fmt::format(", voucher {} there", voucher.remote.remote_number)));
  }
  if (decided.not_posted.empty()) return static_cast<int>(done);
  session.host.output.note(
      fmt::format("avstem: the decision is kept, but its voucher is not posted: {}; the next close "
                  "sends it, 'avstem findings undo {}' takes it back\n",
                  decided.not_posted, decided.action.id));
  return static_cast<int>(failed);
}

/// Runs one decision about the client's books, with its accounting system.
Result<int> run(Session& session, const ClientId& id,
                const std::function<Result<Decided>(Decide&, const Client&)>& decision) {
  services::ClientStore& clients = session.installation.clients();
  auto client = clients.get(id);
  if (!client) return client.error();
  auto accounting = session.systems.accounting(clients, *client);
  if (!accounting) return accounting.error();
  Decide decide({session.installation.database(), **accounting, session.host.clock,
                 session.host.zone,
                 [&](int version) { return clients.mapping(client->id, version); }});
  auto decided = decision(decide, *client);
  if (!decided) return decided.error();
  return tell(session, *decided);
}

Result<ClientId> client_of(Session& session, std::int64_t finding_id) {
  auto stored = services::FindingStore(session.installation.database()).get(finding_id);
  if (!stored) return stored.error();
  return stored->client;
}

Result<int> run_on_finding(
    Session& session, const FindingOptions& options,
    const std::function<Result<Decided>(Decide&, const Client&, const Actor&)>& decision) {
  auto id = client_of(session, options.id);
  if (!id) return id.error();
  return run(session, *id, [&](Decide& decide, const Client& client) {
    return decision(decide, client, Actor{current_user(), options.note});
  });
}

Result<std::optional<VatRateClass>> vat_back(const std::string& word) {
  if (word.empty()) return std::optional<VatRateClass>();
  for (const VatRateClass rate : {VatRateClass::regular, VatRateClass::middle, VatRateClass::low}) {
    if (to_string(rate) == word) return std::optional(rate);
  }
  return Error{ErrorKind::invalid,
               fmt::format("--vat-back '{}' is none of regular, middle and low", word)};
}

}  // namespace

Result<int> findings_link_command(Session& session, const FindingOptions& options) {
  return run_on_finding(
      session, options, [&](Decide& decide, const Client& client, const Actor& actor) {
        return decide.link(client, options.id,
                           {options.customer, options.reference, options.invoice}, actor);
      });
}

Result<int> findings_split_command(Session& session, const FindingOptions& options) {
  std::vector<books::Destination> parts;
  for (const std::string& text : options.to) {
    auto part = parse_destination(text);
    if (!part) return part.error();
    parts.push_back(*std::move(part));
  }
  return run_on_finding(session, options,
                        [&](Decide& decide, const Client& client, const Actor& actor) {
                          return decide.split(client, options.id, parts, actor);
                        });
}

Result<int> findings_post_command(Session& session, const FindingOptions& options) {
  books::Destination to;
  to.account = options.account;
  to.vat_code = options.vat_code;
  to.department = options.department;
  to.project = options.project;
  return run_on_finding(session, options,
                        [&](Decide& decide, const Client& client, const Actor& actor) {
                          return decide.post(client, options.id, to, actor);
                        });
}

Result<int> findings_force_command(Session& session, const FindingOptions& options) {
  auto vat = vat_back(options.vat_back);
  if (!vat) return vat.error();
  return run_on_finding(session, options,
                        [&](Decide& decide, const Client& client, const Actor& actor) {
                          return decide.force(client, options.id, *vat, actor);
                        });
}

Result<int> findings_undo_command(Session& session, const FindingOptions& options) {
  services::FindingActions actions(session.installation.database());
  auto action = actions.undoable(options.action);
  if (!action) return action.error();
  const Actor actor{current_user(), options.note};
  if (action->voucher_id != 0) {
    auto id = client_of(session, action->finding_id);
    if (!id) return id.error();
    return run(session, *id, [&](Decide& decide, const Client& client) {
      return decide.undo(client, *action, actor);
    });
  }
  auto undone = actions.undo(*action, actor, session.host.clock.now());
  if (!undone) return undone.error();
  session.host.output.result(session.options.json
                                 ? Json{{"action", action_json(*undone)}}.dump(2) + "\n"
                                 : action_words(*undone) + "\n");
  return static_cast<int>(done);
}

}  // namespace avstem::app
