// Answers of Vipps that nothing can be booked from: each is a clear error, nothing is half-done,
// and the run can be repeated.

#include <functional>
#include <ostream>

#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct BadAnswer {
  std::string name;
  std::function<void(DisturbedHttp&, const std::string& report)> disturb;
  ErrorKind kind;
  std::string in_message;
};

/// For the test's report.
void PrintTo(const BadAnswer& bad, std::ostream* out) {
  *out << bad.name;
}

class BadAnswers : public CloseTest, public ::testing::WithParamInterface<BadAnswer> {};

TEST_P(BadAnswers, IsAnErrorThatNamesItAndTheRunCanBeRepeated) {
  const BadAnswer& bad = GetParam();
  simple_day(monday);
  for (const char* topic : {"funds", "fees"}) {
    http.undisturbed();
    bad.disturb(http, report_of(topic, monday));
    const std::string message = close_fails(bad.kind);
    EXPECT_THAT(message, AllOf(HasSubstr("client 'cafe'"), HasSubstr("302321"), HasSubstr(topic),
                               HasSubstr("2026-03-02")));
    EXPECT_THAT(message, HasSubstr(bad.in_message));
    EXPECT_EQ(number("SELECT count(*) FROM vouchers"), 0);
    EXPECT_THAT(journals(), IsEmpty());
    EXPECT_THAT(findings(), IsEmpty());
  }
  http.undisturbed();
  close_proven();
  EXPECT_THAT(references(), SizeIs(3));
  EXPECT_THAT(findings(), IsEmpty());
}

/// The answer, cut in its middle.
void cut(DisturbedHttp& http, const std::string& report) {
  http.disturb(report, [](const Request& request, HttpClient& onward) {
    auto response = onward.send(request);
    response->body.resize(response->body.size() / 2);
    return response;
  });
}

std::function<void(DisturbedHttp&, const std::string&)> answered(int status, std::string body) {
  return [status, body](DisturbedHttp& http, const std::string& report) {
    http.answer(report, status, body, DisturbedHttp::always);
  };
}

std::function<void(DisturbedHttp&, const std::string&)> exchanged(std::string from,
                                                                  std::string to) {
  return [from, to](DisturbedHttp& http, const std::string& report) {
    http.exchange(report, from, to);
  };
}

void lost(DisturbedHttp& http, const std::string& report) {
  http.lose_request(report);
}

INSTANTIATE_TEST_SUITE_P(
    Vipps, BadAnswers,
    ::testing::Values(
        BadAnswer{"AmountWithDecimals", exchanged(R"("balanceAfter":)", R"("balanceAfter":0.5)"),
                  ErrorKind::invalid, "balanceAfter"},
        BadAnswer{"MalformedJson", answered(200, R"({"items":[}])"), ErrorKind::unavailable, ""},
        BadAnswer{"TruncatedJson", cut, ErrorKind::unavailable, ""},
        BadAnswer{"Html", answered(200, "<html><body>Vedlikehold</body></html>"),
                  ErrorKind::unavailable, ""},
        BadAnswer{"EmptyBody", answered(200, ""), ErrorKind::unavailable, ""},
        BadAnswer{"Refused401", answered(401, "{}"), ErrorKind::unauthorised, "keys"},
        BadAnswer{"Forbidden403", answered(403, "{}"), ErrorKind::unauthorised, "portal"},
        BadAnswer{"NoSuchLedger404", answered(404, R"({"title":"No such ledgerId"})"),
                  ErrorKind::not_found, "avstem ledgers"},
        BadAnswer{"Internal500", answered(500, "oops"), ErrorKind::unavailable, "500"},
        BadAnswer{"Unavailable503", answered(503, ""), ErrorKind::unavailable, "503"},
        BadAnswer{"TooMany429", answered(429, ""), ErrorKind::busy, "429"},
        BadAnswer{"NoNetwork", lost, ErrorKind::unavailable, "no network"}),
    [](const auto& test) { return test.param.name; });

TEST_F(CloseTest, ADateThatVippsDoesNotHaveYetIsAskedForAgain) {
  simple_day(monday);
  http.answer(report_of("funds", monday), 404, "");
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->dates.at(0).status, services::DateStatus::waiting);
  EXPECT_THAT(journals(), IsEmpty());
  close_proven();
  EXPECT_THAT(references(), SizeIs(3));
}

TEST_F(CloseTest, WrongVippsKeysAreNamedAndPutRight) {
  simple_day(monday);
  vipps_secret = "wrong";
  const std::string message = close_fails(ErrorKind::unauthorised);
  EXPECT_THAT(message,
              AllOf(HasSubstr("client 'cafe'"), HasSubstr("check client id, client secret")));
  EXPECT_THAT(message, ::testing::Not(HasSubstr("wrong")));
  EXPECT_THAT(journals(), IsEmpty());
  vipps_secret = "a:b";
  close_proven();
}

TEST_F(CloseTest, ALedgerThatTheKeysCannotSeeIsNamed) {
  simple_day(monday);
  ASSERT_TRUE(vipps.revoke("accountant", "302321"));
  EXPECT_THAT(close_fails(ErrorKind::not_found),
              AllOf(HasSubstr("302321"), HasSubstr("granted access")));
  EXPECT_THAT(journals(), IsEmpty());
  ASSERT_TRUE(vipps.grant("accountant", "302321"));
  close_proven();
}

/// The day ends with the balance it began with, so its only page chains onto itself.
TEST_F(CloseTest, AWholeDayThatComesTwiceIsBookedOnce) {
  for (const int last : {1, sandbox::FaultRule::for_ever}) {
    for (const char* topic : {"funds", "fees"}) {
      SCOPED_TRACE(topic);
      const Date day = last == 1 ? (topic[1] == 'u' ? monday : tuesday)
                                 : (topic[1] == 'u' ? wednesday : wednesday.next());
      simple_day(day);
      faults.add({"*", topic, 1, last, sandbox::Fault::repeated_page});
      (void)close();
      EXPECT_FALSE(faults.take_disturbed().empty());
      faults.clear();
      close_proven();
      EXPECT_EQ(
          number("SELECT count(*) FROM vouchers WHERE ledger_date = '" + day.to_string() + "'"), 3);
    }
  }
  EXPECT_EQ(number("SELECT count(*) FROM entries"), 4 * 5);
  EXPECT_THAT(findings(), IsEmpty());
}

}  // namespace
}  // namespace avstem::tests
