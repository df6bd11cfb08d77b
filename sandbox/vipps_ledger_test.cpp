#include "sandbox/vipps_ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace avstem::sandbox {
namespace {

using testing::ElementsAre;
using Settlement = LedgerTerms::Settlement;
using Frequency = LedgerTerms::Frequency;

const Date monday(2026, 1, 5);

LedgerTerms terms() {
  LedgerTerms terms;
  terms.ledger_id = "302321";
  terms.owner_organisation_number = "987654325";
  terms.payout_bank_account = "86011117947";
  terms.recipient_handle = "api:123455";
  terms.sales_unit_name = "Kafé Nord";
  return terms;
}

Instant noon(Date date) {
  return Instant(date.days()) + std::chrono::hours(12);
}

std::vector<std::string> types(const VippsLedger& ledger, Topic topic) {
  std::vector<std::string> words;
  for (const auto& entry : ledger.entries(topic))
    words.push_back(entry.entry_type);
  return words;
}

TEST(CaptureFee, RoundsHalfAwayFromZero) {
  EXPECT_EQ(capture_fee(10'000, 175), 175);
  EXPECT_EQ(capture_fee(200, 175), 4);  // 3.5
  EXPECT_EQ(capture_fee(199, 175), 3);  // 3.4825
  EXPECT_EQ(capture_fee(28, 175), 0);   // 0.49
  EXPECT_EQ(capture_fee(49'900, 0), 0);
  EXPECT_EQ(capture_fee(Money::max_minor, fee_basis_points_max), Money::max_minor);
}

TEST(VippsLedger, TheWorkedDayOfTheDocumentationComesOutTheSame) {
  LedgerTerms agreed = terms();
  agreed.ledger_id = "12345";
  agreed.recipient_handle = "NO:57860";
  agreed.fee_basis_points = 300;
  agreed.first_payout_number = 2'000'023;
  auto ledger = VippsLedger::open(agreed).value();
  for (const std::int64_t amount : {10'000, 10'000, 20'000}) {
    ASSERT_TRUE(ledger.capture("order-" + std::to_string(amount), amount, noon(monday), monday));
  }
  ASSERT_TRUE(ledger.refund("order-20000", 10'000, noon(monday), monday));
  ASSERT_TRUE(ledger.end_date(monday));

  EXPECT_THAT(types(ledger, Topic::funds), ElementsAre("capture", "capture", "capture", "refund",
                                                       "fees-retained", "payout-scheduled"));
  EXPECT_THAT(types(ledger, Topic::fees),
              ElementsAre("capture-fee", "capture-fee", "capture-fee", "fees-retained"));
  const auto& payout = ledger.entries(Topic::funds).back();
  EXPECT_EQ(payout.amount, -28'800);
  EXPECT_EQ(payout.balance_after, 0);
  EXPECT_EQ(payout.psp_reference, "12345-2000023");
  EXPECT_EQ(payout.reference, "Vipps utbet. 2000023 Vippsnr 57860");
  EXPECT_EQ(payout.recipient_handle, "");
  EXPECT_EQ(ledger.entries(Topic::funds)[4].amount, -1'200);
  EXPECT_EQ(ledger.entries(Topic::fees)[3].amount, 1'200);
  EXPECT_EQ(ledger.balance(Topic::fees), 0);
}

TEST(VippsLedger, FeesRetainedTwinsShareTheMomentButNotThePspReference) {
  auto ledger = VippsLedger::open(terms()).value();
  ASSERT_TRUE(ledger.capture("order-1", 49'900, noon(monday), monday));
  ASSERT_TRUE(ledger.end_date(monday));
  const auto& funds = ledger.entries(Topic::funds)[1];
  const auto& fees = ledger.entries(Topic::fees)[1];
  EXPECT_EQ(funds.time, fees.time);
  EXPECT_EQ(funds.ledger_date, fees.ledger_date);
  EXPECT_EQ(funds.amount, -fees.amount);
  EXPECT_THAT(funds.psp_reference, testing::MatchesRegex("01H[0-9A-Z]{8}-[0-9A-Z]{15}"));
  EXPECT_EQ(fees.psp_reference, "302321-3000001");
  EXPECT_EQ(funds.reference, "");
}

TEST(VippsLedger, PspReferencesAscendWithTenDigitsAndRepeatWhenReplayed) {
  std::vector<std::string> first;
  for (int run = 0; run < 2; ++run) {
    auto ledger = VippsLedger::open(terms()).value();
    std::vector<std::string> seen;
    for (int i = 0; i < 3; ++i) {
      seen.push_back(ledger.capture("order", 1'000, noon(monday), monday).value());
      EXPECT_EQ(seen.back().size(), 10U);
    }
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
    EXPECT_NE(seen[0], seen[1]);
    if (run == 0) first = seen;
    EXPECT_EQ(seen, first);
  }
}

TEST(VippsLedger, ALateFeeIsRetainedOnItsOwnDate) {
  auto ledger = VippsLedger::open(terms()).value();
  const auto psp = ledger.capture("order-1", 10'000, noon(monday), monday, monday.next()).value();
  EXPECT_TRUE(ledger.entries(Topic::fees).empty());
  ASSERT_TRUE(ledger.end_date(monday));
  EXPECT_EQ(ledger.payouts().back().amount, 10'000);
  ASSERT_EQ(ledger.entries(Topic::fees).size(), 1U);
  EXPECT_EQ(ledger.entries(Topic::fees)[0].psp_reference, psp);
  EXPECT_EQ(ledger.entries(Topic::fees)[0].ledger_date, monday.next());
  ASSERT_TRUE(ledger.end_date(monday.next()));
  EXPECT_EQ(ledger.balance(Topic::funds), -175);
  EXPECT_EQ(ledger.payouts().size(), 1U) << "a negative balance pays nothing out";
  EXPECT_FALSE(ledger.capture("order-2", 10'000, noon(monday), monday.plus_days(5), monday));
}

TEST(VippsLedger, EntriesAfterTheOpenDateWaitUntilItEnds) {
  auto ledger = VippsLedger::open(terms()).value();
  ASSERT_TRUE(ledger.capture("order-1", 10'000, noon(monday), monday));
  ASSERT_TRUE(ledger.capture("order-2", 5'000, noon(monday.next()), monday.next()));
  ASSERT_TRUE(ledger.capture("late", 2'000, noon(monday.next()), monday));
  EXPECT_EQ(ledger.balance(Topic::funds), 12'000);
  ASSERT_TRUE(ledger.end_date(monday));
  EXPECT_EQ(ledger.entries_on(monday, Topic::funds).back().entry_type, "payout-scheduled");
  ASSERT_EQ(ledger.entries_on(monday.next(), Topic::funds).size(), 1U);
  EXPECT_EQ(ledger.balance(Topic::funds), 5'000);
  EXPECT_FALSE(ledger.capture("too-late", 2'000, noon(monday), monday));
}

TEST(VippsLedger, TheClosingEntriesAreNeverStampedBeforeTheLastOfTheDate) {
  auto ledger = VippsLedger::open(terms()).value();
  const Instant evening = Instant(monday.days()) + std::chrono::seconds(21 * 3600 + 59 * 60 + 59);
  ASSERT_TRUE(ledger.capture("order-1", 10'000, noon(monday), monday));
  ASSERT_TRUE(ledger.capture("late", 10'000, noon(monday.next()), monday.next()));
  ASSERT_TRUE(ledger.end_date(monday));
  EXPECT_EQ(ledger.entries_on(monday, Topic::funds).back().time, evening);
  const Instant after_midnight = noon(monday.plus_days(2));
  ASSERT_TRUE(ledger.capture("later", 10'000, after_midnight, monday.next()));
  ASSERT_TRUE(ledger.end_date(monday.next()));
  EXPECT_EQ(ledger.entries(Topic::funds).back().time, after_midnight);
}

TEST(VippsLedger, WeeklyPaysOnSundayAndMonthlyOnTheLastDay) {
  LedgerTerms weekly = terms();
  weekly.frequency = Frequency::weekly;
  auto ledger = VippsLedger::open(weekly).value();
  ASSERT_TRUE(ledger.capture("order-1", 10'000, noon(monday), monday));
  ASSERT_TRUE(ledger.end_date(monday.plus_days(5)));
  EXPECT_TRUE(ledger.payouts().empty());
  EXPECT_EQ(ledger.balance(Topic::funds), 9'825);
  ASSERT_TRUE(ledger.end_date(monday.plus_days(6)));
  EXPECT_EQ(ledger.payouts().at(0).ledger_date, Date(2026, 1, 11));

  LedgerTerms monthly = terms();
  monthly.frequency = Frequency::monthly;
  ledger = VippsLedger::open(monthly).value();
  ASSERT_TRUE(ledger.capture("order-1", 10'000, noon(monday), monday));
  ASSERT_TRUE(ledger.end_date(Date(2026, 2, 2)));
  ASSERT_EQ(ledger.payouts().size(), 1U);
  EXPECT_EQ(ledger.payouts()[0].ledger_date, Date(2026, 1, 31));
}

TEST(VippsLedger, GrossPaysEverythingAndInvoicesTheFeesOnTheLastOfTheMonth) {
  LedgerTerms gross = terms();
  gross.settlement = Settlement::gross;
  auto ledger = VippsLedger::open(gross).value();
  ASSERT_TRUE(ledger.capture("order-1", 10'000, noon(monday), monday));
  ASSERT_TRUE(ledger.service_fee(4'900, noon(monday), monday));
  ASSERT_TRUE(ledger.end_date(Date(2026, 1, 30)));
  EXPECT_EQ(ledger.payouts().at(0).amount, 10'000);
  EXPECT_EQ(ledger.balance(Topic::fees), -5'075);
  ASSERT_TRUE(ledger.end_date(Date(2026, 1, 31)));
  EXPECT_EQ(ledger.entries(Topic::fees).back().entry_type, "fees-invoiced");
  EXPECT_EQ(ledger.entries(Topic::fees).back().amount, 5'075);
  EXPECT_THAT(types(ledger, Topic::funds), ElementsAre("capture", "payout-scheduled"));

  ASSERT_TRUE(ledger.correction(Topic::fees, 300, noon(Date(2026, 2, 1)), Date(2026, 2, 1)));
  ASSERT_TRUE(ledger.end_date(Date(2026, 2, 28)));
  EXPECT_EQ(ledger.entries(Topic::fees).back().entry_type, "credit-note");
  EXPECT_EQ(ledger.entries(Topic::fees).back().amount, -300);
}

TEST(VippsLedger, RetentionTurnsAroundWhenCorrectionsExceedTheFees) {
  auto ledger = VippsLedger::open(terms()).value();
  ASSERT_TRUE(ledger.correction(Topic::fees, 500, noon(monday), monday));
  ASSERT_TRUE(ledger.end_date(monday));
  EXPECT_EQ(ledger.entries(Topic::fees).back().amount, -500);
  EXPECT_EQ(ledger.entries(Topic::funds)[0].amount, 500);
}

TEST(VippsLedger, AnAbortedPayoutComesBackOnceAndIsPaidAgain) {
  auto ledger = VippsLedger::open(terms()).value();
  ASSERT_TRUE(ledger.capture("order-1", 10'000, noon(monday), monday));
  ASSERT_TRUE(ledger.end_date(monday));
  EXPECT_FALSE(ledger.payout_aborted(2'000'002, noon(monday), monday.next()));
  EXPECT_EQ(ledger.payout_aborted(2'000'001, noon(monday), monday.next()).value(),
            "302321-2000001");
  EXPECT_FALSE(ledger.payout_aborted(2'000'001, noon(monday), monday.next()));
  EXPECT_EQ(ledger.balance(Topic::funds), 9'825);
  ASSERT_TRUE(ledger.end_date(monday.next()));
  EXPECT_EQ(ledger.payouts().at(1).number, 2'000'002);
  EXPECT_EQ(ledger.payouts().at(1).amount, 9'825);
}

TEST(VippsLedger, ADisputeCarriesTheReferencesOfItsCapture) {
  auto ledger = VippsLedger::open(terms()).value();
  const auto psp = ledger.capture("order-1", 10'000, noon(monday), monday).value();
  EXPECT_FALSE(ledger.retain_disputed("1", 100, noon(monday), monday));
  EXPECT_FALSE(ledger.retain_disputed(psp, 10'001, noon(monday), monday));
  EXPECT_FALSE(ledger.return_disputed(psp, 1, noon(monday), monday));
  EXPECT_EQ(ledger.retain_disputed(psp, 10'000, noon(monday), monday).value(), psp);
  EXPECT_FALSE(ledger.retain_disputed(psp, 1, noon(monday), monday));
  EXPECT_EQ(ledger.return_disputed(psp, 10'000, noon(monday), monday).value(), psp);
  EXPECT_EQ(ledger.entries(Topic::funds)[1].reference, "order-1");
  EXPECT_EQ(ledger.entries(Topic::funds)[1].amount, -10'000);
  EXPECT_EQ(ledger.balance(Topic::funds), 10'000);
}

TEST(VippsLedger, TwoFeesMayShareOnePspReference) {
  auto ledger = VippsLedger::open(terms()).value();
  const auto psp = ledger.capture("order-1", 10'000, noon(monday), monday).value();
  EXPECT_EQ(ledger.extra_fee(psp, 100, noon(monday), monday).value(), psp);
  EXPECT_FALSE(ledger.extra_fee("1", 100, noon(monday), monday));
  EXPECT_EQ(ledger.balance(Topic::fees), -275);
}

TEST(VippsLedger, RefundsStopAtWhatWasCaptured) {
  auto ledger = VippsLedger::open(terms()).value();
  ASSERT_TRUE(ledger.capture("order-1", 10'000, noon(monday), monday));
  ASSERT_TRUE(ledger.refund("order-1", 6'000, noon(monday), monday));
  EXPECT_FALSE(ledger.refund("order-1", 4'001, noon(monday), monday));
  EXPECT_TRUE(ledger.refund("order-1", 4'000, noon(monday), monday));
  EXPECT_TRUE(ledger.refund("from-before", 700, noon(monday), monday));
  EXPECT_EQ(ledger.balance(Topic::funds), -700);
}

TEST(VippsLedger, OpeningBalancesAndUnknownTypesJoinTheChain) {
  LedgerTerms opened = terms();
  opened.opening_funds = 5'000;
  opened.opening_fees = -100;
  auto ledger = VippsLedger::open(opened).value();
  ASSERT_TRUE(ledger.other("loyalty-bonus", Topic::funds, 40, noon(monday), monday, "club"));
  ASSERT_TRUE(ledger.top_up(60, noon(monday), monday));
  EXPECT_EQ(ledger.entries(Topic::funds)[0].balance_before, 5'000);
  EXPECT_EQ(ledger.entries(Topic::funds)[0].entry_type, "loyalty-bonus");
  ASSERT_TRUE(ledger.end_date(monday));
  EXPECT_EQ(ledger.payouts().at(0).amount, 5'000);
}

TEST(VippsLedger, ADateIsClosedWhenEndedAndNotHeld) {
  auto ledger = VippsLedger::open(terms()).value();
  EXPECT_FALSE(ledger.is_closed(monday, Topic::funds));
  ASSERT_TRUE(ledger.capture("order-1", 10'000, noon(monday), monday));
  EXPECT_TRUE(ledger.is_closed(monday.previous(), Topic::funds));
  EXPECT_FALSE(ledger.is_closed(monday, Topic::funds));
  ledger.hold_open(monday, Topic::funds);
  ASSERT_TRUE(ledger.end_date(monday));
  EXPECT_FALSE(ledger.is_closed(monday, Topic::funds));
  EXPECT_TRUE(ledger.is_closed(monday, Topic::fees));
  ledger.release(monday, Topic::funds);
  EXPECT_TRUE(ledger.is_closed(monday, Topic::funds));
  EXPECT_FALSE(ledger.is_closed(monday.next(), Topic::funds));
  EXPECT_FALSE(ledger.end_date(monday));
}

}  // namespace
}  // namespace avstem::sandbox
