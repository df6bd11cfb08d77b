#include "platform/zone_rule.hpp"

#include <gtest/gtest.h>

namespace avstem {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using Transitions = std::vector<ZoneTransition>;

Instant instant(const char* text) {
  return parse_instant(text).value();
}

Transitions changes(const char* rule, int year) {
  return ZoneRule::parse(rule).value().transitions_in(year);
}

TEST(ZoneRule, OsloChangesOnTheLastSundays) {
  EXPECT_EQ(changes("CET-1CEST,M3.5.0,M10.5.0/3", 2026),
            (Transitions{{instant("2026-03-29T01:00:00Z"), hours(2)},
                         {instant("2026-10-25T01:00:00Z"), hours(1)}}));
  EXPECT_EQ(changes("CET-1CEST,M3.5.0,M10.5.0/3", 2099),
            (Transitions{{instant("2099-03-29T01:00:00Z"), hours(2)},
                         {instant("2099-10-25T01:00:00Z"), hours(1)}}));
}

TEST(ZoneRule, ZonesWestSouthAndWithoutSummerTime) {
  EXPECT_EQ(changes("EST5EDT,M3.2.0,M11.1.0", 2026),
            (Transitions{{instant("2026-03-08T07:00:00Z"), -hours(4)},
                         {instant("2026-11-01T06:00:00Z"), -hours(5)}}));
  EXPECT_EQ(changes("AEST-10AEDT,M10.1.0,M4.1.0/3", 2026),
            (Transitions{{instant("2026-04-04T16:00:00Z"), hours(10)},
                         {instant("2026-10-03T16:00:00Z"), hours(11)}}));
  EXPECT_EQ(changes("UTC0", 2026), Transitions{});
  EXPECT_EQ(changes("<+0330>-3:30", 2026), Transitions{});
}

TEST(ZoneRule, SummerTimeOfAnotherLengthAndChangesBeforeMidnight) {
  EXPECT_EQ(changes("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2026),
            (Transitions{{instant("2026-04-04T15:00:00Z"), hours(10) + minutes(30)},
                         {instant("2026-10-03T15:30:00Z"), hours(11)}}));
  EXPECT_EQ(changes("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026),
            (Transitions{{instant("2026-03-29T01:00:00Z"), -hours(1)},
                         {instant("2026-10-25T01:00:00Z"), -hours(2)}}));
}

TEST(ZoneRule, RefusesWhatItDoesNotUnderstand) {
  for (const char* text : {"",
                           "CET",
                           "CE-1",
                           "-1",
                           "<CET-1",
                           "CET-1CEST",
                           "CET-1CEST,M3.5.0",
                           "CET-1CEST,M3.5.0,",
                           "CET-1CEST,M3.5.0,M10.5.0/3x",
                           "CET-1CEST,M13.5.0,M10.5.0",
                           "CET-1CEST,M0.5.0,M10.5.0",
                           "CET-1CEST,M3.6.0,M10.5.0",
                           "CET-1CEST,M3.0.0,M10.5.0",
                           "CET-1CEST,M3.5.7,M10.5.0",
                           "CET-1CEST,M3.5.0/168,M10.5.0",
                           "CET-1CEST,J60,J300",
                           "CET-1:60",
                           "CET-168",
                           "CET--1",
                           "CET-99999999999999999999"}) {
    EXPECT_FALSE(ZoneRule::parse(text)) << text;
  }
}

}  // namespace
}  // namespace avstem
