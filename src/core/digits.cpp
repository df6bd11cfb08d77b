#include "core/digits.hpp"

#include <algorithm>

namespace avstem {
namespace {

constexpr std::string_view no_break_space = "\u00a0";
constexpr std::string_view narrow_no_break_space = "\u202f";

/// How many bytes of a blank the text begins with; zero when it begins with something else.
std::size_t leading_blank(std::string_view text) {
  for (const std::string_view blank :
       {std::string_view(" "), no_break_space, narrow_no_break_space}) {
    if (text.starts_with(blank)) return blank.size();
  }
  return 0;
}

}  // namespace

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string without_separators(std::string_view text, std::string_view also) {
  std::string kept;
  kept.reserve(text.size());
  while (!text.empty()) {
    if (const std::size_t blank = leading_blank(text); blank > 0) {
      text.remove_prefix(blank);
      continue;
    }
    if (also.find(text.front()) == std::string_view::npos) kept.push_back(text.front());
    text.remove_prefix(1);
  }
  return kept;
}

}  // namespace avstem
