#include "core/bank_account.hpp"

#include <fmt/format.h>

#include "core/check_digit.hpp"
#include "core/digits.hpp"

namespace avstem {
namespace {

constexpr std::size_t account_length = 11;
constexpr std::size_t iban_length = 15;
/// "NO" as ISO 7064 spells letters: A is 10, so N is 23 and O is 24.
constexpr std::string_view country_digits = "2324";

int mod97(std::string_view digits) {
  int rest = 0;
  for (const char c : digits)
    rest = (rest * 10 + (c - '0')) % 97;
  return rest;
}

/// The two digits that stand after NO in the IBAN of an account.
std::string iban_check_digits(std::string_view account) {
  return fmt::format("{:02}", 98 - mod97(fmt::format("{}{}00", account, country_digits)));
}

bool is_country_no(std::string_view text) {
  return text.size() >= 2 && (text[0] == 'N' || text[0] == 'n') &&
         (text[1] == 'O' || text[1] == 'o');
}

}  // namespace

Result<BankAccount> BankAccount::parse(std::string_view text) {
  std::string digits = without_separators(text, ".");
  if (digits.size() != account_length || !all_digits(digits)) {
    return Error{ErrorKind::invalid,
                 fmt::format("bank account '{}' must have {} digits, e.g. '8601 11 17947'", text,
                             account_length)};
  }
  if (digits.back() !=
      mod11_check_character(std::string_view(digits).substr(0, account_length - 1))) {
    return Error{
        ErrorKind::invalid,
        fmt::format("bank account '{}' has a wrong check digit: compare it with the bank", text)};
  }
  return BankAccount(std::move(digits));
}

Result<BankAccount> BankAccount::parse_iban(std::string_view text) {
  const std::string iban = without_separators(text);
  if (!is_country_no(iban) || iban.size() != iban_length ||
      !all_digits(std::string_view(iban).substr(2))) {
    return Error{ErrorKind::invalid,
                 fmt::format("IBAN '{}' is not Norwegian: NO and {} digits, e.g. "
                             "'NO93 8601 1117 947'",
                             text, iban_length - 2)};
  }
  const std::string_view account = std::string_view(iban).substr(4);
  if (iban.substr(2, 2) != iban_check_digits(account)) {
    return Error{ErrorKind::invalid,
                 fmt::format("IBAN '{}' has wrong check digits: compare it with the bank", text)};
  }
  return parse(account);
}

std::string BankAccount::formatted() const {
  const std::string_view digits = digits_;
  return fmt::format("{} {} {}", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6));
}

std::string BankAccount::iban() const {
  return fmt::format("NO{}{}", iban_check_digits(digits_), digits_);
}

}  // namespace avstem
