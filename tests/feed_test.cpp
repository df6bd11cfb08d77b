// The feed: live balances during the day, and nothing of it in the books.

#include "services/settlement/feed.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <random>

#include "platform/oslo_zone.hpp"
#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using services::Feed;
using services::LiveBalance;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string funds_feed = "/report/v2/ledgers/302321/funds/feed";

class FeedTest : public CloseTest {
 protected:
  FeedTest() : CloseTest(Storage::memory) {}

  /// A run of `avstem balance`, with connections of its own.
  Result<LiveBalance> read() {
    vipps::TokenSource tokens(*way_out, clock, vipps::Endpoint{"http://sandbox/vipps"},
                              vipps::AccountingKeys{"accountant", Secret(vipps_secret)});
    vipps::ReportClient report(*way_out, tokens);
    return Feed(*database, report, clock, oslo()).read(client.id, client.ledgers.front());
  }
  LiveBalance read_later() {
    clock.sleep(Feed::ask_interval);
    auto live = read();
    EXPECT_TRUE(live) << live.error().message;
    return live.value_or(LiveBalance());
  }
  void capture_now(const std::string& reference, std::int64_t amount, Date date) {
    auto captured = ledger->capture(reference, amount, clock.now(), date);
    ASSERT_TRUE(captured) << captured.error().message;
  }
  std::string cursor() { return text("SELECT cursor FROM feeds WHERE topic = 'funds'"); }
  std::string text(const std::string& sql) {
    auto query = database->prepare(sql);
    auto row = query.step();
    EXPECT_TRUE(row && *row) << sql;
    return std::string(query.text(0));
  }
  /// Everything a date has booked, and where it stands: number, state, ids and every line.
  std::string vouchers() {
    std::string all;
    auto query = database->prepare(
        "SELECT v.number || v.reference || v.voucher_date || v.text || v.state || v.remote_id ||"
        " v.remote_number || l.line || ' ' || l.account || ' ' || l.customer_number || ' ' ||"
        " l.amount || l.vat_code || l.matching_reference || l.line_reference || l.text || l.rule"
        " FROM vouchers v JOIN voucher_lines l USING (voucher_id) ORDER BY v.voucher_id, l.line");
    for (auto row = query.step(); row && *row; row = query.step())
      all += std::string(query.text(0)) + "\n";
    return all;
  }
};

