#include "core/kid.hpp"

#include <fmt/format.h>

#include "core/check_digit.hpp"
#include "core/digits.hpp"

namespace avstem {
namespace {

char check_character(std::string_view base, KidScheme scheme) {
  return scheme == KidScheme::mod10 ? mod10_check_digit(base) : mod11_check_character(base);
}

/// Length and characters, which both schemes share.
Result<void> validate_shape(std::string_view kid) {
  if (kid.size() < kid_length_min || kid.size() > kid_length_max) {
    return Error{ErrorKind::invalid, fmt::format("KID '{}' has {} characters; a KID has {} to {}",
                                                 kid, kid.size(), kid_length_min, kid_length_max)};
  }
  const char last = kid.back();
  if (!all_digits(kid.substr(0, kid.size() - 1)) || (!is_digit(last) && last != '-')) {
    return Error{ErrorKind::invalid,
                 fmt::format("KID '{}' may hold digits only, written without blanks; under MOD11 "
                             "the last character may be '-'",
                             kid)};
  }
  return {};
}

bool ends_right(std::string_view kid, KidScheme scheme) {
  return kid.back() == check_character(kid.substr(0, kid.size() - 1), scheme);
}

}  // namespace

std::string_view to_string(KidScheme scheme) {
  return scheme == KidScheme::mod10 ? "MOD10" : "MOD11";
}

Result<char> kid_check_character(std::string_view base, KidScheme scheme) {
  if (!all_digits(base) || base.size() >= kid_length_max) {
    return Error{ErrorKind::invalid,
                 fmt::format("'{}' cannot begin a KID: give 1 to {} digits, the check character "
                             "comes after them",
                             base, kid_length_max - 1)};
  }
  return check_character(base, scheme);
}

Result<std::string> make_kid(std::string_view base, KidScheme scheme) {
  const auto last = kid_check_character(base, scheme);
  if (!last) return last.error();
  return std::string(base) + *last;
}

Result<void> validate_kid(std::string_view kid, KidScheme scheme) {
  if (auto shape = validate_shape(kid); !shape) return shape;
  if (ends_right(kid, scheme)) return {};
  return Error{
      ErrorKind::invalid,
      fmt::format("KID '{}' should end in '{}' under {}: a digit is mistyped, or the bank "
                  "agreement uses the other scheme",
                  kid, check_character(kid.substr(0, kid.size() - 1), scheme), to_string(scheme))};
}

Result<void> validate_kid(std::string_view kid) {
  if (auto shape = validate_shape(kid); !shape) return shape;
  if (ends_right(kid, KidScheme::mod10) || ends_right(kid, KidScheme::mod11)) return {};
  return Error{ErrorKind::invalid,
               fmt::format("KID '{}' has a wrong check digit under both MOD10 and MOD11: compare "
                           "it with the invoice",
                           kid)};
}

}  // namespace avstem
