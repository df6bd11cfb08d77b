// Sessions, envelopes and the hourly limit: what holds for every SOAP service.

#include <gtest/gtest.h>

#include "sandbox/twentyfour_soap_client.hpp"

namespace avstem::sandbox {
namespace {

using Client = TwentyFourSoapClient;
using Texts = std::vector<std::string>;

bool has_session(Client& client) {
  return Client::text(client.soap(Client::authenticate, "HasSession"), "HasSessionResult") ==
         "true";
}

TEST(TwentyFourSession, LoginGivesACookie) {
  Client client;
  const Response response = client.login();
  EXPECT_EQ(response.headers.get("Set-Cookie").value_or(""),
            "ASP.NET_SessionId=" + Client::text(response, "LoginResult") + "; path=/; HttpOnly");
  EXPECT_TRUE(has_session(client));
  client.cookie = "made-up";
  EXPECT_FALSE(has_session(client));
  client.cookie.clear();
  EXPECT_FALSE(has_session(client));
}

TEST(TwentyFourSession, AWrongCredentialGivesAnEmptySession) {
  Client client;
  const Response response = client.login("", "feil");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Client::text(response, "LoginResult"), "");
  EXPECT_FALSE(response.headers.get("Set-Cookie"));
  EXPECT_EQ(Client::text(client.login("bbbbbbbb-0000-0000-0000-000000000001"), "LoginResult"), "");
}

TEST(TwentyFourSession, ExpiresWhenNobodyUsesIt) {
  Client client;
  const std::chrono::milliseconds lifetime = TwentyFourSettings{}.session_lifetime;
  client.clock.sleep(lifetime - std::chrono::milliseconds(1));
  EXPECT_TRUE(has_session(client));
  client.clock.sleep(lifetime - std::chrono::milliseconds(1));
  EXPECT_TRUE(has_session(client));
  client.clock.sleep(lifetime);
  EXPECT_FALSE(has_session(client));
  EXPECT_EQ(Client::text(client.save(Client::bundles("")), "Type"), "NotAuthenticated");
  EXPECT_NE(Client::fault(client.on_account("GetTypeList")).find("NotAuthenticated"),
            std::string::npos);
}

TEST(TwentyFourSession, RepeatedLoginsAreThrottled) {
  TwentyFourSettings settings;
  settings.logins_per_minute = 2;
  Client client(settings);  // the first
  EXPECT_EQ(client.login().status, 200);
  EXPECT_NE(Client::fault(client.login()).find("Too many logins"), std::string::npos);
  EXPECT_TRUE(has_session(client));
  client.clock.sleep(std::chrono::minutes(1));
  EXPECT_EQ(client.login().status, 200);
}

TEST(TwentyFourSession, AUserHasIdentitiesAndChoosesOne) {
  Client client;
  EXPECT_EQ(Client::texts(client.soap(Client::authenticate, "GetIdentities"), "IsCurrent"),
            (Texts{"true", "false"}));
  ASSERT_TRUE(client.other.add_account(1999, "Bare hos Sør"));
  const auto sees_other = [&] {
    const Texts names = Client::texts(client.on_account("GetAccountList"), "AccountName");
    return std::ranges::find(names, "Bare hos Sør") != names.end();
  };
  EXPECT_FALSE(sees_other());
  const auto choose = [&](const std::string& id) {
    return Client::text(
        client.soap(Client::authenticate, "SetIdentityById", "<identityId>" + id + "</identityId>"),
        "SetIdentityByIdResult");
  };
  EXPECT_EQ(choose(Client::second_identity), "true");
  EXPECT_TRUE(sees_other());
  EXPECT_EQ(choose("bbbbbbbb-0000-0000-0000-000000000001"), "false");
  EXPECT_NE(client.soap(Client::authenticate, "GetIdentity").body.find("Kafé Sør AS"),
            std::string::npos);
  client.cookie = Client::text(client.login(Client::first_identity), "LoginResult");
  EXPECT_FALSE(sees_other());
}

TEST(TwentyFourSession, ABlockedIdentityIsAFaultThatSaysSo) {
  Client client;
  client.office.add_user({"to@kafe.example",
                          "passord",
                          {{Client::first_identity, &client.company, true},
                           {Client::second_identity, &client.other}}});
  const auto as_second_user = [](std::string credential) {
    return credential.replace(credential.find("post@"), 4, "to");
  };
  const auto login = [&](const std::string& identity) {
    return client.soap(Client::authenticate, "Login", as_second_user(Client::credential(identity)));
  };
  EXPECT_NE(Client::fault(login("")).find("IdentityId is blocked"), std::string::npos);
  EXPECT_EQ(Client::texts(client.soap(Client::authenticate, "GetIdentitiesWithCredential",
                                      as_second_user(Client::credential())),
                          "IsDisabled"),
            Texts{"true"});
  client.cookie = Client::text(login(Client::second_identity), "LoginResult");
  EXPECT_TRUE(has_session(client));
  EXPECT_NE(Client::fault(
                client.soap(Client::authenticate, "SetIdentityById",
                            "<identityId>" + std::string(Client::first_identity) + "</identityId>"))
                .find("blocked"),
            std::string::npos);
}

TEST(TwentyFourSession, TheHourHasALimitAndAQuarantine) {
  TwentyFourSettings settings;
  settings.soap_requests_per_hour = 2;
  Client client(settings);
  EXPECT_EQ(client.on_account("GetTypeList").status, 200);
  EXPECT_EQ(client.on_account("GetTypeList").status, 200);
  EXPECT_NE(Client::fault(client.on_account("GetTypeList"))
                .find("Limit exceeded by 1. Request is blocked. Quarantine ends at "
                      "2026-11-20T11:00:00Z"),
            std::string::npos);
  EXPECT_NE(Client::fault(client.on_account("GetTypeList")).find("exceeded by 2"),
            std::string::npos);
  client.clock.set(parse_instant("2026-11-20T11:00:00Z").value());
  client.cookie = Client::text(client.login(), "LoginResult");
  EXPECT_EQ(client.on_account("GetTypeList").status, 200);
  EXPECT_EQ(TwentyFourSettings{}.soap_requests_per_hour, 7'200U);
}

TEST(TwentyFourEnvelope, WantsAnActionThatTheServiceKnows) {
  Client client;
  Request request = Client::soap_request(Client::account, "GetTypeList", Client::office_space, "");
  request.headers = {{"Content-Type", "text/xml"}};
  EXPECT_NE(Client::fault(client.send(request)).find("without a valid action"), std::string::npos);
  request.headers.add("SOAPAction", "http://24sevenOffice.com/webservices/GetTypeList");
  EXPECT_EQ(client.send(request).status, 200);
  EXPECT_NE(Client::fault(client.on_account("DeleteEverything")).find("did not recognize"),
            std::string::npos);
  request.headers = {{"Content-Type", "application/soap+xml"}};
  EXPECT_EQ(client.send(request).status, 415);
  request.method = "GET";
  EXPECT_EQ(client.send(request).status, 405);
  EXPECT_EQ(client.soap("/Economy/Account/V003/Accountservice.asmx", "GetTypeList").status, 404);
}

// Trap: the two namespaces differ in a letter's case.
TEST(TwentyFourEnvelope, TheNamespaceIsTheServicesOwnToTheLetter) {
  Client client;
  EXPECT_NE(Client::fault(client.soap(Client::account, "GetTypeList", "",
                                      "http://24sevenoffice.com/webservices"))
                .find("did not recognize"),
            std::string::npos);
  Request request = Client::soap_request(Client::account, "GetTypeList", Client::office_space, "");
  const std::size_t at = request.body.find("24sevenOffice");
  request.body[at + 7] = 'o';
  EXPECT_NE(Client::fault(client.send(request)).find("does not hold GetTypeList"),
            std::string::npos);
}

TEST(TwentyFourEnvelope, PathsAreExactInStrictAndOfAnyCaseInField) {
  const std::string lower = "/economy/account/v004/accountservice.asmx";
  Client strict;
  EXPECT_EQ(strict.soap(lower, "GetTypeList").status, 404);
  TwentyFourSettings settings;
  settings.mode = TwentyFourMode::field;
  Client field(settings);
  EXPECT_EQ(field.soap(lower, "GetTypeList").status, 200);
}

TEST(TwentyFourEnvelope, BrokenDocumentsAreTheClientsFault) {
  Client client;
  Request request = Client::soap_request(Client::account, "GetTypeList", Client::office_space, "");
  for (const std::string body :
       {"", "<a", "<a/>",
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body/></s:Envelope>",
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"/>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><s:Envelope "
        "xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>"}) {
    request.body = body;
    const Response response = client.send(request);
    EXPECT_NE(Client::fault(response), "missing");
    EXPECT_EQ(Client::text(response, "faultcode"), "soap:Client");
  }
}

}  // namespace
}  // namespace avstem::sandbox
