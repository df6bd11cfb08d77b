#include "core/bank_calendar.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

namespace avstem {
namespace {

Date day(const char* text) {
  return Date::parse(text).value();
}

struct EasterYear {
  const char* maundy_thursday;
  const char* good_friday;
  const char* easter;
  const char* easter_monday;
  const char* ascension;
  const char* whit_sunday;
  const char* whit_monday;
};

constexpr EasterYear easter_years[] = {
    {"2025-04-17", "2025-04-18", "2025-04-20", "2025-04-21", "2025-05-29", "2025-06-08",
     "2025-06-09"},
    {"2026-04-02", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-14", "2026-05-24",
     "2026-05-25"},
    {"2027-03-25", "2027-03-26", "2027-03-28", "2027-03-29", "2027-05-06", "2027-05-16",
     "2027-05-17"},
    {"2028-04-13", "2028-04-14", "2028-04-16", "2028-04-17", "2028-05-25", "2028-06-04",
     "2028-06-05"},
    {"2029-03-29", "2029-03-30", "2029-04-01", "2029-04-02", "2029-05-10", "2029-05-20",
     "2029-05-21"},
    {"2030-04-18", "2030-04-19", "2030-04-21", "2030-04-22", "2030-05-30", "2030-06-09",
     "2030-06-10"},
};

/// Every public holiday from 2025 to 2030: those above and the five that stand still.
std::vector<Date> holidays_of(const EasterYear& year) {
  std::vector<Date> holidays;
  for (const char* text : {year.maundy_thursday, year.good_friday, year.easter, year.easter_monday,
                           year.ascension, year.whit_sunday, year.whit_monday}) {
    holidays.push_back(day(text));
  }
  const int number = day(year.easter).year();
  for (const Date fixed : {Date(number, 1, 1), Date(number, 5, 1), Date(number, 5, 17),
                           Date(number, 12, 25), Date(number, 12, 26)}) {
    holidays.push_back(fixed);
  }
  return holidays;
}

TEST(BankCalendar, EasterOfKnownYears) {
  for (const EasterYear& year : easter_years) {
    EXPECT_EQ(easter_sunday(day(year.easter).year()), day(year.easter)) << year.easter;
  }
  // The earliest and the latest Easter of our time.
  EXPECT_EQ(easter_sunday(2285), Date(2285, 3, 22));
  EXPECT_EQ(easter_sunday(2038), Date(2038, 4, 25));
}

TEST(BankCalendar, TheHolidaysAreExactlyThoseOfTheTable) {
  for (const EasterYear& year : easter_years) {
    const std::vector<Date> holidays = holidays_of(year);
    const int number = day(year.easter).year();
    for (Date date(number, 1, 1); date.year() == number; date = date.next()) {
      const bool expected = std::find(holidays.begin(), holidays.end(), date) != holidays.end();
      EXPECT_EQ(is_public_holiday(date), expected) << date.to_string();
    }
  }
}

TEST(BankCalendar, BanksCloseOnChristmasEveAndOpenOnNewYearsEve) {
  EXPECT_FALSE(is_bank_day(day("2026-12-24")));  // a Thursday
  EXPECT_FALSE(is_public_holiday(day("2026-12-24")));
  EXPECT_TRUE(is_bank_day(day("2026-12-31")));
  EXPECT_TRUE(is_bank_day(day("2026-12-23")));
  EXPECT_FALSE(is_bank_day(day("2026-04-04")));  // Easter Saturday, as any Saturday
}

TEST(BankCalendar, NextBankDayIsStrictlyAfter) {
  EXPECT_EQ(next_bank_day(day("2026-01-05")), day("2026-01-06"));
  EXPECT_EQ(next_bank_day(day("2026-01-09")), day("2026-01-12"));
  EXPECT_EQ(next_bank_day(day("2026-04-01")), day("2026-04-07"));
  EXPECT_EQ(bank_days_after(day("2026-01-10"), 0), day("2026-01-10"));
  EXPECT_EQ(bank_days_after(day("2026-01-09"), 4), day("2026-01-15"));
}

TEST(BankCalendar, WhenPayoutsArrive) {
  constexpr const char* payouts[][2] = {
      {"2026-01-05", "2026-01-07"}, {"2026-01-09", "2026-01-13"}, {"2026-01-10", "2026-01-13"},
      {"2026-01-11", "2026-01-13"}, {"2026-04-01", "2026-04-08"}, {"2026-04-06", "2026-04-08"},
      {"2027-05-14", "2027-05-19"}, {"2026-04-30", "2026-05-05"}, {"2026-05-13", "2026-05-18"},
      {"2026-05-22", "2026-05-27"}, {"2026-12-22", "2026-12-28"}, {"2026-12-23", "2026-12-29"},
      {"2026-12-30", "2027-01-04"}, {"2026-12-31", "2027-01-05"},
  };
  for (const auto& [ledger_date, bank_date] : payouts) {
    EXPECT_EQ(expected_bank_date(day(ledger_date)), day(bank_date)) << ledger_date;
  }
}

TEST(BankCalendar, EasterIsASundayBetween22MarchAnd25April) {
  for (int year = 1900; year <= 2999; ++year) {
    const Date easter = easter_sunday(year);
    EXPECT_EQ(easter.weekday(), std::chrono::Sunday) << year;
    EXPECT_GE(easter, Date(year, 3, 22));
    EXPECT_LE(easter, Date(year, 4, 25));
  }
}

TEST(BankCalendar, NothingOpensBetweenADateAndItsNextBankDay) {
  // The longest run of closed days is Maundy Thursday to Easter Monday.
  constexpr int closed_days_max = 5;
  for (Date date(2000, 1, 1); date.year() <= 2100; date = date.next()) {
    const Date next = next_bank_day(date);
    ASSERT_TRUE(is_bank_day(next)) << date.to_string();
    ASSERT_GT(next, date);
    ASSERT_LE(next, date.plus_days(closed_days_max + 1)) << date.to_string();
    for (Date between = date.next(); between < next; between = between.next()) {
      ASSERT_FALSE(is_bank_day(between)) << between.to_string();
    }
  }
}

TEST(BankCalendar, LaterLedgerDatesAreNeverPaidOutEarlier) {
  EXPECT_TRUE(rc::check([] {
    const Date date = Date(1900, 1, 1).plus_days(*rc::gen::inRange(0, 400'000));
    RC_ASSERT(expected_bank_date(date) <= expected_bank_date(date.next()));
    RC_ASSERT(is_bank_day(expected_bank_date(date)));
    // Payouts of closed days arrive together with that of the bank day before them.
    if (!is_bank_day(date.next())) {
      RC_ASSERT(expected_bank_date(date) == expected_bank_date(date.next()));
    }
  }));
}

}  // namespace
}  // namespace avstem
