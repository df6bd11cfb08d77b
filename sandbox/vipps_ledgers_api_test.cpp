#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/base64.hpp"
#include "sandbox/vipps_test_world.hpp"

namespace avstem::sandbox {
namespace {

using nlohmann::json;

constexpr const char* list = "/settlement/v1/ledgers";

std::vector<std::string> ids(const json& body) {
  std::vector<std::string> found;
  for (const json& item : body.at("items"))
    found.push_back(item.at("ledgerId"));
  return found;
}

TEST(VippsLedgersApi, WritesALedgerInFull) {
  VippsTestWorld world;
  const json expected = {
      {"ledgerId", "302321"},
      {"currency", "NOK"},
      {"payoutBankAccount", {{"scheme", "BBAN:NO"}, {"id", "86011117947"}}},
      {"owner", {{"scheme", "business:NO:ORG"}, {"id", "987654325"}}},
      {"settlesForRecipientHandles", json::array({"api:123455"})},
      {"salesUnits", json::array({{{"name", "Kafé Nord"},
                                   {"recipientHandle", "api:123455"},
                                   {"businessIdentifier",
                                    {{"scheme", "business:NO:ORG"}, {"id", "987654325"}}}}})}};
  const json body = world.get(list);
  ASSERT_EQ(body.at("items").size(), 1U);
  EXPECT_EQ(body.at("items")[0], expected);
  EXPECT_EQ(body.at("cursor"), "");
}

TEST(VippsLedgersApi, MarketsNameTheirOwnSchemes) {
  VippsTestWorld world;
  LedgerTerms danish = VippsTestWorld::terms("500", "55555");
  danish.currency = Currency::parse("DKK").value();
  ASSERT_TRUE(world.vipps.add_ledger(danish));
  ASSERT_TRUE(world.vipps.grant("accountant", "500"));
  const json item =
      world.get(std::string(list) + "?settlesForRecipientHandles=api:55555")["items"][0];
  EXPECT_EQ(item["owner"]["scheme"], "business:DK:CVR");
  EXPECT_EQ(item["payoutBankAccount"]["scheme"], "BBAN:DK");
}

TEST(VippsLedgersApi, EachKeySeesItsOwnLedgers) {
  VippsTestWorld world;
  ASSERT_TRUE(world.vipps.add_ledger(VippsTestWorld::terms("400", "99999")));
  EXPECT_EQ(ids(world.get(list)), std::vector<std::string>{"302321"});
  ASSERT_TRUE(world.vipps.grant("accountant", "400"));
  EXPECT_EQ(ids(world.get(list)), (std::vector<std::string>{"302321", "400"}));
  ASSERT_TRUE(world.vipps.revoke("accountant", "302321"));
  EXPECT_EQ(ids(world.get(list)), std::vector<std::string>{"400"});
  EXPECT_EQ(ids(json::parse(world.send("GET", list, world.shop()).body)),
            std::vector<std::string>{"302321"});
}

TEST(VippsLedgersApi, PagesByCursorAndKeepsTheFilter) {
  VippsTestWorld world;
  for (const char* id : {"401", "402", "403", "404"}) {
    LedgerTerms terms = VippsTestWorld::terms(id, "77777");
    ASSERT_TRUE(world.vipps.add_ledger(terms));
    ASSERT_TRUE(world.vipps.grant("accountant", id));
  }
  ASSERT_TRUE(world.vipps.set_ledgers_page_size(2));
  std::vector<std::string> seen;
  std::string query = "?settlesForRecipientHandles=api%3A77777";
  int pages = 0;
  while (pages < 10) {
    const json body = world.get(list + query);
    for (const auto& id : ids(body))
      seen.push_back(id);
    ++pages;
    const std::string cursor = body.at("cursor");
    if (cursor.empty()) break;
    query = "?cursor=" + percent_encode(cursor);
  }
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(seen, (std::vector<std::string>{"401", "402", "403", "404"}));
}

TEST(VippsLedgersApi, AForeignCursorOrAnotherFilterIsRefused) {
  VippsTestWorld world;
  ASSERT_TRUE(world.vipps.add_ledger(VippsTestWorld::terms("400", "99999")));
  ASSERT_TRUE(world.vipps.grant("accountant", "400"));
  ASSERT_TRUE(world.vipps.set_ledgers_page_size(1));
  const std::string cursor = percent_encode(world.get(list)["cursor"].get<std::string>());
  const auto status = [&](const std::string& query) {
    return world.status_of(list + query, world.accountant());
  };
  EXPECT_EQ(status("?cursor=" + cursor), 200);
  EXPECT_EQ(status("?cursor=" + cursor + "&settlesForRecipientHandles=api:99999"), 400);
  EXPECT_EQ(status("?cursor=nonsense"), 400);
  EXPECT_EQ(status("?cursor=" + percent_encode(base64_encode("{}"))), 400);
  EXPECT_EQ(status("?cursor=" + percent_encode(base64_encode("[1"))), 400);
}

TEST(VippsLedgersApi, RefusesOtherMethodsStrangersAndUnknownParameters) {
  VippsTestWorld strict(Vipps::Mode::strict);
  const auto wrong = strict.send("POST", list, strict.accountant());
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.get("Allow"), "GET");
  EXPECT_EQ(strict.status_of(list, {}), 401);
  const std::string unknown = std::string(list) + "?pageSize=5";
  EXPECT_EQ(strict.status_of(unknown, strict.accountant()), 400);
  EXPECT_EQ(strict.status_of(std::string(list) + "?cursor=&cursor=", strict.accountant()), 400);
  VippsTestWorld field(Vipps::Mode::field);
  EXPECT_EQ(field.status_of(unknown, field.accountant()), 200);
}

TEST(VippsSetUp, RefusesWhatCannotBe) {
  VippsTestWorld world;
  Vipps& vipps = world.vipps;
  EXPECT_FALSE(vipps.add_ledger(VippsTestWorld::terms("302321", "123455")));
  EXPECT_FALSE(vipps.grant("accountant", "1"));
  EXPECT_FALSE(vipps.grant("shop", "302321"));
  EXPECT_FALSE(vipps.revoke("accountant", "1"));
  EXPECT_FALSE(vipps.add_accounting_keys("a:b", Secret("x")));
  EXPECT_FALSE(vipps.add_accounting_keys("a", Secret("")));
  EXPECT_FALSE(vipps.add_sales_unit_keys("a", Secret("b"), Secret(""), "123455"));
  EXPECT_FALSE(vipps.set_notation("1", {}));
  EXPECT_FALSE(vipps.set_notation("302321", {"", LedgerNotation::Time::utc, true}));
  EXPECT_EQ(vipps.find_ledger("302321"), world.ledger);
  EXPECT_EQ(vipps.find_ledger("1"), nullptr);
}

TEST(VippsSetUp, PageSizesHaveLimits) {
  VippsTestWorld world;
  EXPECT_FALSE(world.vipps.set_report_page_size(0));
  EXPECT_FALSE(world.vipps.set_report_page_size(report_page_size_max + 1));
  EXPECT_TRUE(world.vipps.set_report_page_size(report_page_size_max));
  EXPECT_FALSE(world.vipps.set_ledgers_page_size(0));
  EXPECT_FALSE(world.vipps.set_ledgers_page_size(ledgers_page_size_max + 1));
  EXPECT_TRUE(world.vipps.set_ledgers_page_size(ledgers_page_size_max));
}

}  // namespace
}  // namespace avstem::sandbox
