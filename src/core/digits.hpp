#pragma once

#include <string>
#include <string_view>

namespace avstem {

/// '0' to '9', whatever the locale.
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// At least one character, and all of them digits.
bool all_digits(std::string_view text);

/// The text without spaces and no-break spaces (people paste numbers from web pages, which group
/// them so), and without the characters in `also`.
std::string without_separators(std::string_view text, std::string_view also = "");

}  // namespace avstem
