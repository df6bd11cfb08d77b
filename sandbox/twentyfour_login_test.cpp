// The login of REST, scopes and limits: what holds for every endpoint.

#include <gtest/gtest.h>

#include "sandbox/twentyfour_test_client.hpp"

namespace avstem::sandbox {
namespace {

using Client = TwentyFourTestClient;

std::string body_with(const std::string& from, const std::string& to) {
  std::string body = Client::token_request().body;
  return body.replace(body.find(from), from.size(), to);
}

/// The status and error of a token request.
std::string answer_to(Client& client, const std::string& body,
                      const std::string& type = "application/x-www-form-urlencoded") {
  Request request = Client::token_request(body);
  request.headers = {{"Content-Type", type}};
  const Response response = client.office.handle(request);
  return fmt::format("{} {}", response.status, Client::member(Client::json(response), "error"));
}

TEST(TwentyFourLogin, GivesABearerTokenForTheTimeItSays) {
  Client client;
  const auto body = Client::json(client.office.handle(Client::token_request()));
  EXPECT_EQ(Client::member(body, "token_type"), "Bearer");
  EXPECT_EQ(Client::member(body, "expires_in"), "3600");
  client.token = Client::member(body, "access_token");
  client.clock.sleep(std::chrono::seconds(3600) - std::chrono::milliseconds(1));
  EXPECT_EQ(client.get("/taxes").status, 200);
  client.clock.sleep(std::chrono::milliseconds(1));
  EXPECT_EQ(client.get("/taxes").status, 401);
}

TEST(TwentyFourLogin, RefusesAsOAuthDoes) {
  Client client;
  EXPECT_EQ(answer_to(client, body_with("client_secret=secret", "client_secret=wrong")),
            "401 invalid_client");
  EXPECT_EQ(answer_to(client, body_with("client_id=application", "client_id=other")),
            "401 invalid_client");
  EXPECT_EQ(answer_to(client, body_with("=client_credentials", "=password")),
            "400 unsupported_grant_type");
  EXPECT_EQ(answer_to(client, body_with("24sevenoffice", "example")), "403 access_denied");
  EXPECT_EQ(answer_to(client, body_with("=organization", "=other")), "403 access_denied");
  EXPECT_EQ(answer_to(client, body_with("&login_organization=organization", "")),
            "400 invalid_request");
  EXPECT_EQ(answer_to(client, body_with("grant_type", "grant_type=client_credentials&grant_type")),
            "400 invalid_request");
}

TEST(TwentyFourLogin, TakesAFormAndInFieldModeJsonToo) {
  const std::string json =
      R"({"grant_type":"client_credentials","audience":"https://api.24sevenoffice.com",)"
      R"("client_id":"application","client_secret":"secret","login_organization":"organization"})";
  Client strict;
  EXPECT_EQ(answer_to(strict, json, "application/json"), "400 invalid_request");
  TwentyFourSettings settings;
  settings.mode = TwentyFourMode::field;
  Client field(settings);
  EXPECT_EQ(answer_to(field, json, "application/json"), "200 missing");
  EXPECT_EQ(answer_to(field, json, "text/plain"), "400 invalid_request");
}

TEST(TwentyFourLogin, ATokenOpensOneOrganizationOnly) {
  Client client;
  twentyfour::Company& other = client.office.add_company({"Kafé Sør AS", "kafe-sor"});
  ASSERT_TRUE(other.add_account(1999, "Bare hos Sør"));
  client.office.connect(other, {"application", "secret", "other", std::nullopt});
  EXPECT_EQ(Client::column(client.get("/accounts?query=1999"), "name").size(), 0U);
  client.token = Client::member(Client::json(client.office.handle(
                                    Client::token_request(body_with("=organization", "=other")))),
                                "access_token");
  EXPECT_EQ(Client::column(client.get("/accounts?query=1999"), "name").size(), 1U);
}

TEST(TwentyFourLogin, FewerScopesThanAskedForAnswer403) {
  Client client;
  client.office.connect(client.company,
                        {"narrow", "secret", "organization",
                         std::set<std::string>{"api.accounting.account:read",
                                               "api.accounting.transactiontype:read"}});
  const auto body = Client::json(client.office.handle(
      Client::token_request(body_with("client_id=application", "client_id=narrow"))));
  EXPECT_EQ(Client::member(body, "scope"),
            "api.accounting.account:read api.accounting.transactiontype:read");
  client.token = Client::member(body, "access_token");
  EXPECT_EQ(client.get("/accounts").status, 200);
  EXPECT_EQ(client.get("/taxes").status, 403);
  EXPECT_EQ(client.post("/transactions", Client::payout()).status, 403);
  // Types ask for two scopes, and one is not enough.
  EXPECT_EQ(client.get("/transactiontypes").status, 403);
}

TEST(TwentyFourLogin, WithoutATokenNothingIsAnswered) {
  Client client;
  const std::string token = client.token;
  client.token = "made up";
  const Response response = client.get("/accounts");
  EXPECT_EQ(response.status, 401);
  EXPECT_TRUE(response.headers.get("X-Trace-Id"));
  client.token = token;
  EXPECT_EQ(client.get("/nothing").status, 404);
  EXPECT_EQ(client.rest("DELETE", "/transactions").status, 405);
  EXPECT_EQ(client.office.handle({"GET", "/oauth/token", {}, ""}).status, 405);
  EXPECT_EQ(client.office.handle({"GET", "/elsewhere", {}, ""}).status, 404);
}

TEST(TwentyFourLogin, ALimitOfRequestsAMinuteCanBeSet) {
  TwentyFourSettings settings;
  settings.rest_requests_per_minute = 2;
  Client client(settings);
  EXPECT_EQ(client.get("/taxes").status, 200);
  EXPECT_EQ(client.get("/taxes").status, 200);
  EXPECT_EQ(client.get("/taxes").status, 429);
  client.clock.sleep(std::chrono::minutes(1));
  EXPECT_EQ(client.get("/taxes").status, 200);
}

}  // namespace
}  // namespace avstem::sandbox
