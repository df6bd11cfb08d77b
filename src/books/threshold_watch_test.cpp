#include "books/threshold_watch.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <vector>

namespace avstem::books {
namespace {

constexpr Date day{2026, 3, 15};
using enum RegistrationClass;

ThresholdLevel level(const std::vector<Turnover>& turnover, Date on = day) {
  return threshold_state(turnover, general, on).value().level;
}

TEST(ThresholdWatch, WarnsAtEightyPercentAndAtTheThreshold) {
  EXPECT_EQ(level({{day, 39'999'99}}), ThresholdLevel::below);
  EXPECT_EQ(level({{day, 40'000'00}}), ThresholdLevel::near);
  EXPECT_EQ(level({{day, 49'999'99}}), ThresholdLevel::near);
  EXPECT_EQ(level({{day, 50'000'00}}), ThresholdLevel::reached);
  EXPECT_EQ(threshold_state(std::vector<Turnover>{{day, 112'000'00}}, charitable, day)->level,
            ThresholdLevel::near);
}

TEST(ThresholdWatch, CountsAnyTwelveMonths) {
  EXPECT_EQ(level({{Date(2025, 3, 15), 50'000'00}}), ThresholdLevel::below);
  EXPECT_EQ(level({{Date(2025, 3, 16), 50'000'00}}), ThresholdLevel::reached);
  EXPECT_EQ(level({{day.next(), 50'000'00}}), ThresholdLevel::below);
  EXPECT_EQ(level({{day, 50'000'00}, {day, -20'000'00}}), ThresholdLevel::below);
  const Date leap(2028, 2, 29);
  EXPECT_EQ(level({{Date(2027, 2, 28), 50'000'00}}, leap), ThresholdLevel::below);
  EXPECT_EQ(level({{Date(2027, 3, 1), 50'000'00}}, leap), ThresholdLevel::reached);
}

TEST(ThresholdWatch, ARiseIsToldOnItsDayOnly) {
  const std::vector<Turnover> turnover{{day, 42'000'00}, {day.plus_days(10), 9'000'00}};
  const auto told = [&](Date on) { return watch_threshold(turnover, general, on).value(); };
  EXPECT_FALSE(told(day.previous()));
  ASSERT_TRUE(told(day));
  EXPECT_EQ(told(day)->subject, "general near");
  EXPECT_EQ(told(day)->kind, FindingKind::registration_threshold);
  EXPECT_FALSE(told(day.next()));
  ASSERT_TRUE(told(day.plus_days(10)));
  EXPECT_EQ(told(day.plus_days(10))->subject, "general reached");
  EXPECT_EQ(told(day.plus_days(10))->amount, 51'000'00);
  EXPECT_FALSE(told(day.plus_days(11)));
}

TEST(ThresholdWatch, ALevelIsHeldOnlyAfterItWasTold) {
  EXPECT_TRUE(rc::check([] {
    std::vector<Turnover> turnover;
    const auto count = *rc::gen::inRange(0, 30);
    for (int i = 0; i < count; ++i) {
      turnover.push_back({day.plus_days(*rc::gen::inRange(0, 500)),
                          *rc::gen::inRange<std::int64_t>(-5'000'00, 9'000'00)});
    }
    ThresholdLevel known = ThresholdLevel::below;
    for (int i = 0; i < 500; ++i) {
      const Date on = day.plus_days(i);
      const auto told = watch_threshold(turnover, general, on).value();
      const ThresholdLevel now = level(turnover, on);
      RC_ASSERT(told.has_value() == (now > known));
      known = now;
    }
  }));
}

}  // namespace
}  // namespace avstem::books
