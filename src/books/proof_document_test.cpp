#include "books/proof_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace avstem::books {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Date monday{2026, 3, 2};

Transfer payout(Date date, std::int64_t amount) {
  return {"out:" + date.to_compact(), date, amount, "Payout"};
}
ProofRow bank_row(Date date, std::int64_t amount) {
  return {"", date, amount, "Vipps", 7, false};
}

/// A payout of 100.00 on Monday, and what else a test gives it.
TransitInput transit(std::vector<Transfer> transfers, std::vector<ProofRow> bank,
                     std::int64_t opening = 0) {
  TransitInput input;
  input.account.account = 1904;
  input.account.opening = opening;
  input.account.opening_in_accounting = opening;
  for (const Transfer& it : transfers) {
    input.account.movements.push_back({it.reference, it.ledger_date, it.ledger_date, it.amount});
    input.account.rows.push_back({it.reference, it.ledger_date, it.amount, "", 1, false});
  }
  for (const ProofRow& row : bank)
    input.account.rows.push_back(row);
  input.transfers = std::move(transfers);
  input.bank_lines = std::move(bank);
  return input;
}

TEST(ProvenTransit, APayoutIsExpectedOnTheSecondBankDayAndLateTwoBankDaysAfterIt) {
  const auto input = transit({payout(monday, 10'000)}, {});
  const Date wednesday(2026, 3, 4);
  const Date friday(2026, 3, 6);
  const ProvenTransit on_friday = describe_transit(input, monday, monday, friday);
  ASSERT_THAT(on_friday.on_the_way, SizeIs(1));
  EXPECT_EQ(on_friday.on_the_way[0].expected, wednesday);
  EXPECT_FALSE(on_friday.on_the_way[0].late);
  EXPECT_TRUE(describe_transit(input, monday, monday, friday.next()).on_the_way[0].late);
  EXPECT_TRUE(on_friday.is_proven());
}

TEST(ProvenTransit, WhatCameLaterIsSeenAndNotLate) {
  const Date thursday(2026, 3, 5);
  const auto input = transit({payout(monday, 10'000)}, {bank_row(thursday, -10'000)});
  const ProvenTransit then = describe_transit(input, monday, monday, Date(2026, 5, 1));
  ASSERT_THAT(then.on_the_way, SizeIs(1));
  EXPECT_EQ(then.on_the_way[0].seen, thursday);
  EXPECT_FALSE(then.on_the_way[0].late);
  EXPECT_EQ(then.balance, 10'000);
  const ProvenTransit later = describe_transit(input, thursday, monday, Date(2026, 5, 1));
  EXPECT_THAT(later.on_the_way, IsEmpty());
  EXPECT_THAT(later.arrived,
              ElementsAre(Arrival{payout(monday, 10'000), bank_row(thursday, -10'000)}));
  EXPECT_EQ(later.balance, 0);
  EXPECT_TRUE(later.is_proven());
  // It is named once, on the proven date after it came.
  EXPECT_THAT(describe_transit(input, thursday.next(), thursday, Date(2026, 5, 1)).arrived,
              IsEmpty());
}

TEST(ProvenTransit, APayoutThatVippsTookBackIsNotLate) {
  const Date thursday(2026, 3, 5);
  const auto input = transit({payout(monday, 10'000), payout(thursday, -10'000)}, {});
  const ProvenTransit then = describe_transit(input, monday, monday, Date(2026, 5, 1));
  ASSERT_THAT(then.on_the_way, SizeIs(1));
  EXPECT_FALSE(then.on_the_way[0].late);
  EXPECT_THAT(describe_transit(input, thursday, monday, Date(2026, 5, 1)).on_the_way, IsEmpty());
}

TEST(ProvenTransit, ARowThatMeetsNoPayoutIsNamedAndTheOpeningIsFollowed) {
  const auto input =
      transit({payout(monday, 10'000)}, {bank_row(monday, -3'000), bank_row(monday, 77)}, 3'000);
  const ProvenTransit proof = describe_transit(input, monday, monday.previous(), monday);
  EXPECT_EQ(proof.opening_left, 0);
  EXPECT_THAT(proof.unexplained, ElementsAre(bank_row(monday, 77)));
  EXPECT_EQ(proof.expected, 10'077);
  EXPECT_TRUE(proof.is_proven());
}

TEST(ProvenTransit, ARowThatIsMissingThereIsADifference) {
  auto input = transit({payout(monday, 10'000)}, {});
  input.account.rows.clear();
  EXPECT_FALSE(describe_transit(input, monday, monday, monday).is_proven());
}

TEST(ProvenAccount, EachRowBehindTimingAndForeignIsNamed) {
  ProofInput input;
  input.account = 2960;
  input.vipps_balance = -100;
  input.movements = {{"a", monday, monday, -100}, {"b", monday.next(), monday, -40}};
  input.rows = {{"a", monday, -100, "", 1, false},
                {"b", monday, -40, "", 2, false},
                {"", monday, 5, "wrong", 3, true},
                {"", monday, -5, "wrong, taken back", 4, false},
                {"", monday.next(), 9, "later", 5, false}};
  const ProvenAccount account = describe_account(input, prove_account(input, monday));
  EXPECT_TRUE(account.figures.is_proven());
  EXPECT_THAT(account.timing, ElementsAre(TimingRow{"b", monday.next(), monday, 2, 40}));
  EXPECT_EQ(account.figures.timing, 40);
  EXPECT_THAT(account.foreign, SizeIs(2));
  EXPECT_EQ(account.figures.foreign, 0);
  EXPECT_EQ(account.ours_in_accounting, -140);
}

TEST(ProofDocument, IsProvenOnlyWhenEveryAccountIs) {
  ProofDocument document;
  document.client = ClientId("cafe");
  document.number = 17;
  EXPECT_EQ(document.name(), "cafe:17");
  document.accounts.emplace_back();
  document.transits.emplace_back();
  EXPECT_TRUE(document.is_proven());
  document.transits[0].balance = 1;
  EXPECT_FALSE(document.is_proven());
  document.transits[0].balance = 0;
  document.accounts[0].figures.vipps_balance = 1;
  EXPECT_FALSE(document.is_proven());
}

}  // namespace
}  // namespace avstem::books
