#include "vipps/report.hpp"

#include <gmock/gmock.h>

#include <utility>

#include "platform/url.hpp"
#include "vipps/fake_vipps_test.hpp"
#include "vipps/report_fixture_test.hpp"

namespace avstem::vipps {
namespace {

using books::Topic;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr Date asked(2020, 10, 5);

Result<ReportPage> page(FakeWorld& world, const std::string& cursor = "",
                        ReportOptions options = {}) {
  return ReportClient(world.client, world.tokens, options)
      .page(LedgerId("302321"), Topic::funds, asked, cursor);
}

Error error_for(int status, std::string body, Headers headers = {}) {
  FakeWorld world(accounting_keys());
  // A 401 is asked again once.
  for (int i = 0; i < (status == 401 ? 2 : 1); ++i)
    world.vipps.answer(status, body, headers);
  auto result = page(world);
  EXPECT_FALSE(result);
  return result ? Error{} : result.error();
}

TEST(Report, AccountingKeysRequest) {
  FakeWorld world(accounting_keys());
  world.vipps.answer(200, page_json(EntryJson{}.text()));
  const auto result = page(world);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->entries.size(), 1U);
  ASSERT_EQ(world.vipps.requests.size(), 1U);
  const Request& request = world.vipps.requests[0];
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/report/v2/ledgers/302321/funds/dates/2020-10-05");
  EXPECT_EQ(request.body, "");
  EXPECT_EQ(header(request, "Authorization"), "Bearer token-1");
  EXPECT_EQ(header(request, "Ocp-Apim-Subscription-Key"), "<absent>");
  EXPECT_EQ(header(request, "Vipps-System-Name"), "avstem");
}

TEST(Report, SalesUnitKeysRequestCarriesTheSubscriptionKey) {
  FakeWorld world(sales_unit_keys());
  world.vipps.answer(200, page_json(""));
  ASSERT_TRUE(ReportClient(world.client, world.tokens)
                  .page(LedgerId("a/b"), Topic::fees, Date(2026, 1, 2), ""));
  const Request& request = world.vipps.requests[0];
  EXPECT_EQ(request.target, "/report/v2/ledgers/a%2Fb/fees/dates/2026-01-02");
  EXPECT_EQ(header(request, "Ocp-Apim-Subscription-Key"), "unit-subscription");
}

TEST(Report, CursorAndPersonalDataStandInTheQuery) {
  FakeWorld world(accounting_keys());
  world.vipps.answer(200, page_json("", R"("hasMore":true,"cursor":"next")"));
  const auto result = page(world, "a+b/=", ReportOptions{true});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->cursor, "next");
  const Target target = parse_target(world.vipps.requests[0].target);
  EXPECT_EQ(target.path, "/report/v2/ledgers/302321/funds/dates/2020-10-05");
  EXPECT_EQ(target.query,
            (QueryParameters{{"cursor", "a+b/="}, {"includeGDPRSensitiveData", "true"}}));
}

TEST(Report, TryLaterWithItems) {
  FakeWorld world(accounting_keys());
  world.vipps.answer(200, page_json(EntryJson{}.text(), R"("hasMore":false,"tryLater":true)"));
  const auto result = page(world);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_TRUE(result->try_later);
  EXPECT_EQ(result->entries.size(), 1U);
}

TEST(Report, ACursorThatAsksForItselfIsAnError) {
  FakeWorld world(accounting_keys());
  world.vipps.answer(200, page_json("", R"("hasMore":true,"cursor":"same")"));
  const auto result = page(world, "same");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(result.error().message, HasSubstr("same cursor"));
}

TEST(Report, AHiddenLedgerIsNotFoundWithTheWayOut) {
  for (const char* body :
       {"No such ledgerId", R"({"title":"Not Found","detail":"No such ledgerId","status":404})"}) {
    const Error error = error_for(404, body);
    EXPECT_EQ(error.kind, ErrorKind::not_found);
    EXPECT_THAT(error.message, StartsWith("ledger '302321': "));
    EXPECT_THAT(error.message, HasSubstr("granted access in the portal"));
  }
}

