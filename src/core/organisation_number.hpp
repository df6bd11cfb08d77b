#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace avstem {

/// A Norwegian organisation number: nine digits, the last a MOD11 check digit. A right check digit
/// does not mean that the unit exists; only Enhetsregisteret can tell.
class OrganisationNumber {
 public:
  /// Reads `974760673`, `974 760 673` and `NO 974 760 673 MVA`; capitals and blanks do not matter,
  /// and either of NO and MVA may be missing. Anything else is an error.
  static Result<OrganisationNumber> parse(std::string_view text);

  const std::string& text() const { return digits_; }  ///< `974760673`
  std::string formatted() const;                       ///< `974 760 673`
  /// `NO 974 760 673 MVA`, as bokføringsforskriften § 5-1-2 wants it on the sales documents of a
  /// unit in the VAT register. Whether it is registered is not known from the number.
  std::string formatted_vat() const;

  friend bool operator==(const OrganisationNumber&, const OrganisationNumber&) = default;
  friend auto operator<=>(const OrganisationNumber&, const OrganisationNumber&) = default;

 private:
  explicit OrganisationNumber(std::string digits) : digits_(std::move(digits)) {}
  std::string digits_;
};

}  // namespace avstem
