#include "core/bank_account.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/check_digit.hpp"

namespace avstem {
namespace {

struct Vector {
  const char* account;
  const char* iban;
};

constexpr Vector vectors[] = {
    {"86011117947", "NO9386011117947"},
    {"12345678903", "NO7112345678903"},
    {"97104133219", "NO9297104133219"},
};

TEST(BankAccount, KnownAccountsAndTheirIbans) {
  for (const auto& [text, iban] : vectors) {
    const auto account = BankAccount::parse(text);
    ASSERT_TRUE(account) << text;
    EXPECT_EQ(account->text(), text);
    EXPECT_EQ(account->iban(), iban);
    EXPECT_EQ(BankAccount::parse_iban(iban).value(), *account);
  }
}

TEST(BankAccount, ReadsTheUsualGroupings) {
  const auto expected = BankAccount::parse("86011117947").value();
  for (const char* text : {"8601 11 17947", "8601.11.17947", "8601\u00a011\u00a017947"}) {
    ASSERT_TRUE(BankAccount::parse(text)) << text;
    EXPECT_EQ(BankAccount::parse(text).value(), expected);
  }
  EXPECT_EQ(expected.formatted(), "8601 11 17947");
  EXPECT_EQ(BankAccount::parse_iban("no93 8601 1117 947").value(), expected);
}

TEST(BankAccount, RefusesWrongNumbers) {
  for (const char* text : {"86011117946", "8601111794", "860111179470", "8601-11-17947", "",
                           "NO9386011117947", "8601111794a"}) {
    EXPECT_FALSE(BankAccount::parse(text)) << text;
  }
}

TEST(BankAccount, ABaseWithoutACheckDigitFitsNoAccount) {
  const std::string base = "1000000012";
  ASSERT_EQ(mod11_check_character(base), '-');
  for (char last = '0'; last <= '9'; ++last)
    EXPECT_FALSE(BankAccount::parse(base + last)) << last;
}

TEST(BankAccount, RefusesIbansThatAreWrongAnywhere) {
  for (const char* text :
       {"NO9486011117947",           // its own check digits
        "NO9386011117946",           // the account's digit, and so the IBAN's
        "SE4550000000058398257466",  // another country
        "DK5000400440116243", "NO93860111179", "NO938601111794700", "86011117947", "", "NO"}) {
    EXPECT_FALSE(BankAccount::parse_iban(text)) << text;
  }
}

TEST(BankAccount, AnIbanRightByItselfDoesNotSaveAWrongAccount) {
  // 98 - mod 97 of 86011117946232400 is 23: the IBAN holds, the account does not.
  const std::string iban = "NO2386011117946";
  const auto account = BankAccount::parse_iban(iban);
  ASSERT_FALSE(account);
  EXPECT_NE(account.error().message.find("bank account '86011117946'"), std::string::npos)
      << account.error().message;
}

TEST(BankAccount, IbanReadsBackAsTheSameAccount) {
  EXPECT_TRUE(rc::check([] {
    const auto base = fmt::format("{:010}", *rc::gen::inRange<std::int64_t>(0, 10'000'000'000));
    const char last = mod11_check_character(base);
    RC_PRE(last != '-');
    const auto account = BankAccount::parse(base + last).value();
    const std::string iban = account.iban();
    RC_ASSERT(BankAccount::parse_iban(iban).value() == account);

    std::string swapped = iban;
    const auto place = *rc::gen::inRange<std::size_t>(2, iban.size() - 1);
    std::swap(swapped[place], swapped[place + 1]);
    RC_ASSERT(swapped == iban || !BankAccount::parse_iban(swapped).has_value());
  }));
}

}  // namespace
}  // namespace avstem
