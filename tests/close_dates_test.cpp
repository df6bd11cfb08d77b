// Which ledger dates are closed, and in which order; and how a date is read page by page.

#include <nlohmann/json.hpp>

#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using sandbox::Topic;
using services::DateStatus;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto three_of = [](auto reference, Date date) {
  return std::vector<std::string>{reference("pay", date, 1), reference("fee", date, 1),
                                  reference("out", date, 1)};
};

std::vector<std::string> joined(std::vector<std::string> first,
                                const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

TEST_F(CloseTest, ADateIsPostedOnceHoweverOftenItIsClosed) {
  simple_day(monday);
  close_proven();
  EXPECT_EQ(references(), three_of(reference, monday));
  const auto before = journals();
  const auto again = close_proven(monday, monday);
  EXPECT_EQ(again.posting.posted, 0);
  EXPECT_EQ(journals(), before);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(CloseTest, ADateThatVippsHoldsOpenIsNotBookedThoughItHasItems) {
  ledger->hold_open(monday, Topic::funds);
  simple_day(monday);
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_THAT(report->dates, SizeIs(1));
  EXPECT_EQ(report->dates[0].status, DateStatus::waiting);
  EXPECT_THAT(report->proof.accounts, IsEmpty());
  EXPECT_EQ(number("SELECT count(*) FROM vouchers"), 0);
  EXPECT_GT(number("SELECT count(*) FROM entries"), 0);

  ledger->release(monday, Topic::funds);
  close_proven();
  EXPECT_EQ(references(), three_of(reference, monday));
}

TEST_F(CloseTest, ADateOpenInOneTopicOnlyIsNotBookedEither) {
  ledger->hold_open(monday, Topic::fees);
  simple_day(monday);
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->dates.at(0).status, DateStatus::waiting);
  EXPECT_THAT(journals(), IsEmpty());
}

TEST_F(CloseTest, AClosedDateThatBuildsOnAnOpenOneWaitsAndThenBothAreBooked) {
  ledger->hold_open(monday, Topic::funds);
  simple_day(monday);
  simple_day(tuesday);
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_THAT(report->dates, SizeIs(2));
  EXPECT_EQ(report->dates[0].status, DateStatus::waiting);
  EXPECT_EQ(report->dates[1].status, DateStatus::waiting);
  EXPECT_THAT(journals(), IsEmpty());
  EXPECT_THAT(findings(), IsEmpty());

  ledger->release(monday, Topic::funds);
  close_proven();
  EXPECT_EQ(references(), joined(three_of(reference, monday), three_of(reference, tuesday)));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(CloseTest, AnOpenEmptyDateDoesNotHoldTheNextOneUp) {
  ledger->hold_open(monday, Topic::funds);
  end_day(monday);
  simple_day(tuesday);
  const auto report = close_proven();
  ASSERT_THAT(report.dates, SizeIs(2));
  EXPECT_EQ(report.dates[0].status, DateStatus::waiting);
  EXPECT_EQ(report.dates[1].status, DateStatus::closed);
  EXPECT_EQ(references(), three_of(reference, tuesday));
}

TEST_F(CloseTest, PagesOfAnySizeGiveTheSameEntries) {
  // Funds have six entries: sizes 1, 2, 3 and 6 promise a page more, which is empty.
  for (int i = 0; i < 4; ++i)
    sell("order-" + std::to_string(i), 10'000 + i, monday);
  end_day(monday);
  for (const std::size_t size : {1U, 2U, 3U, 4U, 5U, 6U, 7U}) {
    ASSERT_TRUE(vipps.set_report_page_size(size));
    close_proven(monday, monday);
    EXPECT_EQ(number("SELECT count(*) FROM entries WHERE topic = 'funds'"), 6) << size;
    EXPECT_EQ(references(), three_of(reference, monday)) << size;
  }
  EXPECT_EQ(company->customer_balance(10'000), 0);
}

TEST_F(CloseTest, APageThatIsSentTwiceCountsOnce) {
  for (int i = 0; i < 4; ++i)
    sell("order-" + std::to_string(i), 10'000 + i, monday);
  end_day(monday);
  ASSERT_TRUE(vipps.set_report_page_size(2));
  // The second page is asked for, and the first comes once more, with another cursor.
  Request second_page;
  int repeated = 0;
  const auto again = [&](const Request& request, HttpClient& onward) -> Result<Response> {
    second_page = request;
    Request first_page = request;
    first_page.target.resize(first_page.target.find('?'));
    auto response = onward.send(first_page);
    auto body = nlohmann::json::parse(response->body);
    body["cursor"] = "again";
    response->body = body.dump();
    ++repeated;
    return response;
  };
  http.disturb(report_of("funds", monday) + "?cursor=", again);
  http.disturb("cursor=again",
               [&](const Request&, HttpClient& onward) { return onward.send(second_page); });
  close_proven();
  EXPECT_EQ(repeated, 1);
  EXPECT_EQ(http.count("cursor=again"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM entries WHERE topic = 'funds'"), 6);
  EXPECT_EQ(references(), three_of(reference, monday));
  EXPECT_EQ(company->customer_balance(10'000), 0);
}

TEST_F(CloseTest, ACursorThatLeadsToItselfEndsTheRunAndBooksNothing) {
  simple_day(monday);
  http.answer(report_of("funds", monday), 200,
              R"({"items":[],"hasMore":true,"cursor":"round","tryLater":false})",
              DisturbedHttp::always);
  const std::string message = close_fails(ErrorKind::unavailable);
  EXPECT_THAT(message, ::testing::HasSubstr("302321"));
  EXPECT_THAT(message, ::testing::HasSubstr("round"));
  EXPECT_THAT(journals(), IsEmpty());
  http.undisturbed();
  close_proven();
}

TEST_F(CloseTest, OneRunOverManyDatesGivesTheVouchersOfManyRuns) {
  for (const Date date : {monday, tuesday, wednesday})
    simple_day(date);
  close_proven();
  EXPECT_EQ(references(), joined(joined(three_of(reference, monday), three_of(reference, tuesday)),
                                 three_of(reference, wednesday)));
}

}  // namespace
}  // namespace avstem::tests
