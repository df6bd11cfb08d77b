#include "app/rule_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace avstem::app {
namespace {

using ::testing::HasSubstr;

const books::Mapping mapping = books::Mapping::defaults(true);

std::string why_refused(std::string_view text) {
  const auto read = parse_rule_file(text, "regler.toml", mapping);
  return read ? "accepted" : read.error().message;
}

TEST(RuleFile, KeepsTheOrderOfTheRulesAndAllTheySay) {
  const auto read = parse_rule_file(R"(
tolerance = "1.00"
collective_customer = 90000
[[rules]]
id = 9
name = "trening"
prefix = "TRENING-"
customer = 10001
recipe = "R12"
[[rules]]
id = 7
name = "kakelotteri"
unit = "NO:12345"
amount = "50.00"
account = 3900
vat = "7"
recipe = "R10"
)",
                                    "regler.toml", mapping);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->tolerance, 100);
  EXPECT_EQ(read->collective_customer, 90'000);
  const auto& rules = read->rules.rules();
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[0].id, 9);
  EXPECT_EQ(rules[0].customer_number, 10'001);
  EXPECT_EQ(rules[0].reference_prefix, "TRENING-");
  EXPECT_EQ(rules[1].recipient_handle, "NO:12345");
  EXPECT_EQ(rules[1].amount, 5'000);
  EXPECT_EQ(rules[1].account, 3900);
  EXPECT_EQ(rules[1].vat_code, "7");
  EXPECT_EQ(rules[1].recipe, "R10");
}

TEST(RuleFile, AnEmptyFileTakesAllRulesAway) {
  const auto read = parse_rule_file("", "regler.toml", mapping);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->rules.rules().empty());
  EXPECT_EQ(read->tolerance, 0);
}

TEST(RuleFile, ErrorsNameThePlaceTheThingAndTheWayOut) {
  EXPECT_THAT(why_refused("tolerance = 1"), HasSubstr("an amount in quotes"));
  EXPECT_THAT(why_refused("tolerance = \"100.01\""), HasSubstr("not between 0.00 and 100.00"));
  EXPECT_THAT(why_refused("collective_customer = -1"), HasSubstr("no customer number"));
  EXPECT_THAT(why_refused("rules = 3"), HasSubstr("written [[rules]]"));
  EXPECT_THAT(why_refused("[[rules]]\nid = 1\nmessage = \"x\""),
              HasSubstr("regler.toml: rule no. 1: 'message' is not known here"));
  EXPECT_THAT(why_refused("[[rules]]\nid = 1\nname = \"a\"\nprefix = \"P\"\naccount = 1903\n"
                          "recipe = \"R10\""),
              HasSubstr("follows Vipps"));
}

TEST(RuleFile, TheLargestToleranceIsAllowed) {
  EXPECT_EQ(why_refused("tolerance = \"100.00\""), "accepted");
}

}  // namespace
}  // namespace avstem::app
