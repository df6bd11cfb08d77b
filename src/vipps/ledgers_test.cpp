#include "vipps/ledgers.hpp"

#include <gmock/gmock.h>

#include "platform/url.hpp"
#include "vipps/fake_vipps_test.hpp"

namespace avstem::vipps {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* full_ledger = R"({"ledgerId":"302321","currency":"NOK",
    "payoutBankAccount":{"scheme":"BBAN:NO","id":"86011117947"},
    "owner":{"scheme":"business:NO:ORG","id":"987654321"},
    "settlesForRecipientHandles":["api:123455"],
    "salesUnits":[{"name":"Kafe Nord","recipientHandle":"api:123455",
                   "businessIdentifier":{"scheme":"business:NO:ORG","id":"987654321"}}]})";

std::string one_page(const std::string& items, const std::string& cursor = "") {
  return fmt::format(R"({{"cursor":"{}","items":[{}]}})", cursor, items);
}

Result<std::vector<Ledger>> list(FakeWorld& world) {
  return LedgerClient(world.client, world.tokens).list();
}

TEST(Ledgers, ReadsEveryFieldOfToday) {
  FakeWorld world(accounting_keys());
  world.vipps.answer(200, one_page(full_ledger));
  const auto ledgers = list(world);
  ASSERT_TRUE(ledgers) << ledgers.error().message;
  const SchemedId owner{"business:NO:ORG", "987654321"};
  EXPECT_THAT(*ledgers, ElementsAre(Ledger{LedgerId("302321"),
                                           Currency(),
                                           {"BBAN:NO", "86011117947"},
                                           owner,
                                           {"api:123455"},
                                           {{"Kafe Nord", "api:123455", owner}}}));
}

TEST(Ledgers, RequestCarriesTokenAndNoSubscriptionKeyForAccountingKeys) {
  FakeWorld world(accounting_keys());
  world.vipps.answer(200, one_page(""));
  ASSERT_TRUE(list(world));
  ASSERT_EQ(world.vipps.requests.size(), 1U);
  const Request& request = world.vipps.requests[0];
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/settlement/v1/ledgers");
  EXPECT_EQ(header(request, "Authorization"), "Bearer token-1");
  EXPECT_EQ(header(request, "Ocp-Apim-Subscription-Key"), "<absent>");
  EXPECT_EQ(header(request, "Vipps-System-Name"), "avstem");
}

TEST(Ledgers, FieldsOf2023AndNullsAreEnough) {
  FakeWorld world(sales_unit_keys());
  world.vipps.answer(200, R"({"items":[{"ledgerId":"1"},
      {"ledgerId":"2","currency":null,"payoutBankAccount":null,"owner":null,
       "settlesForRecipientHandles":null,"salesUnits":null},
      {"ledgerId":"3","currency":"DKK","salesUnits":[{"name":null}],"newField":{"a":[1]}}]})");
  const auto ledgers = list(world);
  ASSERT_TRUE(ledgers) << ledgers.error().message;
  ASSERT_EQ(ledgers->size(), 3U);
  EXPECT_EQ((*ledgers)[0], (Ledger{LedgerId("1"), std::nullopt, {}, {}, {}, {}}));
  EXPECT_EQ((*ledgers)[1].currency, std::nullopt);
  EXPECT_EQ((*ledgers)[2].currency->code(), "DKK");
  EXPECT_EQ((*ledgers)[2].sales_units.size(), 1U);
}

TEST(Ledgers, FollowsTheCursorToTheEnd) {
  FakeWorld world(accounting_keys());
  world.vipps.answer(200, one_page(R"({"ledgerId":"1"})", "a+b/=="));
  world.vipps.answer(200, one_page(R"({"ledgerId":"2"})", "c"));
  world.vipps.answer(200, R"({"items":[{"ledgerId":"3"}],"cursor":null})");
  const auto ledgers = list(world);
  ASSERT_TRUE(ledgers) << ledgers.error().message;
  ASSERT_EQ(ledgers->size(), 3U);
  EXPECT_EQ((*ledgers)[2].id, LedgerId("3"));
  ASSERT_EQ(world.vipps.requests.size(), 3U);
  EXPECT_EQ(world.vipps.requests[1].target, "/settlement/v1/ledgers?cursor=a%2Bb%2F%3D%3D");
  EXPECT_EQ(parse_target(world.vipps.requests[2].target).parameter("cursor"), "c");
  EXPECT_EQ(world.vipps.token_requests.size(), 1U);
}

TEST(Ledgers, ARepeatedCursorIsAnError) {
  FakeWorld world(accounting_keys());
  for (const char* cursor : {"a", "b", "a"})
    world.vipps.answer(200, one_page("", cursor));
  const auto ledgers = list(world);
  ASSERT_FALSE(ledgers);
  EXPECT_EQ(ledgers.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(ledgers.error().message, HasSubstr("repeats the cursor 'a'"));
}

TEST(Ledgers, PageLimit) {
  FakeWorld world(accounting_keys());
  for (std::size_t page = 0; page < LedgerClient::pages_max; ++page) {
    world.vipps.answer(200, one_page("", fmt::format("{}", page)));
  }
  const auto ledgers = list(world);
  ASSERT_FALSE(ledgers);
  EXPECT_THAT(ledgers.error().message, HasSubstr("more than 1000 pages"));

  for (std::size_t page = 1; page < LedgerClient::pages_max; ++page) {
    world.vipps.answer(200, one_page("", fmt::format("{}", page)));
  }
  world.vipps.answer(200, one_page(""));
  EXPECT_TRUE(list(world));
}

TEST(Ledgers, BrokenAnswersAreErrors) {
  for (const char* body : {"", "[]", "{\"items\":[{\"ledgerId\":\"1\"}", "{}", R"({"items":{}})",
                           R"({"items":[{}]})", R"({"items":[7]})", R"({"items":[{"ledgerId":5}]})",
                           R"({"items":[{"ledgerId":"1","currency":"XYZ"}]})",
                           R"({"items":[{"ledgerId":"../../v1/payments"}]})"}) {
    FakeWorld world(accounting_keys());
    world.vipps.answer(200, body);
    EXPECT_FALSE(list(world)) << body;
  }
}

TEST(Ledgers, AWithdrawnTokenIsReplacedOnce) {
  FakeWorld world(accounting_keys());
  world.vipps.answer(401, "");
  world.vipps.answer(200, one_page(full_ledger));
  const auto ledgers = list(world);
  ASSERT_TRUE(ledgers) << ledgers.error().message;
  EXPECT_EQ(ledgers->size(), 1U);
  EXPECT_EQ(header(world.vipps.requests[1], "Authorization"), "Bearer token-2");
  EXPECT_EQ(world.vipps.requests[1].headers.count("Authorization"), 1U);
}

TEST(Ledgers, AFailureOnALaterPageIsAFailureOfTheList) {
  FakeWorld world(accounting_keys());
  world.vipps.answer(200, one_page(full_ledger, "next"));
  world.vipps.answer(503, "");
  const auto ledgers = list(world);
  ASSERT_FALSE(ledgers);
  EXPECT_EQ(ledgers.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace avstem::vipps
