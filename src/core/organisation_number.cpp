#include "core/organisation_number.hpp"

#include <fmt/format.h>

#include "core/check_digit.hpp"
#include "core/digits.hpp"

namespace avstem {
namespace {

constexpr std::size_t length = 9;

char to_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// The digits of `no 974 760 673 mva`; what is no organisation number stays as it is.
std::string bare(std::string_view text) {
  std::string kept = without_separators(text);
  for (char& c : kept)
    c = to_upper(c);
  if (kept.starts_with("NO")) kept.erase(0, 2);
  if (kept.ends_with("MVA")) kept.resize(kept.size() - 3);
  return kept;
}

}  // namespace

Result<OrganisationNumber> OrganisationNumber::parse(std::string_view text) {
  std::string digits = bare(text);
  if (digits.size() != length || !all_digits(digits)) {
    return Error{ErrorKind::invalid,
                 fmt::format("organisation number '{}' must have {} digits, e.g. '974 760 673'",
                             text, length)};
  }
  if (digits.back() != mod11_check_character(std::string_view(digits).substr(0, length - 1))) {
    return Error{ErrorKind::invalid,
                 fmt::format("organisation number '{}' has a wrong check digit: compare it with "
                             "Brønnøysundregistrene",
                             text)};
  }
  return OrganisationNumber(std::move(digits));
}

std::string OrganisationNumber::formatted() const {
  const std::string_view digits = digits_;
  return fmt::format("{} {} {}", digits.substr(0, 3), digits.substr(3, 3), digits.substr(6));
}

std::string OrganisationNumber::formatted_vat() const {
  return fmt::format("NO {} MVA", formatted());
}

}  // namespace avstem
