#include "books/match_rules.hpp"

#include <gtest/gtest.h>

namespace avstem::books {
namespace {

const Mapping mapping = Mapping::defaults(true);

MatchRule lottery() {
  MatchRule rule;
  rule.id = 7;
  rule.name = "kakelotteri";
  rule.recipient_handle = "NO:12345";
  rule.account = 3900;
  rule.vat_code = "7";
  rule.recipe = "R10";
  return rule;
}

Entry payment(const std::string& handle, const std::string& reference, std::int64_t amount) {
  Entry entry;
  entry.type = EntryType::capture;
  entry.recipient_handle = handle;
  entry.reference = reference;
  entry.amount = amount;
  return entry;
}

std::string why_refused(MatchRule rule) {
  const auto made = MatchRules::make(1, {std::move(rule)}, mapping);
  return made ? "accepted" : made.error().message;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(MatchRules, TheFirstThatFitsIsTakenAndNamedWithItsVersion) {
  MatchRule wide = lottery();
  wide.id = 9;
  wide.recipient_handle.clear();
  wide.reference_prefix = "KAKE";
  const auto rules = MatchRules::make(3, {lottery(), wide}, mapping);
  ASSERT_TRUE(rules) << rules.error().message;
  const MatchRule* fit = rules->first_fit(payment("NO:12345", "KAKE-1", 5'000));
  ASSERT_NE(fit, nullptr);
  EXPECT_EQ(rules->match_of(*fit), "M4:7@3");
  fit = rules->first_fit(payment("NO:54321", "KAKE-1", 5'000));
  ASSERT_NE(fit, nullptr);
  EXPECT_EQ(fit->id, 9);
  EXPECT_EQ(rules->first_fit(payment("NO:54321", "BRUS-1", 5'000)), nullptr);
}

TEST(MatchRules, AnAmountFitsThePaymentAndItsRefund) {
  MatchRule rule = lottery();
  rule.amount = 5'000;
  EXPECT_TRUE(rule.fits(payment("NO:12345", "", 5'000)));
  EXPECT_TRUE(rule.fits(payment("NO:12345", "", -5'000)));
  EXPECT_FALSE(rule.fits(payment("NO:12345", "", 5'001)));
}

TEST(MatchRules, ARuleThatFitsEverythingIsRefused) {
  MatchRule rule = lottery();
  rule.recipient_handle.clear();
  EXPECT_TRUE(contains(why_refused(rule), "rule 7 'kakelotteri' says of no payment"));
}

TEST(MatchRules, ARuleNamesACustomerOrAnAccount) {
  MatchRule both = lottery();
  both.customer_number = 10001;
  EXPECT_TRUE(contains(why_refused(both), "neither or both"));
  MatchRule neither = lottery();
  neither.account = 0;
  EXPECT_TRUE(contains(why_refused(neither), "neither or both"));
}

TEST(MatchRules, AnAccountThatFollowsVippsOrTheCustomersIsRefused) {
  for (const AccountRole role : {AccountRole::clearing, AccountRole::accrued_fees,
                                 AccountRole::in_transit, AccountRole::receivables}) {
    MatchRule rule = lottery();
    rule.account = mapping.account(role);
    EXPECT_TRUE(contains(why_refused(rule), "follows Vipps")) << to_string(role);
  }
}

TEST(MatchRules, UnknownRecipesDoubleIdsAndWrongNumbersAreRefused) {
  MatchRule rule = lottery();
  rule.recipe = "R99";
  EXPECT_TRUE(contains(why_refused(rule), "recipe 'R99', which is unknown"));
  rule = lottery();
  rule.account = 390;
  EXPECT_TRUE(contains(why_refused(rule), "no four-digit number"));
  rule = lottery();
  rule.id = 0;
  EXPECT_TRUE(contains(why_refused(rule), "positive id"));
  rule = lottery();
  rule.amount = 0;
  EXPECT_TRUE(contains(why_refused(rule), "amount that is not positive"));
  EXPECT_FALSE(MatchRules::make(1, {lottery(), lottery()}, mapping));
}

TEST(MatchRules, MoreThanAClientMayHaveAreRefused) {
  std::vector<MatchRule> many;
  for (std::size_t i = 0; i <= MatchRules::rules_max; ++i) {
    many.push_back(lottery());
    many.back().id = static_cast<std::int64_t>(i) + 1;
  }
  EXPECT_FALSE(MatchRules::make(1, many, mapping));
  many.pop_back();
  EXPECT_TRUE(MatchRules::make(1, many, mapping));
}

}  // namespace
}  // namespace avstem::books
