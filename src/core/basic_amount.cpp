#include "core/basic_amount.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace avstem {
namespace {

struct BasicAmountPeriod {
  Date from;
  std::int64_t amount;
};

/// NAV's table, a line for each 1 May, oldest first. A new year is a new line, and moves the end.
constexpr BasicAmountPeriod periods[] = {
    {Date(2023, 5, 1), 118'620'00},
    {Date(2024, 5, 1), 124'028'00},
    {Date(2025, 5, 1), 130'160'00},
};

/// The first day whose amount is not in the table.
constexpr Date end_of_table{2026, 5, 1};

}  // namespace

Result<std::int64_t> basic_amount(Date date) {
  if (date < std::begin(periods)->from || date >= end_of_table) {
    return Error{
        ErrorKind::not_found,
        fmt::format("the basic amount (G) of {} is not known; the table holds {} up to {}: "
                    "look it up at nav.no",
                    date.to_string(), std::begin(periods)->from.to_string(),
                    end_of_table.previous().to_string())};
  }
  const auto* const after =
      std::upper_bound(std::begin(periods), std::end(periods), date,
                       [](Date day, const BasicAmountPeriod& period) { return day < period.from; });
  return std::prev(after)->amount;
}

Result<std::int64_t> register_exemption(Date date) {
  return basic_amount(date).map(
      [](std::int64_t amount) { return register_exemption_in_basic_amounts * amount; });
}

}  // namespace avstem
