#include "core/identifiers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem {
namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}

}  // namespace

Result<ClientId> parse_client_id(std::string_view text) {
  const bool ok = text.size() >= 2 && text.size() <= client_id_length_max &&
                  is_lower(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
                    return is_lower(c) || is_digit(c) || c == '-';
                  });
  if (!ok) {
    return Error{ErrorKind::invalid,
                 fmt::format("client id '{}' must be 2 to {} of a-z, 0-9 and '-', and begin with "
                             "a letter, e.g. 'kafe-nord'",
                             text, client_id_length_max)};
  }
  return ClientId(std::string(text));
}

Result<LedgerId> parse_ledger_id(std::string_view text) {
  const bool ok = !text.empty() && text.size() <= ledger_id_length_max &&
                  std::all_of(text.begin(), text.end(), [](char c) {
                    return is_letter(c) || is_digit(c) || c == '-' || c == '_';
                  });
  if (!ok) {
    return Error{ErrorKind::invalid,
                 fmt::format("ledger id '{}' must be 1 to {} letters, digits, '-' or '_', e.g. "
                             "'302321'; 'avstem ledgers' lists those your keys can see",
                             text, ledger_id_length_max)};
  }
  return LedgerId(std::string(text));
}

}  // namespace avstem
