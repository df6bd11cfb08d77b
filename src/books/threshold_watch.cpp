#include "books/threshold_watch.hpp"

#include <fmt/format.h>

#include <chrono>

#include "core/money.hpp"

namespace avstem::books {
namespace {

/// The same day a year earlier; 28 February for the 29th.
Date a_year_before(Date day) {
  const std::chrono::year_month_day before =
      std::chrono::year_month_day(day.days()) - std::chrono::years(1);
  return Date(before.ok()
                  ? std::chrono::sys_days(before)
                  : std::chrono::sys_days(before.year() / before.month() / std::chrono::last));
}

}  // namespace

Result<ThresholdState> threshold_state(std::span<const Turnover> turnover,
                                       RegistrationClass registration_class, Date day) {
  auto threshold = registration_threshold(registration_class, day);
  if (!threshold) return threshold.error();
  ThresholdState state{0, *threshold, ThresholdLevel::below};
  const Date before = a_year_before(day);
  for (const Turnover& each : turnover) {
    if (each.delivered > before && each.delivered <= day) {
      state.turnover = add_minor(state.turnover, each.amount);
    }
  }
  // Thresholds are whole kroner, so their hundredth part is exact.
  if (state.turnover >= state.threshold) {
    state.level = ThresholdLevel::reached;
  } else if (state.turnover >= state.threshold / 100 * threshold_warning_percent) {
    state.level = ThresholdLevel::near;
  }
  return state;
}

Result<std::optional<Finding>> watch_threshold(std::span<const Turnover> turnover,
                                               RegistrationClass registration_class, Date day) {
  const auto today = threshold_state(turnover, registration_class, day);
  if (!today) return today.error();
  if (today->level == ThresholdLevel::below) return std::optional<Finding>();
  const auto yesterday = threshold_state(turnover, registration_class, day.previous());
  if (!yesterday) return yesterday.error();
  if (today->level <= yesterday->level) return std::optional<Finding>();
  const bool reached = today->level == ThresholdLevel::reached;
  Finding told;
  told.kind = FindingKind::registration_threshold;
  told.ledger_date = day;
  told.subject = fmt::format("{} {}", to_string(registration_class), reached ? "reached" : "near");
  told.amount = today->turnover;
  told.message = fmt::format(
      "turnover of the twelve months up to {} is {}, {} the threshold of VAT registration, {} "
      "({}): {}",
      day.to_string(), Money(today->turnover, Currency()).to_decimal(),
      reached ? "at or above" : fmt::format("{} % or more of", threshold_warning_percent),
      Money(today->threshold, Currency()).to_decimal(), to_string(registration_class),
      reached ? "the client must register in the VAT register when it is exceeded"
              : "prepare the registration, and ask which of the sales count");
  return std::optional(std::move(told));
}

}  // namespace avstem::books
