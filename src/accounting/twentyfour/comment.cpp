#include "accounting/twentyfour/comment.hpp"

#include <algorithm>

#include "accounting/twentyfour/settings.hpp"
#include "books/voucher.hpp"

namespace avstem::accounting::twentyfour {
namespace {

/// Client, ledger, kind, date and part have this many colons between them.
constexpr std::ptrdiff_t colons_in_reference = 4;

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

std::string comment_of(std::string_view reference, std::string_view text) {
  std::string whole(reference);
  if (!text.empty()) whole.append(" ").append(text);
  std::size_t characters = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (!begins_character(whole[i])) continue;
    if (++characters > comment_length_max) {
      whole.resize(i);
      break;
    }
  }
  while (whole.ends_with(' '))
    whole.pop_back();
  return whole;
}

std::string reference_in(std::string_view comment) {
  const std::string_view word = comment.substr(0, comment.find(' '));
  const bool has_shape = word.size() <= books::Voucher::reference_length_max &&
                         std::count(word.begin(), word.end(), ':') == colons_in_reference;
  return has_shape ? std::string(word) : std::string();
}

}  // namespace avstem::accounting::twentyfour
