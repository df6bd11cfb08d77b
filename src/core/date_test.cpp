#include "core/date.hpp"

#include <gtest/gtest.h>

#include "core/instant.hpp"

namespace avstem {
namespace {

TEST(Date, ReadsAndWritesIso) {
  EXPECT_EQ(Date::parse("2026-01-05").value(), Date(2026, 1, 5));
  EXPECT_EQ(Date(2026, 1, 5).to_string(), "2026-01-05");
  EXPECT_EQ(Date(2026, 12, 31).next(), Date(2027, 1, 1));
  EXPECT_EQ(Date(2026, 3, 1).previous(), Date(2026, 2, 28));
  EXPECT_EQ(Date(2026, 3, 1).end_of_year(), Date(2026, 12, 31));
}

TEST(Date, RefusesDaysThatDoNotExist) {
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "26-01-05", "2026/01/05",
                           "2026-1-5", "2026-01-05T", "", "+026-01-05"}) {
    EXPECT_FALSE(Date::parse(text)) << text;
  }
}

TEST(Instant, OffsetsWithAndWithoutColonNameTheSameMoment) {
  const Instant expected = parse_instant("2022-10-01T14:33:00.824993Z").value();
  EXPECT_EQ(parse_instant("2022-10-01T16:33:00.824993+0200").value(), expected);
  EXPECT_EQ(parse_instant("2022-10-01T16:33:00.824993+02:00").value(), expected);
  EXPECT_EQ(to_string(expected), "2022-10-01T14:33:00.824993Z");
}

TEST(Instant, FractionsOfAnyUsualLength) {
  EXPECT_EQ(to_string(parse_instant("2026-01-19T16:26:32.1Z").value()),
            "2026-01-19T16:26:32.100000Z");
  EXPECT_EQ(to_string(parse_instant("2026-01-19T16:26:32.3061965Z").value()),
            "2026-01-19T16:26:32.306196Z");
  EXPECT_EQ(to_string(parse_instant("2026-01-19T16:26:32Z").value()), "2026-01-19T16:26:32Z");
}

TEST(Instant, AMissingOffsetIsAnErrorNotAGuess) {
  for (const char* text :
       {"2026-01-19T16:26:32", "2026-01-19", "2026-01-19T25:00:00Z", "2026-01-19T16:26:32.Z",
        "2026-01-19T16:26:32+2", "2026-02-30T00:00:00Z", "2026-01-19T16:26:32.1234567890Z"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

}  // namespace
}  // namespace avstem
