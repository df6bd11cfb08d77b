#include "core/date.hpp"

#include <fmt/format.h>

#include <charconv>

namespace avstem {
namespace {

std::chrono::year_month_day parts(std::chrono::sys_days days) {
  return {days};
}

bool read_number(std::string_view text, int& value) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  return status == std::errc() && end == text.data() + text.size();
}

}  // namespace

Result<Date> Date::from_parts(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok() || year < 1900 || year > 2999) {
    return Error{ErrorKind::invalid,
                 fmt::format("date '{:04}-{:02}-{:02}' does not exist", year, month, day)};
  }
  return Date(std::chrono::sys_days(date));
}

Result<Date> Date::parse(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' ||
      !read_number(text.substr(0, 4), year) || !read_number(text.substr(5, 2), month) ||
      !read_number(text.substr(8, 2), day)) {
    return Error{ErrorKind::invalid, fmt::format("date '{}' is not written YYYY-MM-DD", text)};
  }
  return from_parts(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::string Date::to_string() const {
  return fmt::format("{:04}-{:02}-{:02}", year(), month(), day());
}

std::string Date::to_compact() const {
  return fmt::format("{:04}{:02}{:02}", year(), month(), day());
}

int Date::year() const {
  return static_cast<int>(parts(days_).year());
}
unsigned Date::month() const {
  return static_cast<unsigned>(parts(days_).month());
}
unsigned Date::day() const {
  return static_cast<unsigned>(parts(days_).day());
}

}  // namespace avstem
