#pragma once

#include <chrono>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"

namespace avstem {

/// The moment from which a zone's clocks are `offset` ahead of UTC.
struct ZoneTransition {
  Instant at;
  std::chrono::seconds offset{};
  friend bool operator==(const ZoneTransition&, const ZoneTransition&) = default;
};

/// What the clocks of one zone show, from data that is handed in, so that the books never read
/// the machine's own zone. In the books the zone is Europe/Oslo (platform/oslo_zone.hpp). It never
/// changes once made and may be shared between threads.
class TimeZone {
 public:
  /// Transitions in order of time, at least one; the first offset holds before its own moment too,
  /// and the last for ever. Disorder, or an offset of a day or more, is an error.
  static Result<TimeZone> from_transitions(std::vector<ZoneTransition> transitions);

  /// The date the clocks show. A ledger date is never computed so: Vipps gives it, and its
  /// cut-off need not be midnight.
  Date date_of(Instant instant) const;

  /// What the clocks show, as the time since their last midnight, below 24 hours. On a day with a
  /// change of the clocks it is not the time that has passed since then.
  std::chrono::microseconds time_of_day(Instant instant) const;

  /// How far the clocks are ahead of UTC: one hour in the Oslo winter, two in summer.
  std::chrono::seconds offset_at(Instant instant) const;

  /// The first moment of a date.
  Instant start_of(Date date) const { return at(date, std::chrono::minutes(0)); }

  /// The first moment when the clocks show this time of the date, or a later one.
  /// - Gap (spring, 02:30 does not exist): the moment the clocks jump, 03:00 summer time.
  /// - Overlap (autumn, 02:30 happens twice): the earlier one, still in summer time.
  ///
  /// So a nightly job runs once, every day. `since_midnight` is at least 0 and below 24 hours.
  Instant at(Date date, std::chrono::minutes since_midnight) const;

  const std::vector<ZoneTransition>& transitions() const { return transitions_; }

 private:
  explicit TimeZone(std::vector<ZoneTransition> transitions)
      : transitions_(std::move(transitions)) {}

  /// The transition in force at the instant; the first one before all of them.
  std::vector<ZoneTransition>::const_iterator in_force(Instant instant) const;
  Instant local(Instant instant) const;

  std::vector<ZoneTransition> transitions_;
};

}  // namespace avstem
