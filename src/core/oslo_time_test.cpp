#include "core/oslo_time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace avstem {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Instant instant(const char* text) {
  return parse_instant(text).value();
}

/// The changes of the clocks in Oslo from 2026 to 2028, by hand.
TimeZone oslo_by_hand() {
  return TimeZone::from_transitions({
                                        {instant("2025-10-26T01:00:00Z"), hours(1)},
                                        {instant("2026-03-29T01:00:00Z"), hours(2)},
                                        {instant("2026-10-25T01:00:00Z"), hours(1)},
                                        {instant("2027-03-28T01:00:00Z"), hours(2)},
                                        {instant("2027-10-31T01:00:00Z"), hours(1)},
                                        {instant("2028-03-26T01:00:00Z"), hours(2)},
                                        {instant("2028-10-29T01:00:00Z"), hours(1)},
                                    })
      .value();
}

Instant at(const TimeZone& zone, Date date, int hour, int minute) {
  return zone.at(date, hours(hour) + minutes(minute));
}

TEST(TimeZone, DatesTurnAtLocalMidnight) {
  const TimeZone zone = oslo_by_hand();
  EXPECT_EQ(zone.date_of(instant("2026-12-31T22:59:59.999999Z")), Date(2026, 12, 31));
  EXPECT_EQ(zone.date_of(instant("2026-12-31T23:00:00Z")), Date(2027, 1, 1));
  EXPECT_EQ(zone.date_of(instant("2026-12-31T23:30:00Z")), Date(2027, 1, 1));
  EXPECT_EQ(zone.time_of_day(instant("2026-12-31T23:30:00Z")), minutes(30));
  EXPECT_EQ(zone.date_of(instant("2026-06-30T22:15:00Z")), Date(2026, 7, 1));
  EXPECT_EQ(zone.time_of_day(instant("2026-06-30T22:15:00Z")), minutes(15));
  EXPECT_EQ(zone.time_of_day(instant("2026-06-30T21:59:59.999999Z")),
            hours(24) - std::chrono::microseconds(1));
}

TEST(TimeZone, DaysAreShorterInSpringAndLongerInAutumn) {
  const TimeZone zone = oslo_by_hand();
  const auto length = [&](Date date) { return zone.start_of(date.next()) - zone.start_of(date); };
  for (const Date spring : {Date(2026, 3, 29), Date(2027, 3, 28), Date(2028, 3, 26)}) {
    EXPECT_EQ(length(spring), hours(23)) << spring.to_string();
    EXPECT_EQ(length(spring.previous()), hours(24));
    EXPECT_EQ(length(spring.next()), hours(24));
  }
  for (const Date autumn : {Date(2026, 10, 25), Date(2027, 10, 31), Date(2028, 10, 29)}) {
    EXPECT_EQ(length(autumn), hours(25)) << autumn.to_string();
    EXPECT_EQ(length(autumn.previous()), hours(24));
    EXPECT_EQ(length(autumn.next()), hours(24));
  }
}

TEST(TimeZone, ATimeInTheSpringGapIsTheMomentTheClocksJump) {
  const TimeZone zone = oslo_by_hand();
  const Date day(2026, 3, 29);
  EXPECT_EQ(at(zone, day, 1, 59), instant("2026-03-29T00:59:00Z"));
  EXPECT_EQ(at(zone, day, 2, 0), instant("2026-03-29T01:00:00Z"));
  EXPECT_EQ(at(zone, day, 2, 30), instant("2026-03-29T01:00:00Z"));
  EXPECT_EQ(at(zone, day, 3, 0), instant("2026-03-29T01:00:00Z"));
  EXPECT_EQ(at(zone, day, 3, 30), instant("2026-03-29T01:30:00Z"));
  EXPECT_EQ(zone.time_of_day(instant("2026-03-29T01:30:00Z")), hours(3) + minutes(30));
}

TEST(TimeZone, ATimeInTheAutumnOverlapIsTheEarlierOne) {
  const TimeZone zone = oslo_by_hand();
  const Date day(2026, 10, 25);
  EXPECT_EQ(at(zone, day, 1, 59), instant("2026-10-24T23:59:00Z"));
  EXPECT_EQ(at(zone, day, 2, 0), instant("2026-10-25T00:00:00Z"));
  EXPECT_EQ(at(zone, day, 2, 30), instant("2026-10-25T00:30:00Z"));
  EXPECT_EQ(at(zone, day, 3, 0), instant("2026-10-25T02:00:00Z"));
  // Both half past twos show the same.
  EXPECT_EQ(zone.time_of_day(instant("2026-10-25T00:30:00Z")), hours(2) + minutes(30));
  EXPECT_EQ(zone.time_of_day(instant("2026-10-25T01:30:00Z")), hours(2) + minutes(30));
}

