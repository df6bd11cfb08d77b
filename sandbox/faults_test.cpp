#include "sandbox/faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace avstem::sandbox {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// Counts its requests; a report is a page of one item that ends the list.
class Service final : public Handler {
 public:
  Response handle(const Request& request) override {
    targets.push_back(request.target);
    if (!request.target.contains("/report/")) return {201, {}, R"({"Id":"voucher"})"};
    return {200, {}, R"({"items":[{"amount":1}],"hasMore":false,"tryLater":false})"};
  }
  std::vector<std::string> targets;
};

const std::string report = "/vipps/report/v2/ledgers/302321/fees/dates/2026-03-02";
const std::string vouchers = "/poweroffice/v2/Vouchers/BankJournals";

class FaultsTest : public ::testing::Test {
 protected:
  Response get(const std::string& target) {
    return faults.handle({"GET", target, {{"Authorization", "Bearer token"}}, ""});
  }
  Response post(const std::string& target) { return faults.handle({"POST", target, {}, "{}"}); }
  /// One fault for the first request that it can befall.
  void meet(Fault fault) { faults.add({"*", "/", 1, 1, fault}); }

  Service service;
  ManualClock clock{parse_instant("2026-03-03T05:30:00Z").value()};
  Faults faults{service, clock};
};

TEST_F(FaultsTest, AFaultMeetsTheRequestsThatItsRuleCounts) {
  faults.add({"POST", "/Vouchers/", 2, 3, Fault::internal_error});
  EXPECT_EQ(post(vouchers).status, 201);
  EXPECT_EQ(get(vouchers).status, 201);
  EXPECT_EQ(post("/poweroffice/OAuth/Token").status, 201);
  EXPECT_EQ(post(vouchers).status, 500);
  EXPECT_EQ(post(vouchers).status, 500);
  EXPECT_EQ(post(vouchers).status, 201);
  const auto disturbed = faults.take_disturbed();
  ASSERT_EQ(disturbed.size(), 2U);
  EXPECT_EQ(disturbed[0].request, "POST " + vouchers);
  EXPECT_THAT(faults.take_disturbed(), IsEmpty());
}

TEST_F(FaultsTest, OnlySomeFaultsLetTheRequestHaveItsEffect) {
  for (const auto& [fault, status, effects, delivery] :
       {std::tuple(Fault::too_many, 429, 0U, Delivery::whole),
        std::tuple(Fault::too_many_silent, 429, 0U, Delivery::whole),
        std::tuple(Fault::internal_error, 500, 0U, Delivery::whole),
        std::tuple(Fault::bad_gateway, 502, 0U, Delivery::whole),
        std::tuple(Fault::timeout_before, 504, 0U, Delivery::none),
        std::tuple(Fault::timeout_after, 201, 1U, Delivery::none),
        std::tuple(Fault::cut, 201, 1U, Delivery::cut),
        std::tuple(Fault::truncated, 201, 1U, Delivery::whole),
        std::tuple(Fault::slow, 201, 1U, Delivery::whole)}) {
    service.targets.clear();
    meet(fault);
    const Response response = post(vouchers);
    EXPECT_EQ(response.status, status) << to_string(fault);
    EXPECT_EQ(response.delivery, delivery) << to_string(fault);
    EXPECT_EQ(service.targets.size(), effects) << to_string(fault);
    const bool says_when = response.headers.get("Retry-After").has_value();
    EXPECT_EQ(says_when, fault == Fault::too_many);
  }
}

TEST_F(FaultsTest, ASlowAnswerTakesItsTime) {
  const Instant before = clock.now();
  meet(Fault::slow);
  post(vouchers);
  EXPECT_EQ(clock.now() - before, Faults::slow_answer);
}

TEST_F(FaultsTest, APageInBetweenLosesNothing) {
  for (const auto& [fault, items] : {std::pair(Fault::repeated_page, R"("items":[{"amount":1}])"),
                                     std::pair(Fault::empty_page, R"("items":[])")}) {
    faults.clear();
    service.targets.clear();
    meet(fault);
    const std::string first = get(report).body;
    EXPECT_THAT(first, AllOf(HasSubstr(items), HasSubstr(R"("hasMore":true)")));
    const auto at = first.find(R"("cursor":")") + 10;
    const std::string cursor = first.substr(at, first.find('"', at) - at);
    const std::string second = get(report + "?cursor=" + cursor).body;
    EXPECT_THAT(second, AllOf(HasSubstr(R"("amount":1)"), HasSubstr(R"("hasMore":false)")));
    EXPECT_THAT(service.targets, ElementsAre(report, report));
  }
}

TEST_F(FaultsTest, APageComesTwiceAndNotForEver) {
  faults.add({"GET", "/report/", 1, FaultRule::for_ever, Fault::repeated_page});
  const std::string ends = R"("hasMore":false)";
  EXPECT_THAT(get(report).body, Not(HasSubstr(ends)));
  EXPECT_THAT(get(report + "?cursor=in-between-1").body, HasSubstr(ends));
  EXPECT_THAT(get(report).body, HasSubstr(R"("cursor":"in-between-2")"));
  EXPECT_THAT(get(report + "?cursor=in-between-2").body, HasSubstr(ends));
}

