#include "accounting/twentyfour/comment.hpp"

#include <gtest/gtest.h>

#include "accounting/twentyfour/settings.hpp"

namespace avstem::accounting::twentyfour {
namespace {

const std::string reference = "kafe:302321:pay:20261120:1";

TEST(Comment, BeginsWithTheReferenceAndIsFoundByIt) {
  EXPECT_EQ(comment_of(reference, "Vipps order 1"), reference + " Vipps order 1");
  EXPECT_EQ(comment_of(reference, ""), reference);
  EXPECT_EQ(reference_in(comment_of(reference, "Vipps order 1")), reference);
  EXPECT_EQ(reference_in(reference), reference);
}

TEST(Comment, HoldsAsManyCharactersAsALineAndCutsNoneInHalf) {
  std::string letters;
  for (std::size_t i = 0; i < comment_length_max; ++i)
    letters += "\xC3\xA5";
  const std::string cut = comment_of(reference, letters);
  const std::size_t room = comment_length_max - reference.size() - 1;
  EXPECT_EQ(cut.size(), reference.size() + 1 + 2 * room);
  EXPECT_TRUE(cut.ends_with("\xC3\xA5"));
  EXPECT_EQ(comment_of(reference, std::string(room, 'x')).size(), comment_length_max);
  EXPECT_EQ(comment_of(reference, std::string(room + 1, 'x')).size(), comment_length_max);
}

TEST(Comment, OfOthersNamesNoReference) {
  for (const auto* text : {"", "Husleie november", "a:b:c:d", "kl 12:30:00", "a:b:c:d:e:f"})
    EXPECT_EQ(reference_in(text), "") << text;
  EXPECT_EQ(reference_in(std::string(51, 'a') + ":b:c:d:e"), "");
}

}  // namespace
}  // namespace avstem::accounting::twentyfour
