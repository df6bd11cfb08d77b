#include "vipps/settlement_file/oslo_wall_time.hpp"

#include <gtest/gtest.h>

namespace avstem::vipps::settlement_file {
namespace {

std::string moment(const char* wall) {
  return to_string(from_oslo_wall_time(parse_instant(wall).value()));
}

TEST(OsloWallTime, WinterIsOneHourAndSummerTwoHoursEastOfUtc) {
  EXPECT_EQ(moment("2018-01-15T12:00:00Z"), "2018-01-15T11:00:00Z");
  EXPECT_EQ(moment("2018-07-15T12:00:00Z"), "2018-07-15T10:00:00Z");
}

TEST(OsloWallTime, TheSwitchesStandOnTheLastSundays) {
  EXPECT_EQ(moment("2018-03-25T01:59:59Z"), "2018-03-25T00:59:59Z");
  EXPECT_EQ(moment("2018-03-25T03:00:00Z"), "2018-03-25T01:00:00Z");
  EXPECT_EQ(moment("2018-10-28T03:00:00Z"), "2018-10-28T02:00:00Z");
}

TEST(OsloWallTime, TheHourThatComesTwiceIsTheFirstAndTheSkippedOneIsReadUnmoved) {
  EXPECT_EQ(moment("2018-10-28T02:30:00Z"), "2018-10-28T00:30:00Z");
  EXPECT_EQ(moment("2018-03-25T02:30:00Z"), "2018-03-25T01:30:00Z");
}

TEST(OsloWallTime, ADateEndsOneSecondBeforeMidnightInOslo) {
  EXPECT_EQ(to_string(end_of_oslo_date(Date(2018, 12, 31))), "2018-12-31T22:59:59Z");
  EXPECT_EQ(to_string(end_of_oslo_date(Date(2018, 6, 30))), "2018-06-30T21:59:59Z");
}

}  // namespace
}  // namespace avstem::vipps::settlement_file
