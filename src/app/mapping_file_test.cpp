#include "app/mapping_file.hpp"

#include <gmock/gmock.h>

namespace avstem::app {
namespace {

using books::AccountRole;
using ::testing::AllOf;
using ::testing::HasSubstr;

const books::Mapping base = books::Mapping::defaults(true);

std::string why_refused(std::string_view text) {
  auto mapping = parse_mapping_file(text, "m.toml", base);
  return mapping ? "accepted" : mapping.error().message;
}

TEST(MappingFile, NamesWhatChangesAndLeavesTheRest) {
  auto mapping = parse_mapping_file(
      "about = \"a\"\n[accounts]\npayment_fees = 7775\n[vat_codes]\ngifts = \"\"\n", "m.toml",
      base);
  ASSERT_TRUE(mapping) << mapping.error().message;
  EXPECT_EQ(mapping->account(AccountRole::payment_fees), 7775);
  EXPECT_EQ(mapping->vat_code(AccountRole::payment_fees), "0");
  EXPECT_EQ(mapping->vat_code(AccountRole::gifts), "");
  EXPECT_EQ(mapping->account(AccountRole::clearing), 1903);
}

TEST(MappingFile, RefusesWhatItCannotMean) {
  EXPECT_THAT(why_refused("[accounts]\nfees = 7775"), HasSubstr("'fees' is unknown"));
  EXPECT_THAT(why_refused("[accounts]\nclearing = \"1903\""), HasSubstr("without quotes"));
  EXPECT_THAT(why_refused("[accounts]\nclearing = 1950"),
              AllOf(HasSubstr("m.toml: accounts"), HasSubstr("tax withheld")));
  EXPECT_THAT(why_refused("[accounts]\nin_transit = 1909"), HasSubstr("cash differences"));
  EXPECT_THAT(why_refused("[accounts]\ngifts = 390"), HasSubstr("four-digit"));
  EXPECT_THAT(why_refused("[vat_codes]\ngifts = 7"), HasSubstr("in quotes"));
  EXPECT_THAT(why_refused("[vat_codes]\ngifts = \"C3\""), HasSubstr("no SAF-T"));
  EXPECT_THAT(why_refused("[vat_codes]\ngifts = \"12345\""), HasSubstr("no SAF-T"));
  EXPECT_THAT(why_refused("[kontoer]\ngifts = 1"), HasSubstr("'kontoer' is not known"));
  EXPECT_THAT(why_refused("accounts = 3"), HasSubstr("no table"));
}

TEST(MappingFile, WhatIsWrittenIsReadBack) {
  books::Mapping changed = base;
  ASSERT_TRUE(changed.set_account(AccountRole::gifts, 3905));
  changed.set_vat_code(AccountRole::gifts, "6");
  const std::string text =
      mapping_file_text(changed, "of a test", {{AccountRole::gifts, "because"}});
  EXPECT_THAT(text, AllOf(HasSubstr("# of a test\n"), HasSubstr("gifts = 3905  # because\n")));
  auto read = parse_mapping_file(text, "m.toml", books::Mapping::defaults(false));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, changed);
}

TEST(MappingTemplates, EachIsAMappingOfItsTrade) {
  for (const MappingTemplate& each : mapping_templates()) {
    auto registered = apply_template(each.name, base, true);
    ASSERT_TRUE(registered) << registered.error().message;
    EXPECT_EQ(registered->vat_code(AccountRole::payment_fees), "0") << each.name;
    auto outside = apply_template(each.name, books::Mapping::defaults(false), false);
    ASSERT_TRUE(outside) << outside.error().message;
    for (std::size_t i = 0; i < books::account_role_count; ++i) {
      EXPECT_EQ(outside->vat_code(static_cast<AccountRole>(i)), "") << each.name;
    }
  }
  EXPECT_EQ(mapping_templates().size(), 4U);
}

TEST(MappingTemplates, AnUnknownOneIsToldWhichThereAre) {
  auto none = apply_template("bank", base, true);
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("webshop, club, cafe, gym"));
}

}  // namespace
}  // namespace avstem::app
