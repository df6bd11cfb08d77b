// docs/bookkeeping.md says what the rules do.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "books/accounts.hpp"
#include "tests/bookkeeping_page.hpp"

namespace avstem::scenario {
namespace {

using ::testing::HasSubstr;

std::string generated() {
  const auto page = bookkeeping_page(AVSTEM_SOURCE_DIR "/tests/scenarios");
  EXPECT_TRUE(page) << page.error().message;
  return page.value_or("");
}

TEST(Bookkeeping, ThePageIsWhatTheRulesGive) {
  std::ifstream file(AVSTEM_SOURCE_DIR "/docs/bookkeeping.md", std::ios::binary);
  const std::string written{std::istreambuf_iterator<char>(file), {}};
  EXPECT_TRUE(written == generated())
      << "docs/bookkeeping.md is not what the rules give; './dev docs' writes it";
}

TEST(Bookkeeping, EachRoleHasItsPlace) {
  const std::string page = generated();
  for (std::size_t i = 0; i < books::account_role_count; ++i) {
    const auto role = static_cast<books::AccountRole>(i);
    EXPECT_THAT(page, HasSubstr("`" + std::string(to_string(role)) + "`"));
  }
}

TEST(Bookkeeping, AFeeIsDebitedByTheRecipeOfItsScenario) {
  const std::string page = generated();
  const auto fees = page.find("`payment_fees`");
  ASSERT_NE(fees, std::string::npos);
  const std::string section = page.substr(fees, page.find("\n## ", fees) - fees);
  EXPECT_THAT(section, HasSubstr("### Debited"));
  EXPECT_THAT(section, HasSubstr("| 7770 |  | 0 | **"));
  EXPECT_THAT(section, HasSubstr("**R15 "));
}

}  // namespace
}  // namespace avstem::scenario
