// History of some months in one run: what it costs, how it is followed, and how it is stopped.

#include <fmt/format.h>

#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using services::Close;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const std::string open_items = "GET http://sandbox/poweroffice/v2/Customerledger/OpenItems";
const std::string rows_read_back = "GET http://sandbox/poweroffice/v2/AccountTransactions";

class Backfill : public CloseTest {
 protected:
  Backfill() : CloseTest(Storage::memory) {}

  /// So many dates from Monday on, each with a sale; returns the last.
  Date history(int dates) {
    Date date = monday;
    for (int day = 0; day < dates; ++day, date = date.next())
      simple_day(date);
    return date.previous();
  }
};

TEST_F(Backfill, OpenItemsAreReadOnceForAllDates) {
  history(30);
  close_proven();
  EXPECT_EQ(http.count(open_items), 1);
  EXPECT_EQ(http.count(rows_read_back), 1);
  EXPECT_EQ(company->customer_balance(10'000), 0);
}

TEST_F(Backfill, ALongRunReadsOpenItemsAnewAfterAWhile) {
  history(3);
  http.disturb(report_of("funds", wednesday), [&](const Request& request, HttpClient& onward) {
    clock.sleep(services::OpenClaims::age_max);
    return onward.send(request);
  });
  close_proven();
  EXPECT_EQ(http.count(open_items), 2);
  EXPECT_EQ(company->customer_balance(10'000), 0);
}

/// Payments that are less, more or later than their invoices, over some dates.
class OddPayments : public Backfill {
 public:
  void TestBody() override {}
  std::vector<std::string> run(bool each_night) {
    const auto end = [&](Date date) {
      end_day(date);
      if (each_night) {
        EXPECT_TRUE(close());
      }
    };
    sell("paid", 10'000, monday);
    sell("too-much", 10'000, monday);
    capture("too-much", 2'000, monday);
    end(monday);
    capture("paid", 2'500, tuesday);
    EXPECT_TRUE(ledger->refund("too-much", 2'000, clock.now(), tuesday));
    sell("next", 5'000, tuesday);
    end(tuesday);
    capture("next", 5'000, wednesday);
    end(wednesday);
    if (!each_night) {
      EXPECT_TRUE(close());
    }
    return journals();
  }
};

TEST(BackfilledBooks, AreThoseOfACloseEachNight) {
  EXPECT_EQ(OddPayments().run(false), OddPayments().run(true));
}

TEST_F(Backfill, AHundredDatesAreProvenOnTheWay) {
  const Date last = history(static_cast<int>(Close::dates_proven_at_a_time) + 1);
  http.lose_request(report_of("funds", last));
  close_fails(ErrorKind::unavailable);
  // One account each for funds and fees.
  EXPECT_EQ(number("SELECT count(*) FROM proofs"), 2 * std::int64_t{Close::dates_proven_at_a_time});
  const auto report = close_proven();
  EXPECT_THAT(report.dates, SizeIs(1));
  EXPECT_EQ(number("SELECT count(*) FROM proofs"),
            2 * (std::int64_t{Close::dates_proven_at_a_time} + 1));
}

TEST_F(Backfill, WhatIsProvenOnTheWayIsInTheReportOnce) {
  const auto count = Close::dates_proven_at_a_time + 1;
  history(static_cast<int>(count));
  const auto report = close_proven();
  EXPECT_THAT(report.proof.accounts, SizeIs(2 * count));
  EXPECT_EQ(http.count(rows_read_back), 2);
}

TEST_F(Backfill, ARefusedVoucherIsSentOnceInARun) {
  history(3);
  const std::string refusal = R"({"title": "Bad Request", "status": 400})";
  http.answer(post_journal, 400, refusal);
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->posting.refused, 1);
  EXPECT_EQ(http.count(post_journal), 9);
  EXPECT_THAT(references(), SizeIs(8));
  // The next run sends it anew.
  close_proven();
  EXPECT_EQ(http.count(post_journal), 10);
  EXPECT_THAT(references(), SizeIs(9));
}

TEST_F(Backfill, EndsBeforeTheNextDateWhenItIsStopped) {
  history(5);
  std::vector<std::string> followed;
  services::CloseWatch watch;
  watch.date_done = [&](const services::ClosedDate& date, int number, int count) {
    followed.push_back(fmt::format("{} {}/{}", date.date.to_string(), number, count));
  };
  watch.stop = [&] { return followed.size() == 2; };
  const auto stopped = close_watched(watch);
  ASSERT_TRUE(stopped) << stopped.error().message;
  EXPECT_EQ(stopped->stopped_before, wednesday);
  EXPECT_THAT(followed, ElementsAre("2026-03-02 1/5", "2026-03-03 2/5"));
  EXPECT_THAT(references(), SizeIs(6));
  const auto report = close_proven();
  EXPECT_EQ(report.dates.front().date, wednesday);
  EXPECT_THAT(references(), SizeIs(15));
  EXPECT_EQ(number("SELECT count(*) FROM proofs"), 10);
}

}  // namespace
}  // namespace avstem::tests