TEST(Report, AnyOther404IsADateThatIsNotReadyYet) {
  FakeWorld world(accounting_keys());
  world.vipps.answer(404, R"({"title":"Not available"})");
  const auto result = page(world);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_TRUE(result->try_later);
  EXPECT_FALSE(result->has_more);
  EXPECT_TRUE(result->entries.empty());
  EXPECT_EQ(result->raw_body, R"({"title":"Not available"})");
}

TEST(Report, A401IsTriedOnceMoreWithANewToken) {
  FakeWorld world(sales_unit_keys());
  world.vipps.answer(401, "");
  world.vipps.answer(200, page_json(EntryJson{}.text()));
  ASSERT_TRUE(page(world));
  ASSERT_EQ(world.vipps.requests.size(), 2U);
  EXPECT_EQ(header(world.vipps.requests[0], "Authorization"), "Bearer token-1");
  EXPECT_EQ(header(world.vipps.requests[1], "Authorization"), "Bearer token-2");
}

TEST(Report, ASecond401IsTheEnd) {
  FakeWorld world(accounting_keys());
  for (int i = 0; i < 2; ++i) {
    world.vipps.answer(401, R"({"code":"Unauthorized","message":"Please check your API keys"})");
  }
  const auto result = page(world);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::unauthorised);
  EXPECT_THAT(result.error().message,
              AllOf(HasSubstr("Please check your API keys"), Not(HasSubstr("token-"))));
  EXPECT_EQ(world.vipps.requests.size(), 2U);
  EXPECT_EQ(world.vipps.token_requests.size(), 2U);
}

TEST(Report, NothingElseIsTriedTwice) {
  const std::pair<int, ErrorKind> table[] = {
      {400, ErrorKind::refused},    {403, ErrorKind::unauthorised}, {410, ErrorKind::refused},
      {429, ErrorKind::busy},       {500, ErrorKind::unavailable},  {503, ErrorKind::unavailable},
      {204, ErrorKind::unavailable}};
  for (const auto& [status, kind] : table) {
    const Error error = error_for(status, "");
    EXPECT_EQ(error.kind, kind) << status;
    EXPECT_THAT(error.message, HasSubstr("/report/v2/ledgers/302321/funds/dates/2020-10-05"));
  }
}

TEST(Report, BusyCarriesRetryAfter) {
  const Error error = error_for(429, "", {{"Retry-After", "30"}});
  EXPECT_EQ(error.kind, ErrorKind::busy);
  EXPECT_THAT(error.message, HasSubstr("Retry-After: 30"));
}

TEST(Report, EveryErrorShape) {
  EXPECT_THAT(
      error_for(500, R"({"errorCode":100001,"errorMessage":"Broken","contextId":"c-1"})").message,
      AllOf(HasSubstr("Broken"), HasSubstr("100001"), HasSubstr("c-1")));
  EXPECT_THAT(error_for(403, R"({"title":"Forbidden","detail":"No.","traceId":"t-1"})").message,
              AllOf(HasSubstr("Forbidden: No."), HasSubstr("t-1")));
  EXPECT_THAT(error_for(401, R"({"code":"Unauthorized","message":"Keys?"})").message,
              HasSubstr("Keys?"));
}

TEST(Report, ABodyThatBreaksOffNamesTheLedger) {
  const Error error = error_for(200, page_json(EntryJson{}.text()).substr(0, 100));
  EXPECT_EQ(error.kind, ErrorKind::unavailable);
  EXPECT_EQ(error.message,
            "ledger '302321': Vipps answered 200 with JSON that breaks off after 100 bytes");
}

