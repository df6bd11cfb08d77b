#include "core/organisation_number.hpp"

#include <gtest/gtest.h>

namespace avstem {
namespace {

TEST(OrganisationNumber, AcceptsRightCheckDigits) {
  for (const char* text : {"974760673", "974761076", "918713867", "964298521", "889640782",
                           "123456785", "999999999", "888888888"}) {
    const auto number = OrganisationNumber::parse(text);
    ASSERT_TRUE(number) << text;
    EXPECT_EQ(number->text(), text);
  }
}

TEST(OrganisationNumber, RefusesWrongCheckDigits) {
  EXPECT_FALSE(OrganisationNumber::parse("974760674"));
  EXPECT_FALSE(OrganisationNumber::parse("987654321"));
}

TEST(OrganisationNumber, ABaseWithoutACheckDigitFitsNoNumber) {
  for (char last = '0'; last <= '9'; ++last) {
    EXPECT_FALSE(OrganisationNumber::parse(std::string("81000004") + last)) << last;
  }
  EXPECT_FALSE(OrganisationNumber::parse("81000004-"));
}

TEST(OrganisationNumber, HasNineDigitsNeitherEightNorTen) {
  for (const char* text : {"", "NO", "MVA", "NOMVA", "97476067", "9747606730", "97476067a"}) {
    EXPECT_FALSE(OrganisationNumber::parse(text)) << text;
  }
}

TEST(OrganisationNumber, ReadsWhatPeoplePaste) {
  const auto expected = OrganisationNumber::parse("974760673").value();
  for (const char* text : {"974 760 673", "NO 974 760 673 MVA", "NO974760673MVA", "no974760673mva",
                           "974760673MVA", "NO974760673", " 974\u00a0760\u202f673 "}) {
    const auto number = OrganisationNumber::parse(text);
    ASSERT_TRUE(number) << text;
    EXPECT_EQ(*number, expected) << text;
  }
  for (const char* text : {"974.760.673", "SE974760673", "MVA974760673NO", "974760673MVAMVA"}) {
    EXPECT_FALSE(OrganisationNumber::parse(text)) << text;
  }
}

TEST(OrganisationNumber, WritesItselfForPeople) {
  const auto number = OrganisationNumber::parse("974760673").value();
  EXPECT_EQ(number.formatted(), "974 760 673");
  EXPECT_EQ(number.formatted_vat(), "NO 974 760 673 MVA");
}

}  // namespace
}  // namespace avstem
