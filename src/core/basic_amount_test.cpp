#include "core/basic_amount.hpp"

#include <gtest/gtest.h>

namespace avstem {
namespace {

TEST(BasicAmount, ChangesOnTheFirstOfMay) {
  EXPECT_EQ(basic_amount(Date(2023, 5, 1)).value(), 118'620'00);
  EXPECT_EQ(basic_amount(Date(2024, 4, 30)).value(), 118'620'00);
  EXPECT_EQ(basic_amount(Date(2025, 4, 30)).value(), 124'028'00);
  EXPECT_EQ(basic_amount(Date(2025, 5, 1)).value(), 130'160'00);
  EXPECT_EQ(basic_amount(Date(2026, 4, 30)).value(), 130'160'00);
}

TEST(BasicAmount, AYearThatIsNotKnownIsAnErrorThatSaysSo) {
  for (const Date day : {Date(2026, 5, 1), Date(2023, 4, 30)}) {
    const auto amount = basic_amount(day);
    ASSERT_FALSE(amount);
    EXPECT_NE(amount.error().message.find(day.to_string()), std::string::npos);
    EXPECT_FALSE(register_exemption(day));
  }
}

TEST(BasicAmount, ThreeOfItAreTheExemptionFromARegister) {
  EXPECT_EQ(register_exemption(Date(2023, 6, 1)).value(), 355'860'00);
  EXPECT_EQ(register_exemption(Date(2025, 6, 1)).value(), 390'480'00);
}

}  // namespace
}  // namespace avstem