TEST(Report, ALostRequestIsUnavailable) {
  FakeWorld world(accounting_keys());
  DeadClient dead;
  const auto result =
      ReportClient(dead, world.tokens).page(LedgerId("302321"), Topic::funds, asked, "");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(result.error().message, HasSubstr("connection refused"));
}

TEST(Report, WithoutATokenNothingIsAsked) {
  FakeWorld world(accounting_keys());
  world.vipps.token_answers.push_back({401, {}, ""});
  const auto result = page(world);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::unauthorised);
  EXPECT_TRUE(world.vipps.requests.empty());
}

Result<FeedPage> feed(FakeWorld& world, const std::string& cursor = "") {
  return ReportClient(world.client, world.tokens, ReportOptions{true})
      .feed(LedgerId("302321"), Topic::funds, cursor);
}

TEST(ReportFeed, AsksForWhatComesAfterTheCursorAndNeverForPersonalData) {
  FakeWorld world(accounting_keys());
  world.vipps.answer(200, page_json(EntryJson{}.text(), R"("cursor":"next","tryLater":false)"));
  const auto result = feed(world, "a+b/=");
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->entries.size(), 1U);
  EXPECT_EQ(result->cursor, "next");
  EXPECT_FALSE(result->try_later);
  const Target target = parse_target(world.vipps.requests[0].target);
  EXPECT_EQ(target.path, "/report/v2/ledgers/302321/funds/feed");
  EXPECT_EQ(target.query, (QueryParameters{{"cursor", "a+b/="}}));
}

TEST(ReportFeed, EntriesHaveAnyLedgerDate) {
  FakeWorld world(accounting_keys());
  EntryJson later;
  later.ledger_date = R"("2026-01-02")";
  world.vipps.answer(200, page_json(EntryJson{}.text() + "," + later.text(), R"("cursor":"c")"));
  const auto result = feed(world);
  ASSERT_TRUE(result) << result.error().message;
  ASSERT_EQ(result->entries.size(), 2U);
  EXPECT_EQ(result->entries[0].ledger_date, Date(2020, 10, 5));
  EXPECT_EQ(result->entries[1].ledger_date, Date(2026, 1, 2));
  EXPECT_TRUE(result->try_later) << "a batch that does not say so is taken for the end";
}

TEST(ReportFeed, ALedgerDateThatIsNoneIsRefused) {
  for (const char* date : {"null", "7", R"("2026-02-30")"}) {
    FakeWorld world(accounting_keys());
    EntryJson entry;
    entry.ledger_date = date;
    world.vipps.answer(200, page_json(entry.text(), R"("cursor":"c")"));
    const auto result = feed(world);
    ASSERT_FALSE(result) << date;
    EXPECT_EQ(result.error().kind, ErrorKind::invalid);
    EXPECT_THAT(result.error().message, AllOf(HasSubstr("ledgerDate"), HasSubstr("the feed")));
  }
}

TEST(ReportFeed, ABatchWithoutACursorIsNone) {
  for (const char* rest : {R"("tryLater":true)", R"("tryLater":true,"cursor":null)"}) {
    FakeWorld world(accounting_keys());
    world.vipps.answer(200, page_json("", rest));
    const auto result = feed(world);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::unavailable);
  }
}

TEST(ReportFeed, ACursorThatIsNotTakenIsAConflictAndAFirstRequestIsNot) {
  for (const auto& [cursor, kind] :
       {std::pair{"old", ErrorKind::conflict}, std::pair{"", ErrorKind::refused}}) {
    FakeWorld world(accounting_keys());
    world.vipps.answer(400, R"({"title":"Invalid cursor"})");
    const auto result = feed(world, cursor);
    ASSERT_FALSE(result);
    EXPECT_EQ(to_string(result.error().kind), to_string(kind)) << result.error().message;
    EXPECT_THAT(result.error().message, HasSubstr("ledger '302321'"));
  }
}

}  // namespace
}  // namespace avstem::vipps