TEST_F(FeedTest, BalancesAndWhatCameInToday) {
  simple_day(monday);
  const LiveBalance morning = read().value();
  EXPECT_EQ(morning.funds, 0);
  EXPECT_EQ(morning.fees, 0);
  EXPECT_EQ(morning.today, tuesday);
  EXPECT_EQ(morning.captures, 0);
  EXPECT_TRUE(morning.up_to_now);

  clock.sleep(std::chrono::hours(4));
  capture_now("a", 10'000, tuesday);
  capture_now("b", 20'000, tuesday);
  ASSERT_TRUE(ledger->refund("a", 2'500, clock.now(), tuesday));
  const Instant last = clock.now();
  const LiveBalance noon = read_later();
  EXPECT_EQ(noon.funds, 27'500);
  EXPECT_EQ(noon.captures, 30'000);
  EXPECT_EQ(noon.refunds, -2'500);
  EXPECT_EQ(noon.fees, noon.fees_charged);
  EXPECT_EQ(noon.fees_charged, -525);
  EXPECT_EQ(noon.other, 0);
  EXPECT_EQ(noon.last_entry, last);
  EXPECT_FALSE(noon.from_store);
}

TEST_F(FeedTest, TheBalanceIsWhatTheClosedDatesEndWith) {
  ledger = &add_second_ledger();
  client.ledgers = {client.ledgers.back()};
  for (Date date : {monday, tuesday, wednesday}) {
    capture("order-" + date.to_compact(), 12'300, date);
    ASSERT_TRUE(ledger->end_date(date));
  }
  clock.set(oslo().at(wednesday.next(), std::chrono::minutes(390)));
  close_proven();
  const LiveBalance live = read().value();
  EXPECT_EQ(live.funds, number("SELECT balance_after FROM entries WHERE topic = 'funds' ORDER BY"
                               " ledger_date DESC, sequence DESC LIMIT 1"));
}

TEST_F(FeedTest, AskedAgainWithinAMinuteItAnswersFromTheStoreAndSaysSo) {
  capture_now("a", 10'000, monday);
  EXPECT_FALSE(read().value().from_store);
  capture_now("b", 10'000, monday);
  clock.sleep(Feed::ask_interval - std::chrono::milliseconds(1));
  const LiveBalance early = read().value();
  EXPECT_TRUE(early.from_store);
  EXPECT_EQ(early.funds, 10'000);
  EXPECT_EQ(http.count(funds_feed), 1);
  clock.sleep(std::chrono::milliseconds(1));
  EXPECT_EQ(read().value().funds, 20'000);
  EXPECT_EQ(http.count(funds_feed), 2);
}

TEST_F(FeedTest, AFailedRequestWaitsForItsMinuteToo) {
  http.lose_request(funds_feed);
  const auto failed = read();
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, HasSubstr("client 'cafe', ledger 302321, feed of funds"));
  const auto again = read();
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(http.count(funds_feed), 1);
  EXPECT_FALSE(again->up_to_now);
  EXPECT_EQ(again->funds, std::nullopt);
}

TEST_F(FeedTest, GoesOnAtItsCursorPageByPage) {
  ASSERT_TRUE(vipps.set_report_page_size(2));
  for (int i = 0; i < 5; ++i)
    capture_now(fmt::format("o-{}", i), 1'000, monday);
  EXPECT_EQ(read().value().funds, 5'000);
  EXPECT_EQ(http.count(funds_feed), 3);
  const std::string end = cursor();
  capture_now("o-5", 1'000, monday);
  const LiveBalance later = read_later();
  EXPECT_EQ(later.funds, 6'000);
  EXPECT_EQ(later.captures, 6'000);
  EXPECT_EQ(http.count(funds_feed), 4);
  EXPECT_NE(cursor(), end);
  EXPECT_EQ(read_later().funds, 6'000);  // an empty batch at the end, with the same cursor
}

TEST_F(FeedTest, ABatchThatIsLostOnTheWayLosesNothingOfThoseBefore) {
  ASSERT_TRUE(vipps.set_report_page_size(2));
  for (int i = 0; i < 5; ++i)
    capture_now(fmt::format("o-{}", i), 1'000, monday);
  http.disturb(funds_feed + "?cursor=", [](const Request&, HttpClient&) -> Result<Response> {
    return Error{ErrorKind::unavailable, "no network"};
  });
  EXPECT_FALSE(read());
  EXPECT_EQ(number("SELECT balance FROM feeds WHERE topic = 'funds'"), 2'000);
  EXPECT_EQ(read_later().captures, 5'000);
  EXPECT_EQ(http.count(funds_feed), 4);
}

TEST_F(FeedTest, ARepeatedBatchIsTakenOnce) {
  ASSERT_TRUE(vipps.set_report_page_size(2));
  for (int i = 0; i < 4; ++i)
    capture_now(fmt::format("o-{}", i), 1'000, monday);
  // The second request is answered as the first one was, its cursor included.
  http.disturb(funds_feed + "?cursor=", [&](const Request& request, HttpClient& onward) {
    Request first = request;
    first.target = first.target.substr(0, first.target.find('?'));
    return onward.send(first);
  });
  const LiveBalance live = read().value();
  EXPECT_EQ(live.captures, 2'000);
  EXPECT_FALSE(live.up_to_now);
  const LiveBalance later = read_later();
  EXPECT_EQ(later.captures, 4'000);
  EXPECT_EQ(later.funds, 4'000);
}

TEST_F(FeedTest, ABatchThatGrowsUnderTheSameCursorIsTakenOnce) {
  capture_now("o-0", 1'000, monday);
  const auto same_cursor = [](const Request& request, HttpClient& onward) {
    Request first = request;
    first.target = first.target.substr(0, first.target.find('?'));
    auto answer = onward.send(first);
    auto body = nlohmann::json::parse(answer->body);
    body["cursor"] = "stays";
    answer->body = body.dump();
    return answer;
  };
  http.disturb(funds_feed, same_cursor, DisturbedHttp::always);
  EXPECT_EQ(read().value().captures, 1'000);
  capture_now("o-1", 1'000, monday);
  EXPECT_EQ(read_later().captures, 2'000);
  const LiveBalance live = read_later();
  EXPECT_EQ(live.captures, 2'000);
  EXPECT_EQ(live.funds, 2'000);
}

TEST_F(FeedTest, ACursorThatIsNotTakenAnyMoreStartsTheFeedAnew) {
  capture_now("a", 10'000, monday);
  ASSERT_TRUE(read());
  ASSERT_TRUE(database->execute("UPDATE feeds SET cursor = 'from another time'"));
  capture_now("b", 10'000, monday);
  const LiveBalance live = read_later();
  EXPECT_EQ(live.funds, 20'000);
  EXPECT_EQ(live.captures, 20'000);
  EXPECT_TRUE(live.up_to_now);
}

TEST_F(FeedTest, ABatchThatDoesNotFollowStartsItAnewOnceADayAndThenSaysSo) {
  capture_now("a", 10'000, monday);
  ASSERT_TRUE(read());
  clock.sleep(Feed::begin_anew_interval);
  capture_now("b", 10'000, monday);
  http.exchange(funds_feed, R"("balanceBefore":10000)", R"("balanceBefore":9999)");
  EXPECT_EQ(read_later().funds, 20'000);
  EXPECT_EQ(http.count(funds_feed), 3);

  capture_now("c", 10'000, monday);
  http.exchange(funds_feed, R"("balanceBefore":20000)", R"("balanceBefore":1)");
  clock.sleep(Feed::ask_interval);
  const auto failed = read();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(failed.error().message, HasSubstr("do not follow from one another"));
  EXPECT_EQ(http.count(funds_feed), 4);
  EXPECT_EQ(read_later().funds, 30'000);
}

TEST_F(FeedTest, AnotherCurrencyIsRefused) {
  capture_now("a", 10'000, monday);
  http.exchange(funds_feed, R"("currency":"NOK")", R"("currency":"DKK")");
  const auto failed = read();
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, HasSubstr("in DKK, the ledger in NOK"));
  EXPECT_EQ(number("SELECT count(*) FROM feed_sums"), 0);
}

TEST_F(FeedTest, SumsOfOldLedgerDatesAreNotKept) {
  capture("old", 1'000, monday);
  ASSERT_TRUE(read());
  EXPECT_EQ(number("SELECT count(*) FROM feed_sums WHERE topic = 'funds'"), 1);
  clock.sleep(std::chrono::hours(24 * Feed::days_kept));
  EXPECT_EQ(read_later().funds, 1'000);
  EXPECT_EQ(number("SELECT count(*) FROM feed_sums WHERE topic = 'funds'"), 1);
  clock.sleep(std::chrono::hours(24));
  EXPECT_EQ(read_later().funds, 1'000);
  EXPECT_EQ(number("SELECT count(*) FROM feed_sums"), 0);
}

// --- and the books ------------------------------------------------------------------------------

/// The same week of one client, with the feed read at moments that `dice` choose, or never.
class FeedAndBooks : public FeedTest {
 protected:
  void maybe_read(std::mt19937* dice) {
    if (dice == nullptr || (*dice)() % 2 == 0) return;
    const Instant now = clock.now();
    clock.sleep(Feed::ask_interval);
    ASSERT_TRUE(read());
    clock.set(now);
    ++feed_readings;
  }
  void week(std::mt19937* dice) {
    Date date = monday;
    for (int day = 0; day < 7; ++day, date = date.next()) {
      for (int sale = 0; sale < 3; ++sale) {
        sell(fmt::format("order-{}-{}", day, sale), 10'000 + day * 100 + sale, date);
        maybe_read(dice);
      }
      end_day(date);
      maybe_read(dice);
      ASSERT_TRUE(close());
      maybe_read(dice);
    }
  }
  int feed_readings = 0;
};

class WithoutTheFeed : public FeedAndBooks {
 public:
  void TestBody() override {}
  std::pair<std::vector<std::string>, std::string> run(std::mt19937* dice) {
    week(dice);
    EXPECT_EQ(feed_readings > 0, dice != nullptr);
    return {journals(), vouchers()};
  }
};

TEST(Feed, ReadAtAnyMomentLeavesTheVouchersAsTheyAre) {
  const auto undisturbed = WithoutTheFeed().run(nullptr);
  ASSERT_THAT(undisturbed.first, Not(IsEmpty()));
  for (unsigned seed = 1; seed <= 5; ++seed) {
    std::mt19937 dice(seed);
    const auto watched = WithoutTheFeed().run(&dice);
    EXPECT_EQ(watched.first, undisturbed.first) << "seed " << seed;
    EXPECT_EQ(watched.second, undisturbed.second) << "seed " << seed;
  }
}

}  // namespace
}  // namespace avstem::tests
