#include "books/matching.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>

namespace avstem::books {
namespace {

Claim claim(std::int64_t customer, const std::string& reference, const std::string& invoice,
            const std::string& kid, std::int64_t open) {
  return {customer, reference, invoice, kid, Money(open, Currency()), Date(2026, 3, 1)};
}

Entry payment(const std::string& reference, std::int64_t amount) {
  Entry entry;
  entry.type = amount > 0 ? EntryType::capture : EntryType::refund;
  entry.reference = reference;
  entry.amount = amount;
  return entry;
}

std::int64_t customer_of(OpenItems& items, const Entry& entry) {
  const auto matches = items.take(entry);
  return matches.empty() ? 0 : matches.front().customer_number;
}

TEST(OpenItems, AnEqualReferenceGoesBeforeANumberInsideIt) {
  OpenItems items({claim(1, "", "2001", "", 100), claim(2, "A-2001", "", "", 100)});
  EXPECT_EQ(customer_of(items, payment("A-2001", 100)), 2);
  EXPECT_EQ(customer_of(items, payment("A-2001", 100)), 1)
      << "once it is used up, the number counts";
}

TEST(OpenItems, APaymentOfTheVeryAmountByItsReferenceIsForeseeable) {
  OpenItems items({claim(1, "A", "", "", 100), claim(2, "B", "", "", 200)});
  items.take(payment("A", 100));
  items.take(payment("unknown", 100));
  EXPECT_TRUE(items.foreseeable());
}

TEST(OpenItems, AnyOtherPaymentIsNot) {
  for (const auto& [reference, amount] :
       {std::pair{"A", 99}, std::pair{"A", 101}, std::pair{"K-2001", 100}}) {
    OpenItems items({claim(1, "A", "2001", "", 100)});
    EXPECT_EQ(customer_of(items, payment(reference, amount)), 1);
    EXPECT_FALSE(items.foreseeable()) << reference << " " << amount;
  }
}

TEST(OpenItems, WhatIsPaidIsKnownUntilItIsForgotten) {
  OpenItems items({claim(1, "A", "", "", 100)});
  items.take(payment("A", 100));
  OpenItems same_date = items;
  EXPECT_EQ(customer_of(same_date, payment("A", 50)), 1);
  EXPECT_FALSE(same_date.foreseeable());
  items.forget_paid();
  EXPECT_EQ(customer_of(items, payment("A", 50)), 0);
}

TEST(OpenItems, ANumberShorterThanTheLimitNamesNothing) {
  OpenItems items({claim(1, "", "201", "", 100), claim(2, "", "2001", "", 100)});
  EXPECT_EQ(customer_of(items, payment("A-201", 100)), 0);
  EXPECT_EQ(customer_of(items, payment("A-2001", 100)), 2);
  EXPECT_EQ(OpenItems::invoice_digits_min, 4U);
}

TEST(OpenItems, APartOfALongerNumberNamesNothing) {
  OpenItems items({claim(1, "", "2001", "", 100)});
  EXPECT_EQ(customer_of(items, payment("12001", 100)), 0);
  EXPECT_EQ(customer_of(items, payment("20015", 100)), 0);
}

TEST(OpenItems, AKidWhoseCheckDigitIsWrongNamesNothing) {
  OpenItems items({claim(1, "", "", "20260015", 100), claim(2, "", "", "20260014", 100)});
  EXPECT_EQ(customer_of(items, payment("20260015", 100)), 0);
  EXPECT_EQ(customer_of(items, payment("20260014", 100)), 2);
}

TEST(OpenItems, AKidThatEndsInADashIsRead) {
  OpenItems items({claim(1, "", "", "100008-", 100)});
  EXPECT_EQ(customer_of(items, payment("KID 100008-", 100)), 1);
}

TEST(OpenItems, ANumberOfTwoCustomersNamesNeitherUnlessTogetherTheyAreTheAmount) {
  OpenItems apart({claim(1, "", "2001", "", 100), claim(2, "", "2001", "", 100)});
  EXPECT_TRUE(apart.take(payment("2001", 100)).empty());
  EXPECT_EQ(apart.take(payment("2001", 200)).size(), 2U);
}

TEST(OpenItems, APaymentThatNamesAPaidInvoiceBecomesItsCustomersCredit) {
  OpenItems items({claim(1, "ORD-1", "", "", 0)});
  const auto matches = items.take(payment("ORD-1", 100));
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].customer_number, 1);
  EXPECT_EQ(matches[0].open_before, 0);
  EXPECT_TRUE(items.take(payment("ORD-1", -100)).empty()) << "a refund needs its credit note";
}

TEST(OpenItems, ASuggestionIsTheOnlyItemOfTheVeryAmount) {
  OpenItems items({claim(1, "ORD-1", "2001", "", 100), claim(2, "ORD-2", "", "", 250),
                   claim(3, "ORD-3", "", "", 250)});
  const auto only = items.suggest(payment("x", 100));
  ASSERT_TRUE(only);
  EXPECT_EQ(only->customer_number, 1);
  EXPECT_EQ(only->invoice_number, "2001");
  EXPECT_FALSE(items.suggest(payment("x", 250))) << "two have it";
  EXPECT_FALSE(items.suggest(payment("x", 99)));
  ASSERT_FALSE(items.take(payment("ORD-2", 250)).empty());
  EXPECT_TRUE(items.suggest(payment("x", 250))) << "one of the two is used up";
}

TEST(OpenItems, WhatIsTakenIsAlwaysTheWholePaymentOrNothing) {
  EXPECT_TRUE(rc::check([] {
    const auto amount_of_item = rc::gen::inRange<std::int64_t>(-500, 500);
    const auto amounts = *rc::gen::container<std::vector<std::int64_t>>(amount_of_item);
    std::vector<Claim> claims;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      claims.push_back(
          claim(static_cast<std::int64_t>(i) + 1, i % 3 == 0 ? "A" : "", "2001", "", amounts[i]));
    }
    OpenItems items(claims);
    for (int i = 0; i < 5; ++i) {
      const std::string reference = *rc::gen::element<std::string>("A", "2001", "B");
      const std::int64_t amount = *rc::gen::inRange<std::int64_t>(-700, 700);
      std::int64_t taken = 0;
      const auto matches = items.take(payment(reference, amount));
      for (const Match& match : matches) {
        RC_ASSERT(match.amount != 0);
        RC_ASSERT((match.amount > 0) == (amount > 0));
        taken += match.amount;
      }
      RC_ASSERT(matches.empty() || taken == amount);
    }
  }));
}

TEST(TakeFromClaims, ALineWithoutAReferenceTakesFromTheInvoiceItNames) {
  std::vector<Claim> claims{claim(1, "", "2001", "", 100), claim(1, "ORD-1", "2002", "", 100)};
  Posting line;
  line.customer_number = 1;
  line.invoice_number = "2001";
  line.amount = -60;
  take_from_claims(claims, line);
  EXPECT_EQ(claims[0].open.minor(), 40);
  EXPECT_EQ(claims[1].open.minor(), 100);
}

}  // namespace
}  // namespace avstem::books
