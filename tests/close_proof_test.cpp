// What the nightly proof sees: opening balances, strangers' postings, payouts that do not come.

#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// A client that began before we did: 1903, 2960 and 1904 hold what Vipps' ledgers stood at.
class JoinedTest : public CloseTest {
 protected:
  void SetUp() override {
    // A week that somebody else booked; the weekly payout leaves a balance on its way.
    ASSERT_TRUE(ledger->capture("before", 30'000, clock.now(), monday));
    ASSERT_TRUE(ledger->correction(sandbox::Topic::fees, -200, clock.now(), monday));
    end_day(monday);
    ASSERT_TRUE(ledger->refund("long ago", 40'000, clock.now(), tuesday));
    end_day(tuesday);
    auto& terms = client.ledgers.front();
    terms.start = wednesday;
    terms.opening_funds = -40'000;
    terms.opening_in_transit = 30'000 - 525 - 200;
    ASSERT_TRUE(company->manual_voucher(
        tuesday, "Inngående balanse",
        {{1903, terms.opening_funds}, {1904, terms.opening_in_transit}, {1920, 10'725}}));
    sell("after", 100'000, wednesday);
    end_day(wednesday);
  }
};

TEST_F(JoinedTest, AnOpeningBalanceIsProvenOnTheFirstNight) {
  const auto report = close_proven();
  EXPECT_EQ(report.dates.at(0).date, wednesday);
  EXPECT_THAT(report.proof.accounts, SizeIs(2));
  EXPECT_EQ(balance(1903, wednesday), 0);
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(report.proof.in_transit_opening_left, 29'275);
  // The bank shows it, and nobody is surprised.
  pay_in_bank(29'275, wednesday);
  const auto next = close_proven(wednesday, wednesday);
  EXPECT_EQ(next.proof.in_transit_opening_left, 0);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(JoinedTest, AnOpeningBalanceThatIsNotInTheBooksIsNotProvenAndSaysSo) {
  ASSERT_TRUE(company->manual_voucher(tuesday, "Feil", {{1903, 1'000}, {1920, -1'000}}));
  clock.sleep(std::chrono::seconds(2));
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_FALSE(report->proof.is_proven());
  EXPECT_EQ(std::abs(report->proof.accounts.at(0).difference()), 1'000);
  EXPECT_THAT(finding_message("balance-differs"),
              AllOf(HasSubstr("1903"), HasSubstr("opening balance")));
}

TEST_F(JoinedTest, AnOpeningBalanceThatVippsDoesNotHaveBooksNothing) {
  client.ledgers.front().opening_funds = -39'000;
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(journals(), IsEmpty());
  EXPECT_THAT(finding_message("chain-gap"), AllOf(HasSubstr("-390.00"), HasSubstr("-400.00")));
}

TEST_F(JoinedTest, ADateBeforeTheStartIsRefused) {
  EXPECT_THAT(close_fails(ErrorKind::invalid, monday, monday),
              AllOf(HasSubstr("2026-03-02"), HasSubstr("2026-03-04"), HasSubstr("opening")));
}

TEST_F(CloseTest, AStrangersPostingIsNamedUntilItIsReversed) {
  simple_day(monday);
  auto stranger = company->manual_voucher(monday, "Feil", {{1903, 500}, {1920, -500}});
  ASSERT_TRUE(stranger);
  clock.sleep(std::chrono::seconds(2));
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_FALSE(report->proof.is_proven());
  EXPECT_EQ(std::abs(report->proof.accounts.at(0).difference()), 500);
  EXPECT_EQ(report->proof.accounts.at(0).foreign, 500);
  EXPECT_THAT(finding_message("foreign-posting"),
              AllOf(HasSubstr(std::to_string((*stranger)->number)), HasSubstr("5.00")));
  EXPECT_THAT(finding_message("balance-differs"), HasSubstr("others posted 5.00"));

  ASSERT_TRUE(company->reverse((*stranger)->id));
  clock.sleep(std::chrono::seconds(2));
  close_proven(monday, monday);
  EXPECT_THAT(findings(), Not(Contains(HasSubstr("balance-differs"))));
}

TEST_F(CloseTest, ADifferenceThatComesBackIsOpenAgain) {
  simple_day(monday);
  for (int time = 0; time < 2; ++time) {
    auto stranger = company->manual_voucher(monday, "Feil", {{1903, 500}, {1920, -500}});
    ASSERT_TRUE(stranger);
    clock.sleep(std::chrono::seconds(2));
    ASSERT_TRUE(close(monday, monday));
    EXPECT_THAT(findings(), Contains("balance-differs account 1903"));
    ASSERT_TRUE(company->reverse((*stranger)->id));
    clock.sleep(std::chrono::seconds(2));
    close_proven(monday, monday);
    EXPECT_THAT(findings(), Not(Contains("balance-differs account 1903")));
  }
}

TEST_F(CloseTest, WhatAPersonResolvedStaysResolved) {
  simple_day(monday);
  ASSERT_TRUE(company->manual_voucher(monday, "Feil", {{1903, 500}, {1920, -500}}));
  clock.sleep(std::chrono::seconds(2));
  ASSERT_TRUE(close(monday, monday));
  services::FindingStore store(*database);
  const auto open = store.open(client.id);
  ASSERT_TRUE(open);
  for (const auto& stored : *open) {
    ASSERT_TRUE(store.resolve(stored.id, "agreed with the auditor", clock.now()));
  }
  ASSERT_TRUE(close(monday, monday));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(CloseTest, AVoucherReversedByHandIsNamed) {
  simple_day(monday);
  close_proven();
  for (const auto& voucher : company->vouchers()) {
    if (voucher.content.external_import_reference != reference("pay", monday)) continue;
    ASSERT_TRUE(company->reverse(voucher.id));
    break;
  }
  clock.sleep(std::chrono::seconds(2));
  const auto report = close(monday, monday);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_FALSE(report->proof.is_proven());
  EXPECT_THAT(finding_message("balance-differs"), HasSubstr(reference("pay", monday)));
  EXPECT_THAT(references(), SizeIs(3));
}

TEST_F(CloseTest, APayoutThatTheBankDoesNotShowIsLateTwoBankDaysAfterItWasExpected) {
  simple_day(monday);
  for (Date date = tuesday; date <= Date(2026, 3, 5); date = date.next())
    end_day(date);
  close_proven();  // Friday morning; it was expected on Wednesday
  EXPECT_THAT(findings(), IsEmpty());
  end_day(Date(2026, 3, 6));
  close_proven();
  EXPECT_THAT(findings(), ElementsAre("payout-late " + reference("out", monday)));
  EXPECT_THAT(finding_message("payout-late"), AllOf(HasSubstr("2026-03-04"), HasSubstr("1904")));
  pay_in_bank(9'825, Date(2026, 3, 7));
  end_day(Date(2026, 3, 7));
  const auto report = close_proven();
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_THAT(report.proof.in_transit, IsEmpty());
  EXPECT_EQ(report.proof.in_transit_balance, 0);
}

TEST_F(CloseTest, ABankLineOfOursIsPostedWhenItIsDueAndNotBefore) {
  client.post_bank_line = true;
  simple_day(monday);
  close_proven();
  EXPECT_THAT(references(), Not(Contains(reference("bnk", monday))));
  EXPECT_EQ(balance(1904, wednesday), 9'825);
  end_day(tuesday);  // Wednesday morning is the day the bank is expected to pay
  close_proven();
  EXPECT_THAT(references(), Contains(reference("bnk", monday)));
  EXPECT_EQ(balance(1904, tuesday), 9'825);
  EXPECT_EQ(balance(1904, wednesday), 0);
  EXPECT_EQ(balance(1920, wednesday), 9'825);
  for (Date date = wednesday; date <= Date(2026, 3, 8); date = date.next())
    end_day(date);
  close_proven();
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_THAT(references(), SizeIs(4));
}

TEST_F(CloseTest, AFeeOfTheYearBeforeIsDatedThereAndBothDatesAreProven) {
  const Date new_years_eve(2026, 12, 31);
  const Date new_years_day(2027, 1, 1);
  client.ledgers.front().start = new_years_eve;
  clock.set(parse_instant("2026-12-31T05:30:00Z").value());
  ASSERT_TRUE(ledger->capture("gift", 100'000, clock.now(), new_years_eve, new_years_day));
  end_day(new_years_eve);
  close_proven();
  EXPECT_EQ(balance(7770, new_years_eve), 0);
  end_day(new_years_day);
  const auto report = close_proven(new_years_eve, new_years_day);
  EXPECT_THAT(report.proof.accounts, SizeIs(4));
  EXPECT_THAT(references(), Contains(reference("acc", new_years_day)));
  EXPECT_EQ(balance(7770, new_years_eve), 1'750);
  EXPECT_EQ(balance(7770, new_years_day), 1'750);
  EXPECT_EQ(balance(2960, new_years_eve), -1'750);
}

}  // namespace
}  // namespace avstem::tests
