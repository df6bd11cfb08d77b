// A disk that fills up, at any page: an error, nothing half-posted, and the run can be repeated.

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

}  // namespace
}  // namespace avstem::tests
