#include "accounting/twentyfour/rest.hpp"

#include <gmock/gmock.h>

#include "accounting/twentyfour/scripted_twentyfour.hpp"

namespace avstem::accounting::twentyfour {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class RestTest : public TwentyFourTest {
 protected:
  Result<std::vector<std::string>> read() {
    std::vector<std::string> ids;
    auto done = rest.read_list("/accounts", {{"limit", "3"}}, "a.scope", [&](const JsonValue& row) {
      ids.push_back(row.member("id")->text());
      return Result<void>();
    });
    if (!done) return done.error();
    return ids;
  }

  const Settings settings_ = settings();
  Rest rest{http, clock, settings_};
};

TEST_F(RestTest, ATokenIsAskedForOnceAndRenewedBeforeItEnds) {
  for (int i = 0; i < 3; ++i)
    office.answer("GET /v1/accounts", 200, "[]");
  ASSERT_TRUE(read());
  ASSERT_TRUE(read());
  EXPECT_EQ(office.count("POST /oauth/token"), 1);
  EXPECT_EQ(office.last("POST /oauth/token").body,
            "grant_type=client_credentials&audience=https%3A%2F%2Fapi.24sevenoffice.com&"
            "client_id=application&client_secret=secret%26more&login_organization=organization");
  EXPECT_EQ(office.last("GET /v1/accounts").headers.get("Authorization"), "Bearer token-1");
  clock.sleep(std::chrono::seconds(3600) - Rest::renewal_margin);
  ASSERT_TRUE(read());
  EXPECT_EQ(office.last("GET /v1/accounts").headers.get("Authorization"), "Bearer token-2");
}

TEST_F(RestTest, ATokenThatIsRefusedIsReplacedOnce) {
  office.answer("GET /v1/accounts", 401, "");
  office.answer("GET /v1/accounts", 200, R"([{"id":1}])");
  EXPECT_THAT(read().value(), ElementsAre("1"));
  office.answer("GET /v1/accounts", 401, "");
  office.answer("GET /v1/accounts", 401, "");
  EXPECT_EQ(read().error().kind, ErrorKind::unauthorised);
}

TEST_F(RestTest, PagesAreFollowedByTheLinkHeaderToNoOtherHost) {
  office.answer("GET /v1/accounts", 200, R"([{"id":1},{"id":2}])",
                {{"Link",
                  "<https://evil.example/v1/accounts?limit=3&page=1>; rel=\"first\", "
                  "<https://evil.example/v1/accounts?limit=3&page=2>; rel=\"next\""}});
  office.answer("GET /v1/accounts", 200, R"([{"id":3}])",
                {{"Link", "</v1/accounts?limit=3&page=1>; rel=\"prev\""}});
  EXPECT_THAT(read().value(), ElementsAre("1", "2", "3"));
  EXPECT_EQ(office.requests.back().target, "/v1/accounts?limit=3&page=2");
}

TEST_F(RestTest, ARowThatComesTwiceIsNoUsableAnswer) {
  office.answer("GET /v1/accounts", 200, R"([{"id":1}])", {{"Link", "<?page=2>; rel=\"next\""}});
  office.answer("GET /v1/accounts", 200, R"([{"id":1}])");
  EXPECT_EQ(read().error().kind, ErrorKind::unavailable);
}

TEST_F(RestTest, StatusesBecomeKindsOfErrors) {
  const std::vector<std::pair<int, ErrorKind>> kinds{
      {400, ErrorKind::refused},     {403, ErrorKind::unauthorised}, {404, ErrorKind::refused},
      {408, ErrorKind::unavailable}, {429, ErrorKind::busy},         {500, ErrorKind::unavailable},
      {503, ErrorKind::unavailable}};
  for (const auto& [status, kind] : kinds) {
    office.answer("GET /v1/accounts", status,
                  R"({"error":{"name":"X","payload":{"errors":[{"message":"why so"}]}}})",
                  {{"X-Trace-Id", "trace-7"}});
    const auto failed = read();
    ASSERT_FALSE(failed) << status;
    EXPECT_EQ(failed.error().kind, kind) << status;
    EXPECT_THAT(failed.error().message, HasSubstr("why so"));
    EXPECT_THAT(failed.error().message, HasSubstr("trace-7"));
  }
  office.answer("GET /v1/accounts", 200, "{}");
  EXPECT_EQ(read().error().kind, ErrorKind::unavailable);
}

TEST_F(RestTest, KeysThatAreRefusedAreSaidAndNotShown) {
  for (const auto& [status, code] : std::vector<std::pair<int, std::string>>{
           {401, "invalid_client"}, {400, "invalid_client"}, {403, "access_denied"}}) {
    office.answer("POST /oauth/token", status,
                  R"({"error":")" + code + R"(","error_description":"no"})");
    const auto failed = read();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::unauthorised) << status;
    EXPECT_EQ(failed.error().message.find("secret&more"), std::string::npos);
  }
  office.answer("POST /oauth/token", 200, R"({"access_token":"a b"})");
  EXPECT_EQ(read().error().kind, ErrorKind::unavailable);
}

TEST(NextQuery, IsThatOfTheNextLinkAlone) {
  EXPECT_EQ(next_query("<https://a/b?page=2>; rel=\"next\""), "page=2");
  EXPECT_EQ(next_query("<https://a/b?page=2>; rel=\"last\""), std::nullopt);
  EXPECT_EQ(next_query(""), std::nullopt);
  EXPECT_EQ(next_query("<https://a/b>; rel=\"next\""), std::nullopt);
  EXPECT_EQ(next_query("rel=\"next\""), std::nullopt);
}

}  // namespace
}  // namespace avstem::accounting::twentyfour
