#pragma once

#include <string_view>

namespace avstem {

/// The MOD10 (Luhn) check digit that follows `digits`: weights 2, 1, 2, 1 … from the right, the
/// digits of each product added. It misses the swap 09 ↔ 90.
char mod10_check_digit(std::string_view digits);

/// The MOD11 check character that follows `digits`: weights 2, 3, 4, 5, 6, 7, 2, 3 … from the
/// right. A remainder of ten has no digit and gives '-', which a KID may end in, but an
/// organisation number or an account number may not. Used by KID, organisation numbers (8 digits)
/// and bank accounts (10 digits) alike.
char mod11_check_character(std::string_view digits);

}  // namespace avstem
