#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace avstem {

/// A Norwegian bank account number: eleven digits, the last a MOD11 check digit over all the ten
/// before it. The postal giro's old Luhn numbers (0000…) are not among them.
class BankAccount {
 public:
  /// Reads `86011117947`, `8601 11 17947` and `8601.11.17947`. Anything else is an error, an IBAN
  /// too: use parse_iban.
  static Result<BankAccount> parse(std::string_view text);

  /// Reads a Norwegian IBAN, `NO9386011117947` or in groups of four. Both its own check digits
  /// (ISO 7064 mod 97) and those of the account must be right; another country's is an error.
  static Result<BankAccount> parse_iban(std::string_view text);

  const std::string& text() const { return digits_; }  ///< `86011117947`
  std::string formatted() const;                       ///< `8601 11 17947`
  std::string iban() const;                            ///< `NO9386011117947`

  friend bool operator==(const BankAccount&, const BankAccount&) = default;
  friend auto operator<=>(const BankAccount&, const BankAccount&) = default;

 private:
  explicit BankAccount(std::string digits) : digits_(std::move(digits)) {}
  std::string digits_;
};

}  // namespace avstem
