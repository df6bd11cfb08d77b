#include "vipps/report_entry.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "vipps/report_fixture_test.hpp"
#include "vipps/report_parser.hpp"

namespace avstem::vipps {
namespace {

using books::Entry;
using books::EntryType;
using books::Topic;
using ::testing::HasSubstr;

constexpr Date asked(2020, 10, 5);

Result<ReportPage> parse(std::string body) {
  return parse_report_page(std::move(body), Topic::funds, asked);
}

Result<Entry> parse_one(const EntryJson& json) {
  auto page = parse(page_json(json.text()));
  if (!page) return page.error();
  return page->entries.at(0);
}

std::string message_of(const EntryJson& json) {
  auto entry = parse_one(json);
  if (entry) return "accepted";
  EXPECT_EQ(entry.error().kind, ErrorKind::invalid) << entry.error().message;
  return entry.error().message;
}

TEST(ReportEntry, BothNamesOfAScheduledPayout) {
  for (const char* word : {"payout-scheduled", "scheduled-for-payout"}) {
    EntryJson json;
    json.entry_type = fmt::format("\"{}\"", word);
    json.psp_reference = R"("302321-2000023")";
    json.amount = "-28800";
    json.balance_before = "28800";
    json.balance_after = "0";
    auto entry = parse_one(json);
    ASSERT_TRUE(entry) << entry.error().message;
    EXPECT_EQ(entry->type, EntryType::payout_scheduled);
    EXPECT_EQ(entry->type_word, word);
    EXPECT_EQ(entry->amount, -28'800);
    EXPECT_EQ(books::payout_number(*entry, LedgerId("302321")), "2000023");
  }
}

TEST(ReportEntry, AnUnknownTypeKeepsItsWord) {
  EntryJson json;
  json.entry_type = R"("loyalty-bonus")";
  auto entry = parse_one(json);
  ASSERT_TRUE(entry) << entry.error().message;
  EXPECT_EQ(entry->type, EntryType::unknown);
  EXPECT_EQ(entry->type_word, "loyalty-bonus");
}

TEST(ReportEntry, EveryOffsetNotationIsTheSameMoment) {
  const auto moment = Instant(Date(2022, 10, 1).days()) + std::chrono::hours(14) +
                      std::chrono::minutes(33) + std::chrono::microseconds(824'993);
  for (const char* text : {"2022-10-01T16:33:00.824993+0200", "2022-10-01T16:33:00.824993+02:00",
                           "2022-10-01T14:33:00.824993Z"}) {
    EntryJson json;
    json.time = fmt::format("\"{}\"", text);
    auto entry = parse_one(json);
    ASSERT_TRUE(entry) << entry.error().message;
    EXPECT_EQ(entry->time, moment) << text;
  }
}

TEST(ReportEntry, NullAndMissingReferenceAndHandleAreEmpty) {
  EntryJson json;
  json.reference = "null";
  json.recipient_handle = "null";
  auto entry = parse_one(json);
  ASSERT_TRUE(entry) << entry.error().message;
  EXPECT_EQ(entry->reference, "");
  EXPECT_EQ(entry->recipient_handle, "");

  auto page = parse(page_json(R"({"pspReference":"a","time":"2020-10-05T00:00:00Z",
      "ledgerDate":"2020-10-05","entryType":"fees-retained","currency":"DKK","amount":-1,
      "balanceBefore":1,"balanceAfter":0})"));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->entries[0].reference, "");
  EXPECT_EQ(page->entries[0].recipient_handle, "");
  EXPECT_EQ(page->entries[0].currency.code(), "DKK");
}

TEST(ReportEntry, FieldsComeInAnyOrder) {
  const std::vector<std::string> fields = {R"("pspReference":"p")",
                                           R"("time":"2020-10-05T00:00:00Z")",
                                           R"("ledgerDate":"2020-10-05")",
                                           R"("entryType":"refund")",
                                           R"("reference":"r")",
                                           R"("currency":"EUR")",
                                           R"("amount":-500)",
                                           R"("balanceBefore":700)",
                                           R"("balanceAfter":200)",
                                           R"("recipientHandle":"api:1")",
                                           R"("extra":{"amount":9,"list":[1,[2,{"a":"}"}]]})"};
  rc::check("an entry is the same in every order of its fields", [&] {
    auto order = fields;
    // Sorting by drawn keys is a shuffle that rapidcheck can repeat and shrink.
    const auto keys =
        *rc::gen::container<std::vector<int>>(fields.size(), rc::gen::arbitrary<int>());
    std::vector<std::size_t> places(fields.size());
    for (std::size_t i = 0; i < places.size(); ++i)
      places[i] = i;
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
    std::string text;
    for (const std::size_t place : places)
      text += (text.empty() ? "" : ",\n  ") + fields[place];
    auto page =
        parse(R"({"tryLater":true,"cursor":"c","items":[{)" + text + R"(}],"hasMore":true})");
    RC_ASSERT(page.has_value());
    const Entry& entry = page->entries.at(0);
    RC_ASSERT(entry.psp_reference == "p");
    RC_ASSERT(entry.reference == "r");
    RC_ASSERT(entry.type == EntryType::refund);
    RC_ASSERT(entry.currency.code() == "EUR");
    RC_ASSERT(entry.amount == -500);
    RC_ASSERT(entry.balance_before == 700);
    RC_ASSERT(entry.balance_after == 200);
    RC_ASSERT(entry.recipient_handle == "api:1");
    RC_ASSERT(page->has_more && page->try_later && page->cursor == "c");
  });
}

TEST(ReportEntry, EscapedTextsAndNamesAreUnescaped) {
  EntryJson json;
  json.reference = R"("a\"b\\c\u00f8\n")";
  json.psp_reference = R"("\u0041-1")";
  auto entry = parse_one(json);
  ASSERT_TRUE(entry) << entry.error().message;
  EXPECT_EQ(entry->reference, "a\"b\\c\u00f8\n");
  EXPECT_EQ(entry->psp_reference, "A-1");
  std::string text = EntryJson{}.text();
  text.replace(text.find("amount"), 1, "\\u0061");
  auto page = parse(page_json(text));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->entries.at(0).amount, 49'900);
}

TEST(ReportEntry, EveryWholeAmountIsReadDigitByDigit) {
  rc::check("amount and balances survive", [](std::int64_t a, std::int64_t b, std::int64_t c) {
    const auto bound = [](std::int64_t value) { return value % (Money::max_minor + 1); };
    EntryJson json;
    json.amount = fmt::format("{}", bound(a));
    json.balance_before = fmt::format("{}", bound(b));
    json.balance_after = fmt::format("{}", bound(c));
    auto entry = parse_one(json);
    RC_ASSERT(entry.has_value());
    RC_ASSERT(entry->amount == bound(a));
    RC_ASSERT(entry->balance_before == bound(b));
    RC_ASSERT(entry->balance_after == bound(c));
  });
}

TEST(ReportEntry, AnAmountThatIsNoWholeNumberNamesEntryAndValue) {
  for (const char* value :
       {"499.00", "4.99e2", "1E3", "\"49900\"", "null", "true", "[1]", "{}", "0049900", "-",
        "49900kr", "1000000000000001", "-0.0", "99999999999999999999999"}) {
    for (std::string EntryJson::* field :
         {&EntryJson::amount, &EntryJson::balance_before, &EntryJson::balance_after}) {
      EntryJson json;
      json.*field = value;
      const std::string message = message_of(json);
      EXPECT_THAT(message, HasSubstr("'3343121302'"));
      const bool token_is_shown_whole = value[0] != '[' && value[0] != '{';
      if (token_is_shown_whole) {
        EXPECT_THAT(message, HasSubstr(value));
      }
    }
  }
  EntryJson json;
  json.balance_after = "1.5";
  EXPECT_THAT(message_of(json), HasSubstr("balanceAfter is 1.5"));
}

TEST(ReportEntry, TheLargestAmountIsStillRead) {
  EntryJson json;
  json.amount = "-1000000000000000";
  auto entry = parse_one(json);
  ASSERT_TRUE(entry) << entry.error().message;
  EXPECT_EQ(entry->amount, -Money::max_minor);
}

TEST(ReportEntry, AnotherLedgerDateIsAnError) {
  for (const char* value :
       {"\"2020-10-06\"", "\"2020-13-01\"", "\"2020-10-05T00:00:00Z\"", "null", "20201005"}) {
    EntryJson json;
    json.ledger_date = value;
    EXPECT_THAT(message_of(json), HasSubstr("the report of 2020-10-05 was asked for")) << value;
  }
}

TEST(ReportEntry, OtherFieldsThatBreakARule) {
  const auto with = [](std::string EntryJson::* field, const char* value) {
    EntryJson json;
    json.*field = value;
    return message_of(json);
  };
  EXPECT_THAT(with(&EntryJson::currency, "\"XYZ\""), HasSubstr("currency is 'XYZ'"));
  EXPECT_THAT(with(&EntryJson::currency, "null"), HasSubstr("currency is null"));
  EXPECT_THAT(with(&EntryJson::time, "\"2020-10-05T00:00:00\""), HasSubstr("time is '2020"));
  EXPECT_THAT(with(&EntryJson::time, "1601856000"), HasSubstr("time is 1601856000"));
  EXPECT_THAT(with(&EntryJson::entry_type, "null"), HasSubstr("entryType is null"));
  EXPECT_THAT(with(&EntryJson::reference, "123"), HasSubstr("reference is 123"));
  EXPECT_THAT(with(&EntryJson::recipient_handle, "[]"), HasSubstr("recipientHandle is ["));
  EXPECT_THAT(with(&EntryJson::psp_reference, "3343121302"), HasSubstr("pspReference is 334"));
  EXPECT_THAT(with(&EntryJson::psp_reference, "null"), HasSubstr("entry 1"));
}

TEST(ReportEntry, EachMissingFieldIsNamed) {
  for (const char* name : {"pspReference", "time", "ledgerDate", "entryType", "currency", "amount",
                           "balanceBefore", "balanceAfter"}) {
    std::string text = EntryJson{}.text();
    text.replace(text.find(fmt::format("\"{}\"", name)) + 1, 1, "X");
    auto page = parse(page_json(text));
    ASSERT_FALSE(page) << name;
    EXPECT_THAT(page.error().message, HasSubstr(fmt::format("{} is <missing>", name)));
  }
}

TEST(ReportEntry, ALaterBadEntryIsNamedByItsPlace) {
  EntryJson bad;
  bad.psp_reference = "\"second\"";
  bad.amount = "1.0";
  auto page = parse(page_json(EntryJson{}.text() + "," + bad.text()));
  ASSERT_FALSE(page);
  EXPECT_THAT(page.error().message, HasSubstr("funds of 2020-10-05, entry 2"));
  EXPECT_THAT(page.error().message, HasSubstr("'second'"));
}

}  // namespace
}  // namespace avstem::vipps
