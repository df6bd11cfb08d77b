// Keys, tokens, limits, paging and letter case: what holds for every endpoint.

#include "sandbox/poweroffice.hpp"

#include <gtest/gtest.h>

#include "sandbox/poweroffice_access.hpp"
#include "sandbox/poweroffice_test_client.hpp"

namespace avstem::sandbox {
namespace {

using Texts = std::vector<std::string>;

TEST(PowerOfficeToken, IsABearerTokenForTwentyMinutes) {
  PowerOfficeTestClient client;
  const auto body = read_answer(client.go.handle(PowerOfficeTestClient::token_request()));
  EXPECT_EQ(member(body, "token_type"), "bearer");
  EXPECT_EQ(member(body, "expires_in"), "1200");
  client.token = member(body, "access_token");
  client.clock.sleep(std::chrono::seconds(1200) - std::chrono::milliseconds(1));
  EXPECT_EQ(client.get("/v2/VatCodes").status, 200);
  client.clock.sleep(std::chrono::milliseconds(1));
  EXPECT_EQ(client.get("/v2/VatCodes").status, 401);
}

TEST(PowerOfficeToken, RefusesInTheShapesOfRfc6749) {
  PowerOfficeTestClient client;
  const auto error_of = [&](const Request& request) {
    const Response response = client.go.handle(request);
    EXPECT_EQ(response.status, 400);
    return member(read_answer(response), "error");
  };
  // application:wrong, and text that is not base64
  EXPECT_EQ(error_of(PowerOfficeTestClient::token_request("YXBwbGljYXRpb246d3Jvbmc=")),
            "invalid_client");
  EXPECT_EQ(error_of(PowerOfficeTestClient::token_request("application:client")), "invalid_client");
  Request request = PowerOfficeTestClient::token_request();
  request.body = "grant_type=password";
  EXPECT_EQ(error_of(request), "unsupported_grant_type");
  request.body = "";
  EXPECT_EQ(error_of(request), "invalid_request");
  request = PowerOfficeTestClient::token_request();
  request.headers = {{"Authorization", "Basic YXBwbGljYXRpb246Y2xpZW50"},
                     {"Ocp-Apim-Subscription-Key", "subscription"},
                     {"Content-Type", "application/json"}};
  EXPECT_EQ(error_of(request), "invalid_request");
}

TEST(PowerOfficeToken, OpensOneCompanyOnly) {
  PowerOfficeTestClient client;
  Company& other = client.go.add_company({"kafe-sor", "Kafé Sør AS", {}});
  client.go.connect(other, {"application", "other", std::nullopt});
  const auto body = read_answer(
      client.go.handle(PowerOfficeTestClient::token_request("YXBwbGljYXRpb246b3RoZXI=")));
  EXPECT_EQ(member(read_answer(client.get("/v2/ClientIntegrationInformation")), "ClientName"),
            "Kafé Nord AS");
  client.token = member(body, "access_token");
  EXPECT_EQ(member(read_answer(client.get("/v2/ClientIntegrationInformation")), "ClientName"),
            "Kafé Sør AS");
  // An id of one company means nothing in the other.
  EXPECT_EQ(client.post(client.payout()).status, 400);
  EXPECT_TRUE(other.vouchers().empty());
}

TEST(PowerOfficeGate, WantsSubscriptionKeyAndTokenOnEveryCall) {
  PowerOfficeTestClient client;
  Request request = client.request("GET", "/v2/VatCodes");
  request.headers = {{"Authorization", "Bearer " + client.token}};
  EXPECT_EQ(client.go.handle(request).status, 401);
  request.headers.add("Ocp-Apim-Subscription-Key", "another");
  EXPECT_EQ(client.go.handle(request).status, 401);
  request.headers = {{"Ocp-Apim-Subscription-Key", "subscription"}};
  EXPECT_EQ(client.go.handle(request).status, 401);
  request.headers.add("Authorization", "Bearer guessed");
  EXPECT_EQ(client.go.handle(request).status, 401);
  request = PowerOfficeTestClient::token_request();
  request.headers = {{"Authorization", "Basic YXBwbGljYXRpb246Y2xpZW50"}};
  EXPECT_EQ(client.go.handle(request).status, 401);
}

TEST(PowerOfficeGate, TakesTenCallsInASecondPerSubscriptionKey) {
  PowerOfficeTestClient client(PowerOfficeMode::strict, PowerOfficeLimits{});
  client.go.add_subscription_key("second");
  for (int i = 1; i < 10; ++i)
    EXPECT_EQ(client.get("/v2/VatCodes").status, 200) << i;
  const Response refused = client.get("/v2/VatCodes");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.body,
            R"({"statusCode":"429","message":"Rate limit is exceeded. Try again in 1 seconds."})");
  Request request = client.request("GET", "/v2/VatCodes");
  request.headers = {{"Authorization", "Bearer " + client.token},
                     {"Ocp-Apim-Subscription-Key", "second"}};
  EXPECT_EQ(client.go.handle(request).status, 200);
  client.clock.sleep(std::chrono::milliseconds(999));
  EXPECT_EQ(client.get("/v2/VatCodes").status, 429);
  client.clock.sleep(std::chrono::milliseconds(1));
  EXPECT_EQ(client.get("/v2/VatCodes").status, 200);
}

TEST(PowerOfficeGate, AsksForThePrivilegeOfTheEndpoint) {
  PowerOfficeTestClient client;
  client.go.connect(client.company, {"narrow", "client", {{"CommonServices"}}});
  // base64 of narrow:client
  client.token = member(
      read_answer(client.go.handle(PowerOfficeTestClient::token_request("bmFycm93OmNsaWVudA=="))),
      "access_token");
  EXPECT_EQ(client.get("/v2/VatCodes").status, 200);
  EXPECT_EQ(client.get("/v2/Customers").status, 403);
  EXPECT_EQ(client.post(client.payout()).status, 403);
  EXPECT_NE(client.get("/v2/ClientIntegrationInformation").body.find("[\"CommonServices\"]"),
            std::string::npos);
}

TEST(PowerOfficePaging, CutsPagesAndEndsWithNoContent) {
  PowerOfficeTestClient client;
  const std::string path = "/v2/GeneralLedgerAccounts?accountNos=1900-1909,2700&Fields=AccountNo";
  EXPECT_EQ(column(client.get(path), "AccountNo"), (Texts{"1900", "1903", "1904", "1909", "2700"}));
  EXPECT_EQ(column(client.get(path + "&PageSize=2&PageNumber=2"), "AccountNo"),
            (Texts{"1904", "1909"}));
  EXPECT_EQ(column(client.get(path + "&PageSize=2&PageNumber=3"), "AccountNo"), (Texts{"2700"}));
  EXPECT_EQ(client.get(path + "&PageSize=2&PageNumber=4").status, 204);
  EXPECT_EQ(client.get(path + "&PageSize=20000").status, 200);
  EXPECT_EQ(client.get(path + "&PageSize=20001").status, 400);
  EXPECT_EQ(client.get(path + "&PageSize=0").status, 400);
  EXPECT_EQ(client.get(path + "&PageNumber=0").status, 400);
  EXPECT_EQ(client.get(path + "&PageSize=ten").status, 400);
}

TEST(PowerOfficePaging, TheDefaultPageIsFiveThousandRows) {
  PowerOfficeTestClient client;
  for (int i = 0; i < 5001; ++i)
    client.company.add_customer("Kunde");
  client.let_reads_catch_up();
  EXPECT_EQ(column(client.get("/v2/Customers"), "Number").size(), 5000U);
  EXPECT_EQ(column(client.get("/v2/Customers?PageNumber=2"), "Number"), (Texts{"15000"}));
}

TEST(PowerOfficePaging, KeepsTheAskedFieldsAndOrders) {
  PowerOfficeTestClient client;
  const Response response = client.get(
      "/v2/GeneralLedgerAccounts?accountNos=1900,1903&Fields=AccountNo,Name&OrderBy="
      "AccountNo%20desc");
  EXPECT_EQ(response.body,
            R"([{"AccountNo":1903,"Name":"Interim Vipps"},{"AccountNo":1900,"Name":"Kontanter"}])");
  EXPECT_EQ(client.get("/v2/GeneralLedgerAccounts?Fields=Number").status, 400);
  EXPECT_EQ(client.get("/v2/GeneralLedgerAccounts?OrderBy=Number").status, 400);
}

TEST(PowerOfficeQuery, RefusesWhatTheSpecificationDoesNotName) {
  PowerOfficeTestClient client;
  for (const char* query : {"$top=5", "$skip=1", "accountNo=1903", "accountNos=1903&accountNos=1",
                            "accountNos=abc", "accountNos=2000-1000", "accountNos=-1000"}) {
    EXPECT_EQ(client.get(std::string("/v2/GeneralLedgerAccounts?") + query).status, 400) << query;
  }
  for (const char* path : {"/v2/LockDateSettings", "/v2/ClientIntegrationInformation",
                           "/v2/Vouchers/BankJournals/00000000-0000-4000-8000-000000000000"}) {
    EXPECT_EQ(client.get(std::string(path) + "?$top=1").status, 400) << path;
  }
  EXPECT_EQ(client.get("/v2/GeneralLedgerAccounts?accountNos=").status, 200)
      << "blank is no filter";
  EXPECT_EQ(client.get("/v2/GeneralLedgerAccounts?accountNos=1").status, 204);
}

TEST(PowerOfficePaths, StrictKnowsTheSpelledPathFieldAnyLetterCase) {
  PowerOfficeTestClient strict;
  EXPECT_EQ(strict.get("/VatCodes").status, 200);
  EXPECT_EQ(strict.get("/Demo/v2/VatCodes").status, 200);
  EXPECT_EQ(strict.get("/v2/vatcodes").status, 404);
  EXPECT_EQ(strict.get("/v2/VatCodes?isactive=true").status, 400);
  EXPECT_EQ(strict.get("/v2/Nothing").status, 404);
  EXPECT_EQ(strict.go.handle(strict.request("POST", "/v2/VatCodes")).status, 405);
  EXPECT_EQ(member(read_answer(strict.get("/v2/VatCodes?x=1")), "Status"), "400");
  PowerOfficeTestClient field(PowerOfficeMode::field);
  EXPECT_EQ(field.get("/v2/vatcodes?isactive=true").status, 200);
  EXPECT_NE(member(read_answer(field.get("/v2/VatCodes?x=1")), "detail"), "missing");
}

TEST(PowerOfficeBase64, ReadsWhatBasicAuthenticationWrites) {
  EXPECT_EQ(poweroffice::decode_base64("YQ=="), "a");
  EXPECT_EQ(poweroffice::decode_base64("YWI="), "ab");
  EXPECT_EQ(poweroffice::decode_base64("YWJj"), "abc");
  for (const char* text : {"", "YQ", "YQ=", "Y===", "Y!==", "YQ==YQ=="}) {
    EXPECT_FALSE(poweroffice::decode_base64(text)) << text;
  }
}

TEST(PowerOfficeDeterminism, TheSameCallsGiveTheSameAnswers) {
  const auto run = [] {
    PowerOfficeTestClient client;
    client.company.add_customer("Kari Nordmann");
    std::string answers = client.post(client.payout()).body;
    client.let_reads_catch_up();
    answers += client.get("/v2/AccountTransactions?fromDate=2026-01-01&toDate=2026-12-31").body;
    return client.token + answers + client.get("/v2/Customers").body;
  };
  EXPECT_EQ(run(), run());
}

}  // namespace
}  // namespace avstem::sandbox
