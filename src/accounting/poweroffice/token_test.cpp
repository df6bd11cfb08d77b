#include "accounting/poweroffice/token.hpp"

#include "accounting/poweroffice/scripted_office.hpp"

namespace avstem::accounting::poweroffice {
namespace {

using std::chrono::seconds;

class TokenTest : public PowerOfficeTest {
 protected:
  std::string token() {
    auto got = tokens.token();
    return got ? got->reveal() : "error: " + got.error().message;
  }
  Error error_of(int status, const std::string& body) {
    office.answer_token(status, body);
    auto got = tokens.token();
    EXPECT_FALSE(got);
    return got ? Error{} : got.error();
  }

  Settings keys = settings();
  TokenSource tokens{http, clock, bucket, keys};
};

TEST_F(TokenTest, IsAskedForWithBothKeysAndTheSubscription) {
  EXPECT_EQ(token(), "token-1");
  const Request& request = office.token_requests.at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.body, "grant_type=client_credentials");
  EXPECT_EQ(request.headers.get("Authorization"), "Basic YXBwbGljYXRpb246Y2xpZW50");
  EXPECT_EQ(request.headers.get("Ocp-Apim-Subscription-Key"), "subscription");
  EXPECT_EQ(request.headers.get("Content-Type"),
            "application/x-www-form-urlencoded; charset=utf-8");
}

TEST_F(TokenTest, IsKeptUntilAMinuteBeforeItEnds) {
  EXPECT_EQ(token(), "token-1");
  const Instant renewal = clock.now() + seconds(1200) - TokenSource::renewal_margin;
  clock.set(renewal - std::chrono::microseconds(1));
  EXPECT_EQ(token(), "token-1");
  clock.set(renewal);
  EXPECT_EQ(token(), "token-2");
}

TEST_F(TokenTest, LivesTwentyMinutesWhenTheAnswerDoesNotSay) {
  office.answer_token(200, R"({"access_token":"a","token_type":"bearer"})");
  EXPECT_EQ(token(), "a");
  clock.sleep(TokenSource::life_default - TokenSource::renewal_margin - seconds(1));
  EXPECT_EQ(token(), "a");
  clock.sleep(seconds(1));
  EXPECT_EQ(token(), "token-2");
}

TEST_F(TokenTest, IsNotBelievedToLiveLongerThanADay) {
  office.answer_token(200, R"({"access_token":"a","expires_in":999999999})");
  EXPECT_EQ(token(), "a");
  clock.sleep(TokenSource::life_max - TokenSource::renewal_margin);
  EXPECT_EQ(token(), "token-2");
}

TEST_F(TokenTest, AShortLivedOneServesForHalfItsLife) {
  office.answer_token(200, R"({"access_token":"a","expires_in":40})");
  EXPECT_EQ(token(), "a");
  clock.sleep(seconds(19));
  EXPECT_EQ(token(), "a");
  clock.sleep(seconds(1));
  EXPECT_EQ(token(), "token-2");
}

TEST_F(TokenTest, IsFetchedAnewWhenTheClockWasSetBack) {
  EXPECT_EQ(token(), "token-1");
  clock.set(clock.now() - std::chrono::hours(1));
  EXPECT_EQ(token(), "token-2");
}

TEST_F(TokenTest, IsFetchedAnewAfterItWasDiscarded) {
  EXPECT_EQ(token(), "token-1");
  tokens.discard();
  EXPECT_EQ(token(), "token-2");
}

TEST_F(TokenTest, RefusedKeysAreNamedAsSuch) {
  const Error error = error_of(
      400, R"({"error":"invalid_client","error_description":"Client integration not found."})");
  EXPECT_EQ(error.kind, ErrorKind::unauthorised);
  EXPECT_NE(error.message.find("invalid_client"), std::string::npos);
  EXPECT_NE(error.message.find("Client integration not found."), std::string::npos);
  EXPECT_EQ(error_of(401, R"({"error":"invalid_client"})").kind, ErrorKind::unauthorised);
  EXPECT_EQ(error_of(400, R"({"error":"unauthorized_client"})").kind, ErrorKind::unauthorised);
  EXPECT_EQ(error_of(401, "").kind, ErrorKind::unauthorised);
}

TEST_F(TokenTest, AnErrorOfTheRequestIsARefusal) {
  for (const auto* code : {"invalid_request", "unsupported_grant_type", "invalid_scope"}) {
    EXPECT_EQ(error_of(400, std::string(R"({"error":")") + code + "\"}").kind, ErrorKind::refused);
  }
}

TEST_F(TokenTest, TheRateLimitAndTroubleOfTheServerKeepTheirKinds) {
  const Error busy = error_of(
      429, R"({"statusCode":"429","message":"Rate limit is exceeded. Try again in 1 seconds."})");
  EXPECT_EQ(busy.kind, ErrorKind::busy);
  EXPECT_NE(busy.message.find("Try again in 1 seconds"), std::string::npos);
  EXPECT_EQ(error_of(503, "<html>").kind, ErrorKind::unavailable);
  EXPECT_EQ(error_of(302, "").kind, ErrorKind::unavailable);
}

TEST_F(TokenTest, AnAnswerWithoutAUsableTokenIsNone) {
  for (const auto* body :
       {"", "{}", R"({"access_token":""})", R"({"access_token":"a\r\nb"})",
        R"({"access_token":"a","expires_in":0})", R"({"access_token":"a","expires_in":"soon"})"}) {
    EXPECT_EQ(error_of(200, body).kind, ErrorKind::unavailable) << body;
  }
}

TEST_F(TokenTest, NoErrorHoldsAKey) {
  for (const int status : {400, 401, 403, 429, 500}) {
    const std::string message = error_of(status, R"({"error":"invalid_client"})").message;
    EXPECT_EQ(message.find("YXBwbGljYXRpb246Y2xpZW50"), std::string::npos);
  }
}

TEST_F(TokenTest, AfterAnErrorItIsAskedForAgain) {
  EXPECT_EQ(error_of(500, "").kind, ErrorKind::unavailable);
  EXPECT_EQ(token(), "token-2");
}

}  // namespace
}  // namespace avstem::accounting::poweroffice
