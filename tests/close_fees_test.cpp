// Fees through the whole line: twins on different dates, fees over a new year.

#include <nlohmann/json.hpp>

#include "platform/oslo_zone.hpp"
#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FeesTest : public CloseTest {
 protected:
  /// Moves the last entry of a date's fees to the beginning of the next date's.
  void move_last_fee_to_next_date(Date date) {
    http.disturb(report_of("fees", date), [this](const Request& request, HttpClient& onward) {
      auto response = onward.send(request);
      auto body = nlohmann::json::parse(response->body);
      moved_ = body["items"].back();
      body["items"].erase(body["items"].size() - 1);
      response->body = body.dump();
      return response;
    });
    http.disturb(report_of("fees", date.next()),
                 [this, date](const Request& request, HttpClient& onward) {
                   auto response = onward.send(request);
                   auto body = nlohmann::json::parse(response->body);
                   moved_["ledgerDate"] = date.next().to_string();
                   body["items"].insert(body["items"].begin(), moved_);
                   response->body = body.dump();
                   return response;
                 });
  }

 private:
  nlohmann::json moved_;
};

TEST_F(FeesTest, ATwinOnALaterDateClearsSuspenseAndTheFinding) {
  simple_day(monday);
  move_last_fee_to_next_date(monday);
  close_proven();
  EXPECT_EQ(balance(2998, monday), 175);
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("fees-retained-unpaired fees-retained funds")));
  EXPECT_THAT(finding_message("fees-retained-unpaired"),
              AllOf(HasSubstr("-1.75"), HasSubstr("2026-03-02T21:59:59")));

  simple_day(tuesday);
  close_proven();
  EXPECT_THAT(references(), Contains(reference("fee", tuesday)));
  EXPECT_EQ(balance(2998, tuesday), 0);
  EXPECT_EQ(balance(2960, tuesday), 0);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(FeesTest, ATwinThatComesLateOnItsOwnDateClearsSuspenseAndTheFinding) {
  simple_day(monday);
  http.disturb(report_of("fees", monday), [](const Request& request, HttpClient& onward) {
    auto response = onward.send(request);
    auto body = nlohmann::json::parse(response->body);
    body["items"].erase(body["items"].size() - 1);
    response->body = body.dump();
    return response;
  });
  close_proven();
  EXPECT_EQ(balance(2998, monday), 175);
  close_proven(monday, monday);
  EXPECT_EQ(balance(2998, monday), 0);
  EXPECT_THAT(references(), Contains(reference("fee", monday, 2)));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(FeesTest, ADraftOfBothDatesSeesTheTwinsToo) {
  simple_day(monday);
  simple_day(tuesday);
  move_last_fee_to_next_date(monday);
  const auto report = dry_run();
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_EQ(report->drafts.size(), 2U);
  EXPECT_EQ(report->drafts.at(0).findings.size(), 1U);
  EXPECT_THAT(report->drafts.at(1).findings, IsEmpty());
}

}  // namespace
}  // namespace avstem::tests
