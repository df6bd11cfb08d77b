#include "sandbox/vipps_tokens.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "platform/base64.hpp"
#include "sandbox/vipps_test_world.hpp"

namespace avstem::sandbox {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

json body_of(const Response& response) {
  return json::parse(response.body);
}

TEST(VippsStandardToken, AnswersWithEveryPropertyAsText) {
  VippsTestWorld world;
  const auto response = world.send("POST", "/accesstoken/get", world.standard_headers());
  ASSERT_EQ(response.status, 200);
  const json body = body_of(response);
  EXPECT_EQ(body.size(), 7U);
  for (const auto& [name, value] : body.items())
    EXPECT_TRUE(value.is_string()) << name;
  EXPECT_EQ(body["token_type"], "Bearer");
  EXPECT_EQ(body["expires_in"], "86400");
  EXPECT_EQ(body["not_before"], "1767614400");  // 2026-01-05T12:00:00Z
  EXPECT_EQ(body["expires_on"], "1767700800");
  EXPECT_EQ(body["resource"], "00000002-0000-0000-c000-000000000000");
  const std::string token = body["access_token"];
  EXPECT_THAT(token,
              testing::MatchesRegex("eyJ[A-Za-z0-9_-]+[.]eyJ[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+"));
  EXPECT_GT(token.size(), 1'000U);
}

TEST(VippsStandardToken, ThePathIsReadInAnyCase) {
  VippsTestWorld world;
  EXPECT_EQ(world.send("POST", "/accessToken/get", world.standard_headers()).status, 200);
  EXPECT_EQ(world.send("POST", "/Accesstoken/Get", world.standard_headers()).status, 200);
}

TEST(VippsStandardToken, MissingOrWrongHeadersAreRefused) {
  VippsTestWorld world;
  const auto status = [&](Headers headers) {
    return world.send("POST", "/accesstoken/get", std::move(headers)).status;
  };
  EXPECT_EQ(status({{"client_secret", "s3cret"}, {"Ocp-Apim-Subscription-Key", "subkey"}}), 400);
  EXPECT_EQ(status({{"client_id", "shop"}, {"Ocp-Apim-Subscription-Key", "subkey"}}), 400);
  EXPECT_EQ(status({{"client_id", "shop"}, {"client_secret", "s3cret"}}), 401);
  EXPECT_EQ(status({{"client_id", "shop"},
                    {"client_secret", "s3cret"},
                    {"Ocp-Apim-Subscription-Key", "other"}}),
            401);
  EXPECT_EQ(status({{"client_id", "shop"},
                    {"client_secret", "wrong"},
                    {"Ocp-Apim-Subscription-Key", "subkey"}}),
            401);
  EXPECT_EQ(status({{"client_id", "accountant"},
                    {"client_secret", "a:b"},
                    {"Ocp-Apim-Subscription-Key", "subkey"}}),
            401)
      << "accounting keys use the other endpoint";
  EXPECT_EQ(world.send("GET", "/accesstoken/get", world.standard_headers()).status, 405);
}

TEST(VippsStandardToken, StrictRefusesWhatFieldTolerates) {
  VippsTestWorld strict(Vipps::Mode::strict);
  VippsTestWorld field(Vipps::Mode::field);
  const auto both = [&](std::string target, Headers extra, std::string body) {
    Headers headers = VippsTestWorld::standard_headers();
    for (const auto& [name, value] : extra)
      headers.add(name, value);
    return std::pair(strict.send("POST", target, headers, body).status,
                     field.send("POST", target, headers, body).status);
  };
  const auto only_strict = std::pair(400, 200);
  const std::string path = "/accesstoken/get";
  EXPECT_EQ(both(path, {}, "{}"), only_strict);
  EXPECT_EQ(both(path + "?a=1", {}, ""), only_strict);
  EXPECT_EQ(both(path, {{"Merchant-Serial-Number", "12x"}}, ""), only_strict);
  for (const char* name : {"Vipps-System-Name", "Vipps-System-Version", "Vipps-System-Plugin-Name",
                           "Vipps-System-Plugin-Version"}) {
    EXPECT_EQ(both(path, {{name, std::string(vipps_api::system_header_length_max, 'x')}}, ""),
              std::pair(200, 200));
    EXPECT_EQ(both(path, {{name, std::string(vipps_api::system_header_length_max + 1, 'x')}}, ""),
              only_strict);
  }
}

TEST(VippsSpecializedToken, AnswersForFifteenMinutes) {
  VippsTestWorld world;
  const auto response =
      world.send("POST", "/miami/v1/token", world.specialized_headers(), world.form);
  ASSERT_EQ(response.status, 200);
  const json body = body_of(response);
  EXPECT_EQ(body["token_type"], "Bearer");
  EXPECT_EQ(body["expires_in"], 900);
  EXPECT_EQ(body.size(), 3U);
}

TEST(VippsSpecializedToken, RefusesEachDeparture) {
  VippsTestWorld world(Vipps::Mode::field);
  const auto refused = [&](Headers headers, std::string body) {
    const auto response = world.send("POST", "/miami/v1/token", std::move(headers), body);
    return std::pair(response.status, body_of(response).value("error", ""));
  };
  const std::string basic = "Basic YWNjb3VudGFudDphOmI=";
  const std::string type = "application/x-www-form-urlencoded";
  using Refusal = std::pair<int, std::string>;
  const Refusal invalid_client{401, "invalid_client"};
  Headers with_key = world.specialized_headers();
  with_key.add("Ocp-Apim-Subscription-Key", "subkey");
  EXPECT_EQ(refused(with_key, world.form), invalid_client);
  EXPECT_EQ(refused(world.specialized_headers(), ""), invalid_client);
  EXPECT_EQ(refused(world.specialized_headers(), "scope=donations:read"), invalid_client);
  EXPECT_EQ(refused(world.specialized_headers(), "grant_type=password"),
            Refusal(400, "unsupported_grant_type"));
  EXPECT_EQ(refused({{"Content-Type", type}}, world.form), invalid_client);
  EXPECT_EQ(refused({{"Authorization", "Basic !"}, {"Content-Type", type}}, world.form),
            invalid_client);
  EXPECT_EQ(
      refused({{"Authorization", "Basic YWNjb3VudGFudDph"}, {"Content-Type", type}}, world.form),
      invalid_client);
  EXPECT_EQ(
      refused({{"Authorization", "Basic c2hvcDpzM2NyZXQ="}, {"Content-Type", type}}, world.form),
      invalid_client)
      << "keys of a sales unit use the other endpoint";
  EXPECT_EQ(refused({{"Authorization", basic}}, world.form), Refusal(400, "invalid_request"));
  EXPECT_EQ(refused({{"Authorization", basic}, {"Content-Type", "application/json"}}, world.form),
            Refusal(400, "invalid_request"));
  EXPECT_EQ(
      refused({{"Authorization", basic}, {"Content-Type", type + ";charset=latin1"}}, world.form),
      Refusal(400, "invalid_request"));
  EXPECT_EQ(world.send("GET", "/miami/v1/token").status, 405);
  EXPECT_EQ(world.send("POST", "/Miami/v1/token").status, 404);
}

TEST(VippsTokens, ExpireByTheClock) {
  VippsTestWorld world;
  const Headers accountant = world.accountant();
  const Headers shop = world.shop();
  world.clock.set(world.noon + 15min - 1us);
  EXPECT_EQ(world.status_of(world.day, accountant), 200);
  world.clock.set(world.noon + 15min);
  const auto expired = world.send("GET", world.day, accountant);
  EXPECT_EQ(expired.status, 401);
  EXPECT_EQ(body_of(expired)["code"], "Unauthorized");
  EXPECT_TRUE(body_of(expired).contains("message"));
  world.clock.set(world.noon + 24h - 1us);
  EXPECT_EQ(world.status_of(world.day, shop), 200);
  world.clock.set(world.noon + 24h);
  EXPECT_EQ(world.status_of(world.day, shop), 401);
}

TEST(VippsTokens, SeveralOfOneKeyLiveAtOnceAndDiffer) {
  VippsTestWorld world;
  const std::string first = world.accounting_token();
  const std::string second = world.accounting_token();
  EXPECT_NE(first, second);
  EXPECT_EQ(world.status_of(world.day, {{"Authorization", "Bearer " + first}}), 200);
  EXPECT_EQ(world.status_of(world.day, {{"Authorization", "Bearer " + second}}), 200);
  EXPECT_EQ(VippsTestWorld().accounting_token(), first) << "same calls, same tokens";
}

TEST(VippsTokens, AreGoneWithTheirKeys) {
  VippsTestWorld world;
  const Headers accountant = world.accountant();
  world.vipps.remove_keys("accountant");
  EXPECT_EQ(world.status_of(world.day, accountant), 401);
}

TEST(VippsTokens, ABoundedNumberIsAlive) {
  VippsTestWorld world;
  for (std::size_t i = 0; i < live_tokens_max; ++i)
    world.accounting_token();
  const auto refused =
      world.send("POST", "/miami/v1/token", world.specialized_headers(), world.form);
  EXPECT_EQ(refused.status, 429);
  EXPECT_TRUE(refused.headers.get("Retry-After"));
  world.clock.set(world.noon + 15min);
  EXPECT_EQ(world.send("POST", "/miami/v1/token", world.specialized_headers(), world.form).status,
            200);
}

TEST(VippsBase64, ReadsBackAndRefusesWhatItWouldNotWrite) {
  EXPECT_EQ(base64_encode("accountant:a:b"), "YWNjb3VudGFudDphOmI=");
  EXPECT_EQ(base64url_encode("\xfb\xff"), "-_8");
  for (const char* text : {"YQ", "YQ=", "YR==", "Y===", "YQ==YQ==", "Y Q=", "YQ-_"}) {
    EXPECT_FALSE(base64_decode(text)) << text;
  }
  EXPECT_TRUE(rc::check(
      [](const std::string& bytes) { RC_ASSERT(base64_decode(base64_encode(bytes)) == bytes); }));
}

}  // namespace
}  // namespace avstem::sandbox
