#include "books/proof.hpp"

#include <gtest/gtest.h>

namespace avstem::books {
namespace {

constexpr Date monday{2026, 3, 2};
constexpr Date tuesday{2026, 3, 3};

ProofInput input() {
  ProofInput made;
  made.account = 1903;
  made.opening = 500;
  made.opening_in_accounting = 500;
  made.movements = {{"a", monday, monday, 1000}, {"b", tuesday, tuesday, -300}};
  made.rows = {{"a", monday, 1000, "", 1}, {"b", tuesday, -300, "", 2}};
  return made;
}

TEST(Proof, ThreeEqualBalancesAreProven) {
  ProofInput facts = input();
  facts.vipps_balance = 1500;
  EXPECT_TRUE(prove_account(facts, monday).is_proven());
  facts.vipps_balance = 1200;
  EXPECT_TRUE(prove_account(facts, tuesday).is_proven());
}

TEST(Proof, OneOereOfDifferenceIsNot) {
  ProofInput facts = input();
  facts.vipps_balance = 1501;
  const AccountProof proof = prove_account(facts, monday);
  EXPECT_FALSE(proof.is_proven());
  EXPECT_EQ(proof.difference(), -1);
}

TEST(Proof, AMissingRowADoubledRowAndAChangedRowAreNamed) {
  ProofInput facts = input();
  facts.vipps_balance = 1200;
  facts.rows[1].amount = -299;
  EXPECT_EQ(prove_account(facts, tuesday).difference(), 1);
  EXPECT_EQ(explain(facts, tuesday).differing.front().reference, "b");
  facts.rows.pop_back();
  EXPECT_EQ(prove_account(facts, tuesday).difference(), 300);
  EXPECT_EQ(explain(facts, tuesday).differing.front().reference, "b");
  facts = input();
  facts.rows.push_back(facts.rows[0]);
  EXPECT_EQ(explain(facts, tuesday).differing.front().reference, "a");
}

TEST(Proof, AnOpeningThatTheAccountingSystemDoesNotShowIsADifference) {
  ProofInput facts = input();
  facts.vipps_balance = 1500;
  facts.opening_in_accounting = 0;
  EXPECT_FALSE(prove_account(facts, monday).is_proven());
}

TEST(Proof, AStrangersPostingIsNamedAndCounts) {
  ProofInput facts = input();
  facts.vipps_balance = 1500;
  facts.rows.push_back({"", monday, 77, "by hand", 9});
  const AccountProof proof = prove_account(facts, monday);
  EXPECT_EQ(proof.foreign, 77);
  EXPECT_EQ(proof.difference(), 77);
  ASSERT_EQ(explain(facts, monday).foreign_rows.size(), 1U);
}

TEST(Proof, AFeeAccruedIntoTheOldYearIsATimingDifferenceNotAFinding) {
  // R15: posted on 31 December, of ledger date 1 January.
  const Date new_year(2027, 1, 1);
  ProofInput facts;
  facts.role = AccountRole::accrued_fees;
  facts.movements = {{"acc", new_year, new_year.previous(), -17500}};
  facts.rows = {{"acc", new_year.previous(), -17500, "", 1}};
  facts.vipps_balance = 0;
  const AccountProof old_year = prove_account(facts, new_year.previous());
  EXPECT_TRUE(old_year.is_proven());
  EXPECT_EQ(old_year.accounting_balance, -17500);
  EXPECT_EQ(old_year.timing, 17500);
  facts.vipps_balance = -17500;
  EXPECT_TRUE(prove_account(facts, new_year).is_proven());
  EXPECT_EQ(prove_account(facts, new_year).timing, 0);
}

TEST(Proof, AVoucherMovedOutOfALockedPeriodIsATimingDifference) {
  ProofInput facts = input();
  facts.movements[0].voucher_date = Date(2026, 4, 1);
  facts.rows[0].posting_date = Date(2026, 4, 1);
  facts.vipps_balance = 1500;
  const AccountProof proof = prove_account(facts, monday);
  EXPECT_TRUE(proof.is_proven());
  EXPECT_EQ(proof.timing, 1000);
}

TEST(Proof, AVoucherOnADateWeDidNotGiveItIsADifferenceAndNoTiming) {
  ProofInput facts = input();
  facts.rows[0].posting_date = Date(2027, 1, 20);
  facts.vipps_balance = 1500;
  const AccountProof proof = prove_account(facts, monday);
  EXPECT_FALSE(proof.is_proven());
  EXPECT_EQ(proof.timing, 0);
  EXPECT_EQ(explain(facts, monday).differing.front().reference, "a");
}

TEST(Proof, AStrangersPostingThatWasReversedNeedsNobody) {
  ProofInput facts = input();
  facts.vipps_balance = 1500;
  facts.rows.push_back({"", monday, 77, "by hand", 9, true});
  facts.rows.push_back({"", monday, -77, "reversal", 10, false});
  EXPECT_TRUE(prove_account(facts, monday).is_proven());
  EXPECT_TRUE(explain(facts, monday).foreign_rows.empty());
}

TEST(InTransit, BankRowsClearPayoutsOfTheSameAmountOldestFirst) {
  const std::vector<Transfer> payouts{
      {"p1", monday, 1000, ""}, {"p2", tuesday, 1000, ""}, {"p3", tuesday, 700, ""}};
  const InTransit seen = match_transfers(payouts, {{"", tuesday, -1000, "", 1}}, 0);
  ASSERT_EQ(seen.open.size(), 2U);
  EXPECT_EQ(seen.open[0].reference, "p2");
  EXPECT_TRUE(seen.unexplained.empty());
}

TEST(InTransit, AnAbortedPayoutIsNotOnItsWay) {
  const InTransit seen =
      match_transfers({{"p1", monday, 700, ""}, {"abo", tuesday, -700, ""}}, {}, 0);
  EXPECT_TRUE(seen.open.empty());
}

TEST(InTransit, WhatWasOnItsWayBeforeTheStartComesOutOfTheOpening) {
  const InTransit seen =
      match_transfers({{"p1", monday, 700, ""}}, {{"", tuesday, -450, "", 1}}, 450);
  EXPECT_EQ(seen.opening_left, 0);
  EXPECT_EQ(seen.open.size(), 1U);
  EXPECT_TRUE(seen.unexplained.empty());
}

TEST(InTransit, ABankRowThatIsTakenBackExplainsItself) {
  const InTransit seen =
      match_transfers({}, {{"", monday, -700, "", 1}, {"", tuesday, 700, "", 2}}, 0);
  EXPECT_TRUE(seen.unexplained.empty());
}

TEST(InTransit, ABankRowThatMeetsNoPayoutIsUnexplained) {
  const InTransit seen =
      match_transfers({{"p1", monday, 700, ""}}, {{"", tuesday, -699, "", 1}}, 0);
  EXPECT_EQ(seen.open.size(), 1U);
  ASSERT_EQ(seen.unexplained.size(), 1U);
}

}  // namespace
}  // namespace avstem::books
