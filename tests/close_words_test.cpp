// The words and notations that Vipps' own sources disagree on.

#include <ostream>

#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(CloseTest, AnUnknownEntryTypeGoesToSuspenseBySignAndStopsNothing) {
  ASSERT_TRUE(ledger->other("loyalty-bonus", sandbox::Topic::funds, 700, clock.now(), monday));
  ASSERT_TRUE(ledger->other("surcharge", sandbox::Topic::funds, -200, clock.now(), monday));
  simple_day(monday);
  const auto report = close_proven();
  EXPECT_EQ(report.open_findings, 2);
  EXPECT_THAT(findings(),
              ElementsAre(HasSubstr("unknown-entry-type"), HasSubstr("unknown-entry-type")));
  EXPECT_EQ(balance(2998, monday), -500);
  EXPECT_EQ(balance(1903, monday), 0);
}

struct NamedNotation {
  std::string name;
  sandbox::LedgerNotation notation;
};

/// For the test's report.
void PrintTo(const NamedNotation& named, std::ostream* out) {
  *out << named.name;
}

class Notations : public CloseTest, public ::testing::WithParamInterface<NamedNotation> {};

TEST_P(Notations, GiveTheSameVouchers) {
  ASSERT_TRUE(vipps.set_notation("302321", GetParam().notation));
  simple_day(monday);
  const auto report = close_proven();
  EXPECT_EQ(report.dates.at(0).payout, -9'825);
  EXPECT_EQ(report.dates.at(0).other, 0);
  EXPECT_THAT(
      journals(),
      ElementsAre(reference("pay", monday) + " 2026-03-02 1903:10000 1500:-10000",
                  reference("fee", monday) + " 2026-03-02 7770:175 2960:-175 2960:175 1903:-175",
                  reference("out", monday) + " 2026-03-02 1904:9825 1903:-9825"));
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(number("SELECT time_us FROM entries WHERE topic = 'funds' AND sequence = 1"),
            parse_instant("2026-03-02T11:00:00Z")->time_since_epoch().count());
}

using Time = sandbox::LedgerNotation::Time;
INSTANTIATE_TEST_SUITE_P(
    Vipps, Notations,
    ::testing::Values(
        NamedNotation{"Today", {"payout-scheduled", Time::utc, true}},
        NamedNotation{"WordOf2023", {"scheduled-for-payout", Time::utc, true}},
        NamedNotation{"OffsetWithoutColon", {"payout-scheduled", Time::plus_two_hours, true}},
        NamedNotation{"AllOfThem", {"scheduled-for-payout", Time::plus_two_hours, false}},
        NamedNotation{"PayoutWithoutReference", {"payout-scheduled", Time::utc, false}}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace avstem::tests
