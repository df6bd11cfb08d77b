#include "core/money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

namespace avstem {
namespace {

Money nok(std::int64_t minor) {
  return {minor, Currency()};
}

TEST(Money, ReadsDecimalsWithoutAFloat) {
  EXPECT_EQ(Money::from_decimal("1250.00", Currency()).value(), nok(125000));
  EXPECT_EQ(Money::from_decimal("1250", Currency()).value(), nok(125000));
  EXPECT_EQ(Money::from_decimal("-0.5", Currency()).value(), nok(-50));
  EXPECT_EQ(Money::from_decimal("0.29", Currency()).value(), nok(29));
  EXPECT_EQ(Money::from_decimal("21.880", Currency()).value(), nok(2188));
}

TEST(Money, RefusesWhatIsNotAnAmount) {
  for (const char* text : {"", "-", ".", "1.", ".5", "1,50", "1e3", "1.005", "abc", "1 000", "--1",
                           "99999999999999999999"}) {
    EXPECT_FALSE(Money::from_decimal(text, Currency())) << text;
  }
  for (const char* text : {"", "-", "1.0", "1e3", "+5", "1000000000000001"}) {
    EXPECT_FALSE(Money::from_minor(text, Currency())) << text;
  }
}

TEST(Money, TheLargestAmountIsAcceptedAndOneMoreIsNot) {
  EXPECT_TRUE(Money::from_minor("1000000000000000", Currency()));
  EXPECT_TRUE(Money::from_minor("-1000000000000000", Currency()));
  EXPECT_FALSE(Money::from_minor("1000000000000001", Currency()));
}

TEST(Money, AddingAnotherCurrencyOrOverflowingIsAnError) {
  const Currency eur = Currency::parse("EUR").value();
  EXPECT_FALSE(nok(1).plus(Money(1, eur)));
  EXPECT_FALSE(nok(std::numeric_limits<std::int64_t>::max()).plus(nok(1)));
  EXPECT_EQ(nok(2).plus(nok(-5)).value(), nok(-3));
}

TEST(Money, WritesForMachinesAndForNorwegians) {
  EXPECT_EQ(nok(125000).to_decimal(), "1250.00");
  EXPECT_EQ(nok(-5).to_decimal(), "-0.05");
  EXPECT_EQ(nok(125000).to_norwegian(), "1\u00a0250,00");
  EXPECT_EQ(nok(-123456789).to_norwegian(), "-1\u00a0234\u00a0567,89");
  EXPECT_EQ(nok(99999).to_norwegian(), "999,99");
}

TEST(Money, DecimalTextReadsBackAsTheSameAmount) {
  EXPECT_TRUE(rc::check([] {
    const auto minor = *rc::gen::inRange<std::int64_t>(-Money::max_minor, Money::max_minor + 1);
    RC_ASSERT(Money::from_decimal(nok(minor).to_decimal(), Currency()).value() == nok(minor));
  }));
}

TEST(Currency, UnknownCodesAreRefused) {
  for (const char* code : {"", "NO", "nok", "XXX", "NOKK"})
    EXPECT_FALSE(Currency::parse(code));
}

}  // namespace
}  // namespace avstem
