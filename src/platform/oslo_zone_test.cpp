#include "platform/oslo_zone.hpp"

#include <gtest/gtest.h>

namespace avstem {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Instant instant(const char* text) {
  return parse_instant(text).value();
}

/// Directive 2000/84/EC: clocks change on the last Sunday of March and October, at 01:00 UTC.
Instant last_sunday_at_one(int year, unsigned month) {
  Date date(year, month, 31);
  while (date.weekday() != std::chrono::Sunday)
    date = date.previous();
  return Instant(date.days()) + hours(1);
}

TEST(OsloZone, ChangesTwiceAYearByTheDirectiveFrom2000To2100) {
  std::vector<ZoneTransition> expected = {{instant("2000-01-01T00:00:00Z"), hours(1)}};
  for (int year = zone_year_first; year <= zone_year_last; ++year) {
    expected.push_back({last_sunday_at_one(year, 3), hours(2)});
    expected.push_back({last_sunday_at_one(year, 10), hours(1)});
  }
  ASSERT_EQ(oslo().transitions().size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(to_string(oslo().transitions()[i].at), to_string(expected[i].at));
    EXPECT_EQ(oslo().transitions()[i].offset, expected[i].offset) << to_string(expected[i].at);
  }
}

TEST(OsloZone, DatesAtTheEndsOfMonthsAndYears) {
  EXPECT_EQ(oslo().date_of(instant("2026-12-31T23:30:00Z")), Date(2027, 1, 1));
  EXPECT_EQ(oslo().time_of_day(instant("2026-12-31T23:30:00Z")), minutes(30));
  EXPECT_EQ(oslo().date_of(instant("2026-06-30T22:15:00Z")), Date(2026, 7, 1));
  EXPECT_EQ(oslo().time_of_day(instant("2026-06-30T22:15:00Z")), minutes(15));
  EXPECT_EQ(oslo().time_of_day(instant("2026-03-29T01:30:00Z")), hours(3) + minutes(30));
}

TEST(OsloZone, LengthsOfTheDaysWhenTheClocksChange) {
  const auto length = [](Date date) {
    return oslo().start_of(date.next()) - oslo().start_of(date);
  };
  for (const Date spring : {Date(2026, 3, 29), Date(2027, 3, 28), Date(2028, 3, 26)}) {
    EXPECT_EQ(length(spring), hours(23)) << spring.to_string();
  }
  for (const Date autumn : {Date(2026, 10, 25), Date(2027, 10, 31), Date(2028, 10, 29)}) {
    EXPECT_EQ(length(autumn), hours(25)) << autumn.to_string();
  }
}

TEST(OsloZone, OtherZonesOfOurCustomersLoadToo) {
  const auto helsinki = load_zone("Europe/Helsinki");
  ASSERT_TRUE(helsinki) << helsinki.error().message;
  EXPECT_EQ(helsinki->date_of(instant("2026-06-30T21:15:00Z")), Date(2026, 7, 1));
  EXPECT_EQ(helsinki->offset_at(instant("2060-07-01T00:00:00Z")), hours(3));
  // Without changes of the clocks.
  EXPECT_EQ(load_zone("UTC")->transitions().size(), 1U);
}

TEST(OsloZone, AnUnknownZoneIsAnErrorThatNamesIt) {
  const auto zone = load_zone("Europe/Eidsvoll");
  ASSERT_FALSE(zone);
  EXPECT_EQ(zone.error().kind, ErrorKind::storage);
  EXPECT_NE(zone.error().message.find("Europe/Eidsvoll"), std::string::npos);
}

}  // namespace
}  // namespace avstem
