#include "books/vat_codes.hpp"

#include <gtest/gtest.h>

namespace avstem::books {
namespace {

TEST(VatCodes, EachSaleRoleHasACodeThatIsKnown) {
  const Mapping mapping = Mapping::defaults(true);
  for (std::size_t i = 0; i < account_role_count; ++i) {
    const std::string& code = mapping.vat_code(static_cast<AccountRole>(i));
    if (!code.empty()) {
      EXPECT_NE(find_vat_code(code), nullptr) << code;
    }
  }
  EXPECT_EQ(find_vat_code("NA"), nullptr);
  EXPECT_EQ(find_vat_code(""), nullptr);
}

TEST(VatCodes, SayWhichAccountTheVatBelongsTo) {
  const auto role = [](std::string_view code) { return vat_account_role(*find_vat_code(code)); };
  EXPECT_EQ(role("3"), AccountRole::output_vat_regular);
  EXPECT_EQ(role("31"), AccountRole::output_vat_middle);
  EXPECT_EQ(role("33"), AccountRole::output_vat_low);
  EXPECT_EQ(role("1"), AccountRole::input_vat_regular);
  EXPECT_EQ(role("11"), AccountRole::input_vat_middle);
  EXPECT_EQ(role("13"), AccountRole::input_vat_low);
  for (const char* code : {"0", "5", "52", "6", "7", "12", "32"})
    EXPECT_EQ(role(code), std::nullopt) << code;
}

TEST(VatCodes, TaxableAndZeroRatedTurnoverCountsTowardsRegistration) {
  for (const char* code : {"3", "31", "32", "33", "5", "52"})
    EXPECT_TRUE(find_vat_code(code)->registrable) << code;
  for (const char* code : {"0", "1", "11", "12", "13", "6", "7"})
    EXPECT_FALSE(find_vat_code(code)->registrable) << code;
}

}  // namespace
}  // namespace avstem::books
