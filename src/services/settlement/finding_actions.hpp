#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"
#include "services/settlement/finding_store.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace avstem::services {

/// What a person can do about a finding.
enum class ActionVerb {
  link,     ///< to a customer, by a voucher
  split,    ///< to several places, by a voucher
  post,     ///< to an account, by a voucher
  force,    ///< what is proposed and never done by itself, by a voucher
  wait,     ///< expected later
  resolve,  ///< with a reason
  undo,     ///< takes an action back
};

std::string_view to_string(ActionVerb verb);

/// Who does something, and why.
struct Actor {
  std::string who;   ///< the user of the operating system
  std::string note;  ///< may be empty, but not to resolve
};

struct FindingAction {
  std::int64_t id = 0;
  std::int64_t finding_id = 0;
  ActionVerb verb = ActionVerb::resolve;
  Actor actor;
  Instant at;
  std::string words;            ///< what was done
  std::int64_t voucher_id = 0;  ///< 0: none was made
  std::string voucher;          ///< its number
  std::optional<Date> wait_until;
  std::int64_t undoes = 0;     ///< the action it takes back
  std::int64_t undone_by = 0;  ///< the action that took it back

  /// Whether it is one that can be taken back, and has not been.
  bool in_force() const { return verb != ActionVerb::undo && undone_by == 0; }
};

/// The tables of this room.
std::vector<store::Migration> decision_migrations();

/// What people did about findings. It is only added to: the database itself refuses to change or
/// delete a row. What has no voucher is done here; what has one, by Decide (decide.hpp).
class FindingActions {
 public:
  explicit FindingActions(store::Database& database) : db_(database), findings_(database) {}

  /// Before `until` the finding does not count as open. `invalid` when that is no later day, or
  /// further off than wait_days_max.
  Result<FindingAction> wait(std::int64_t finding_id, Date until, Date today, const Actor& actor,
                             Instant now);
  /// Closes the finding; `invalid` without a note.
  Result<FindingAction> resolve(std::int64_t finding_id, const Actor& actor, Instant now);
  /// Takes back an action that has no voucher.
  Result<FindingAction> undo(const FindingAction& action, const Actor& actor, Instant now);

  /// A finding that something can be done about: `conflict` when it is closed.
  Result<StoredFinding> open_finding(std::int64_t finding_id);
  /// An action that can be taken back: `not_found`, or `conflict` when it is an undo, was undone,
  /// or when something was done after it, which must be undone first.
  Result<FindingAction> undoable(std::int64_t action_id);
  /// What was done about a finding, in order.
  Result<std::vector<FindingAction>> history(std::int64_t finding_id);

  // Within a transaction of the caller's.
  /// Adds it and gives its number.
  Result<std::int64_t> add(const FindingAction& action, const ClientId& client);
  /// Puts the finding back to what it was before the action, and adds the undo.
  Result<std::int64_t> take_back(const FindingAction& action, const FindingAction& undo);

  /// Who expects something in more than a year expects nothing.
  static constexpr int wait_days_max = 366;

 private:
  Result<FindingAction> get(std::int64_t action_id);
  Result<std::vector<FindingAction>> read(store::Statement& query);

  store::Database& db_;
  FindingStore findings_;
};

}  // namespace avstem::services
