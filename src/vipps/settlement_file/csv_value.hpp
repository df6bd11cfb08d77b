#pragma once

#include <cstdint>
#include <string_view>

#include "core/date.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"

namespace avstem::vipps::settlement_file {

/// Kroner to øre: `1234.5`, `1 234,50`, `1.234,50`, `-8.35`, with either decimal sign. An amount
/// whose comma or point may as well group thousands (`1,234`) is an error, never a guess.
Result<std::int64_t> parse_csv_amount(std::string_view text);

/// `2026-02-28` or `28.02.2026`, whatever stands behind it.
Result<Date> parse_csv_date(std::string_view text);

/// A date, or a date and Oslo's wall time (`28.02.2026 09:53`), or a time with its own offset
/// (`2026-02-28T09:53:00+01:00`). A date alone is its midnight in Oslo.
Result<Instant> parse_csv_time(std::string_view text);

}  // namespace avstem::vipps::settlement_file
