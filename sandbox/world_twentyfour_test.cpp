// The sample clients' books in 24SevenOffice: the same as in PowerOffice Go.

#include <gtest/gtest.h>

#include "platform/handler_client.hpp"
#include "platform/url.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/twentyfour_soap_client.hpp"
#include "sandbox/world_test_reader.hpp"

namespace avstem::sandbox {
namespace {

Response token_for(Handler& handler, const SampleClient& client) {
  const TwentyFourKeys& keys = client.twentyfour_keys;
  return handler.handle({"POST",
                         "/oauth/token",
                         {{"Content-Type", "application/x-www-form-urlencoded"}},
                         encode_query({{"grant_type", "client_credentials"},
                                       {"audience", "https://api.24sevenoffice.com"},
                                       {"client_id", keys.client_id},
                                       {"client_secret", keys.client_secret.reveal()},
                                       {"login_organization", keys.organization_id}})});
}

TEST(WorldInTwentyFour, HasTheBalancesOfPowerOfficeOnEveryDay) {
  PlayedWorld played(10);
  for (const SampleClient& client : played.world.clients()) {
    const twentyfour::Company& company = played.world.twentyfour_company(client.id);
    for (const auto& [number, _] : company.accounts()) {
      for (Date date = WorldOptions{}.start.previous(); date <= played.last_day();
           date = date.next()) {
        ASSERT_EQ(company.balance(number, date),
                  played.world.account_balance(client.id, number, date))
            << client.id << ' ' << number << ' ' << date.to_string();
      }
    }
    EXPECT_EQ(company.ledger_difference(), 0);
    for (const poweroffice::Customer& customer : played.world.company(client.id).customers()) {
      EXPECT_EQ(company.customer_balance(customer.number),
                played.world.company(client.id).customer_balance(customer.number));
    }
  }
}

TEST(WorldInTwentyFour, EveryCaptureOfTheShopHasAnOpenInvoiceOfItsSize) {
  PlayedWorld played(1);
  std::map<std::string, std::int64_t> open;
  for (const twentyfour::Line& line : played.world.twentyfour_company("tindebris-sport").lines()) {
    if (line.links.back().is_open) open[line.content.ocr] = line.content.amount;
  }
  const auto entries = played.ledger("310114").entries_on(WorldOptions{}.start, Topic::funds);
  std::size_t captures = 0;
  for (const LedgerEntry& entry : entries) {
    if (entry.entry_type != "capture") continue;
    ++captures;
    EXPECT_EQ(open[entry.reference], entry.amount) << entry.reference;
  }
  EXPECT_GT(captures, 10U);
}

TEST(WorldInTwentyFour, AnInvoiceIsAnOrderThatHoldsTheReference) {
  PlayedWorld played(4);
  const twentyfour::Company& company = played.world.twentyfour_company("tindebris-sport");
  std::map<std::string, std::int64_t> in_ledger;
  for (const twentyfour::Line& line : company.lines()) {
    if (line.content.due_date) in_ledger[line.content.ocr] = line.content.amount;
  }
  ASSERT_EQ(company.orders().all().size(), in_ledger.size());
  for (const twentyfour::Order& order : company.orders().all()) {
    EXPECT_EQ(twentyfour::sum_of(order, company).value().gross(),
              in_ledger.at(order.reference_number));
  }
}

TEST(WorldInTwentyFour, AllClientsAreReachedWithTheirOwnKeys) {
  PlayedWorld played(1);
  for (const SampleClient& client : played.world.clients()) {
    const Response token = token_for(played.world.twentyfour(), client);
    ASSERT_EQ(token.status, 200) << token.body;
    Request request{
        "GET",
        "/rest/accounts?query=1903",
        {{"Authorization", "Bearer " + TwentyFourTestClient::member(
                                           TwentyFourTestClient::json(token), "access_token")}},
        ""};
    const Response accounts = played.world.twentyfour().handle(request);
    EXPECT_EQ(accounts.status, 200);
    const TwentyFourKeys& keys = client.twentyfour_keys;
    const Response login = played.world.twentyfour().handle(TwentyFourSoapClient::soap_request(
        TwentyFourSoapClient::authenticate, "Login", TwentyFourSoapClient::office_space,
        fmt::format("<credential><ApplicationId>{}</ApplicationId><IdentityId>{}</IdentityId>"
                    "<Password>{}</Password><Username>{}</Username></credential>",
                    keys.application_id, keys.identity_id, keys.password.reveal(), keys.username)));
    Request identity = TwentyFourSoapClient::soap_request(
        TwentyFourSoapClient::authenticate, "GetIdentity", TwentyFourSoapClient::office_space, "");
    identity.headers.add("Cookie",
                         "ASP.NET_SessionId=" + TwentyFourSoapClient::text(login, "LoginResult"));
    EXPECT_NE(played.world.twentyfour().handle(identity).body.find(client.name), std::string::npos);
  }
}

TEST(WorldInTwentyFour, AFaultEndsASessionOrRepeatsAPage) {
  TwentyFourSoapClient client;
  Faults faults(client.office, client.clock);
  faults.add({"POST", "/soap/Economy", 1, 1, Fault::token_expired});
  faults.add({"GET", "/transactionlines", 1, 1, Fault::repeated_page});
  Request request = TwentyFourSoapClient::soap_request(TwentyFourSoapClient::account, "GetTypeList",
                                                       TwentyFourSoapClient::office_space, "");
  request.headers.add("Cookie", "ASP.NET_SessionId=" + client.cookie);
  EXPECT_NE(TwentyFourSoapClient::fault(faults.handle(request)).find("NotAuthenticated"),
            std::string::npos);
  EXPECT_EQ(faults.handle(request).status, 200);
  for (int i = 0; i < 2; ++i)
    ASSERT_EQ(client.post("/transactions", TwentyFourTestClient::payout()).status, 201);
  const auto page = [&](const std::string& number) {
    return faults
        .handle(
            {"GET",
             "/rest/transactionlines?dateFrom=2026-01-01&dateTo=2027-01-01&limit=3&page=" + number,
             {{"Authorization", "Bearer " + client.token}},
             ""})
        .body;
  };
  const std::string first = page("1");
  EXPECT_EQ(page("2"), first);
  EXPECT_NE(page("2"), first);
}

TEST(WorldInTwentyFour, FaultsOnDemandStandInFrontOfIt) {
  PlayedWorld played(1);
  Faults faults(played.world.twentyfour(), played.clock);
  auto rules = parse_fault_script("POST /oauth/token 1 bad-gateway\n", "script");
  ASSERT_TRUE(rules) << rules.error().message;
  for (FaultRule& rule : *rules)
    faults.add(std::move(rule));
  const SampleClient client = played.world.clients().front();
  EXPECT_EQ(token_for(faults, client).status, 502);
  EXPECT_EQ(token_for(faults, client).status, 200);
}

}  // namespace
}  // namespace avstem::sandbox
