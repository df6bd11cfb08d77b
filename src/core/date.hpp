#pragma once

#include <chrono>
#include <compare>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace avstem {

/// A calendar date without a time: a ledger date, a voucher date, a due date. Which zone it
/// belongs to is said where it is used; in the books that is always Europe/Oslo.
class Date {
 public:
  constexpr Date() = default;  ///< 1970-01-01
  constexpr explicit Date(std::chrono::sys_days days) : days_(days) {}
  /// A date that is known to exist; a literal in code. For input use parse or from_parts.
  constexpr Date(int year, unsigned month, unsigned day)
      : days_(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) {}

  /// "2026-01-05"; a day that does not exist is an error.
  static Result<Date> parse(std::string_view text);
  static Result<Date> from_parts(int year, unsigned month, unsigned day);

  std::string to_string() const;   ///< "2026-01-05"
  std::string to_compact() const;  ///< "20260105"

  std::chrono::sys_days days() const { return days_; }
  int year() const;
  unsigned month() const;
  unsigned day() const;
  std::chrono::weekday weekday() const { return std::chrono::weekday(days_); }

  Date plus_days(int count) const { return Date(days_ + std::chrono::days(count)); }
  Date next() const { return plus_days(1); }
  Date previous() const { return plus_days(-1); }
  /// 31 December of the date's own year; the fiscal year is the calendar year.
  Date end_of_year() const { return Date(year(), 12, 31); }

  friend auto operator<=>(const Date&, const Date&) = default;

 private:
  std::chrono::sys_days days_{};
};

}  // namespace avstem
