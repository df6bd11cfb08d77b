#include "books/proof.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

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

/// The proof of one date, by its definition.
AccountProof by_definition(const ProofInput& facts, Date date) {
  AccountProof proof;
  proof.account = facts.account;
  proof.date = date;
  proof.vipps_balance = facts.vipps_balance;
  proof.books_balance = facts.opening;
  proof.accounting_balance = facts.opening_in_accounting;
  for (const ProofMovement& movement : facts.movements) {
    if (movement.ledger_date <= date) proof.books_balance += movement.amount;
  }
  for (const ProofRow& row : facts.rows) {
    const bool there = row.posting_date <= date;
    if (there) proof.accounting_balance += row.amount;
    const auto ours = std::find_if(facts.movements.begin(), facts.movements.end(),
                                   [&](const auto& it) { return it.reference == row.reference; });
    if (ours == facts.movements.end()) {
      if (there) proof.foreign += row.amount;
    } else if (row.posting_date == ours->voucher_date && (ours->ledger_date <= date) != there) {
      proof.timing += there ? -row.amount : row.amount;
    }
  }
  return proof;
}

RC_GTEST_PROP(Proof, ManyDatesAtOnceAreProvenAsEachByItself, ()) {
  const auto date = [] { return monday.plus_days(*rc::gen::inRange(0, 12)); };
  ProofInput facts;
  facts.account = 1903;
  facts.opening = *rc::gen::inRange(-500, 500);
  facts.opening_in_accounting = *rc::gen::inRange(-500, 500);
  const int movements = *rc::gen::inRange(0, 8);
  for (int i = 0; i < movements; ++i) {
    facts.movements.push_back({std::to_string(i), date(), date(), *rc::gen::inRange(-999, 999),
                               *rc::gen::arbitrary<bool>()});
    // Where we put it, or elsewhere, or not at all, or twice.
    for (int row = *rc::gen::inRange(0, 3); row > 0; --row) {
      const Date there = *rc::gen::arbitrary<bool>() ? facts.movements.back().voucher_date : date();
      facts.rows.push_back({std::to_string(i), there, *rc::gen::inRange(-999, 999), "", 1});
    }
  }
  for (int strangers = *rc::gen::inRange(0, 3); strangers > 0; --strangers)
    facts.rows.push_back({"", date(), *rc::gen::inRange(-999, 999), "", 9});
  std::vector<VippsBalance> balances;
  for (int day = -1; day < 13; ++day) {
    if (*rc::gen::arbitrary<bool>()) {
      balances.push_back({monday.plus_days(day), *rc::gen::inRange(-999, 999)});
    }
  }
  const auto proofs = prove_dates(facts, balances);
  RC_ASSERT(proofs.size() == balances.size());
  for (std::size_t i = 0; i < proofs.size(); ++i) {
    facts.vipps_balance = balances[i].amount;
    RC_ASSERT(proofs[i] == by_definition(facts, balances[i].date));
    RC_ASSERT(proofs[i] == prove_account(facts, balances[i].date));
  }
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
