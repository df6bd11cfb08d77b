#include "books/recipes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace avstem::books {
namespace {

TEST(Recipes, AreSortedByIdAndEachIsThereOnce) {
  const auto all = recipes();
  ASSERT_EQ(all.size(), 29U);
  EXPECT_EQ(std::ranges::adjacent_find(all, std::ranges::greater_equal{}, &Recipe::id), all.end());
}

TEST(Recipes, AreFoundById) {
  ASSERT_NE(find_recipe("R24"), nullptr);
  EXPECT_EQ(find_recipe("R24")->title, "Payout that came back");
  EXPECT_EQ(find_recipe("R30"), nullptr);
  EXPECT_EQ(find_recipe(""), nullptr);
}

TEST(MatchSteps, AreFoundByTheBeginningOfAMatch) {
  ASSERT_NE(find_match_step("M4:7@3"), nullptr);
  EXPECT_EQ(find_match_step("M4:7@3")->id, match_step::stored_rule);
  EXPECT_EQ(find_match_step("M2")->id, match_step::open_item);
  EXPECT_EQ(find_match_step("M9"), nullptr);
}

TEST(MatchSteps, AreTriedInTheOrderOfTheirIds) {
  EXPECT_TRUE(std::ranges::is_sorted(match_steps(), {}, &MatchStep::id));
}

}  // namespace
}  // namespace avstem::books
