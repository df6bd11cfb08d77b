#pragma once

#include <cstdint>
#include <string_view>

#include "core/date.hpp"
#include "core/result.hpp"

namespace avstem {

/// What decides when a business must register for VAT (mval. § 2-1, rules § 1.4). A client's class
/// is a setting; it is never inferred.
enum class RegistrationClass {
  general,
  charitable,  ///< charitable organisations and those for the public benefit
  admissions,  ///< admissions to sports events, but for the three top men's divisions
};

std::string_view to_string(RegistrationClass registration_class);  ///< `general`, …
Result<RegistrationClass> parse_registration_class(std::string_view word);

/// The turnover, øre without VAT, over any twelve months that makes registration due, as the law
/// stood on a day (Oslo). A day before the table begins is an error.
Result<std::int64_t> registration_threshold(RegistrationClass registration_class, Date date);

}  // namespace avstem
