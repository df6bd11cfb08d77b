#include "core/phone_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/digits.hpp"

namespace avstem {
namespace {

constexpr std::size_t national_length = 8;  // Norway and Denmark
/// Where Vipps MobilePay has users: Denmark, Sweden, Norway, Finland.
constexpr std::array<std::string_view, 4> known_countries = {"45", "46", "47", "358"};

bool is_norwegian_mobile(std::string_view national) {
  return national.size() == national_length && (national.front() == '4' || national.front() == '9');
}

bool has_known_country(std::string_view digits) {
  return std::any_of(known_countries.begin(), known_countries.end(),
                     [&](std::string_view country) { return digits.starts_with(country); });
}

/// The digits with their country code, when it is said or understood.
std::optional<std::string> with_country(std::string_view compact) {
  if (compact.starts_with('+')) return std::string(compact.substr(1));
  if (compact.starts_with("00")) return std::string(compact.substr(2));
  if (compact.size() == national_length) return "47" + std::string(compact);
  if (has_known_country(compact)) return std::string(compact);
  return std::nullopt;
}

bool is_number(std::string_view digits) {
  if (!all_digits(digits) || digits.front() == '0') return false;
  if (digits.size() < PhoneNumber::length_min || digits.size() > PhoneNumber::length_max) {
    return false;
  }
  if (digits.starts_with("47")) return is_norwegian_mobile(digits.substr(2));
  if (digits.starts_with("45")) {
    return digits.size() == 2 + national_length && digits[2] != '0';
  }
  // A zero after the country code is the trunk prefix, which is not dialled from abroad.
  if (digits.starts_with("46")) return digits[2] != '0';
  if (digits.starts_with("358")) return digits[3] != '0';
  return true;
}

}  // namespace

Result<PhoneNumber> PhoneNumber::parse(std::string_view text) {
  auto digits = with_country(without_separators(text, "-"));
  if (!digits || !is_number(*digits)) {
    return Error{ErrorKind::invalid,
                 fmt::format("mobile number '{}' is not understood: write a Norwegian one with 8 "
                             "digits beginning with 4 or 9, another with its country code, e.g. "
                             "'+45 12 34 56 78'",
                             text)};
  }
  return PhoneNumber(std::move(*digits));
}

std::string PhoneNumber::formatted() const {
  if (!digits_.starts_with("47")) return "+" + digits_;
  const std::string_view national = std::string_view(digits_).substr(2);
  return fmt::format("+47 {} {} {}", national.substr(0, 3), national.substr(3, 2),
                     national.substr(5));
}

}  // namespace avstem
