// What is committed when. A disk that fills up, at any page: an error, nothing half-posted, and the
// run can be repeated. Report pages are committed several at a time, and none that came is lost.

#include <fmt/format.h>

#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(CloseTest, ADiskThatIsFullAtAnyPageLosesNothingAndPostsNothingTwice) {
  for (int i = 0; i < 60; ++i)
    sell(fmt::format("order-{}", i), 10'000 + i, monday);
  end_day(monday);
  constexpr int pages_tried_max = 200;
  const std::int64_t pages = number("PRAGMA page_count");
  int failures = 0;
  for (int more = 0; more < pages_tried_max; ++more) {
    ASSERT_TRUE(database->execute(fmt::format("PRAGMA max_page_count = {}", pages + more)));
    const auto report = close(monday, monday);
    if (report) break;
    if (++failures == 1) {
      EXPECT_EQ(number("SELECT count(*) FROM vouchers"), 0);
    }
    ASSERT_EQ(to_string(report.error().kind), to_string(ErrorKind::storage))
        << report.error().message;
    EXPECT_THAT(report.error().message, HasSubstr("full"));
    // What stands in PowerOffice is known to our journal: vouchers are planned before they go.
    ASSERT_LE(references().size(),
              static_cast<std::size_t>(number("SELECT count(*) FROM vouchers")));
  }
  EXPECT_GT(failures, 2);
  ASSERT_TRUE(database->execute("PRAGMA max_page_count = 1000000"));
  close_proven(monday, monday);
  EXPECT_THAT(references(), ElementsAre(reference("pay", monday), reference("fee", monday),
                                        reference("out", monday)));
  EXPECT_EQ(company->customer_balance(10'000), 0);
  EXPECT_THAT(findings(), IsEmpty());
}

/// The pages of funds that each commit adds.
class PagesOfCommits final : public store::CommitObserver {
 public:
  explicit PagesOfCommits(store::Database& database) : database_(database) {}
  void before_commit() override {}
  void after_commit() override {
    auto query = database_.prepare("SELECT count(*) FROM report_pages WHERE topic = 'funds'");
    ASSERT_TRUE(query.step().value());
    const std::int64_t pages = query.integer(0);
    if (pages > pages_) added.push_back(pages - pages_);
    pages_ = pages;
  }
  std::vector<std::int64_t> added;

 private:
  store::Database& database_;
  std::int64_t pages_ = 0;
};

TEST_F(CloseTest, PagesAreCommittedSoManyAtATime) {
  for (int i = 0; i < 18; ++i)
    sell(fmt::format("order-{}", i), 10'000 + i, monday);
  end_day(monday);  // 20 entries on funds, and a last page that is empty
  ASSERT_TRUE(vipps.set_report_page_size(1));
  PagesOfCommits observer(*database);
  database->observe_commits(&observer);
  close_proven();
  database->observe_commits(nullptr);
  EXPECT_THAT(observer.added, ElementsAre(services::Fetch::pages_at_a_time, 5));
}

TEST_F(CloseTest, LargePagesAreCommittedBeforeTheyFillTheMemory) {
  for (int i = 0; i < 4; ++i)
    sell(fmt::format("order-{}", i), 10'000 + i, monday);
  end_day(monday);  // 6 entries on funds, and a last page that is empty
  ASSERT_TRUE(vipps.set_report_page_size(1));
  const auto enlarge = [](const Request& request, HttpClient& onward) {
    auto response = onward.send(request);
    response->body.insert(1, services::Fetch::bytes_at_a_time / 3, ' ');
    return response;
  };
  http.disturb(report_of("funds", monday), enlarge, DisturbedHttp::always);
  PagesOfCommits observer(*database);
  database->observe_commits(&observer);
  close_proven();
  database->observe_commits(nullptr);
  EXPECT_THAT(observer.added, ElementsAre(3, 3, 1));
}

TEST_F(CloseTest, PagesThatCameBeforeALostOneAreKept) {
  for (int i = 0; i < 18; ++i)
    sell(fmt::format("order-{}", i), 10'000 + i, monday);
  end_day(monday);
  ASSERT_TRUE(vipps.set_report_page_size(1));
  for (const int lost : {1, 2, 16, 17, 20}) {
    int asked = 0;
    const auto lose = [&](const Request& request, HttpClient& onward) -> Result<Response> {
      if (++asked == lost) return Error{ErrorKind::unavailable, "no answer"};
      return onward.send(request);
    };
    http.disturb(report_of("funds", monday), lose, DisturbedHttp::always);
    close_fails(ErrorKind::unavailable);
    http.undisturbed();
    EXPECT_EQ(number("SELECT count(*) FROM entries WHERE topic = 'funds'"), lost - 1) << lost;
    EXPECT_EQ(number("SELECT count(*) FROM vouchers"), 0);
  }
  close_proven();
  EXPECT_EQ(number("SELECT count(*) FROM entries WHERE topic = 'funds'"), 20);
}

}  // namespace
}  // namespace avstem::tests
