#include "core/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/check.hpp"

namespace avstem {
namespace {

constexpr std::array<std::string_view, 6> known_currencies{"NOK", "DKK", "SEK",
                                                           "EUR", "USD", "GBP"};

Error bad_amount(std::string_view text, std::string_view why) {
  return Error{ErrorKind::invalid, fmt::format("amount '{}' {}", text, why)};
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Digits as a number, held below Money::max_minor / scale.
Result<std::int64_t> read_digits(std::string_view digits, std::int64_t scale,
                                 std::string_view whole) {
  std::int64_t value = 0;
  const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (status != std::errc() || value > Money::max_minor / scale) {
    return bad_amount(whole, "is larger than any amount we accept; look at the source");
  }
  return value;
}

}  // namespace

Result<Currency> Currency::parse(std::string_view code) {
  if (std::find(known_currencies.begin(), known_currencies.end(), code) == known_currencies.end()) {
    return Error{ErrorKind::invalid,
                 fmt::format("currency '{}' is not one of NOK, DKK, SEK, EUR, USD, GBP", code)};
  }
  return Currency({code[0], code[1], code[2]});
}

Result<Money> Money::from_decimal(std::string_view text, Currency currency) {
  const bool negative = text.starts_with('-');
  const std::string_view unsigned_text = text.substr(negative || text.starts_with('+') ? 1 : 0);
  const auto point = unsigned_text.find('.');
  const std::string_view whole = unsigned_text.substr(0, point);
  const std::string_view decimals =
      point == std::string_view::npos ? std::string_view{} : unsigned_text.substr(point + 1);
  if (!all_digits(whole) || (point != std::string_view::npos && !all_digits(decimals))) {
    return bad_amount(text, "is not a decimal number such as 1250.00");
  }
  const std::string_view beyond = decimals.substr(std::min<std::size_t>(2, decimals.size()));
  if (beyond.find_first_not_of('0') != std::string_view::npos) {
    return bad_amount(text, "has more than two decimals");
  }
  auto major = read_digits(whole, 100, text);
  if (!major) return major.error();
  std::int64_t cents = 0;
  if (!decimals.empty()) cents += (decimals[0] - '0') * 10;
  if (decimals.size() > 1) cents += decimals[1] - '0';
  const std::int64_t minor = *major * 100 + cents;
  return Money(negative ? -minor : minor, currency);
}

Result<Money> Money::from_minor(std::string_view text, Currency currency) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (!all_digits(digits)) {
    return bad_amount(text, "is not a whole number of minor units (øre)");
  }
  auto minor = read_digits(digits, 1, text);
  if (!minor) return minor.error();
  return Money(negative ? -*minor : *minor, currency);
}

Result<Money> Money::plus(Money other) const {
  if (currency_ != other.currency_) {
    return Error{ErrorKind::invalid,
                 fmt::format("cannot add {} {} to {} {}", other.to_decimal(),
                             other.currency_.code(), to_decimal(), currency_.code())};
  }
  std::int64_t sum = 0;
  if (__builtin_add_overflow(minor_, other.minor_, &sum)) {
    return Error{ErrorKind::invalid, fmt::format("the sum of {} and {} is too large", to_decimal(),
                                                 other.to_decimal())};
  }
  return Money(sum, currency_);
}

std::string Money::to_decimal() const {
  const auto magnitude =
      minor_ < 0 ? 0 - static_cast<std::uint64_t>(minor_) : static_cast<std::uint64_t>(minor_);
  return fmt::format("{}{}.{:02}", minor_ < 0 ? "-" : "", magnitude / 100, magnitude % 100);
}

std::string Money::to_norwegian() const {
  std::string plain = to_decimal();
  plain[plain.size() - 3] = ',';
  const std::size_t first = minor_ < 0 ? 1 : 0;
  for (std::size_t at = plain.size() - 3; at > first + 3;) {
    at -= 3;
    plain.insert(at, "\u00a0");
  }
  return plain;
}

std::int64_t add_minor(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  check(!__builtin_add_overflow(a, b, &sum), "a sum of øre fits in 64 bits");
  return sum;
}

}  // namespace avstem
