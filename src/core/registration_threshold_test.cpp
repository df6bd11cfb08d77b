#include "core/registration_threshold.hpp"

#include <gtest/gtest.h>

namespace avstem {
namespace {

using enum RegistrationClass;

TEST(RegistrationThreshold, IsThatOfTheClass) {
  const Date day(2026, 3, 1);
  EXPECT_EQ(registration_threshold(general, day).value(), 50'000'00);
  EXPECT_EQ(registration_threshold(charitable, day).value(), 140'000'00);
  EXPECT_EQ(registration_threshold(admissions, day).value(), 3'000'000'00);
}

TEST(RegistrationThreshold, ADayBeforeTheTableIsAnError) {
  EXPECT_TRUE(registration_threshold(general, Date(2016, 1, 1)));
  const auto old = registration_threshold(general, Date(2015, 12, 31));
  ASSERT_FALSE(old);
  EXPECT_NE(old.error().message.find("2015-12-31"), std::string::npos);
}

TEST(RegistrationThreshold, ClassesHaveWords) {
  for (const auto each : {general, charitable, admissions})
    EXPECT_EQ(parse_registration_class(to_string(each)).value(), each);
  EXPECT_FALSE(parse_registration_class("club"));
}

}  // namespace
}  // namespace avstem
