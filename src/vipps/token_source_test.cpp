#include "vipps/token_source.hpp"

#include <gmock/gmock.h>

#include <chrono>

#include "vipps/fake_vipps_test.hpp"

namespace avstem::vipps {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

std::string token_of(FakeWorld& world) {
  auto token = world.tokens.token();
  return token ? token->reveal() : "error: " + token.error().message;
}

TEST(TokenSource, StandardFlowSendsKeysInHeadersAndNoBody) {
  FakeWorld world(sales_unit_keys());
  world.vipps.token_answers.push_back({200, {}, R"({"token_type":"Bearer","expires_in":"86398",
      "ext_expires_in":"0","expires_on":"1547823408","not_before":"1547819508",
      "resource":"00000002-0000-0000-c000-000000000000","access_token":"eyJ0.eXAi.OiJK"})"});
  EXPECT_EQ(token_of(world), "eyJ0.eXAi.OiJK");
  ASSERT_EQ(world.vipps.token_requests.size(), 1U);
  const Request& request = world.vipps.token_requests[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/accesstoken/get");
  EXPECT_EQ(request.body, "");
  EXPECT_EQ(header(request, "client_id"), "11111111-2222-3333-4444-555555555555");
  EXPECT_EQ(header(request, "client_secret"), "unit-secret");
  EXPECT_EQ(header(request, "Ocp-Apim-Subscription-Key"), "unit-subscription");
  EXPECT_EQ(header(request, "Merchant-Serial-Number"), "123456");
  EXPECT_EQ(header(request, "Vipps-System-Name"), "avstem");
  EXPECT_EQ(header(request, "Authorization"), "<absent>");
}

TEST(TokenSource, SpecialisedFlowUsesBasicAndNoSubscriptionKey) {
  FakeWorld world(accounting_keys());
  world.vipps.token_answers.push_back(
      {200, {}, R"({"access_token":"miami","token_type":"Bearer","expires_in":900})"});
  EXPECT_EQ(token_of(world), "miami");
  ASSERT_EQ(world.vipps.token_requests.size(), 1U);
  const Request& request = world.vipps.token_requests[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/miami/v1/token");
  EXPECT_EQ(request.body, "grant_type=client_credentials");
  EXPECT_EQ(header(request, "Content-Type"), "application/x-www-form-urlencoded; charset=utf-8");
  EXPECT_EQ(header(request, "Authorization"), "Basic QWxhZGRpbjpvcGVuLXNlc2FtZQ==");
  for (const char* name :
       {"Ocp-Apim-Subscription-Key", "Merchant-Serial-Number", "client_id", "client_secret"}) {
    EXPECT_EQ(header(request, name), "<absent>") << name;
  }
}

TEST(TokenSource, SalesUnitHeaders) {
  FakeWorld world(sales_unit_keys());
  Request request;
  ASSERT_TRUE(world.tokens.add_auth_headers(request));
  EXPECT_EQ(header(request, "Authorization"), "Bearer token-1");
  EXPECT_EQ(header(request, "Ocp-Apim-Subscription-Key"), "unit-subscription");
  EXPECT_EQ(header(request, "Merchant-Serial-Number"), "123456");
  EXPECT_EQ(header(request, "Vipps-System-Name"), "avstem");
  EXPECT_EQ(header(request, "client_secret"), "<absent>");
}

TEST(TokenSource, AccountingHeadersHaveNoSubscriptionKey) {
  FakeWorld world(accounting_keys());
  Request request;
  ASSERT_TRUE(world.tokens.add_auth_headers(request));
  EXPECT_EQ(header(request, "Authorization"), "Bearer token-1");
  EXPECT_EQ(header(request, "Ocp-Apim-Subscription-Key"), "<absent>");
  EXPECT_EQ(header(request, "Merchant-Serial-Number"), "<absent>");
  EXPECT_EQ(header(request, "Vipps-System-Plugin-Version"), "0.1.0");
}

/// Both ways of writing a life of 900 s.
class TokenLife : public ::testing::TestWithParam<const char*> {};

TEST_P(TokenLife, IsKeptUntilTheMarginAndRenewedThere) {
  FakeWorld world(accounting_keys());
  for (const char* token : {"first", "second"}) {
    world.vipps.token_answers.push_back(
        {200,
         {},
         fmt::format(R"({{"access_token":"{}","token_type":"bearer","expires_in":{}}})", token,
                     GetParam())});
  }
  EXPECT_EQ(token_of(world), "first");
  world.clock.sleep(900s - TokenSource::renewal_margin - 1ms);
  EXPECT_EQ(token_of(world), "first");
  EXPECT_EQ(world.vipps.token_requests.size(), 1U);
  world.clock.sleep(1ms);
  EXPECT_EQ(token_of(world), "second");
  EXPECT_EQ(world.vipps.token_requests.size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(TextAndNumber, TokenLife, ::testing::Values("900", "\"900\""));

TEST(TokenSource, NeverKeptLongerThanTheLimit) {
  FakeWorld world(accounting_keys());
  world.vipps.token_answers.push_back(
      {200, {}, R"({"access_token":"a","token_type":"Bearer","expires_in":18446744073709551615})"});
  EXPECT_EQ(token_of(world), "a");
  world.clock.sleep(TokenSource::token_life_max - TokenSource::renewal_margin);
  EXPECT_EQ(token_of(world), "token-2");
}

TEST(TokenSource, ATokenShorterThanTheMarginServesOnce) {
  FakeWorld world(accounting_keys());
  world.vipps.token_answers.push_back(
      {200, {}, R"({"access_token":"brief","token_type":"Bearer","expires_in":5})"});
  EXPECT_EQ(token_of(world), "brief");
  EXPECT_EQ(token_of(world), "token-2");
}

TEST(TokenSource, ForgottenTokenIsFetchedAnew) {
  FakeWorld world(sales_unit_keys());
  EXPECT_EQ(token_of(world), "token-1");
  world.tokens.forget();
  EXPECT_EQ(token_of(world), "token-2");
}

TEST(TokenSource, UnusableAnswersAreUnavailable) {
  for (const char* body :
       {"", "<html>", "[]", R"({"access_token":"a","expires_in":"900"})",
        R"({"access_token":"a","token_type":"mac","expires_in":"900"})",
        R"({"access_token":"","token_type":"Bearer","expires_in":"900"})",
        R"({"access_token":"a\r\nX: y","token_type":"Bearer","expires_in":"900"})",
        R"({"access_token":7,"token_type":"Bearer","expires_in":"900"})",
        R"({"access_token":"a","token_type":"Bearer"})",
        R"({"access_token":"a","token_type":"Bearer","expires_in":"soon"})",
        R"({"access_token":"a","token_type":"Bearer","expires_in":"900s"})",
        R"({"access_token":"a","token_type":"Bearer","expires_in":9.5})",
        R"({"access_token":"a","token_type":"Bearer","expires_in":-1})",
        R"({"access_token":"a","token_type":"Bearer","expires_in":"0"})"}) {
    FakeWorld world(accounting_keys());
    world.vipps.token_answers.push_back({200, {}, body});
    auto token = world.tokens.token();
    ASSERT_FALSE(token) << body;
    EXPECT_EQ(token.error().kind, ErrorKind::unavailable) << body;
  }
}

TEST(TokenSource, AnAnswerThatBreaksOffIsNamedSo) {
  FakeWorld world(accounting_keys());
  world.vipps.token_answers.push_back({200, {}, R"({"access_token":"a","token_ty)"});
  const auto token = world.tokens.token();
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().kind, ErrorKind::unavailable);
  EXPECT_NE(token.error().message.find("no whole JSON"), std::string::npos)
      << token.error().message;
}

TEST(TokenSource, TokenLengthLimit) {
  FakeWorld world(accounting_keys());
  for (const std::size_t extra : {0U, 1U}) {
    world.vipps.token_answers.push_back(
        {200,
         {},
         fmt::format(R"({{"access_token":"{}","token_type":"Bearer","expires_in":9}})",
                     std::string(TokenSource::token_length_max + extra, 'x'))});
  }
  EXPECT_TRUE(world.tokens.token());
  EXPECT_FALSE(world.tokens.token());
}

TEST(TokenSource, RefusedKeysAreUnauthorisedWithTheWayOut) {
  for (const int status : {400, 401, 403}) {
    FakeWorld world(accounting_keys());
    world.vipps.token_answers.push_back({status, {}, R"({"error":"invalid_client"})"});
    auto token = world.tokens.token();
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().kind, ErrorKind::unauthorised) << status;
    EXPECT_THAT(token.error().message, HasSubstr("invalid_client"));
    EXPECT_THAT(token.error().message, HasSubstr("portal"));
    EXPECT_THAT(token.error().message, Not(HasSubstr("open-sesame")));
  }
}

TEST(TokenSource, ServerTroubleIsNotTheKeysFault) {
  FakeWorld world(sales_unit_keys());
  world.vipps.token_answers.push_back({503, {}, ""});
  world.vipps.token_answers.push_back({429, {{"Retry-After", "7"}}, ""});
  EXPECT_EQ(world.tokens.token().error().kind, ErrorKind::unavailable);
  EXPECT_EQ(world.tokens.token().error().kind, ErrorKind::busy);
  EXPECT_EQ(token_of(world), "token-3");
}

TEST(TokenSource, ALostRequestIsUnavailable) {
  DeadClient dead;
  ManualClock clock{Instant{}};
  TokenSource tokens(dead, clock, Endpoint{"https://api.vipps.no"}, accounting_keys());
  auto token = tokens.token();
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(token.error().message, HasSubstr("/miami/v1/token"));
}

TEST(TokenSource, ImpossibleKeysAreNotSent) {
  FakeWorld world(AccountingKeys{"id", Secret("")});
  EXPECT_EQ(world.tokens.token().error().kind, ErrorKind::invalid);
  EXPECT_TRUE(world.vipps.token_requests.empty());
}

}  // namespace
}  // namespace avstem::vipps
