#include "books/advice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace avstem::books {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const ClientId client("klubb");

Finding of_kind(FindingKind kind) {
  return {kind, Date(2026, 2, 11), "5001#1", 450'00, "message"};
}

TEST(Advice, APaymentWithASuggestionIsAcceptedByOneCommand) {
  Finding finding = of_kind(FindingKind::payment_without_claim);
  finding.suggestion = {10'015, "", "1015"};
  const Advice advice = advise(finding, client, 3);
  EXPECT_EQ(advice.command, "avstem findings link 3");
  EXPECT_THAT(advice.words, AllOf(HasSubstr("invoice 1015"), HasSubstr("customer 10015")));
  finding.suggestion = {10'015, "ORD-7", ""};
  EXPECT_THAT(advise(finding, client, 3).words, HasSubstr("open item 'ORD-7'"));
}

TEST(Advice, WithoutOneTheCustomerIsForThePersonToFind) {
  const Advice advice = advise(of_kind(FindingKind::payment_without_claim), client, 3);
  EXPECT_EQ(advice.command, "avstem findings link 3 --customer NUMBER");
}

TEST(Advice, ADisputeThatIsLostIsForced) {
  EXPECT_EQ(advise(of_kind(FindingKind::disputed_capture), client, 8).command,
            "avstem findings force 8");
}

TEST(Advice, WhatTheSystemMustPutRightIsClosedAgain) {
  EXPECT_EQ(advise(of_kind(FindingKind::posting_refused), client, 8).command,
            "avstem close --client klubb --date 2026-02-11");
}

TEST(Advice, EveryKindHasWordsAndACommand) {
  for (int kind = 0; kind <= static_cast<int>(FindingKind::account_missing); ++kind) {
    const Advice advice = advise(of_kind(static_cast<FindingKind>(kind)), client, 1);
    EXPECT_FALSE(advice.words.empty()) << kind;
    EXPECT_THAT(advice.command, StartsWith("avstem ")) << kind;
  }
}

TEST(Advice, WhatIsAtRiskIsNeverNegative) {
  Finding refund = of_kind(FindingKind::refund_without_credit_note);
  refund.amount = -450'00;
  EXPECT_EQ(amount_at_risk(refund), 450'00);
  EXPECT_EQ(amount_at_risk(of_kind(FindingKind::overpayment)), 450'00);
}

}  // namespace
}  // namespace avstem::books
