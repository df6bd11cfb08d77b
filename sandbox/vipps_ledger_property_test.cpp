#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <iterator>
#include <numeric>

#include "sandbox/vipps_ledger.hpp"

namespace avstem::sandbox {
namespace {

using Settlement = LedgerTerms::Settlement;
using Frequency = LedgerTerms::Frequency;

const Date monday(2026, 1, 5);

Instant noon(Date date) {
  return Instant(date.days()) + std::chrono::hours(12);
}

std::int64_t sum(const std::vector<LedgerEntry>& entries) {
  return std::accumulate(entries.begin(), entries.end(), std::int64_t{0},
                         [](std::int64_t so_far, const auto& e) { return so_far + e.amount; });
}

/// A ledger after some weeks of everything that can happen, under terms of every kind.
VippsLedger arbitrary_ledger() {
  LedgerTerms agreed;
  agreed.ledger_id = "302321";
  agreed.recipient_handle = "api:123455";
  agreed.settlement = *rc::gen::element(Settlement::net, Settlement::gross);
  agreed.frequency = *rc::gen::element(Frequency::daily, Frequency::weekly, Frequency::monthly);
  agreed.fee_basis_points = *rc::gen::inRange<std::int64_t>(0, 1'000);
  agreed.rolling_reserve = *rc::gen::inRange<std::int64_t>(0, 20'000);
  agreed.opening_funds = *rc::gen::inRange<std::int64_t>(-50'000, 50'000);
  agreed.opening_fees = *rc::gen::inRange<std::int64_t>(-5'000, 5'000);
  agreed.first_date = monday;
  auto ledger = VippsLedger::open(agreed).value();
  const int dates = *rc::gen::inRange(1, 40);
  for (int i = 0; i < dates; ++i) {
    const Date date = monday.plus_days(i);
    const int events = *rc::gen::inRange(0, 5);
    for (int n = 0; n < events; ++n) {
      const auto amount = *rc::gen::inRange<std::int64_t>(1, 30'000);
      const Date on = date.plus_days(*rc::gen::inRange(0, 3));
      switch (*rc::gen::inRange(0, 5)) {
        case 0:
          RC_ASSERT(ledger.refund("r" + std::to_string(i), amount, noon(on), on).has_value());
          break;
        case 1:
          RC_ASSERT(ledger.correction(Topic::fees, amount, noon(on), on).has_value());
          break;
        case 2:
          RC_ASSERT(ledger.service_fee(amount, noon(on), on).has_value());
          break;
        default:
          RC_ASSERT(ledger.capture("c", amount, noon(on), on, on.plus_days(n % 2)).has_value());
      }
    }
    RC_ASSERT(ledger.end_date(date).has_value());
  }
  return ledger;
}

TEST(VippsLedgerProperties, BalancesChainAndDatesNeverGoBack) {
  EXPECT_TRUE(rc::check([] {
    const VippsLedger ledger = arbitrary_ledger();
    for (const Topic topic : {Topic::funds, Topic::fees}) {
      const auto opening =
          topic == Topic::funds ? ledger.terms().opening_funds : ledger.terms().opening_fees;
      std::int64_t balance = opening;
      Date date(2000, 1, 1);
      for (const auto& entry : ledger.entries(topic)) {
        RC_ASSERT(entry.balance_before == balance);
        RC_ASSERT(entry.balance_after == balance + entry.amount);
        RC_ASSERT(entry.ledger_date >= date);
        balance = entry.balance_after;
        date = entry.ledger_date;
      }
      RC_ASSERT(balance == ledger.balance(topic));
      RC_ASSERT(opening + sum(ledger.entries(topic)) == balance);
    }
  }));
}

TEST(VippsLedgerProperties, APayoutEndsItsDateAndLeavesTheReserve) {
  EXPECT_TRUE(rc::check([] {
    const VippsLedger ledger = arbitrary_ledger();
    std::size_t payouts = 0;
    for (const auto& entry : ledger.entries(Topic::funds)) {
      if (entry.entry_type != "payout-scheduled") continue;
      ++payouts;
      RC_ASSERT(entry.amount < 0);
      RC_ASSERT(entry.balance_after == ledger.terms().rolling_reserve);
      RC_ASSERT(&entry == &ledger.entries_on(entry.ledger_date, Topic::funds).back());
    }
    RC_ASSERT(payouts == ledger.payouts().size());
  }));
}

TEST(VippsLedgerProperties, FeesRetainedTwinsCancel) {
  EXPECT_TRUE(rc::check([] {
    const VippsLedger ledger = arbitrary_ledger();
    std::vector<LedgerEntry> funds;
    std::vector<LedgerEntry> fees;
    const auto is_retained = [](const auto& entry) { return entry.entry_type == "fees-retained"; };
    std::ranges::copy_if(ledger.entries(Topic::funds), std::back_inserter(funds), is_retained);
    std::ranges::copy_if(ledger.entries(Topic::fees), std::back_inserter(fees), is_retained);
    RC_ASSERT(funds.size() == fees.size());
    RC_ASSERT(funds.empty() || ledger.terms().settlement == Settlement::net);
    for (std::size_t i = 0; i < funds.size(); ++i) {
      RC_ASSERT(funds[i].amount + fees[i].amount == 0);
      RC_ASSERT(funds[i].time == fees[i].time);
      RC_ASSERT(funds[i].ledger_date == fees[i].ledger_date);
      RC_ASSERT(funds[i].psp_reference != fees[i].psp_reference);
      RC_ASSERT(fees[i].balance_after == 0);
    }
  }));
}

}  // namespace
}  // namespace avstem::sandbox
