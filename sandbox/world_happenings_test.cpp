// The special happenings that ten days of the world hold.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "sandbox/world_cafe.hpp"
#include "sandbox/world_test_reader.hpp"
#include "sandbox/world_webshop.hpp"

namespace avstem::sandbox {
namespace {

const std::string shop = "310114";
const std::string club_fees = "310227";
const std::string club_gifts = "310228";
const std::string cafe = "310339";

class WorldHappenings : public testing::Test {
 protected:
  Date day(int index) const { return WorldOptions().start.plus_days(index); }
  std::vector<LedgerEntry> entries(const std::string& ledger, Topic topic, Date date,
                                   std::string_view type) {
    std::vector<LedgerEntry> found;
    for (const LedgerEntry& entry : played_.ledger(ledger).entries_on(date, topic)) {
      if (entry.entry_type == type) found.push_back(entry);
    }
    return found;
  }

  PlayedWorld played_{10};
};

TEST_F(WorldHappenings, TheTenDaysHoldAWeekendAndTheEndOfAMonth) {
  EXPECT_EQ(day(5).weekday(), std::chrono::Sunday);
  EXPECT_EQ(day(5), Date(2026, 3, 1));
}

TEST_F(WorldHappenings, TheRecallTakesTheShopBelowZeroAndNothingIsPaidOut) {
  const Date recall = day(Webshop::day_of_recall);
  const std::int64_t deficit = played_.world.vipps_balance(shop, Topic::funds, recall);
  EXPECT_LT(deficit, 0);
  EXPECT_GT(entries(shop, Topic::funds, recall, "refund").size(), 3U);
  EXPECT_TRUE(entries(shop, Topic::funds, recall, "payout-scheduled").empty());
  EXPECT_FALSE(entries(shop, Topic::funds, recall.previous(), "payout-scheduled").empty());
  const auto next = played_.ledger(shop).entries_on(recall.next(), Topic::funds);
  EXPECT_EQ(next.front().balance_before, deficit);
  ASSERT_EQ(entries(shop, Topic::funds, recall.next(), "payout-scheduled").size(), 1U);
}

TEST_F(WorldHappenings, OrdersArePaidBackWholeOrInPart) {
  EXPECT_FALSE(entries(shop, Topic::funds, day(1), "refund").empty());
  std::map<std::string, std::int64_t> captured;
  int whole = 0;
  int part = 0;
  for (const LedgerEntry& entry : played_.ledger(shop).entries(Topic::funds)) {
    if (entry.entry_type == "capture") captured[entry.reference] = entry.amount;
    if (entry.entry_type != "refund") continue;
    ASSERT_LE(-entry.amount, captured.at(entry.reference));
    ++(-entry.amount == captured.at(entry.reference) ? whole : part);
  }
  EXPECT_GT(whole, 0);
  EXPECT_GT(part, 0);
}

TEST_F(WorldHappenings, OnePaymentOfTheShopHasNoReference) {
  int without = 0;
  for (const LedgerEntry& entry : played_.ledger(shop).entries(Topic::funds)) {
    if (entry.entry_type != "capture" || !entry.reference.empty()) continue;
    EXPECT_EQ(entry.ledger_date, day(Webshop::day_without_reference));
    ++without;
  }
  EXPECT_EQ(without, 1);
}

TEST_F(WorldHappenings, OneFeeComesADayLate) {
  const Date captured_on = day(Webshop::day_of_late_fee);
  const auto captures = entries(shop, Topic::funds, captured_on, "capture");
  const auto late = entries(shop, Topic::fees, captured_on.next(), "capture-fee");
  const auto belongs = [&](const LedgerEntry& fee) {
    return std::ranges::count(captures, fee.psp_reference, &LedgerEntry::psp_reference) == 1;
  };
  EXPECT_EQ(std::ranges::count_if(late, belongs), 1);
  EXPECT_EQ(entries(shop, Topic::fees, captured_on, "capture-fee").size(), captures.size() - 1);
}

TEST_F(WorldHappenings, AServiceFeeAndACorrectionOfFees) {
  const auto service = entries(shop, Topic::fees, day(Webshop::day_of_service_fee), "service-fee");
  ASSERT_EQ(service.size(), 1U);
  EXPECT_EQ(service[0].amount, -4'900);
  const auto correction =
      entries(shop, Topic::fees, day(Webshop::day_of_fee_correction), "correction");
  ASSERT_EQ(correction.size(), 1U);
  EXPECT_GT(correction[0].amount, 0);
}

TEST_F(WorldHappenings, TheClubIsPaidInFullAndInvoicedForFeesAtTheEndOfTheMonth) {
  const Date last_of_month(2026, 2, 28);
  const auto invoiced = entries(club_fees, Topic::fees, last_of_month, "fees-invoiced");
  ASSERT_EQ(invoiced.size(), 1U);
  EXPECT_GT(invoiced[0].amount, 0);
  for (const LedgerEntry& entry : played_.ledger(club_fees).entries(Topic::funds))
    EXPECT_NE(entry.entry_type, "fees-retained");
  EXPECT_LT(played_.world.vipps_balance(club_fees, Topic::fees, played_.last_day()), 0);
}

TEST_F(WorldHappenings, GiftsHaveNoReferenceAndCostTheClubAFee) {
  for (const LedgerEntry& entry : played_.ledger(club_gifts).entries(Topic::funds)) {
    EXPECT_TRUE(entry.entry_type != "capture" || entry.reference.empty());
  }
  EXPECT_FALSE(entries(club_gifts, Topic::funds, day(0), "fees-retained").empty());
  EXPECT_TRUE(played_.world.clients()[1].ledgers[1].gifts);
}

TEST_F(WorldHappenings, TheCafeIsPaidOnSundaysAndOwesFeesInBetween) {
  const auto& ledger = played_.ledger(cafe);
  for (const VippsLedger::Payout& payout : ledger.payouts())
    EXPECT_EQ(payout.ledger_date.weekday(), std::chrono::Sunday);
  EXPECT_EQ(ledger.payouts().back().ledger_date, day(5));
  EXPECT_LT(played_.world.vipps_balance(cafe, Topic::fees, day(4)), 0);
  EXPECT_EQ(played_.world.vipps_balance(cafe, Topic::fees, day(5)), 0);
}

TEST_F(WorldHappenings, OneEntryOfTheCafeIsOfAnUnknownType) {
  const auto unknown =
      entries(cafe, Topic::funds, day(Cafe::day_of_unknown_entry), Cafe::unknown_entry_type);
  EXPECT_EQ(unknown.size(), 1U);
}

}  // namespace
}  // namespace avstem::sandbox
