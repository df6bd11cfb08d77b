#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace avstem {

/// A moment in UTC, to the microsecond (the finest that Vipps reports).
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// Reads an RFC 3339 timestamp: `2020-10-05T00:00:00.000000Z`, `2022-10-01T16:33:00+02:00`,
/// and the offset without a colon, `+0200`, that Vipps' report also shows (facts: Report API
/// § 10.3). One to nine fraction digits; those beyond microseconds are cut. A missing offset is an
/// error, since guessing a zone moves money between days.
Result<Instant> parse_instant(std::string_view text);

/// `2026-01-05T10:00:00.123456Z`; the fraction is left out when it is zero.
std::string to_string(Instant instant);

}  // namespace avstem
