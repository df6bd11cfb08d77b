#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "platform/base64.hpp"
#include "sandbox/vipps_test_world.hpp"

namespace avstem::sandbox {
namespace {

using nlohmann::json;
using Time = LedgerNotation::Time;

void capture(VippsTestWorld& world, int count) {
  for (int i = 0; i < count; ++i) {
    ASSERT_TRUE(
        world.ledger->capture("order-" + std::to_string(i), 10'000, world.noon, world.monday));
  }
}

json problem(const Response& response) {
  EXPECT_EQ(response.headers.get("Content-Type"), "application/problem+json");
  json body = json::parse(response.body);
  EXPECT_EQ(body.at("status"), response.status);
  return body;
}

TEST(VippsReport, WritesAnEntryInFull) {
  VippsTestWorld world;
  const auto psp = world.ledger->capture("acme-1", 49'900, world.noon, world.monday).value();
  const json expected = {{"pspReference", psp},        {"time", "2026-01-05T12:00:00.000000Z"},
                         {"ledgerDate", "2026-01-05"}, {"entryType", "capture"},
                         {"reference", "acme-1"},      {"currency", "NOK"},
                         {"amount", 49'900},           {"balanceBefore", 0},
                         {"balanceAfter", 49'900},     {"recipientHandle", "api:123455"}};
  const json body = world.get(world.day);
  ASSERT_EQ(body.at("items").size(), 1U);
  EXPECT_EQ(body["items"][0], expected);
  const json fee = world.get("/report/v2/ledgers/302321/fees/dates/2026-01-05")["items"][0];
  EXPECT_EQ(fee["entryType"], "capture-fee");
  EXPECT_EQ(fee["amount"], -873);
  EXPECT_TRUE(fee["amount"].is_number_integer());
  EXPECT_EQ(fee["pspReference"], psp);
}

TEST(VippsReport, NotationFollowsTheLedgersSetting) {
  VippsTestWorld world;
  capture(world, 1);
  ASSERT_TRUE(world.ledger->end_date(world.monday));
  json payout = world.get(world.day)["items"].back();
  EXPECT_EQ(payout["entryType"], "payout-scheduled");
  EXPECT_EQ(payout["reference"], "Vipps utbet. 2000001 Vippsnr 123455");
  EXPECT_TRUE(payout["recipientHandle"].is_null());
  ASSERT_TRUE(
      world.vipps.set_notation("302321", {"scheduled-for-payout", Time::plus_two_hours, false}));
  payout = world.get(world.day)["items"].back();
  EXPECT_EQ(payout["entryType"], "scheduled-for-payout");
  EXPECT_EQ(payout["time"], "2026-01-05T23:59:59.000000+0200");
  EXPECT_EQ(payout["reference"], "");
}

TEST(VippsReport, ADateIsFinalOnlyWhenItHasEnded) {
  VippsTestWorld world;
  capture(world, 1);
  json body = world.get(world.day);
  EXPECT_EQ(body["tryLater"], true);
  EXPECT_EQ(body["items"].size(), 1U);
  EXPECT_EQ(body["hasMore"], false);
  EXPECT_FALSE(body.contains("cursor"));

  world.ledger->hold_open(world.monday, Topic::funds);
  ASSERT_TRUE(world.ledger->end_date(world.monday));
  EXPECT_EQ(world.get(world.day)["tryLater"], true);
  world.ledger->release(world.monday, Topic::funds);
  EXPECT_EQ(world.get(world.day)["tryLater"], false);

  body = world.get("/report/v2/ledgers/302321/funds/dates/2026-01-04");
  EXPECT_EQ(body["tryLater"], false) << "a closed date without entries";
  EXPECT_TRUE(body["items"].empty());
  EXPECT_EQ(world.get("/report/v2/ledgers/302321/funds/dates/2026-01-06")["tryLater"], true);
}

TEST(VippsReport, APageHoldsAThousandEntriesUnlessSet) {
  VippsTestWorld world;
  capture(world, 1'001);
  const auto response = world.send("GET", world.day, world.accountant());
  EXPECT_EQ(response.headers.get("Vipps-Feed-Page-Size"), "1000");
  const json body = json::parse(response.body);
  EXPECT_EQ(body["items"].size(), 1'000U);
  EXPECT_EQ(body["hasMore"], true);
  EXPECT_EQ(world.get(world.feed)["items"].size(), 1'000U);
}

TEST(VippsReport, AFullPagePromisesAnotherThatMayBeEmpty) {
  VippsTestWorld world;
  ASSERT_TRUE(world.vipps.set_report_page_size(2));
  capture(world, 4);
  std::vector<std::size_t> sizes;
  std::string query;
  for (int pages = 0; pages < 10; ++pages) {
    const json body = world.get(world.day + query);
    EXPECT_EQ(body["tryLater"], true) << "an open date is paged like any other";
    sizes.push_back(body["items"].size());
    EXPECT_EQ(body.contains("cursor"), body["hasMore"].get<bool>());
    if (!body["hasMore"].get<bool>()) break;
    query = "?cursor=" + percent_encode(body["cursor"].get<std::string>());
  }
  EXPECT_THAT(sizes, testing::ElementsAre(2, 2, 0));
}

TEST(VippsReport, TheFeedAlwaysHasACursorAndWaitsAtItsEnd) {
  VippsTestWorld world;
  ASSERT_TRUE(world.vipps.set_report_page_size(2));
  json body = world.get(world.feed);
  EXPECT_EQ(body["tryLater"], true);
  EXPECT_TRUE(body["items"].empty());
  EXPECT_FALSE(body["cursor"].get<std::string>().empty());
  EXPECT_FALSE(body.contains("hasMore"));

  capture(world, 3);
  const auto next = [&](const json& page) {
    return world.feed + "?cursor=" + percent_encode(page["cursor"].get<std::string>());
  };
  body = world.get(next(body));
  EXPECT_EQ(body["items"].size(), 2U);
  EXPECT_EQ(body["tryLater"], false);
  body = world.get(next(body));
  EXPECT_EQ(body["items"].size(), 1U);
  EXPECT_EQ(body["tryLater"], true);
  const json again = world.get(next(body));
  EXPECT_EQ(again["cursor"], body["cursor"]);
  EXPECT_TRUE(again["items"].empty());

  ASSERT_TRUE(world.ledger->end_date(world.monday));
  EXPECT_EQ(world.get(next(again))["items"][0]["entryType"], "fees-retained");
}

TEST(VippsReport, AuthorisationIsExact) {
  VippsTestWorld world;
  const std::string token = world.accounting_token();
  EXPECT_EQ(world.status_of(world.day, {{"Authorization", "Bearer " + token}}), 200);
  EXPECT_EQ(world.status_of(world.day, {}), 401);
  EXPECT_EQ(world.status_of(world.day, {{"Authorization", token}}), 401);
  EXPECT_EQ(world.status_of(world.day, {{"Authorization", "bearer " + token}}), 401);
  EXPECT_EQ(world.status_of(world.day, {{"Authorization", "Bearer " + token + "x"}}), 401);
  EXPECT_EQ(world.status_of(world.day, {{"Authorization", "Bearer " + token},
                                        {"Authorization", "Bearer " + token}}),
            401);
  EXPECT_EQ(world.status_of(world.day, {{"Authorization", "Bearer " + token},
                                        {"Ocp-Apim-Subscription-Key", "subkey"}}),
            401)
      << "accounting keys send no subscription key";
  const std::string shop(*world.shop().get("Authorization"));
  EXPECT_EQ(world.status_of(world.day, world.shop()), 200);
  EXPECT_EQ(world.status_of(world.day, {{"Authorization", shop}}), 401);
  EXPECT_EQ(
      world.status_of(world.day, {{"Authorization", shop}, {"Ocp-Apim-Subscription-Key", "other"}}),
      401);
  VippsTestWorld field(Vipps::Mode::field);
  EXPECT_EQ(field.status_of(field.day, {{"Authorization", "bearer " + field.accounting_token()}}),
            200);
}

TEST(VippsReport, AnUnseenLedgerAnswersLikeAnUnknownOne) {
  VippsTestWorld world;
  ASSERT_TRUE(world.vipps.add_ledger(VippsTestWorld::terms("400", "99999")));
  for (const char* id : {"400", "401"}) {
    const std::string target = std::string("/report/v2/ledgers/") + id + "/funds/feed";
    for (const Headers& headers : {world.accountant(), world.shop()}) {
      const auto response = world.send("GET", target, headers);
      EXPECT_EQ(response.status, 404);
      EXPECT_EQ(problem(response)["title"], "No such ledgerId");
    }
  }
}

TEST(VippsReport, BadTopicsDatesAndCursorsAreProblems) {
  VippsTestWorld world;
  ASSERT_TRUE(world.vipps.set_report_page_size(1));
  capture(world, 2);
  const std::string ledger = "/report/v2/ledgers/302321/";
  const std::string day_cursor = percent_encode(world.get(world.day)["cursor"].get<std::string>());
  const std::string feed_cursor =
      percent_encode(world.get(world.feed)["cursor"].get<std::string>());
  const std::string beyond =
      percent_encode(base64_encode(R"({"list":"302321/funds/feed","position":3})"));
  for (const std::string& target :
       {ledger + "payouts/feed", ledger + "Funds/feed", ledger + "funds/dates/2026-02-30",
        ledger + "funds/dates/20260105", ledger + "funds/dates/", world.day + "?cursor=abc",
        world.day + "?cursor=" + feed_cursor, world.feed + "?cursor=" + day_cursor,
        ledger + "fees/dates/2026-01-05?cursor=" + day_cursor,
        ledger + "funds/dates/2026-01-06?cursor=" + day_cursor, world.feed + "?cursor=" + beyond,
        world.feed + "?cursor="}) {
    const auto response = world.send("GET", target, world.accountant());
    EXPECT_EQ(response.status, 400) << target;
    problem(response);
  }
  EXPECT_EQ(world.status_of(world.day + "?cursor=" + day_cursor, world.accountant()), 200);
}

TEST(VippsReport, StrictRefusesUnknownParametersAndLongSystemHeaders) {
  VippsTestWorld strict(Vipps::Mode::strict);
  VippsTestWorld field(Vipps::Mode::field);
  const auto both = [&](const std::string& query, const std::string& system_name) {
    const auto status = [&](VippsTestWorld& world) {
      Headers headers = world.accountant();
      headers.add("Vipps-System-Name", system_name);
      return world.status_of(world.day + query, headers);
    };
    return std::pair(status(strict), status(field));
  };
  const auto only_strict = std::pair(400, 200);
  EXPECT_EQ(both("?includeGDPRSensitiveData=true", "avstem"), std::pair(200, 200));
  EXPECT_EQ(both("?includeGDPRSensitiveData=yes", "avstem"), only_strict);
  EXPECT_EQ(both("?pageSize=10", "avstem"), only_strict);
  EXPECT_EQ(both("", std::string(vipps_api::system_header_length_max + 1, 'x')), only_strict);
}

TEST(VippsReport, OtherAddressesAndMethods) {
  VippsTestWorld world;
  EXPECT_EQ(world.send("POST", world.day, world.accountant()).status, 405);
  EXPECT_EQ(world.send("DELETE", world.feed).status, 405);
  EXPECT_EQ(world.status_of("/report/v1/ledgertransactions?ledgerId=302321", {}), 410);
  for (const char* target : {"/", "/report/v2/ledgers/302321", "/report/v2/ledgers/302321/funds",
                             "/report/v2/ledgers/302321/funds/payouts/1",
                             "/report/v2/ledgers/302321/funds/feed/", "/report/v3/ledgers"}) {
    EXPECT_EQ(world.status_of(target, world.accountant()), 404) << target;
  }
}

TEST(VippsReport, ErrorsThatQuoteBrokenTextAreStillJson) {
  VippsTestWorld world;
  const auto response = world.send("GET", "/report/v2/ledgers/\xff/funds/feed", world.accountant());
  EXPECT_EQ(response.status, 404);
  EXPECT_TRUE(json::accept(response.body));
}

TEST(VippsReportProperties, PagesOfAnySizeGiveTheSameDay) {
  EXPECT_TRUE(rc::check([] {
    VippsTestWorld world;
    const int captures = *rc::gen::inRange(0, 20);
    capture(world, captures);
    const auto size = *rc::gen::inRange<std::size_t>(1, 25);
    RC_ASSERT(world.vipps.set_report_page_size(size).has_value());
    const auto collect = [&](const std::string& path, const char* more, bool goes_on) {
      std::size_t seen = 0;
      std::string query;
      for (int pages = 0; pages < 30; ++pages) {
        const json body = world.get(path + query);
        for (const json& item : body["items"]) {
          const auto& entry = world.ledger->entries(Topic::funds).at(seen++);
          RC_ASSERT(item["pspReference"] == entry.psp_reference);
        }
        if (body[more].get<bool>() != goes_on) return seen;
        query = "?cursor=" + percent_encode(body["cursor"].get<std::string>());
      }
      return std::size_t{0} - 1;
    };
    RC_ASSERT(collect(world.day, "hasMore", true) == static_cast<std::size_t>(captures));
    RC_ASSERT(collect(world.feed, "tryLater", false) == static_cast<std::size_t>(captures));
  }));
}

}  // namespace
}  // namespace avstem::sandbox
