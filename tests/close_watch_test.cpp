// What the proof must see although nobody told it: each a fault that once went unseen.

#include "platform/oslo_zone.hpp"
#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class WatchTest : public CloseTest {
 protected:
  /// Nights without traffic: the ledger dates stay open, and close finds nothing new.
  void quiet_nights(Date until) { clock.set(oslo().at(until, std::chrono::minutes(390))); }
};

TEST_F(WatchTest, APayoutIsWatchedWhenNoDateClosesAnyMore) {
  simple_day(monday);
  close_proven();
  quiet_nights(monday.plus_days(20));
  ASSERT_TRUE(close());
  EXPECT_THAT(findings(), Contains(HasSubstr("payout-late")));
  pay_in_bank(9825, monday.plus_days(20));
  ASSERT_TRUE(close());
  EXPECT_THAT(findings(), Not(Contains(HasSubstr("payout-late"))));
}

TEST_F(WatchTest, AnOpeningInTransitThatTheBooksDoNotShowIsNotProven) {
  client.ledgers.front().opening_in_transit = 5'000'000;
  simple_day(monday);
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_FALSE(report->proof.is_proven());
  EXPECT_THAT(findings(), Contains(HasSubstr("balance-differs account 1904")));
}

TEST_F(WatchTest, AnOpeningVoucherThatIsPostedLateIsSeen) {
  simple_day(monday);  // before the client joined: its payout is on the way
  client.ledgers.front().start = tuesday;
  client.ledgers.front().opening_in_transit = 9825;
  simple_day(tuesday);
  const auto first_night = close();
  ASSERT_TRUE(first_night) << first_night.error().message;
  EXPECT_FALSE(first_night->proof.is_proven());
  ASSERT_TRUE(company->manual_voucher(monday, "IB", {{1904, 9825}, {1920, -9825}}));
  simple_day(wednesday);
  close_proven();
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(WatchTest, ClosingAnOldDateAgainRaisesNothing) {
  simple_day(monday);
  simple_day(tuesday);
  close_proven();
  pay_in_bank(9825, wednesday);
  pay_in_bank(9825, wednesday);
  simple_day(wednesday);
  close_proven();
  const auto before = findings();
  close_proven(monday, monday);
  EXPECT_EQ(findings(), before);
}

TEST_F(WatchTest, AStrangersPostingThatIsReversedLeavesNoFinding) {
  simple_day(monday);
  close_proven();
  const auto stranger =
      company->manual_voucher(tuesday, "by hand", {{1903, 77700}, {1920, -77700}});
  ASSERT_TRUE(stranger);
  const std::string id = (*stranger)->id;
  simple_day(tuesday);
  ASSERT_TRUE(close());
  EXPECT_THAT(findings(), Contains(HasSubstr("foreign-posting account 1903")));
  ASSERT_TRUE(company->reverse(id));
  simple_day(wednesday);
  close_proven();
  EXPECT_THAT(findings(), Not(Contains(HasSubstr("foreign-posting account 1903"))));
}

TEST_F(WatchTest, AFindingFollowsItsAmount) {
  simple_day(monday);
  close_proven();
  ASSERT_TRUE(company->manual_voucher(monday, "by hand", {{1903, 500}, {1920, -500}}));
  ASSERT_TRUE(close(monday, monday));
  EXPECT_EQ(number("SELECT amount FROM findings WHERE kind = 'balance-differs'"), 500);
  ASSERT_TRUE(company->manual_voucher(monday, "by hand", {{1903, 900000}, {1920, -900000}}));
  ASSERT_TRUE(close(monday, monday));
  EXPECT_EQ(number("SELECT amount FROM findings WHERE kind = 'balance-differs'"), 900500);
}

}  // namespace
}  // namespace avstem::tests