TEST(TimeZone, TheOffsetChangesAtTheMomentItself) {
  const TimeZone zone = oslo_by_hand();
  EXPECT_EQ(zone.offset_at(instant("2026-03-29T00:59:59.999999Z")), hours(1));
  EXPECT_EQ(zone.offset_at(instant("2026-03-29T01:00:00Z")), hours(2));
}

TEST(TimeZone, TheFirstOffsetHoldsBeforeItAndTheLastForEver) {
  const TimeZone zone = oslo_by_hand();
  EXPECT_EQ(zone.offset_at(instant("1990-07-01T00:00:00Z")), hours(1));
  EXPECT_EQ(zone.start_of(Date(1990, 7, 1)), instant("1990-06-30T23:00:00Z"));
  EXPECT_EQ(zone.start_of(Date(2090, 7, 1)), instant("2090-06-30T23:00:00Z"));
}

TEST(TimeZone, AGapAtMidnightStartsTheDayLater) {
  const TimeZone zone = TimeZone::from_transitions({{instant("2026-01-01T00:00:00Z"), -hours(1)},
                                                    {instant("2026-04-05T01:00:00Z"), hours(0)}})
                            .value();
  EXPECT_EQ(zone.start_of(Date(2026, 4, 5)), instant("2026-04-05T01:00:00Z"));
  EXPECT_EQ(zone.time_of_day(zone.start_of(Date(2026, 4, 5))), hours(1));
}

TEST(TimeZone, RefusesDataThatIsNoZone) {
  const ZoneTransition winter{instant("2025-10-26T01:00:00Z"), hours(1)};
  const ZoneTransition summer{instant("2026-03-29T01:00:00Z"), hours(2)};
  EXPECT_FALSE(TimeZone::from_transitions({}));
  EXPECT_FALSE(TimeZone::from_transitions({summer, winter}));
  EXPECT_FALSE(TimeZone::from_transitions({winter, winter}));
  EXPECT_FALSE(TimeZone::from_transitions({{winter.at, hours(24)}}));
  EXPECT_FALSE(TimeZone::from_transitions({{winter.at, -hours(24)}}));
  EXPECT_TRUE(TimeZone::from_transitions({{winter.at, hours(24) - seconds(1)}}));
}

TEST(TimeZone, AtIsTheFirstMomentThatShowsTheTimeOrALaterOne) {
  const TimeZone zone = oslo_by_hand();
  EXPECT_TRUE(rc::check([&] {
    // Half of the days are within two of a change of the clocks.
    const auto& change = *rc::gen::elementOf(zone.transitions());
    const int reach = *rc::gen::element(2, 400);
    const Date date = zone.date_of(change.at).plus_days(*rc::gen::inRange(-reach, reach + 1));
    const minutes time(*rc::gen::inRange(0, 24 * 60));

    const auto shown = [&](Instant moment) {
      return std::pair(zone.date_of(moment), zone.time_of_day(moment));
    };
    const Instant found = zone.at(date, time);
    const auto wanted = std::pair(date, std::chrono::microseconds(time));
    RC_ASSERT(shown(found) >= wanted);
    for (int before = 1; before <= 26 * 60; ++before) {
      RC_ASSERT(shown(found - minutes(before)) < wanted);
    }
    RC_ASSERT(shown(found - std::chrono::microseconds(1)) < wanted);
  }));
}

TEST(TimeZone, EveryMomentIsWithinItsOwnDate) {
  const TimeZone zone = oslo_by_hand();
  EXPECT_TRUE(rc::check([&] {
    const Instant moment =
        instant("2025-06-01T00:00:00Z") + std::chrono::microseconds(*rc::gen::inRange<std::int64_t>(
                                              0, std::int64_t{4} * 365 * 86'400 * 1'000'000));
    const Date date = zone.date_of(moment);
    RC_ASSERT(zone.start_of(date) <= moment);
    RC_ASSERT(moment < zone.start_of(date.next()));
  }));
}

}  // namespace
}  // namespace avstem
