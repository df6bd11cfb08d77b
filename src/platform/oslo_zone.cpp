#include "platform/oslo_zone.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <exception>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "platform/zone_rule.hpp"

namespace avstem {
namespace {

using Seconds = date::sys_seconds;

constexpr std::string_view database_folder = "/usr/share/zoneinfo/";
constexpr const char* oslo_name = "Europe/Oslo";

Seconds start_of_year(int year) {
  return Date(year, 1, 1).days();
}

Error zone_error(std::string_view name, std::string_view reason) {
  return {ErrorKind::storage,
          fmt::format("time zone '{}' cannot be read from {}: {}; install the package tzdata", name,
                      database_folder, reason)};
}

/// Some changes of a zone alter only its name.
void append(ZoneTransition change, std::vector<ZoneTransition>& transitions) {
  if (!transitions.empty() && transitions.back().offset == change.offset) return;
  transitions.push_back(change);
}

/// The last line of a zone's file (RFC 8536 § 3.3): the rule in POSIX form for the years after its
/// table, e.g. `CET-1CEST,M3.5.0,M10.5.0/3`. The date library leaves it out.
std::optional<std::string> read_footer(std::string_view name) {
  std::ifstream file(fmt::format("{}{}", database_folder, name), std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  if (content.size() < 2 || content.back() != '\n') return std::nullopt;
  const std::size_t begin = content.rfind('\n', content.size() - 2);
  if (begin == std::string::npos) return std::nullopt;
  return content.substr(begin + 1, content.size() - begin - 2);
}

/// What the database's table says from the first of our years on. May throw what the date library
/// throws.
std::vector<ZoneTransition> read_table(const date::time_zone& zone) {
  const Seconds until = start_of_year(zone_year_last + 1);
  std::vector<ZoneTransition> transitions;
  for (Seconds moment = start_of_year(zone_year_first);;) {
    const date::sys_info period = zone.get_info(moment);
    append({moment, period.offset}, transitions);
    if (period.end >= until || period.end <= moment) return transitions;
    moment = period.end;
  }
}

/// May throw what the date library throws.
Result<TimeZone> read_zone(std::string_view name) {
  auto transitions = read_table(*date::locate_zone(name));
  const auto footer = read_footer(name);
  if (!footer) return zone_error(name, "the file has no rule at its end");
  if (footer->empty()) return TimeZone::from_transitions(std::move(transitions));

  const auto rule = ZoneRule::parse(*footer);
  if (!rule) return zone_error(name, rule.error().message);
  const Instant table_end = transitions.back().at;
  for (int year = Date(std::chrono::floor<std::chrono::days>(table_end)).year();
       year <= zone_year_last; ++year) {
    for (const ZoneTransition& change : rule->transitions_in(year)) {
      if (change.at > table_end) append(change, transitions);
    }
  }
  return TimeZone::from_transitions(std::move(transitions));
}

}  // namespace

Result<TimeZone> load_zone(std::string_view name) {
  try {
    return read_zone(name);
  } catch (const std::exception& failure) {
    return zone_error(name, failure.what());
  }
}

const TimeZone& oslo() {
  static const TimeZone zone = [] {
    auto loaded = load_zone(oslo_name);
    check(loaded.has_value(), "the tz database (package tzdata) holds Europe/Oslo");
    return std::move(*loaded);
  }();
  return zone;
}

}  // namespace avstem
