#include "books/deferral.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace avstem::books {
namespace {

constexpr Date paid{2026, 12, 1};

Deferral::Head membership(std::int64_t amount) {
  Deferral::Head head;
  head.client = ClientId("klubben");
  head.id = "77";
  head.deferred_on = paid;
  head.held = 2965;
  head.amount = amount;
  head.recipe = "R12";
  return head;
}

const SaleLine fee{3220, "6", 0};

TEST(Deferral, AMonthTakesItsPartAndTheLastTakesTheRest) {
  const auto made =
      Deferral::by_month(membership(100'00), Date(2027, 1, 1), Date(2027, 3, 31), fee);
  ASSERT_TRUE(made);
  ASSERT_EQ(made->steps().size(), 3U);
  EXPECT_EQ(made->steps()[0].due, Date(2027, 1, 31));
  EXPECT_EQ(made->steps()[1].due, Date(2027, 2, 28));
  EXPECT_EQ(made->steps()[0].amount(), 33'33);
  EXPECT_EQ(made->steps()[2].amount(), 33'34);
}

TEST(Deferral, AMonthThatHadPassedIsEarnedOnTheDayOfPayment) {
  const auto made =
      Deferral::by_month(membership(120'00), Date(2026, 7, 1), Date(2027, 6, 30), fee);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->steps()[4].due, paid);
  EXPECT_EQ(made->steps()[5].due, Date(2026, 12, 31));
  const auto vouchers = recognitions_due(*made, paid, {});
  ASSERT_TRUE(vouchers);
  ASSERT_EQ(vouchers->size(), 5U);
  EXPECT_EQ(vouchers->front().head().reference, "klubben:77:inc:20261201:1");
  EXPECT_EQ(vouchers->back().head().reference, "klubben:77:inc:20261201:5");
}

TEST(Deferral, AllOfItIsEarnedOverTheMonthsAndEachVoucherOnce) {
  EXPECT_TRUE(rc::check([] {
    const auto amount = *rc::gen::inRange<std::int64_t>(1, 10'000'000);
    const auto months = *rc::gen::inRange(0, Deferral::months_max);
    const auto start = *rc::gen::inRange(-400, 400);
    const Date first = paid.plus_days(start);
    const Date last(std::chrono::sys_days(std::chrono::year_month_day(first.days()).year() /
                                              std::chrono::year_month_day(first.days()).month() /
                                              std::chrono::day(1) +
                                          std::chrono::months(months)));
    const auto made = Deferral::by_month(membership(amount), first, last, fee);
    RC_ASSERT(made.has_value());
    RC_ASSERT(made->left() == 0);
    std::set<std::string> posted;
    std::int64_t earned = 0;
    // Looked at on any days, also twice: together they give each step once.
    for (const int day : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-500, 5000))) {
      const auto due = recognitions_due(*made, paid.plus_days(day), posted);
      RC_ASSERT(due.has_value());
      for (const Voucher& voucher : *due) {
        RC_ASSERT(posted.insert(voucher.head().reference).second);
        RC_ASSERT(voucher.head().date <= paid.plus_days(day));
        RC_ASSERT(voucher.head().date >= paid);
        earned += voucher.movement(2965);
      }
      RC_ASSERT(earned <= amount);
    }
    const auto rest = recognitions_due(*made, paid.plus_days(10'000), posted);
    RC_ASSERT(rest.has_value());
    for (const Voucher& voucher : *rest)
      earned += voucher.movement(2965);
    RC_ASSERT(earned == amount);
  }));
}

TEST(Deferral, AGiftCardIsNeverUsedForMoreThanIsLeft) {
  Deferral::Head head = membership(500'00);
  head.held = 2901;
  head.recipe = "R23";
  const auto sold = Deferral::make(head, {});
  ASSERT_TRUE(sold);
  const auto used = sold->with({Date(2027, 4, 1), {{3000, "3", 400'00}}, "Innløst"});
  ASSERT_TRUE(used);
  EXPECT_EQ(used->left(), 100'00);
  EXPECT_FALSE(used->with({Date(2027, 5, 1), {{3000, "3", 100'01}}, "Innløst"}));
  const auto expired = used->with({Date(2028, 2, 1), {{3900, "7", used->left()}}, "Utløpt"});
  ASSERT_TRUE(expired);
  EXPECT_EQ(expired->left(), 0);
}

TEST(Deferral, WhatIsWrongIsNamed) {
  const std::vector<SaleLine> income{{3220, "6", 600'00}};
  EXPECT_TRUE(Deferral::at_once(membership(600'00), paid, income, ""));
  EXPECT_FALSE(Deferral::at_once(membership(600'00), paid.previous(), income, ""));
  EXPECT_FALSE(Deferral::at_once(membership(600'01), paid, income, ""));
  EXPECT_FALSE(Deferral::at_once(membership(599'99), paid, income, ""));
  EXPECT_FALSE(Deferral::at_once(membership(0), paid, {{3220, "6", 0}}, ""));
  Deferral::Head head = membership(600'00);
  head.recipe = "R99";
  EXPECT_FALSE(Deferral::make(head, {}));
  head = membership(600'00);
  head.id = std::string(Deferral::id_length_max + 1, '7');
  EXPECT_FALSE(Deferral::make(head, {}));
  head.id = "7:7";
  EXPECT_FALSE(Deferral::make(head, {}));
  EXPECT_FALSE(Deferral::by_month(membership(100), Date(2027, 2, 1), Date(2027, 1, 31), fee));
  EXPECT_TRUE(Deferral::by_month(membership(100'00), Date(2027, 1, 1), Date(2036, 12, 31), fee));
  EXPECT_FALSE(Deferral::by_month(membership(100'00), Date(2027, 1, 1), Date(2037, 1, 1), fee));
}

TEST(Deferral, ItsReferencesAreAtMostFiftyCharacters) {
  Deferral::Head head = membership(1);
  head.client = ClientId(std::string(client_id_length_max, 'a'));
  head.id = std::string(Deferral::id_length_max, '9');
  EXPECT_LE(recognition_reference(head, paid, 9'999).size(), Voucher::reference_length_max);
}

}  // namespace
}  // namespace avstem::books
