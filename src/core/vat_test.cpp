#include "core/vat.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

#include "core/money.hpp"

namespace avstem {
namespace {

constexpr VatRate regular{2500};
constexpr VatRate middle{1500};
constexpr VatRate low{1200};
constexpr VatRate fish{1111};

struct Row {
  std::int64_t gross;
  VatSplit regular;
  VatSplit middle;
  VatSplit low;
};

VatSplit split(std::int64_t vat, std::int64_t net) {
  return {net, vat};
}

const Row rows[] = {
    {1, split(0, 1), split(0, 1), split(0, 1)},
    {5, split(1, 4), split(1, 4), split(1, 4)},
    {99, split(20, 79), split(13, 86), split(11, 88)},
    {100, split(20, 80), split(13, 87), split(11, 89)},
    {9900, split(1980, 7920), split(1291, 8609), split(1061, 8839)},
    {10000, split(2000, 8000), split(1304, 8696), split(1071, 8929)},
    {14900, split(2980, 11920), split(1943, 12957), split(1596, 13304)},
    {19900, split(3980, 15920), split(2596, 17304), split(2132, 17768)},
    {24950, split(4990, 19960), split(3254, 21696), split(2673, 22277)},
    {33333, split(6667, 26666), split(4348, 28985), split(3571, 29762)},
    {100001, split(20000, 80001), split(13044, 86957), split(10714, 89287)},
};

TEST(Vat, SplitsTheAmountsOfTheTable) {
  for (const Row& row : rows) {
    EXPECT_EQ(split_gross(row.gross, regular), row.regular) << row.gross;
    EXPECT_EQ(split_gross(row.gross, middle), row.middle) << row.gross;
    EXPECT_EQ(split_gross(row.gross, low), row.low) << row.gross;
  }
}

TEST(Vat, RawFishAndNoVat) {
  EXPECT_EQ(split_gross(11111, fish), split(1111, 10000));
  EXPECT_EQ(split_gross(12345, VatRate{0}), split(0, 12345));
}

TEST(Vat, HalfAnOreGoesAwayFromZero) {
  // At 100 % an odd amount has exactly half an øre to place.
  EXPECT_EQ(split_gross(1, VatRate{10'000}), split(1, 0));
  EXPECT_EQ(split_gross(3, VatRate{10'000}), split(2, 1));
  EXPECT_EQ(split_gross(-3, VatRate{10'000}), split(-2, -1));
}

TEST(Vat, LinesAndTheirSumMayDiffer) {
  EXPECT_EQ(3 * split_gross(99, regular).vat, 60);
  EXPECT_EQ(split_gross(3 * 99, regular).vat, 59);
}

TEST(Vat, TheLargestAmountsDoNotOverflow) {
  // Limits of the type itself, far beyond Money::max_minor.
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(split_gross(most, regular).vat, most / 5);
  EXPECT_EQ(split_gross(-most, regular).vat, -(most / 5));
  EXPECT_EQ(split_gross(most, VatRate{0}), split(0, most));
  EXPECT_EQ(split_gross(Money::max_minor, regular),
            split(200'000'000'000'000, 800'000'000'000'000));
}

TEST(Vat, NetAndVatAlwaysAddUpAndARefundMirrorsItsSale) {
  EXPECT_TRUE(rc::check([] {
    const auto gross = *rc::gen::inRange<std::int64_t>(-Money::max_minor, Money::max_minor + 1);
    const VatRate rate{*rc::gen::inRange<std::int64_t>(0, 10'001)};
    const VatSplit sale = split_gross(gross, rate);
    RC_ASSERT(sale.net + sale.vat == gross);
    const VatSplit refund = split_gross(-gross, rate);
    RC_ASSERT(refund.net == -sale.net);
    RC_ASSERT(refund.vat == -sale.vat);
  }));
}

TEST(Vat, TheVatIsTheNearestToTheExactOne) {
  EXPECT_TRUE(rc::check([] {
    // Small enough for the exact comparison below to fit.
    const auto gross = *rc::gen::inRange<std::int64_t>(-100'000'000'000, 100'000'000'001);
    const VatRate rate{*rc::gen::inRange<std::int64_t>(0, 10'001)};
    const std::int64_t with_vat = 10'000 + rate.basis_points;
    const std::int64_t error =
        2 * (split_gross(gross, rate).vat * with_vat - gross * rate.basis_points);
    RC_ASSERT(error <= with_vat);
    RC_ASSERT(-error <= with_vat);
  }));
}

TEST(Vat, EachRateOnItsFirstAndLastDay) {
  struct Case {
    VatRateClass rate_class;
    const char* supply_date;
    std::int64_t basis_points;
  };
  const Case cases[] = {
      {VatRateClass::regular, "2005-01-01", 2500}, {VatRateClass::regular, "2026-06-01", 2500},
      {VatRateClass::middle, "2012-01-01", 1500},  {VatRateClass::middle, "2026-06-01", 1500},
      {VatRateClass::low, "2016-01-01", 1000},     {VatRateClass::low, "2017-12-31", 1000},
      {VatRateClass::low, "2018-01-01", 1200},     {VatRateClass::low, "2020-03-31", 1200},
      {VatRateClass::low, "2020-04-01", 600},      {VatRateClass::low, "2021-09-30", 600},
      {VatRateClass::low, "2021-10-01", 1200},     {VatRateClass::low, "2026-06-01", 1200},
      {VatRateClass::fish, "2026-06-01", 1111},
  };
  for (const Case& one : cases) {
    const auto rate = vat_rate(one.rate_class, Date::parse(one.supply_date).value());
    ASSERT_TRUE(rate) << one.supply_date;
    EXPECT_EQ(rate->basis_points, one.basis_points) << one.supply_date;
  }
}

TEST(Vat, BeforeTheFirstRateThereIsNoGuess) {
  EXPECT_FALSE(vat_rate(VatRateClass::regular, Date(2004, 12, 31)));
  EXPECT_FALSE(vat_rate(VatRateClass::middle, Date(2011, 12, 31)));
  EXPECT_FALSE(vat_rate(VatRateClass::low, Date(2015, 12, 31)));
  EXPECT_FALSE(vat_rate(VatRateClass::fish, Date(2015, 12, 31)));
}

}  // namespace
}  // namespace avstem
