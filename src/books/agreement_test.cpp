#include "books/agreement.hpp"

#include <gmock/gmock.h>

namespace avstem::books {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Funds entries one after the other, from a balance.
class Funds {
 public:
  explicit Funds(std::int64_t balance = 0) : balance_(balance) {}
  Funds& add(EntryType type, std::int64_t amount, const std::string& psp_reference) {
    Entry entry;
    entry.type = type;
    entry.amount = amount;
    entry.psp_reference = psp_reference;
    entry.balance_before = balance_;
    entry.balance_after = balance_ += amount;
    entries.push_back(entry);
    return *this;
  }
  SettlementSide side() const {
    SettlementSide made;
    for (const Entry& entry : entries)
      made.add(entry);
    return made;
  }
  std::vector<Entry> entries;

 private:
  std::int64_t balance_;
};

Funds day() {
  return Funds()
      .add(EntryType::capture, 10'000, "1")
      .add(EntryType::refund, -500, "2")
      .add(EntryType::fees_retained, -175, "r")
      .add(EntryType::payout_scheduled, -9'325, "l-7");
}

TEST(Agreement, TheSameDayInAnyOrderAgrees) {
  const Funds other = Funds()
                          .add(EntryType::refund, -500, "2")
                          .add(EntryType::capture, 10'000, "1")
                          .add(EntryType::fees_retained, -175, "another reference")
                          .add(EntryType::payout_scheduled, -9'325, "l-7");
  EXPECT_THAT(differences(day().side(), other.side(), Currency()), IsEmpty());
}

TEST(Agreement, ADisputeOnlyTheReportHasIsNamedWithItsBalance) {
  const Funds report = day().add(EntryType::retained_disputed_capture, -100, "1");
  EXPECT_THAT(differences(day().side(), report.side(), Currency()),
              ElementsAre("other movements: file 0.00, API -1.00",
                          "balance afterwards: file 0.00, API -1.00"));
}

TEST(Agreement, PaymentsBeyondTheLimitAreCounted) {
  Funds report;
  for (std::size_t i = 0; i < differences_named_max + 3; ++i)
    report.add(EntryType::capture, 1, std::to_string(i));
  const auto named = differences(SettlementSide(), report.side(), Currency());
  ASSERT_THAT(named, SizeIs(differences_named_max + 2));
  EXPECT_EQ(named.at(differences_named_max), "3 more payments");
  EXPECT_EQ(named.back(), "captures: file 0.00, API 0.13");
}

TEST(Agreement, ASideWithoutBalancesTakesTheOthersBeginning) {
  SettlementSide movements = day().side();
  movements.begin_at(40);
  EXPECT_EQ(movements.balance(), 40);
}

TEST(Agreement, ASettlementIsWhatStandsBetweenTwoPayouts) {
  const auto funds = Funds()
                         .add(EntryType::capture, 1, "a")
                         .add(EntryType::payout_scheduled, -1, "l-1")
                         .add(EntryType::capture, 2, "b")
                         .add(EntryType::capture, 3, "c")
                         .add(EntryType::payout_scheduled, -5, "l-2")
                         .add(EntryType::capture, 4, "d")
                         .entries;
  const auto second = settlement_of(funds, {{"l-2", -5}});
  ASSERT_THAT(second, SizeIs(3));
  EXPECT_EQ(second.front().psp_reference, "b");
  EXPECT_EQ(second.back().psp_reference, "l-2");
  EXPECT_THAT(settlement_of(funds, {{"l-1", -1}, {"l-2", -5}}), SizeIs(5));
  EXPECT_THAT(settlement_of(funds, {{"l-9", -5}}), IsEmpty());
}

}  // namespace
}  // namespace avstem::books
