// Dates that say something else than before, or whose balances do not chain.

#include <nlohmann/json.hpp>

#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using services::DateStatus;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// Vipps shows only the first `count` entries of the date.
DisturbedHttp::Disturbance first_entries(std::size_t count) {
  return [count](const Request& request, HttpClient& onward) -> Result<Response> {
    auto response = onward.send(request);
    auto body = nlohmann::json::parse(response->body);
    auto& items = body["items"];
    EXPECT_GT(items.size(), count);
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(count), items.end());
    response->body = body.dump();
    return response;
  };
}

TEST_F(CloseTest, ALateEntryOnABookedDateIsThePartAfter) {
  sell("early", 10'000, monday);
  sell("late", 20'000, monday);
  end_day(monday);
  http.disturb(report_of("funds", monday), first_entries(1));
  http.disturb(report_of("fees", monday), first_entries(1));
  close_proven();
  EXPECT_THAT(references(), ElementsAre(reference("pay", monday), reference("fee", monday)));
  const auto first = journals();

  close_proven(monday, monday);
  EXPECT_THAT(references(), ElementsAre(reference("pay", monday), reference("fee", monday),
                                        reference("pay", monday, 2), reference("fee", monday, 2),
                                        reference("out", monday)));
  EXPECT_EQ(journals().at(0), first.at(0));
  EXPECT_THAT(journals().at(2), HasSubstr("1903:20000"));
  EXPECT_EQ(balance(1903, monday), 0);
  EXPECT_EQ(company->customer_balance(10'000), 0);
}

TEST_F(CloseTest, AnEntryThatChangedIsAFindingAndNothingMoreIsPosted) {
  simple_day(monday);
  close_proven();
  const auto before = journals();
  http.exchange(report_of("funds", monday), "order-20260302", "order-changed");
  const auto report = close(monday, monday);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->dates.at(0).status, DateStatus::blocked);
  EXPECT_EQ(journals(), before);
  EXPECT_THAT(findings(), ElementsAre("history-changed funds"));
  EXPECT_THAT(finding_message("history-changed"),
              AllOf(HasSubstr("2026-03-02"), HasSubstr("ask Vipps")));
}

TEST_F(CloseTest, AnEntryThatVanishedIsAFindingAndNothingMoreIsPosted) {
  sell("first", 10'000, monday);
  sell("second", 20'000, monday);
  end_day(monday);
  close_proven();
  const auto before = journals();
  http.disturb(report_of("funds", monday), first_entries(1));
  const auto report = close(monday, monday);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->dates.at(0).status, DateStatus::blocked);
  EXPECT_EQ(journals(), before);
  EXPECT_THAT(finding_message("history-changed"), HasSubstr("gone"));
  // What is booked stands, and the next dates go on.
  simple_day(tuesday);
  close_proven(tuesday, tuesday);
  EXPECT_THAT(references(), Contains(reference("pay", tuesday)));
}

TEST_F(CloseTest, AChainGapPostsNothingForItsDateWhileOtherLedgersGoOn) {
  add_second_ledger();
  ASSERT_TRUE(second->capture("other", 5'000, clock.now(), monday));
  simple_day(monday);
  http.exchange(report_of("funds", monday), R"("balanceBefore":0)", R"("balanceBefore":7)");
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_THAT(report->dates, SizeIs(2));
  EXPECT_EQ(report->dates[0].status, DateStatus::blocked);
  EXPECT_EQ(report->dates[1].status, DateStatus::closed);
  EXPECT_THAT(findings(), Contains("chain-gap funds"));
  for (const std::string& reference : references())
    EXPECT_THAT(reference, HasSubstr(":302322:"));
  EXPECT_THAT(references(), Not(IsEmpty()));

  close_proven();
  EXPECT_THAT(references(), Contains(reference("pay", monday)));
  EXPECT_THAT(findings(), Not(Contains("chain-gap funds")));
}

TEST_F(CloseTest, AChainGapThatComesBackIsOpenAgain) {
  simple_day(monday);
  for (int night = 0; night < 2; ++night) {
    http.exchange(report_of("funds", monday), R"("balanceBefore":0)", R"("balanceBefore":7)");
    ASSERT_TRUE(close(monday, monday));
    if (night == 0) {
      EXPECT_THAT(findings(), ElementsAre("chain-gap funds"));
      close_proven(monday, monday);
      EXPECT_THAT(findings(), IsEmpty());
    } else {
      // It is booked by now, so the same entry is not what it was.
      EXPECT_THAT(findings(), ElementsAre("history-changed funds"));
    }
  }
}

TEST_F(CloseTest, DatesAfterAGapWaitForIt) {
  simple_day(monday);
  simple_day(tuesday);
  http.exchange(report_of("funds", monday), R"("balanceBefore":10000)", R"("balanceBefore":10001)");
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_THAT(report->dates, SizeIs(2));
  EXPECT_EQ(report->dates[0].status, DateStatus::blocked);
  EXPECT_EQ(report->dates[1].status, DateStatus::waiting);
  EXPECT_THAT(journals(), IsEmpty());
  close_proven();
  EXPECT_THAT(references(), SizeIs(6));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(CloseTest, AnEntryInAnotherCurrencyPostsNothingForItsDate) {
  simple_day(monday);
  http.exchange(report_of("funds", monday), R"("currency":"NOK")", R"("currency":"DKK")");
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->dates.at(0).status, DateStatus::blocked);
  EXPECT_THAT(journals(), IsEmpty());
  EXPECT_THAT(finding_message("currency-differs"), AllOf(HasSubstr("DKK"), HasSubstr("NOK")));
  close_proven();
  EXPECT_THAT(references(), SizeIs(3));
  EXPECT_THAT(findings(), IsEmpty());
}

}  // namespace
}  // namespace avstem::tests
