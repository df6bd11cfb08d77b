#include "core/phone_number.hpp"

#include <gtest/gtest.h>

namespace avstem {
namespace {

TEST(PhoneNumber, NorwegianNumbersInTheWaysTheyAreWritten) {
  for (const char* text :
       {"4791234567", "+4791234567", "004791234567", "91234567", "912 34 567", "+47 912 34 567",
        "0047 91 23 45 67", "+47\u00a0912\u00a034\u00a0567", "912-34-567"}) {
    const auto number = PhoneNumber::parse(text);
    ASSERT_TRUE(number) << text;
    EXPECT_EQ(number->text(), "4791234567") << text;
  }
  EXPECT_EQ(PhoneNumber::parse("91234567")->formatted(), "+47 912 34 567");
}

TEST(PhoneNumber, NorwegianMobilesBeginWithFourOrNine) {
  EXPECT_EQ(PhoneNumber::parse("41234567")->text(), "4741234567");
  for (const char* text : {"22334455", "+4722334455", "4722334455", "81549300", "02345678"}) {
    EXPECT_FALSE(PhoneNumber::parse(text)) << text;
  }
}

TEST(PhoneNumber, EightDigitsAreNorwegianEvenWhenTheyBeginLikeACountryCode) {
  EXPECT_EQ(PhoneNumber::parse("45123456")->text(), "4745123456");
  EXPECT_EQ(PhoneNumber::parse("47123456")->text(), "4747123456");
}

TEST(PhoneNumber, NeighboursWithTheirCountryCode) {
  EXPECT_EQ(PhoneNumber::parse("4512345678")->text(), "4512345678");
  EXPECT_EQ(PhoneNumber::parse("+45 12 34 56 78")->text(), "4512345678");
  EXPECT_EQ(PhoneNumber::parse("+358 40 123 4567")->text(), "358401234567");
  EXPECT_EQ(PhoneNumber::parse("358401234567")->text(), "358401234567");
  EXPECT_EQ(PhoneNumber::parse("+46 70 123 45 67")->text(), "46701234567");
  EXPECT_EQ(PhoneNumber::parse("+45 12 34 56 78")->formatted(), "+4512345678");
  EXPECT_EQ(PhoneNumber::parse("+1 202 555 0123")->text(), "12025550123");
}

TEST(PhoneNumber, RefusesWhatCannotBeReached) {
  for (const char* text :
       {"", "+", "00", "+47", "9123456", "912345678", "+479123456", "+47912345678", "+45 1234 567",
        "+45 02 34 56 78", "+46 070 123 45 67", "+358 040 1234567", "070 123 45 67", "12025550123",
        "+0047 91234567", "9123456a", "++4791234567", "(912) 34 567"}) {
    EXPECT_FALSE(PhoneNumber::parse(text)) << text;
  }
}

TEST(PhoneNumber, LengthsAtTheLimitsAndOneBeyond) {
  EXPECT_TRUE(PhoneNumber::parse("+" + std::string(PhoneNumber::length_min, '1')));
  EXPECT_FALSE(PhoneNumber::parse("+" + std::string(PhoneNumber::length_min - 1, '1')));
  EXPECT_TRUE(PhoneNumber::parse("+" + std::string(PhoneNumber::length_max, '1')));
  EXPECT_FALSE(PhoneNumber::parse("+" + std::string(PhoneNumber::length_max + 1, '1')));
}

}  // namespace
}  // namespace avstem
