#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace avstem {

/// How the last character of a KID (the Norwegian payment reference) is computed. The payee's
/// bank agreement says which; it cannot be guessed, since 12345674 is right under both.
enum class KidScheme { mod10, mod11 };

std::string_view to_string(KidScheme scheme);  ///< `MOD10`, `MOD11`

/// The check character included. Leading zeros count and 25 digits exceed every machine integer,
/// so a KID is always a text.
inline constexpr std::size_t kid_length_min = 2;
inline constexpr std::size_t kid_length_max = 25;

/// The character that ends the KID on `base`; '-' is possible under MOD11 only. A base that is
/// not 1 to 24 digits is an error.
Result<char> kid_check_character(std::string_view base, KidScheme scheme);

/// The whole KID on `base`: 2026000123 under MOD10 gives 20260001233.
Result<std::string> make_kid(std::string_view base, KidScheme scheme);

/// Success when `kid` is right under `scheme`. It must be written without blanks, exactly as the
/// bank carries it.
Result<void> validate_kid(std::string_view kid, KidScheme scheme);

/// Success when `kid` is right under MOD10 or MOD11: the test of the VAT return (R079) and of a
/// stranger's KID, whose scheme we do not know.
Result<void> validate_kid(std::string_view kid);

}  // namespace avstem
