#pragma once

#include <string_view>

#include "core/oslo_time.hpp"

namespace avstem {

/// The years that load_zone covers; outside them the first or last offset holds.
inline constexpr int zone_year_first = 2000;
inline constexpr int zone_year_last = 2100;

/// Reads a zone such as `Europe/Oslo` from the machine's tz database. Years after the database's
/// own table, which often ends in 2037, follow the rule at the end of the zone's file. A zone that
/// is not there, or a broken file, is an error.
Result<TimeZone> load_zone(std::string_view name);

/// Norwegian time, read once from the tz database. Without that database (package tzdata) no
/// date can be right, so the program stops; main calls load_zone first to say so kindly.
const TimeZone& oslo();

}  // namespace avstem
