#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "core/oslo_time.hpp"

namespace avstem {

/// The rule of a zone for all the years to come, as the POSIX TZ text writes it:
///
///     rule   = name offset [ name [ offset ] "," change "," change ]
///     change = "M" month "." week "." weekday [ "/" time ]
///
/// `CET-1CEST,M3.5.0,M10.5.0/3`: an hour ahead of UTC, two in summer, which begins on the last (5)
/// Sunday (0) of March at 02:00 and ends on the last Sunday of October at 03:00, each as the clocks
/// show it just before. POSIX counts offsets westwards, so ours have the other sign.
class ZoneRule {
 public:
  /// Text that does not follow the grammar is an error, and so are changes by day number (`J60`),
  /// which no zone uses.
  static Result<ZoneRule> parse(std::string_view text);

  /// The changes of the clocks in a year, in order; none when the zone has no summer time.
  std::vector<ZoneTransition> transitions_in(int year) const;

 private:
  class Reader;

  struct Change {
    unsigned month = 1;
    unsigned week = 1;     ///< 1 to 4; 5 is the last one
    unsigned weekday = 0;  ///< 0 is Sunday
    std::chrono::seconds time{};

    std::chrono::sys_seconds shown_in(int year) const;
  };

  struct Summer {
    std::chrono::seconds offset{};
    Change begins;
    Change ends;
  };

  std::chrono::seconds standard_{};
  std::optional<Summer> summer_;
};

}  // namespace avstem
