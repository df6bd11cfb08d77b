#pragma once

#include <optional>
#include <string_view>

#include "books/accounts.hpp"
#include "core/vat.hpp"

namespace avstem::books {

/// What a SAF-T standard VAT code says of a line (rules § 1.2). The codes without VAT differ in
/// what is reported, so none stands for another: 5, 6, 7, 52 and 0 all give zero VAT.
struct VatCode {
  enum class Side { none, output, input };

  std::string_view code;
  std::string_view words;
  Side side = Side::none;  ///< none: the accounting system splits nothing off
  VatRateClass rate_class = VatRateClass::regular;  ///< when it has a side
  /// Counts towards the thresholds of registration: taxable and zero-rated turnover (§ 1.4).
  bool registrable = false;
};

/// The code, or null when it is none of those that payments lead to.
const VatCode* find_vat_code(std::string_view code);

/// The account its VAT is posted to; none for a code without VAT, and for raw fish, which no
/// account of ours is kept for.
std::optional<AccountRole> vat_account_role(const VatCode& code);

}  // namespace avstem::books
