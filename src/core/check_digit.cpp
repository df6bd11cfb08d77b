#include "core/check_digit.hpp"

#include "core/check.hpp"
#include "core/digits.hpp"

namespace avstem {
namespace {

int digit_at(std::string_view digits, std::size_t from_right) {
  return digits[digits.size() - 1 - from_right] - '0';
}

char to_char(int digit) {
  return static_cast<char>('0' + digit);
}

}  // namespace

char mod10_check_digit(std::string_view digits) {
  check(all_digits(digits), "a check digit is only computed for digits");
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int product = digit_at(digits, i) * (i % 2 == 0 ? 2 : 1);
    sum += product / 10 + product % 10;
  }
  return to_char((10 - sum % 10) % 10);
}

char mod11_check_character(std::string_view digits) {
  check(all_digits(digits), "a check digit is only computed for digits");
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int weight = 2 + static_cast<int>(i % 6);
    sum += digit_at(digits, i) * weight;
  }
  const int rest = (11 - sum % 11) % 11;
  return rest == 10 ? '-' : to_char(rest);
}

}  // namespace avstem
