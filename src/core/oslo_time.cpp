#include "core/oslo_time.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.hpp"

namespace avstem {
namespace {

constexpr std::chrono::hours day_length(24);

}  // namespace

Result<TimeZone> TimeZone::from_transitions(std::vector<ZoneTransition> transitions) {
  if (transitions.empty()) {
    return Error{ErrorKind::invalid, "a time zone needs at least one offset from UTC"};
  }
  for (std::size_t i = 0; i < transitions.size(); ++i) {
    const auto& [at, offset] = transitions[i];
    if (std::chrono::abs(offset) >= day_length) {
      return Error{ErrorKind::invalid,
                   fmt::format("time zone offset of {} seconds at {} is a day or more",
                               offset.count(), to_string(at))};
    }
    if (i > 0 && at <= transitions[i - 1].at) {
      return Error{ErrorKind::invalid,
                   fmt::format("time zone transition at {} does not come after that at {}",
                               to_string(at), to_string(transitions[i - 1].at))};
    }
  }
  return TimeZone(std::move(transitions));
}

std::vector<ZoneTransition>::const_iterator TimeZone::in_force(Instant instant) const {
  const auto later =
      std::upper_bound(transitions_.begin(), transitions_.end(), instant,
                       [](Instant moment, const ZoneTransition& t) { return moment < t.at; });
  return later == transitions_.begin() ? later : later - 1;
}

std::chrono::seconds TimeZone::offset_at(Instant instant) const {
  return in_force(instant)->offset;
}

/// What the clocks show, written as if it were UTC.
Instant TimeZone::local(Instant instant) const {
  return instant + offset_at(instant);
}

Date TimeZone::date_of(Instant instant) const {
  return Date(std::chrono::floor<std::chrono::days>(local(instant)));
}

std::chrono::microseconds TimeZone::time_of_day(Instant instant) const {
  const Instant shown = local(instant);
  return shown - std::chrono::floor<std::chrono::days>(shown);
}

Instant TimeZone::at(Date date, std::chrono::minutes since_midnight) const {
  check(since_midnight >= std::chrono::minutes(0) && since_midnight < day_length,
        "a time of day is within 24 hours of midnight");
  const Instant shown = Instant(date.days()) + since_midnight;
  // Offsets are below a day, so no moment before this one can show that time.
  auto period = in_force(shown - day_length);
  Instant candidate = shown - period->offset;
  while (period + 1 != transitions_.end() && candidate >= (period + 1)->at) {
    ++period;
    // In a gap the clocks have passed that time when the period begins.
    candidate = std::max(shown - period->offset, period->at);
  }
  return candidate;
}

}  // namespace avstem
