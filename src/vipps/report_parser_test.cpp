#include "vipps/report_parser.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "vipps/report_fixture_test.hpp"

namespace avstem::vipps {
namespace {

using books::Entry;
using books::EntryType;
using books::Topic;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Date asked(2020, 10, 5);

Result<ReportPage> parse(std::string body, Topic topic = Topic::funds) {
  return parse_report_page(std::move(body), topic, asked);
}

TEST(ReportParser, ReadsEveryField) {
  auto page = parse(page_json(EntryJson{}.text()));
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_EQ(page->entries.size(), 1U);
  Entry expected;
  expected.topic = Topic::funds;
  expected.ledger_date = asked;
  expected.type = EntryType::capture;
  expected.type_word = "capture";
  expected.psp_reference = "3343121302";
  expected.reference = "acme-shop-123-order123abc";
  expected.time = Instant(asked.days());
  expected.amount = 49'900;
  expected.balance_after = 49'900;
  expected.recipient_handle = "api:123455";
  expected.sequence = 1;
  EXPECT_EQ(page->entries[0], expected);
  EXPECT_FALSE(page->has_more);
  EXPECT_FALSE(page->try_later);
  EXPECT_EQ(page->cursor, "");
  EXPECT_EQ(page->raw_body, page_json(EntryJson{}.text()));
}

TEST(ReportParser, TopicAndSequence) {
  const std::string entry = EntryJson{}.text();
  auto page = parse(page_json(entry + "," + entry + "," + entry), Topic::fees);
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_EQ(page->entries.size(), 3U);
  EXPECT_EQ(page->entries[2].topic, Topic::fees);
  EXPECT_EQ(page->entries[2].sequence, 3);
}

TEST(ReportParser, EmptyClosedDate) {
  for (const char* body : {R"({"items":[],"hasMore":false,"tryLater":false})",
                           R"({"items":null,"cursor":null,"hasMore":false,"tryLater":false})"}) {
    auto page = parse(body);
    ASSERT_TRUE(page) << body << page.error().message;
    EXPECT_TRUE(page->entries.empty());
    EXPECT_FALSE(page->try_later);
  }
}

TEST(ReportParser, OnlyAPageThatSaysSoClosesItsDate) {
  for (const char* body :
       {R"({"items":[]})", R"({"items":[],"hasMore":false})", R"({"items":[],"tryLater":false})",
        R"({"items":[],"hasMore":null,"tryLater":null})"}) {
    auto page = parse(body);
    ASSERT_TRUE(page) << body << page.error().message;
    EXPECT_TRUE(page->try_later) << body;
  }
}

TEST(ReportParser, TryLaterWithItemsKeepsBoth) {
  auto page =
      parse(page_json(EntryJson{}.text(), R"("hasMore":true,"cursor":"c1","tryLater":true)"));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->entries.size(), 1U);
  EXPECT_TRUE(page->try_later);
  EXPECT_TRUE(page->has_more);
  EXPECT_EQ(page->cursor, "c1");
}

TEST(ReportParser, HasMoreNeedsACursor) {
  for (const char* rest :
       {R"("hasMore":true)", R"("hasMore":true,"cursor":"")", R"("cursor":null,"hasMore":true)"}) {
    auto page = parse(page_json("", rest));
    ASSERT_FALSE(page) << rest;
    EXPECT_THAT(page.error().message, HasSubstr("no cursor"));
  }
}

TEST(ReportParser, PayersDataAndUnknownFieldsArePassedOver) {
  auto page = parse(page_json(
      R"({"name":"Ola","message":"Takk \"for\" sist","maskedPhoneNo":"xxxx1234","new":[{}],)" +
          EntryJson{}.text().substr(1),
      R"("newFlag":7,"hasMore":false,"more":{"items":[1]},"tryLater":false)"));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->entries.at(0).psp_reference, "3343121302");
}

TEST(ReportParser, PagesOfEverySizeOneAfterAnother) {
  // The largest is beyond what the kept parser serves; the earlier pages must stay as they were.
  std::vector<ReportPage> pages;
  for (const std::size_t count : {1U, 1'000U, 12'000U, 2U}) {
    std::string items;
    for (std::size_t i = 1; i <= count; ++i) {
      EntryJson json;
      json.psp_reference = fmt::format("\"{}-{}\"", count, i);
      items += (items.empty() ? "" : ",") + json.text();
    }
    auto page = parse(page_json(items));
    ASSERT_TRUE(page) << page.error().message;
    ASSERT_EQ(page->entries.size(), count);
    pages.push_back(*std::move(page));
  }
  for (const ReportPage& page : pages) {
    const std::size_t count = page.entries.size();
    EXPECT_EQ(page.entries.front().psp_reference, fmt::format("{}-1", count));
    EXPECT_EQ(page.entries.back().psp_reference, fmt::format("{}-{}", count, count));
    EXPECT_EQ(page.entries.back().sequence, static_cast<std::int64_t>(count));
  }
}

TEST(ReportParser, ABodyCutAnywhereIsUnavailable) {
  EntryJson escaped;
  escaped.reference = R"("\u00f8 \" {[")";
  const std::string whole =
      page_json(EntryJson{}.text() + "," + escaped.text(), R"("x":{"y":[{}]},"hasMore":false)");
  ASSERT_TRUE(parse(whole));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    auto page = parse(whole.substr(0, length));
    ASSERT_FALSE(page) << whole.substr(0, length);
    EXPECT_EQ(page.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(page.error().message,
                HasSubstr(fmt::format("JSON that breaks off after {} bytes", length)));
  }
}

TEST(ReportParser, WhatIsNoReportPageIsUnavailable) {
  const std::string whole = page_json(EntryJson{}.text());
  for (const std::string& body :
       {std::string("<html><body>Ola Nordmann</body></html>"), std::string("[]"),
        std::string("null"), std::string("\"text\""), std::string("{}"), whole + whole, whole + "]",
        "[" + whole + "]", std::string(R"({"items":{}})"), std::string(R"({"items":[1]})"),
        std::string(R"({"items":[null]})"), std::string(R"({"items":"none"})"),
        page_json("", R"("hasMore":"true")"), page_json("", R"("tryLater":1)"),
        page_json("", R"("cursor":7)"), page_json(EntryJson{}.text() + " " + EntryJson{}.text()),
        page_json("{\"a\" 1}"), page_json("{\"a\":\"\xff\"}"),
        std::string("{\"items\":[],\"a\":\"\x01\"}")}) {
    auto page = parse(body);
    ASSERT_FALSE(page) << body;
    EXPECT_EQ(page.error().kind, ErrorKind::unavailable) << page.error().message;
    EXPECT_THAT(page.error().message, Not(HasSubstr("Nordmann")));
  }
}

TEST(ReportParser, NoBytesMakeItFall) {
  const std::string whole = page_json(EntryJson{}.text() + "," + EntryJson{}.text());
  rc::check("a flipped byte gives a page or an error", [&] {
    std::string body = whole;
    const auto at = *rc::gen::inRange<std::size_t>(0, body.size());
    body[at] = *rc::gen::arbitrary<char>();
    auto page = parse(body);
    const bool sane = page ? page->entries.size() <= 2U : !page.error().message.empty();
    RC_ASSERT(sane);
  });
}

}  // namespace
}  // namespace avstem::vipps
