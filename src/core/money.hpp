#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace avstem {

/// An ISO 4217 currency whose minor unit is 1/100 (NOK øre, DKK øre, SEK öre, EUR cent).
class Currency {
 public:
  constexpr Currency() = default;  ///< NOK

  /// Three capital letters of a currency we keep books in; anything else is an error.
  static Result<Currency> parse(std::string_view code);

  std::string_view code() const { return {code_.data(), code_.size()}; }
  friend bool operator==(const Currency&, const Currency&) = default;
  friend auto operator<=>(const Currency&, const Currency&) = default;

 private:
  explicit constexpr Currency(std::array<char, 3> code) : code_(code) {}
  std::array<char, 3> code_{'N', 'O', 'K'};
};

/// An amount in whole minor units (øre) of one currency. Never a float, never rounded.
/// Signs follow the books: positive is debit, or money in; negative is credit, or money out.
class Money {
 public:
  constexpr Money() = default;
  constexpr Money(std::int64_t minor, Currency currency) : minor_(minor), currency_(currency) {}

  /// Reads a decimal amount in major units with at most two decimals, as accounting systems and
  /// settlement files write it: "1250", "-0.5", "1228.12". The text is never turned into a float.
  /// More decimals, an exponent, a comma or an amount beyond max_minor is an error.
  static Result<Money> from_decimal(std::string_view text, Currency currency);

  /// Reads an integer in minor units, as Vipps writes it: "49900". Decimals are an error.
  static Result<Money> from_minor(std::string_view text, Currency currency);

  std::int64_t minor() const { return minor_; }
  Currency currency() const { return currency_; }
  bool is_zero() const { return minor_ == 0; }
  bool is_negative() const { return minor_ < 0; }

  Money operator-() const { return {-minor_, currency_}; }

  /// The sum; a different currency or an overflow is an error.
  Result<Money> plus(Money other) const;

  /// "1250.00": for machines, two decimals, a point.
  std::string to_decimal() const;

  /// "1 250,00" with no-break spaces: for Norwegian readers (without the kr).
  std::string to_norwegian() const;

  friend bool operator==(const Money&, const Money&) = default;

  /// No single amount we accept is larger: ten thousand milliard kroner. It leaves room to add
  /// nine thousand of them without overflow.
  static constexpr std::int64_t max_minor = 1'000'000'000'000'000;

 private:
  std::int64_t minor_ = 0;
  Currency currency_;
};

/// Adds øre; an overflow is a broken promise, since every amount is held below Money::max_minor
/// when it is read.
std::int64_t add_minor(std::int64_t a, std::int64_t b);

}  // namespace avstem
