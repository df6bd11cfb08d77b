#include "services/settlement/finding_actions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "services/settlement/rows.hpp"

namespace avstem::services {
namespace {

constexpr std::array<std::pair<ActionVerb, std::string_view>, 7> verbs{{
    {ActionVerb::link, "link"},
    {ActionVerb::split, "split"},
    {ActionVerb::post, "post"},
    {ActionVerb::force, "force"},
    {ActionVerb::wait, "wait"},
    {ActionVerb::resolve, "resolve"},
    {ActionVerb::undo, "undo"},
}};

constexpr std::string_view schema_1 = R"sql(
-- What people did about findings. Only added to: who did what, when and why stays.
CREATE TABLE finding_actions (
  action_id INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL,
  finding_id INTEGER NOT NULL REFERENCES findings,
  verb TEXT NOT NULL,
  who TEXT NOT NULL,
  at_us INTEGER NOT NULL,
  words TEXT NOT NULL,
  note TEXT NOT NULL,
  voucher_id INTEGER REFERENCES vouchers,
  wait_until TEXT,
  undoes INTEGER UNIQUE REFERENCES finding_actions
);
CREATE INDEX finding_actions_of ON finding_actions (finding_id, action_id);
CREATE TRIGGER finding_actions_stay BEFORE UPDATE ON finding_actions
  BEGIN SELECT RAISE(ABORT, 'finding_actions is only added to'); END;
CREATE TRIGGER finding_actions_are_kept BEFORE DELETE ON finding_actions
  BEGIN SELECT RAISE(ABORT, 'finding_actions is only added to'); END;

-- wait_until: before this date the finding does not count as open.
ALTER TABLE findings ADD COLUMN wait_until TEXT;
)sql";

constexpr std::string_view select_actions =
    "SELECT a.action_id, a.finding_id, a.verb, a.who, a.at_us, a.words, a.note, a.voucher_id,"
    " v.number, a.wait_until, a.undoes, u.action_id FROM finding_actions a"
    " LEFT JOIN vouchers v ON v.voucher_id = a.voucher_id"
    " LEFT JOIN finding_actions u ON u.undoes = a.action_id";

Result<ActionVerb> parse_verb(std::string_view word) {
  for (const auto& [verb, known] : verbs) {
    if (known == word) return verb;
  }
  return Error{ErrorKind::storage, fmt::format("a stored action is '{}', which is none", word)};
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// Zero, which no row has for a number, is stored as none.
std::optional<std::int64_t> number_or_null(std::int64_t number) {
  return number == 0 ? std::nullopt : std::optional(number);
}

}  // namespace

std::string_view to_string(ActionVerb verb) {
  return std::ranges::find(verbs, verb, &std::pair<ActionVerb, std::string_view>::first)->second;
}

std::vector<store::Migration> decision_migrations() {
  return {{"decisions", 1, schema_1}};
}

Result<FindingAction> FindingActions::wait(std::int64_t finding_id, Date until, Date today,
                                           const Actor& actor, Instant now) {
  auto finding = open_finding(finding_id);
  if (!finding) return finding.error();
  if (until <= today || until > today.plus_days(wait_days_max)) {
    return Error{ErrorKind::invalid,
                 fmt::format("a finding waits for a day after today, {}, and no later than {}; "
                             "{} is neither",
                             today.to_string(), today.plus_days(wait_days_max).to_string(),
                             until.to_string())};
  }
  FindingAction action;
  action.finding_id = finding_id;
  action.verb = ActionVerb::wait;
  action.actor = actor;
  action.at = now;
  action.words = fmt::format("waits until {}", until.to_string());
  action.wait_until = until;
  auto done = db_.transact([&]() -> Result<void> {
    auto id = add(action, finding->client);
    if (!id) return id.error();
    action.id = *id;
    return findings_.set_wait(finding_id, until);
  });
  if (!done) return done.error();
  return action;
}

Result<FindingAction> FindingActions::resolve(std::int64_t finding_id, const Actor& actor,
                                              Instant now) {
  if (is_blank(actor.note)) {
    return Error{ErrorKind::invalid, "--note must say why; it is kept with the finding"};
  }
  auto finding = open_finding(finding_id);
  if (!finding) return finding.error();
  FindingAction action;
  action.finding_id = finding_id;
  action.verb = ActionVerb::resolve;
  action.actor = actor;
  action.at = now;
  action.words = "resolved";
  auto done = db_.transact([&]() -> Result<void> {
    auto id = add(action, finding->client);
    if (!id) return id.error();
    action.id = *id;
    return findings_.resolve(finding_id, actor.note, now);
  });
  if (!done) return done.error();
  return action;
}

Result<FindingAction> FindingActions::undo(const FindingAction& action, const Actor& actor,
                                           Instant now) {
  FindingAction undo;
  undo.finding_id = action.finding_id;
  undo.verb = ActionVerb::undo;
  undo.actor = actor;
  undo.at = now;
  undo.words = fmt::format("takes back action {}: {}", action.id, action.words);
  undo.undoes = action.id;
  auto done = db_.transact([&]() -> Result<void> {
    auto id = take_back(action, undo);
    if (!id) return id.error();
    undo.id = *id;
    return {};
  });
  if (!done) return done.error();
  return undo;
}

Result<StoredFinding> FindingActions::open_finding(std::int64_t finding_id) {
  auto finding = findings_.get(finding_id);
  if (!finding) return finding.error();
  if (!finding->resolved) return finding;
  return Error{
      ErrorKind::conflict,
      fmt::format("finding {} was closed on {}: {}; 'avstem findings show {}' tells what "
                  "was done, and what can be undone",
                  finding_id, avstem::to_string(*finding->resolved), finding->note, finding_id)};
}

Result<FindingAction> FindingActions::undoable(std::int64_t action_id) {
  auto action = get(action_id);
  if (!action) return action.error();
  if (action->verb == ActionVerb::undo) {
    return Error{ErrorKind::conflict,
                 fmt::format("action {} took back action {}; do that one again instead", action_id,
                             action->undoes)};
  }
  if (action->undone_by != 0) {
    return Error{ErrorKind::conflict, fmt::format("action {} was taken back by action {} already",
                                                  action_id, action->undone_by)};
  }
  auto all = history(action->finding_id);
  if (!all) return all.error();
  for (const FindingAction& later : *all) {
    if (later.id <= action_id || !later.in_force()) continue;
    return Error{ErrorKind::conflict,
                 fmt::format("action {} ({}) was done after action {}; undo it first", later.id,
                             to_string(later.verb), action_id)};
  }
  return action;
}

Result<std::vector<FindingAction>> FindingActions::history(std::int64_t finding_id) {
  auto query =
      db_.prepare(fmt::format("{} WHERE a.finding_id = ?1 ORDER BY a.action_id", select_actions));
  query.bind(finding_id);
  return read(query);
}

Result<std::int64_t> FindingActions::add(const FindingAction& action, const ClientId& client) {
  auto insert = db_.prepare(
      "INSERT INTO finding_actions (client_id, finding_id, verb, who, at_us, words, note,"
      " voucher_id, wait_until, undoes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
      " RETURNING action_id");
  const auto until =
      action.wait_until ? std::optional(action.wait_until->to_string()) : std::nullopt;
  auto row = insert
                 .bind(client.text(), action.finding_id, to_string(action.verb), action.actor.who,
                       action.at.time_since_epoch().count(), action.words, action.actor.note,
                       number_or_null(action.voucher_id), until, number_or_null(action.undoes))
                 .step();
  if (!row) return row.error();
  return insert.integer(0);
}

Result<std::int64_t> FindingActions::take_back(const FindingAction& action,
                                               const FindingAction& undo) {
  auto finding = findings_.get(action.finding_id);
  if (!finding) return finding.error();
  auto id = add(undo, finding->client);
  if (!id) return id;
  if (action.verb != ActionVerb::wait) {
    if (auto opened = findings_.reopen(action.finding_id); !opened) return opened.error();
    return id;
  }
  auto all = history(action.finding_id);
  if (!all) return all.error();
  std::optional<Date> before;  // what it waited for until then
  for (const FindingAction& earlier : *all) {
    if (earlier.verb == ActionVerb::wait && earlier.in_force()) before = earlier.wait_until;
  }
  if (auto set = findings_.set_wait(action.finding_id, before); !set) return set.error();
  return id;
}

Result<FindingAction> FindingActions::get(std::int64_t action_id) {
  auto query = db_.prepare(fmt::format("{} WHERE a.action_id = ?1", select_actions));
  query.bind(action_id);
  auto found = read(query);
  if (!found) return found.error();
  if (found->empty()) {
    return Error{ErrorKind::not_found,
                 fmt::format("action {} is not known; 'avstem findings show FINDING' lists what "
                             "was done about a finding",
                             action_id)};
  }
  return std::move(found->front());
}

Result<std::vector<FindingAction>> FindingActions::read(store::Statement& query) {
  std::vector<FindingAction> actions;
  auto walked = for_each_row(query, [&]() -> Result<void> {
    auto verb = parse_verb(query.text(2));
    if (!verb) return verb.error();
    FindingAction action;
    action.id = query.integer(0);
    action.finding_id = query.integer(1);
    action.verb = *verb;
    action.actor = {std::string(query.text(3)), std::string(query.text(6))};
    action.at = Instant(std::chrono::microseconds(query.integer(4)));
    action.words = query.text(5);
    action.voucher_id = query.integer(7);
    action.voucher = query.text(8);
    if (!query.is_null(9)) {
      auto until = Date::parse(query.text(9));
      if (!until) return until.error();
      action.wait_until = *until;
    }
    action.undoes = query.integer(10);
    action.undone_by = query.integer(11);
    actions.push_back(std::move(action));
    return {};
  });
  if (!walked) return walked.error();
  return actions;
}

}  // namespace avstem::services