TEST_F(FaultsTest, AListOfPowerOfficeShowsThePageBeforeAgain) {
  meet(Fault::repeated_page);
  get("/poweroffice/v2/Customers?PageNumber=1&PageSize=2");
  get("/poweroffice/v2/Customers?PageNumber=2&PageSize=2");
  EXPECT_THAT(service.targets, ElementsAre("/poweroffice/v2/Customers?PageNumber=1&PageSize=2",
                                           "/poweroffice/v2/Customers?PageNumber=1&PageSize=2"));
}

TEST_F(FaultsTest, ADateThatIsNotClosedSaysSo) {
  meet(Fault::try_later);
  EXPECT_THAT(get(report).body, AllOf(HasSubstr("amount"), HasSubstr(R"("tryLater":true)")));
  meet(Fault::late_fees);
  EXPECT_THAT(get(report).body, AllOf(HasSubstr(R"("items":[])"), HasSubstr(R"("tryLater":true)")));
}

TEST_F(FaultsTest, RevokedKeysAreRefusedBySystemForAWhile) {
  faults.add({"GET", "/report/", 1, 1, Fault::keys_revoked});
  EXPECT_EQ(get(report).status, 401);
  EXPECT_EQ(post(vouchers).status, 201);
  for (int request = 2; request <= Faults::revoked_requests; ++request)
    EXPECT_EQ(post("/vipps/miami/v1/token").status, 401);
  EXPECT_EQ(get(report).status, 200);
}

TEST_F(FaultsTest, AClockBehindRefusesAFreshTokenToo) {
  meet(Fault::clock_skew);
  EXPECT_EQ(get(report).status, 401);
  EXPECT_EQ(post("/vipps/miami/v1/token").status, 201);
  EXPECT_EQ(get(report).status, 401);
  EXPECT_EQ(get(report).status, 200);
}

TEST_F(FaultsTest, AnExpiredTokenIsRefusedOnce) {
  meet(Fault::token_expired);
  EXPECT_EQ(get(report).status, 401);
  EXPECT_EQ(get(report).status, 200);
}

TEST_F(FaultsTest, ASeedDisturbsTheSameRequestsAgain) {
  constexpr int requests = 1'000;
  std::vector<std::string> runs;
  for (const std::uint64_t seed : {7U, 7U, 8U}) {
    Faults seeded(service, clock);
    seeded.add_seed(seed);
    for (int i = 0; i < requests; ++i)
      seeded.handle({"GET", report, {}, ""});
    runs.emplace_back();
    const auto disturbed = seeded.take_disturbed();
    EXPECT_GT(disturbed.size(), 20U);
    EXPECT_LT(disturbed.size(), 100U);
    for (const Disturbed& one : disturbed)
      runs.back() += std::string(to_string(one.fault)) + " ";
  }
  EXPECT_EQ(runs[0], runs[1]);
  EXPECT_NE(runs[0], runs[2]);
}

TEST(FaultScript, ReadsOneRuleALine) {
  const auto rules = parse_fault_script(
      "# a bad night\n\nPOST /Vouchers/ 2 timeout-after # the second\r\n"
      "GET\t/funds/  1-3 try-later\n* /poweroffice/ 5- too-many",
      "night");
  ASSERT_TRUE(rules) << rules.error().message;
  ASSERT_EQ(rules->size(), 3U);
  EXPECT_EQ((*rules)[0].method, "POST");
  EXPECT_EQ((*rules)[0].path_part, "/Vouchers/");
  EXPECT_EQ((*rules)[0].first, 2);
  EXPECT_EQ((*rules)[0].last, 2);
  EXPECT_EQ((*rules)[0].fault, Fault::timeout_after);
  EXPECT_EQ((*rules)[1].last, 3);
  EXPECT_EQ((*rules)[2].last, FaultRule::for_ever);
}

TEST(FaultScript, AWrongLineIsNamed) {
  for (const auto& [script, words] :
       {std::pair("\nGET /a 1 flood", "night:2: there is no fault 'flood'"),
        std::pair("GET /a slow", "night:1: 3 words"),
        std::pair("GET /a 0 slow", "night:1: '0' says not which request"),
        std::pair("GET /a 3-2 slow", "'3-2'"), std::pair("GET /a -2 slow", "'-2'"),
        std::pair("GET /a 2x slow", "'2x'")}) {
    const auto rules = parse_fault_script(script, "night");
    ASSERT_FALSE(rules) << script;
    EXPECT_THAT(rules.error().message, HasSubstr(words));
  }
}

TEST(FaultScript, EveryFaultHasAWordOfItsOwn) {
  for (const Fault fault : all_faults)
    EXPECT_EQ(parse_fault(to_string(fault)).value(), fault);
}

}  // namespace
}  // namespace avstem::sandbox
