#include "vipps/errors.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>

namespace avstem::vipps {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

Error from(int status, std::string body, Headers headers = {}) {
  return error_from(Response{status, std::move(headers), std::move(body)}, "GET /x");
}

TEST(VippsErrors, ProblemJsonGivesTitleDetailCodeAndTrace) {
  const Error error = from(409, R"({"type":"https://httpstatuses.io/409","title":"Conflict",
      "detail":"The reference is taken.","status":409,
      "extraDetails":[{"name":"ErrorCode","reason":"4150"}],"traceId":"00-813b-01"})");
  EXPECT_EQ(error.kind, ErrorKind::conflict);
  EXPECT_EQ(error.message,
            "Vipps answered 409 to GET /x: Conflict: The reference is taken.; ErrorCode 4150; "
            "trace id 00-813b-01");
}

TEST(VippsErrors, GatewayShapeGivesMessageAndCode) {
  const Error error =
      from(401, R"({"code":"Unauthorized","message":"Please check your API keys"})");
  EXPECT_EQ(error.kind, ErrorKind::unauthorised);
  EXPECT_EQ(error.message,
            "Vipps answered 401 to GET /x: Please check your API keys; code Unauthorized");
}

TEST(VippsErrors, ReportServerErrorGivesMessageCodeAndContext) {
  const Error error =
      from(500, R"({"errorCode":100001,"errorMessage":"It broke.","contextId":"123e4567-e89b"})");
  EXPECT_EQ(error.kind, ErrorKind::unavailable);
  EXPECT_EQ(error.message,
            "Vipps answered 500 to GET /x: It broke.; code 100001; trace id 123e4567-e89b");
}

TEST(VippsErrors, TokenServiceAndAzureShapesAreRead) {
  EXPECT_THAT(from(400, R"({"error":"invalid_client","error_description":"Wrong secret.",
      "trace_id":"t-1"})")
                  .message,
              EndsWith("invalid_client: Wrong secret.; trace id t-1"));
  EXPECT_THAT(from(403, R"({"responseInfo":{"responseCode":403,"responseMessage":"Forbidden"},
      "result":{"message":"No product."}})")
                  .message,
              EndsWith("Forbidden: No product."));
  EXPECT_THAT(from(400, R"({"statusCode":400,"message":"Bad"})").message, EndsWith(": Bad"));
}

TEST(VippsErrors, RecurringUsesContextIdInProblemJson) {
  EXPECT_THAT(from(400, R"({"title":"Bad","status":"400","contextId":"c-9"})").message,
              EndsWith("Bad; trace id c-9"));
}

TEST(VippsErrors, AnyBodyMakesAnError) {
  for (const char* body : {"", "null", "[]", "7", "<html>gateway</html>", "{\"title\":",
                           R"({"title":null,"extraDetails":7})", R"({"extraDetails":[1,null]})"}) {
    const Error error = from(502, body);
    EXPECT_EQ(error.kind, ErrorKind::unavailable);
    EXPECT_EQ(error.message, "Vipps answered 502 to GET /x") << body;
  }
}

TEST(VippsErrors, KindFollowsStatus) {
  const std::pair<int, ErrorKind> table[] = {
      {400, ErrorKind::refused},   {401, ErrorKind::unauthorised}, {403, ErrorKind::unauthorised},
      {404, ErrorKind::not_found}, {408, ErrorKind::unavailable},  {409, ErrorKind::conflict},
      {410, ErrorKind::refused},   {422, ErrorKind::refused},      {423, ErrorKind::busy},
      {429, ErrorKind::busy},      {500, ErrorKind::unavailable},  {503, ErrorKind::unavailable},
      {302, ErrorKind::refused},   {204, ErrorKind::unavailable}};
  for (const auto& [status, kind] : table)
    EXPECT_EQ(from(status, "").kind, kind) << status;
}

TEST(VippsErrors, BusySaysHowLongToWait) {
  EXPECT_THAT(from(429, "", {{"retry-after", "120"}}).message, EndsWith("Retry-After: 120"));
  EXPECT_THAT(from(429, "").message, HasSubstr("did not say how long"));
}

TEST(VippsErrors, OtherHeadersStayOut) {
  const Error error = from(500, "", {{"Set-Cookie", "session=secret"}, {"Retry-After", "5"}});
  EXPECT_THAT(error.message, Not(HasSubstr("secret")));
}

TEST(VippsErrors, LongTextIsCutBetweenCharacters) {
  // "ø" is two bytes; after one "a" the limit falls in the middle of one.
  std::string title = "a";
  while (title.size() < 3 * error_text_bytes_max)
    title += "ø";
  const Error error = from(400, R"({"title":")" + title + R"("})");
  EXPECT_LT(error.message.size(), error_text_bytes_max + 60);
  EXPECT_THAT(error.message, EndsWith("ø…"));
}

}  // namespace
}  // namespace avstem::vipps
