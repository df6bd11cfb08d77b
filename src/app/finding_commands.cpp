// Findings as a queue: what waits for a person, and what was done about it.

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/finding_words.hpp"
#include "app/tables.hpp"
#include "platform/user.hpp"
#include "services/settlement/finding_actions.hpp"
#include "services/settlement/finding_store.hpp"

namespace avstem::app {
namespace {

using services::FindingAction;
using services::StoredFinding;

/// Those the person asked for, in the order asked for.
Result<std::vector<StoredFinding>> chosen(Session& session, const FindingOptions& options,
                                          Date today, std::int64_t& waiting) {
  std::optional<ClientId> client;
  if (!options.client.empty()) {
    auto known = session.installation.clients().get(ClientId(options.client));
    if (!known) return known.error();
    client = known->id;
  }
  std::optional<books::FindingKind> kind;
  if (!options.kind.empty()) {
    auto known = books::parse_finding_kind(options.kind);
    if (!known) return known.error().in("--kind");
    kind = *known;
  }
  services::FindingStore findings(session.installation.database());
  auto open = findings.open(client);
  if (!open) return open;
  std::erase_if(*open, [&](const StoredFinding& stored) {
    return (kind && stored.finding.kind != *kind) ||
           age_days(stored, today) <= std::int64_t{options.older_than};
  });
  waiting = std::ranges::count_if(*open,
                                  [&](const StoredFinding& stored) { return stored.waits(today); });
  std::erase_if(
      *open, [&](const StoredFinding& stored) { return stored.waits(today) != options.waiting; });
  if (options.sort == "risk") {
    std::ranges::stable_sort(*open, std::greater(), [](const StoredFinding& stored) {
      return books::amount_at_risk(stored.finding);
    });
  } else {
    std::ranges::stable_sort(*open, std::greater(),
                             [&](const StoredFinding& stored) { return age_days(stored, today); });
  }
  return open;
}

Result<int> tell(Session& session, const FindingAction& action) {
  if (session.options.json) {
    session.host.output.result(nlohmann::ordered_json{{"action", action_json(action)}}.dump(2) +
                               "\n");
  } else {
    session.host.output.result(action_words(action) + "\n");
  }
  return static_cast<int>(done);
}

Date today_of(const Session& session) {
  return session.host.zone.date_of(session.host.clock.now());
}

}  // namespace

Result<int> findings_list_command(Session& session, const FindingOptions& options) {
  const Date today = today_of(session);
  std::int64_t waiting = 0;
  auto listed = chosen(session, options, today, waiting);
  if (!listed) return listed.error();
  if (session.options.json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const StoredFinding& stored : *listed)
      list.push_back(finding_json(stored, today));
    session.host.output.result(
        nlohmann::ordered_json{{"findings", std::move(list)}, {"waiting", waiting}}.dump(2) + "\n");
  } else {
    session.host.output.result(listed->empty() ? "no open findings\n"
                                               : finding_table(*listed, today));
    if (waiting > 0 && !options.waiting) {
      session.host.output.note(fmt::format("{} wait for a date; --waiting lists them\n", waiting));
    }
  }
  return static_cast<int>(listed->empty() || options.waiting ? done : findings_remain);
}

Result<int> findings_show_command(Session& session, const FindingOptions& options) {
  services::FindingStore findings(session.installation.database());
  services::FindingActions actions(session.installation.database());
  auto stored = findings.get(options.id);
  if (!stored) return stored.error();
  auto history = actions.history(options.id);
  if (!history) return history.error();
  const Date today = today_of(session);
  if (session.options.json) {
    auto json = finding_json(*stored, today);
    json["actions"] = nlohmann::ordered_json::array();
    for (const FindingAction& action : *history)
      json["actions"].push_back(action_json(action));
    session.host.output.result(json.dump(2) + "\n");
    return static_cast<int>(done);
  }
  std::string text = finding_words(*stored, today);
  for (const FindingAction& action : *history)
    text += action_words(action) + "\n";
  session.host.output.result(text);
  return static_cast<int>(done);
}

Result<int> findings_wait_command(Session& session, const FindingOptions& options) {
  auto until = Date::parse(options.until);
  if (!until) return until.error();
  services::FindingActions actions(session.installation.database());
  auto action = actions.wait(options.id, *until, today_of(session), {current_user(), options.note},
                             session.host.clock.now());
  if (!action) return action.error();
  return tell(session, *action);
}

Result<int> findings_resolve_command(Session& session, const FindingOptions& options) {
  services::FindingActions actions(session.installation.database());
  auto action =
      actions.resolve(options.id, {current_user(), options.note}, session.host.clock.now());
  if (!action) return action.error();
  return tell(session, *action);
}

}  // namespace avstem::app
