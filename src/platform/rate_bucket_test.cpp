#include "platform/rate_bucket.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace avstem {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

const Instant start{std::chrono::sys_days(std::chrono::year(2026) / 11 / 20)};

TEST(RateBucket, LetsTheAgreedNumberThroughAtOnce) {
  ManualClock clock(start);
  RateBucket bucket(clock, 10);
  for (int i = 0; i < 10; ++i)
    bucket.take();
  EXPECT_EQ(clock.now(), start);
}

TEST(RateBucket, HoldsTheNextOneBackUntilTheWindowHasPassed) {
  ManualClock clock(start);
  RateBucket bucket(clock, 10);
  for (int i = 0; i < 11; ++i)
    bucket.take();
  EXPECT_EQ(clock.now(), start + seconds(1));
  for (int i = 0; i < 9; ++i)
    bucket.take();
  EXPECT_EQ(clock.now(), start + seconds(1));
  bucket.take();
  EXPECT_EQ(clock.now(), start + seconds(2));
}

TEST(RateBucket, WaitsOnlyForWhatIsLeftOfTheWindow) {
  ManualClock clock(start);
  RateBucket bucket(clock, 1);
  bucket.take();
  clock.set(start + milliseconds(700));
  bucket.take();
  EXPECT_EQ(clock.now(), start + seconds(1));
}

TEST(RateBucket, RoundsAWaitUpToWholeMilliseconds) {
  ManualClock clock(start);
  RateBucket bucket(clock, 1);
  bucket.take();
  clock.set(start + microseconds(999'500));
  bucket.take();
  EXPECT_EQ(clock.now(), start + microseconds(1'000'500));
}

TEST(RateBucket, ForgetsThePastWhenTheClockWasSetBack) {
  ManualClock clock(start);
  RateBucket bucket(clock, 1);
  bucket.take();
  clock.set(start - std::chrono::hours(1));
  bucket.take();
  EXPECT_EQ(clock.now(), start - std::chrono::hours(1));
  bucket.take();
  EXPECT_EQ(clock.now(), start - std::chrono::hours(1) + seconds(1));
}

TEST(RateBucket, NoCallerWaitsLongerThanTheLimit) {
  ManualClock clock(start);
  RateBucket bucket(clock, 1);
  bucket.take();
  clock.set(start + seconds(1) - RateBucket::wait_max);
  bucket.take();
  EXPECT_EQ(clock.now(), start + seconds(1));  // exactly the limit is still waited for
}

RC_GTEST_PROP(RateBucket, NoWindowEverHoldsMoreThanTheAgreedNumber, ()) {
  const auto requests_max = *rc::gen::inRange<std::size_t>(1, 12);
  const auto pauses = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 400'000));
  ManualClock clock(start);
  RateBucket bucket(clock, requests_max);
  std::vector<Instant> sent;
  for (const int pause : pauses) {
    clock.set(clock.now() + microseconds(pause));
    bucket.take();
    sent.push_back(clock.now());
  }
  for (std::size_t i = requests_max; i < sent.size(); ++i) {
    RC_ASSERT(sent[i] - sent[i - requests_max] >= seconds(1));
  }
}

}  // namespace
}  // namespace avstem
