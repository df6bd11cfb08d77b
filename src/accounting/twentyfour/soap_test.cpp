#include "accounting/twentyfour/soap.hpp"

#include <gmock/gmock.h>

#include "accounting/twentyfour/scripted_twentyfour.hpp"

namespace avstem::accounting::twentyfour {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SoapTest : public TwentyFourTest {
 protected:
  Result<XmlValue> types_of(Soap& caller) { return caller.call(account_service, "GetTypeList"); }
  Error fails() {
    auto answer = types_of(soap);
    EXPECT_FALSE(answer);
    return answer ? Error{} : answer.error();
  }

  const Settings settings_ = settings();
  Soap soap{http, bucket, login, settings_};
};

TEST_F(SoapTest, OneLoginServesAllCallsOfAllWhoShareIt) {
  for (int i = 0; i < 3; ++i)
    office.result("GetTypeList", "");
  Soap other(http, bucket, login, settings_);
  ASSERT_TRUE(types_of(soap));
  ASSERT_TRUE(types_of(soap));
  ASSERT_TRUE(types_of(other));
  EXPECT_EQ(office.count("Login"), 1);
  const Request& request = office.last("GetTypeList");
  EXPECT_EQ(request.target, "/Economy/Account/V004/Accountservice.asmx");
  EXPECT_EQ(request.headers.get("Cookie"), "ASP.NET_SessionId=session-1");
  EXPECT_EQ(request.headers.get("Content-Type"), "text/xml; charset=utf-8");
  EXPECT_THAT(office.last("Login").body,
              HasSubstr("<credential><ApplicationId>00000000-0000-4000-8000-000000000001"
                        "</ApplicationId><Password>pass&lt;word&gt;</Password>"
                        "<Username>post@kafe.example</Username></credential>"));
}

TEST_F(SoapTest, ASessionThatEndedIsReplacedOnce) {
  office.result("GetTypeList", "");
  ASSERT_TRUE(types_of(soap));
  office.fault("GetTypeList", "no session");
  office.result("HasSession", "false");
  office.result("GetTypeList", "<TypeData/>");
  ASSERT_TRUE(types_of(soap));
  EXPECT_EQ(office.count("Login"), 2);
  EXPECT_EQ(office.last("GetTypeList").headers.get("Cookie"), "ASP.NET_SessionId=session-2");
}

TEST_F(SoapTest, AFaultInALiveSessionIsAnErrorAndNoNewLogin) {
  office.fault("GetTypeList", "Object reference not set");
  EXPECT_EQ(fails().kind, ErrorKind::unavailable);
  office.fault("GetTypeList", "wrong element", "Client");
  EXPECT_EQ(fails().kind, ErrorKind::refused);
  EXPECT_EQ(office.count("Login"), 1);
}

TEST_F(SoapTest, AQuarantineIsBusyAndAsksNothingMore) {
  office.fault("GetTypeList", "Limit exceeded by 1. Request is blocked. Quarantine ends at 13:00");
  EXPECT_EQ(fails().kind, ErrorKind::busy);
  EXPECT_THAT(office.calls, ElementsAre("Login", "GetTypeList"));
}

TEST_F(SoapTest, AWrongPasswordAndABlockedIdentityAreKeys) {
  office.result("Login", "");
  const Error wrong = fails();
  EXPECT_EQ(wrong.kind, ErrorKind::unauthorised);
  EXPECT_EQ(wrong.message.find("pass<word>"), std::string::npos);
  office.fault("Login", "Provided IdentityId is blocked. Use another");
  EXPECT_EQ(fails().kind, ErrorKind::unauthorised);
  office.fault("Login", "Too many logins. Store the session");
  EXPECT_EQ(fails().kind, ErrorKind::busy);
  office.result("Login", "a;b");
  EXPECT_EQ(fails().kind, ErrorKind::unauthorised);
}

TEST_F(SoapTest, StatusesBecomeKindsOfErrors) {
  const std::vector<std::pair<int, ErrorKind>> kinds{{401, ErrorKind::unauthorised},
                                                     {403, ErrorKind::unauthorised},
                                                     {429, ErrorKind::busy},
                                                     {404, ErrorKind::refused},
                                                     {503, ErrorKind::unavailable}};
  for (const auto& [status, kind] : kinds) {
    office.answer("GetTypeList", status, "<html>");
    EXPECT_EQ(fails().kind, kind) << status;
  }
  office.answer("GetTypeList", 200, "<html");
  EXPECT_EQ(fails().kind, ErrorKind::unavailable);
  office.answer("GetTypeList", 200, "<html/>");
  EXPECT_EQ(fails().kind, ErrorKind::unavailable);
}

TEST(SoapXml, TextsAreEscapedAndAmountsArePlain) {
  XmlWriter writer;
  writer.text("A", "<b> & \x01\x7f\xC3\xA5").amount("C", Money(100'000'000'000'000, Currency()));
  writer.amount("D", Money(-5, Currency())).nil("E").text_unless_empty("F", "");
  EXPECT_EQ(std::move(writer).finish(),
            "<A>&lt;b&gt; &amp; \xC3\xA5</A><C>1000000000000.00</C><D>-0.05</D>"
            "<E xsi:nil=\"true\" />");
}

TEST(SoapXml, AmountsAreReadDigitByDigit) {
  const auto read = [](const std::string& text) {
    return money_in(XmlValue::parse("<r><a>" + text + "</a></r>").value(), "a", Currency());
  };
  EXPECT_EQ(read("0.29").value().minor(), 29);
  EXPECT_EQ(read("-12.5000").value().minor(), -1'250);
  for (const auto* text : {"", "1E3", "0.295", "1,5"})
    EXPECT_FALSE(read(text)) << text;
}

TEST(SoapXml, NestsOnlySoDeep) {
  const auto nested = [](int levels) {
    std::string text;
    for (int i = 0; i < levels; ++i)
      text += "<a>";
    for (int i = 0; i < levels; ++i)
      text += "</a>";
    return text;
  };
  EXPECT_TRUE(XmlValue::parse(nested(XmlValue::depth_max)));
  EXPECT_FALSE(XmlValue::parse(nested(XmlValue::depth_max + 1)));
}

}  // namespace
}  // namespace avstem::accounting::twentyfour
