#include "core/bank_calendar.hpp"

#include <algorithm>
#include <array>

#include "core/check.hpp"

namespace avstem {
namespace {

struct MonthDay {
  unsigned month;
  unsigned day;
};

constexpr std::array<MonthDay, 5> fixed_holidays = {{{1, 1}, {5, 1}, {5, 17}, {12, 25}, {12, 26}}};

/// In days from Easter Sunday: Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension
/// Day, Whit Sunday and Monday.
constexpr std::array<int, 7> holidays_from_easter = {-3, -2, 0, 1, 39, 49, 50};

constexpr int bank_days_to_payout = 2;

bool is_fixed_holiday(Date date) {
  return std::any_of(fixed_holidays.begin(), fixed_holidays.end(), [&](MonthDay holiday) {
    return date.month() == holiday.month && date.day() == holiday.day;
  });
}

bool is_moving_holiday(Date date) {
  const int distance = static_cast<int>((date.days() - easter_sunday(date.year()).days()).count());
  return std::find(holidays_from_easter.begin(), holidays_from_easter.end(), distance) !=
         holidays_from_easter.end();
}

bool is_weekend(Date date) {
  return date.weekday() == std::chrono::Saturday || date.weekday() == std::chrono::Sunday;
}

}  // namespace

// The letters are those of the published algorithm, so that it can be compared line by line.
Date easter_sunday(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = b / 4;
  const int e = b % 4;
  const int f = (b + 8) / 25;
  const int g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4;
  const int k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int month_and_day = h + l - 7 * m + 114;
  return {year, static_cast<unsigned>(month_and_day / 31),
          static_cast<unsigned>(month_and_day % 31 + 1)};
}

bool is_public_holiday(Date date) {
  return is_fixed_holiday(date) || is_moving_holiday(date);
}

bool is_bank_day(Date date) {
  if (is_weekend(date) || is_public_holiday(date)) return false;
  return !(date.month() == 12 && date.day() == 24);
}

Date next_bank_day(Date date) {
  do {
    date = date.next();
  } while (!is_bank_day(date));
  return date;
}

Date bank_days_after(Date date, int count) {
  check(count >= 0, "bank days are counted forwards");
  for (int i = 0; i < count; ++i)
    date = next_bank_day(date);
  return date;
}

Date expected_bank_date(Date ledger_date) {
  return bank_days_after(ledger_date, bank_days_to_payout);
}

}  // namespace avstem
