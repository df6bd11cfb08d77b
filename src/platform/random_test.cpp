#include "platform/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace avstem {
namespace {

TEST(Random, SeededGivesThePublishedSequence) {
  SeededRandom random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317U);
  EXPECT_EQ(random.next(), 3203168211198807973U);
  EXPECT_EQ(random.next(), 9817491932198370423U);
  EXPECT_EQ(random.next(), 4593380528125082431U);
  EXPECT_EQ(random.next(), 16408922859458223821U);
}

TEST(Random, OtherSeedsGiveOtherNumbers) {
  EXPECT_NE(SeededRandom(1).next(), SeededRandom(2).next());
}

TEST(Random, SystemDoesNotRepeatItself) {
  SystemRandom random;
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1'000; ++i)
    seen.insert(random.next());
  EXPECT_EQ(seen.size(), 1'000U);
}

}  // namespace
}  // namespace avstem
