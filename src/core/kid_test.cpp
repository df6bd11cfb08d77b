#include "core/kid.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace avstem {
namespace {

struct Vector {
  const char* base;
  const char* mod10;
  const char* mod11;
};

constexpr Vector vectors[] = {
    {"1234567", "12345674", "12345674"},
    {"60224", "602243", "602248"},
    {"000123", "0001230", "0001236"},
    {"2026000123", "20260001233", "20260001230"},
    {"2345676", "23456767", "23456761"},
    {"123456789012345678901234", "1234567890123456789012340", "1234567890123456789012341"},
};

TEST(Kid, KnownNumbersUnderBothSchemes) {
  for (const auto& [base, mod10, mod11] : vectors) {
    EXPECT_EQ(make_kid(base, KidScheme::mod10).value(), mod10);
    EXPECT_EQ(make_kid(base, KidScheme::mod11).value(), mod11);
    EXPECT_TRUE(validate_kid(mod10, KidScheme::mod10)) << mod10;
    EXPECT_TRUE(validate_kid(mod11, KidScheme::mod11)) << mod11;
    EXPECT_TRUE(validate_kid(mod10)) << mod10;
    EXPECT_TRUE(validate_kid(mod11)) << mod11;
  }
}

TEST(Kid, ASchemeRefusesTheOthersNumber) {
  EXPECT_FALSE(validate_kid("602248", KidScheme::mod10));
  EXPECT_FALSE(validate_kid("602243", KidScheme::mod11));
  EXPECT_FALSE(validate_kid("602244"));
}

TEST(Kid, Mod11MayEndInADash) {
  EXPECT_EQ(make_kid("100008", KidScheme::mod11).value(), "100008-");
  EXPECT_TRUE(validate_kid("100008-", KidScheme::mod11));
  EXPECT_TRUE(validate_kid("100008-"));
  EXPECT_FALSE(validate_kid("100008-", KidScheme::mod10));
  EXPECT_FALSE(validate_kid("1234567-", KidScheme::mod11));
  EXPECT_FALSE(validate_kid("1000-08", KidScheme::mod11));
}

TEST(Kid, Mod10MissesASwapOfNineAndZero) {
  EXPECT_EQ(make_kid("190", KidScheme::mod10).value(), "1909");
  EXPECT_EQ(make_kid("109", KidScheme::mod10).value(), "1099");
  EXPECT_TRUE(validate_kid("1909", KidScheme::mod10));
  EXPECT_TRUE(validate_kid("1099", KidScheme::mod10));
}

TEST(Kid, LeadingZerosCount) {
  EXPECT_EQ(make_kid("000123", KidScheme::mod11).value().size(), 7U);
  EXPECT_TRUE(validate_kid("0001236", KidScheme::mod11));
}

TEST(Kid, LengthsAtTheLimitAndOneBeyond) {
  const std::string base_max(kid_length_max - 1, '7');
  const std::string longest = make_kid(base_max, KidScheme::mod10).value();
  EXPECT_EQ(longest.size(), kid_length_max);
  EXPECT_TRUE(validate_kid(longest));
  EXPECT_FALSE(make_kid(base_max + "7", KidScheme::mod10));
  EXPECT_FALSE(validate_kid("0" + longest));

  EXPECT_EQ(make_kid("1", KidScheme::mod10).value().size(), kid_length_min);
  EXPECT_TRUE(validate_kid("18", KidScheme::mod10));
  EXPECT_FALSE(make_kid("", KidScheme::mod10));
  EXPECT_FALSE(validate_kid("0"));
  EXPECT_FALSE(validate_kid(""));
}

TEST(Kid, OnlyDigitsWithoutBlanks) {
  for (const char* text : {"1234 5674", " 12345674", "12345674\n", "1234567a", "-1", "--"}) {
    EXPECT_FALSE(validate_kid(text)) << text;
  }
  EXPECT_FALSE(kid_check_character("12 34", KidScheme::mod11));
}

TEST(Kid, AnyOneWrongDigitIsFound) {
  EXPECT_TRUE(rc::check([] {
    const auto length = *rc::gen::inRange<std::size_t>(kid_length_min - 1, kid_length_max);
    const auto base =
        *rc::gen::container<std::string>(length, rc::gen::inRange('0', static_cast<char>('9' + 1)));
    const auto scheme = *rc::gen::element(KidScheme::mod10, KidScheme::mod11);
    std::string kid = make_kid(base, scheme).value();
    RC_ASSERT(validate_kid(kid, scheme).has_value());

    const auto place = *rc::gen::inRange<std::size_t>(0, kid.size());
    const auto change = *rc::gen::inRange(1, 10);
    if (kid[place] == '-') return;
    kid[place] = static_cast<char>('0' + (kid[place] - '0' + change) % 10);
    RC_ASSERT(!validate_kid(kid, scheme).has_value());
  }));
}

}  // namespace
}  // namespace avstem
