// A client's own rules, tolerance and collective customer through the whole line.

#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RulesTest : public CloseTest {
 protected:
  void rule(books::MatchRule made) {
    made.id = 7;
    made.name = "kakelotteri";
    made.recipe = "R10";
    auto rules = books::MatchRules::make(3, {std::move(made)}, client.mapping);
    ASSERT_TRUE(rules) << rules.error().message;
    client.matching.rules = *rules;
  }
};

TEST_F(RulesTest, APaymentThatFitsARuleGoesWhereItSays) {
  books::MatchRule lottery;
  lottery.reference_prefix = "KAKE-";
  lottery.account = 3900;
  lottery.vat_code = "7";
  rule(lottery);
  capture("KAKE-1", 5'000, monday);
  capture("annet", 6'000, monday);
  end_day(monday);
  close_proven();
  EXPECT_EQ(balance(3900, monday), -5'000);
  EXPECT_EQ(balance(2998, monday), -6'000);
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("payment-without-claim")));
  EXPECT_EQ(number("SELECT count(*) FROM voucher_lines WHERE match = 'M4:7@3' AND account = 3900"),
            1);
}

TEST_F(RulesTest, WhatIsPaidTooLittleWithinTheToleranceIsRoundedOff) {
  client.matching.tolerance = 100;
  ASSERT_TRUE(company->invoice(10'000, "2001", monday, "ORD-1", {{3000, "3", 10'000}}));
  ASSERT_TRUE(company->invoice(10'000, "2002", monday, "ORD-2", {{3000, "3", 10'000}}));
  capture("ORD-1", 9'900, monday);
  capture("ORD-2", 9'899, monday);
  end_day(monday);
  close_proven();
  EXPECT_EQ(balance(7740, monday), 100);
  EXPECT_EQ(company->customer_balance(10'000), 101) << "one øre beyond the tolerance stays open";
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("underpayment")));
}

/// R21 over days: the accounting system no longer lists an item that is paid.
TEST_F(RulesTest, APaymentOfWhatWasPaidOnAnEarlierDayIsTheCustomersCredit) {
  ASSERT_TRUE(company->invoice(10'000, "2001", monday, "ORD-1", {{3000, "3", 10'000}}));
  capture("ORD-1", 10'000, monday);
  end_day(monday);
  close_proven();
  capture("ORD-1", 10'000, tuesday);
  end_day(tuesday);
  close_proven();
  EXPECT_EQ(balance(2998, tuesday), 0);
  EXPECT_EQ(company->customer_balance(10'000), -10'000);
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("overpayment")));
}

}  // namespace
}  // namespace avstem::tests
