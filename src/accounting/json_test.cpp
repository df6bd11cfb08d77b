#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "accounting/json_value.hpp"
#include "accounting/json_writer.hpp"

namespace avstem::accounting {
namespace {

JsonValue parsed(std::string_view document) {
  auto value = JsonValue::parse(document);
  EXPECT_TRUE(value) << document;
  return value ? *value : JsonValue();
}

Result<Money> amount_of(std::string_view digits) {
  return money_field(parsed(std::string(R"({"Balance":)").append(digits) + "}"), "Balance",
                     Currency());
}

TEST(PowerOfficeJson, KeepsTheDigitsOfANumber) {
  const JsonValue value = parsed(R"({"A":0.29,"B":1250.00,"C":-499,"D":18446744073709551615})");
  EXPECT_EQ(value.member("A")->text(), "0.29");
  EXPECT_EQ(value.member("B")->text(), "1250.00");
  EXPECT_EQ(value.member("C")->text(), "-499");
  EXPECT_EQ(value.member("D")->text(), "18446744073709551615");
}

TEST(PowerOfficeJson, ReadsAmountsThatNoDoubleHolds) {
  EXPECT_EQ(amount_of("0.29")->minor(), 29);
  EXPECT_EQ(amount_of("-0.29")->minor(), -29);
  EXPECT_EQ(amount_of("1.15")->minor(), 115);
  EXPECT_EQ(amount_of("4.35")->minor(), 435);
  EXPECT_EQ(amount_of("1250")->minor(), 125'000);
  EXPECT_EQ(amount_of("1250.5")->minor(), 125'050);
  EXPECT_EQ(amount_of("9007199254740.93")->minor(), 900'719'925'474'093);
}

TEST(PowerOfficeJson, RefusesAmountsItWouldHaveToRound) {
  for (const auto* digits : {"0.291", "0.30000000000000004", "1e3", "1E-2", "99999999999999.99"}) {
    auto amount = amount_of(digits);
    ASSERT_FALSE(amount) << digits;
    EXPECT_EQ(amount.error().kind, ErrorKind::unavailable);
    EXPECT_NE(amount.error().message.find("'Balance'"), std::string::npos);
  }
}

TEST(PowerOfficeJson, RefusesAnAmountThatIsAText) {
  EXPECT_FALSE(amount_of(R"("0.29")"));
  EXPECT_FALSE(amount_of("null"));
}

TEST(PowerOfficeJson, ReadsIntegersWholeOrNotAtAll) {
  const JsonValue value = parsed(R"({"A":-7,"B":1.0,"C":"7","D":18446744073709551615})");
  EXPECT_EQ(integer_field(value, "A").value(), -7);
  for (const auto* name : {"B", "C", "D", "E"}) {
    EXPECT_EQ(integer_field(value, name).error().kind, ErrorKind::unavailable) << name;
  }
}

TEST(PowerOfficeJson, ReadsDatesWithAndWithoutATimeOfDay) {
  const JsonValue value = parsed(R"({"A":"2026-11-20","B":"2026-11-20T00:00:00","C":"20.11.26"})");
  EXPECT_EQ(date_field(value, "A").value(), Date(2026, 11, 20));
  EXPECT_EQ(date_field(value, "B").value(), Date(2026, 11, 20));
  EXPECT_FALSE(date_field(value, "C"));
}

TEST(PowerOfficeJson, TreatsNullAsAbsent) {
  const JsonValue value = parsed(R"({"A":null,"B":"x","C":true,"D":false})");
  EXPECT_EQ(value.member("A"), nullptr);
  EXPECT_EQ(text_or_empty(value, "A"), "");
  EXPECT_EQ(text_or_empty(value, "B"), "x");
  EXPECT_TRUE(is_true(value, "C"));
  EXPECT_TRUE(is_false(value, "D"));
  EXPECT_FALSE(is_true(value, "A"));
  EXPECT_FALSE(is_false(value, "A"));
}

TEST(PowerOfficeJson, FindsAMemberInAnyCaseOnlyWhenAsked) {
  const JsonValue value = parsed(R"({"title":"Bad"})");
  EXPECT_EQ(value.member("Title"), nullptr);
  ASSERT_NE(value.member_in_any_case("Title"), nullptr);
  EXPECT_EQ(value.member_in_any_case("Title")->text(), "Bad");
}

TEST(PowerOfficeJson, ReadsNestedListsAndObjects) {
  const JsonValue value = parsed(R"([{"A":[1,{"B":2}]},{}])");
  ASSERT_EQ(value.items().size(), 2U);
  EXPECT_EQ(value.items()[0].member("A")->items()[1].member("B")->text(), "2");
}

TEST(PowerOfficeJson, SaysWhereADocumentBreaks) {
  for (const auto* document : {"", "{", "[1,]", "<html>", R"({"A":1}x)", R"({"A":1e999})"}) {
    EXPECT_EQ(JsonValue::parse(document).error().kind, ErrorKind::unavailable) << document;
  }
}

TEST(PowerOfficeJson, RefusesToNestDeeperThanTheLimit) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(JsonValue::parse(nested(JsonValue::depth_max)));
  auto deeper = JsonValue::parse(nested(JsonValue::depth_max + 1));
  ASSERT_FALSE(deeper);
  EXPECT_NE(deeper.error().message.find("deeper than 32"), std::string::npos);
}

TEST(PowerOfficeJson, WritesAmountsAsExactDigits) {
  JsonWriter writer;
  writer.amount("A", Money(29, Currency())).amount("B", Money(-124'950, Currency()));
  EXPECT_EQ(std::move(writer).finish(), R"({"A":0.29,"B":-1249.50})");
}

TEST(PowerOfficeJson, WritesTextsEscapedAndLeavesEmptyOnesOut) {
  JsonWriter writer;
  writer.text("A", "Kafé \"Nord\"\n").text_unless_empty("B", "").text_unless_empty("C", "\xff");
  EXPECT_EQ(std::move(writer).finish(), "{\"A\":\"Kafé \\\"Nord\\\"\\n\",\"C\":\"\xEF\xBF\xBD\"}");
}

TEST(PowerOfficeJson, WritesListsOfFinishedTexts) {
  JsonWriter writer;
  writer.integer("A", -1).list("B", {"{}", "{\"C\":2}"}).list("D", {});
  EXPECT_EQ(std::move(writer).finish(), R"({"A":-1,"B":[{},{"C":2}],"D":[]})");
}

RC_GTEST_PROP(PowerOfficeJson, EveryAmountSurvivesTheJourney, ()) {
  const auto minor = *rc::gen::inRange<std::int64_t>(-Money::max_minor, Money::max_minor + 1);
  JsonWriter writer;
  writer.amount("Balance", Money(minor, Currency()));
  const JsonValue value = parsed(std::move(writer).finish());
  RC_ASSERT(money_field(value, "Balance", Currency()).value().minor() == minor);
}

}  // namespace
}  // namespace avstem::accounting
