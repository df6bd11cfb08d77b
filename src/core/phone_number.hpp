#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace avstem {

/// A mobile number as Vipps MobilePay writes it (MSISDN): the country code and the number, digits
/// only, without a plus.
class PhoneNumber {
 public:
  /// Reads `+47 912 34 567`, `0047 91234567`, `4791234567` and `912 34 567`. Eight digits without
  /// a country code are Norwegian. Without + or 00 only the codes 45, 46, 47 and 358 are
  /// understood. Norwegian mobile numbers begin with 4 or 9 and Danish numbers have eight digits;
  /// others are only held to E.164's length. Anything else is an error.
  static Result<PhoneNumber> parse(std::string_view text);

  const std::string& text() const { return digits_; }  ///< `4791234567`
  std::string formatted() const;  ///< `+47 912 34 567`; other countries `+4512345678`

  friend bool operator==(const PhoneNumber&, const PhoneNumber&) = default;
  friend auto operator<=>(const PhoneNumber&, const PhoneNumber&) = default;

  /// With the country code. E.164 sets the most; no mobile number of our countries is shorter.
  static constexpr std::size_t length_min = 9;
  static constexpr std::size_t length_max = 15;

 private:
  explicit PhoneNumber(std::string digits) : digits_(std::move(digits)) {}
  std::string digits_;
};

}  // namespace avstem
