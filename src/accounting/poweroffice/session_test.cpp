#include "accounting/poweroffice/session.hpp"

#include "accounting/poweroffice/scripted_office.hpp"

namespace avstem::accounting::poweroffice {
namespace {

const std::string lock_path = "GET /LockDateSettings";

class SessionTest : public PowerOfficeTest {
 protected:
  Error lock_error(int status, const std::string& body = "") {
    office.answer(lock_path, status, body);
    auto date = books.lock_date();
    EXPECT_FALSE(date);
    return date ? Error{} : date.error();
  }
  static std::string bearer(const Request& request) {
    return std::string(request.headers.get("Authorization").value_or(""));
  }
};

TEST_F(SessionTest, UsesOneTokenForManyRequests) {
  for (int i = 0; i < 3; ++i) {
    office.answer(lock_path, 200, "{}");
    EXPECT_TRUE(books.lock_date());
  }
  EXPECT_EQ(office.token_requests.size(), 1U);
  EXPECT_EQ(bearer(office.requests.at(2)), "Bearer token-1");
}

TEST_F(SessionTest, ARefusedTokenIsReplacedOnce) {
  office.answer(lock_path, 401);
  office.answer(lock_path, 200, R"({"LockDate":"2026-10-31"})");
  EXPECT_EQ(books.lock_date().value(), Date(2026, 10, 31));
  EXPECT_EQ(bearer(office.requests.at(0)), "Bearer token-1");
  EXPECT_EQ(bearer(office.requests.at(1)), "Bearer token-2");
}

TEST_F(SessionTest, ASecondRefusalIsFinal) {
  office.answer(lock_path, 401);
  const Error error = lock_error(401);
  EXPECT_EQ(error.kind, ErrorKind::unauthorised);
  EXPECT_NE(error.message.find("keys"), std::string::npos);
  EXPECT_EQ(office.requests.size(), 2U);
}

TEST_F(SessionTest, AMissingPrivilegeIsNamed) {
  const Error error = lock_error(403);
  EXPECT_EQ(error.kind, ErrorKind::unauthorised);
  EXPECT_NE(error.message.find("CommonServices"), std::string::npos);
  EXPECT_EQ(office.requests.size(), 1U);
}

TEST_F(SessionTest, EveryOtherAnswerHasItsKind) {
  EXPECT_EQ(lock_error(400).kind, ErrorKind::refused);
  EXPECT_EQ(lock_error(404).kind, ErrorKind::refused);
  EXPECT_EQ(lock_error(408).kind, ErrorKind::unavailable);
  EXPECT_EQ(lock_error(429).kind, ErrorKind::busy);
  EXPECT_EQ(lock_error(500).kind, ErrorKind::unavailable);
  EXPECT_EQ(lock_error(302).kind, ErrorKind::unavailable);
  EXPECT_EQ(lock_error(201, "{}").kind, ErrorKind::unavailable);
  EXPECT_EQ(lock_error(200, "<html>").kind, ErrorKind::unavailable);
}

TEST_F(SessionTest, ProblemDetailsAreReadInEitherCase) {
  const std::string upper = lock_error(400, R"({"Title":"Bad","Detail":"Not so"})").message;
  EXPECT_NE(upper.find("Bad; Not so"), std::string::npos) << upper;
  const std::string lower = lock_error(400, R"({"title":"Bad","detail":"Not so"})").message;
  EXPECT_NE(lower.find("Bad; Not so"), std::string::npos) << lower;
}

TEST_F(SessionTest, RefusedFieldsAreNamed) {
  const std::string message =
      lock_error(400, R"({"errors":{"VoucherLines[0].VatId":["is unknown"]}})").message;
  EXPECT_NE(message.find("VoucherLines[0].VatId: is unknown"), std::string::npos) << message;
}

TEST_F(SessionTest, AnUnreadableRefusalIsQuotedInPart) {
  const std::string message = lock_error(400, std::string(1'000, 'x')).message;
  EXPECT_NE(message.find(std::string(300, 'x')), std::string::npos);
  EXPECT_EQ(message.find(std::string(301, 'x')), std::string::npos);
}

TEST_F(SessionTest, AWebPageIsNotQuoted) {
  const Error error = lock_error(502, "<html><body>nginx</body></html>");
  EXPECT_EQ(error.kind, ErrorKind::unavailable);
  EXPECT_NE(error.message.find("502: a web page"), std::string::npos) << error.message;
  EXPECT_EQ(error.message.find("nginx"), std::string::npos) << error.message;
}

TEST_F(SessionTest, TenRequestsASecondIsAllThatLeaves) {
  office.watch(clock);
  for (int i = 0; i < 25; ++i) {
    office.answer(lock_path, 200, "{}");
    EXPECT_TRUE(books.lock_date());
  }
  const auto& moments = office.moments;
  ASSERT_EQ(moments.size(), 26U);  // the token is a request, too
  for (std::size_t i = requests_per_second_max; i < moments.size(); ++i) {
    EXPECT_GE(moments[i] - moments[i - requests_per_second_max], std::chrono::seconds(1));
  }
  EXPECT_EQ(moments.back() - moments.front(), std::chrono::seconds(2));
}

TEST_F(SessionTest, ClientsOfOneSubscriptionShareTheLimitButNoToken) {
  office.watch(clock);
  PowerOffice other(http, clock, bucket, settings());
  for (int i = 0; i < 5; ++i) {
    office.answer(lock_path, 200, "{}");
    office.answer(lock_path, 200, "{}");
    EXPECT_TRUE(books.lock_date());
    EXPECT_TRUE(other.lock_date());
  }
  EXPECT_EQ(office.token_requests.size(), 2U);
  EXPECT_EQ(office.moments.size(), 12U);
  EXPECT_EQ(office.moments[9], office.moments[0]);
  EXPECT_EQ(office.moments[10], office.moments[0] + std::chrono::seconds(1));
}

TEST_F(SessionTest, WhenNoAnswerComesTheErrorIsPassedOn) {
  class Silence final : public HttpClient {
   public:
    Result<Response> send(const Request& /*request*/) override {
      return Error{ErrorKind::unavailable, "timed out"};
    }
  } silence;
  PowerOffice deaf(silence, clock, bucket, settings());
  EXPECT_EQ(deaf.lock_date().error().kind, ErrorKind::unavailable);
}

TEST_F(SessionTest, TheLockDateMayBeNone) {
  for (const auto* body : {"{}", R"({"LockDate":null})", R"({"LockDate":"0001-01-01"})"}) {
    office.answer(lock_path, 200, body);
    EXPECT_EQ(books.lock_date().value(), std::nullopt) << body;
  }
  office.answer(lock_path, 204);
  EXPECT_EQ(books.lock_date().value(), std::nullopt);
}

TEST_F(SessionTest, AnUnreadableLockDateIsNotNone) {
  EXPECT_EQ(lock_error(200, R"({"LockDate":"soon"})").kind, ErrorKind::unavailable);
}

TEST(NumberFilters, SortAndNameEachNumberOnce) {
  EXPECT_EQ(number_filters({1920, 1903, 1920}), std::vector<std::string>{"1903,1920"});
  EXPECT_TRUE(number_filters({}).empty());
}

TEST(NumberFilters, HoldNoMoreThanTheLimit) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 1; i <= 101; ++i)
    numbers.push_back(i);
  const auto filters = number_filters(numbers);
  ASSERT_EQ(filters.size(), 2U);
  EXPECT_TRUE(filters[0].ends_with(",99,100"));
  EXPECT_EQ(filters[1], "101");
}

}  // namespace
}  // namespace avstem::accounting::poweroffice
