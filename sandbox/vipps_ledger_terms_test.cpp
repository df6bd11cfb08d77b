#include <gtest/gtest.h>

#include "sandbox/vipps_ledger.hpp"

namespace avstem::sandbox {
namespace {

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

TEST(VippsLedger, ALedgerMayBeginBeforeItsFirstEntry) {
  LedgerTerms dated = terms();
  dated.first_date = monday;
  auto ledger = VippsLedger::open(dated).value();
  EXPECT_TRUE(ledger.is_closed(monday.previous(), Topic::funds));
  EXPECT_FALSE(ledger.capture("order", 100, noon(monday), monday.previous()));
  ASSERT_TRUE(ledger.capture("order", 100, noon(monday), monday.plus_days(2)));
  EXPECT_TRUE(ledger.entries(Topic::funds).empty());
  ASSERT_TRUE(ledger.end_date(monday.next()));
  EXPECT_EQ(ledger.entries(Topic::funds).size(), 1U);
}

TEST(VippsLedger, FeesMayBuildUpBetweenWeeklyPayouts) {
  LedgerTerms weekly = terms();
  weekly.frequency = LedgerTerms::Frequency::weekly;
  weekly.fee_retention = LedgerTerms::FeeRetention::with_payout;
  auto ledger = VippsLedger::open(weekly).value();
  const Date sunday = monday.plus_days(6);
  for (Date date = monday; date <= sunday; date = date.next()) {
    ASSERT_TRUE(ledger.capture("order", 10'000, noon(date), date));
    EXPECT_TRUE(ledger.end_date(date));
    if (date == monday.next()) {
      EXPECT_EQ(ledger.balance(Topic::funds), 20'000);
      EXPECT_EQ(ledger.balance(Topic::fees), -350);
    }
  }
  EXPECT_EQ(ledger.balance(Topic::fees), 0);
  ASSERT_EQ(ledger.payouts().size(), 1U);
  EXPECT_EQ(ledger.payouts()[0].amount, 7 * (10'000 - 175));
}

TEST(VippsLedger, ImpossibleTermsAndAmountsAreRefused) {
  const auto refused = [](auto change) {
    LedgerTerms wrong = terms();
    change(wrong);
    return !VippsLedger::open(wrong).has_value();
  };
  EXPECT_TRUE(refused([](auto& t) { t.ledger_id = ""; }));
  EXPECT_TRUE(refused([](auto& t) { t.recipient_handle = "123455"; }));
  EXPECT_TRUE(refused([](auto& t) { t.recipient_handle = "SE:123455"; }));
  EXPECT_TRUE(refused([](auto& t) { t.recipient_handle = "api:123"; }));
  EXPECT_TRUE(refused([](auto& t) { t.fee_basis_points = fee_basis_points_max + 1; }));
  EXPECT_TRUE(refused([](auto& t) { t.rolling_reserve = -1; }));
  EXPECT_TRUE(refused([](auto& t) { t.opening_fees = Money::max_minor + 1; }));
  EXPECT_TRUE(refused([](auto& t) { t.first_payout_number = 0; }));
  EXPECT_FALSE(refused([](auto& t) { t.fee_basis_points = fee_basis_points_max; }));

  auto ledger = VippsLedger::open(terms()).value();
  EXPECT_FALSE(ledger.capture("order", 0, noon(monday), monday));
  EXPECT_FALSE(ledger.capture("order", -1, noon(monday), monday));
  EXPECT_FALSE(ledger.capture("order", Money::max_minor + 1, noon(monday), monday));
  EXPECT_FALSE(ledger.other("", Topic::funds, 1, noon(monday), monday));
  EXPECT_TRUE(ledger.entries(Topic::funds).empty());
}

TEST(VippsLedger, ABoundedNumberOfDatesEndAtOnce) {
  auto ledger = VippsLedger::open(terms()).value();
  ASSERT_TRUE(ledger.end_date(monday));
  EXPECT_FALSE(ledger.end_date(monday.plus_days(dates_ended_at_once_max + 1)));
  EXPECT_TRUE(ledger.end_date(monday.plus_days(dates_ended_at_once_max)));
}

}  // namespace
}  // namespace avstem::sandbox
