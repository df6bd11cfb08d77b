#include "books/vat_codes.hpp"

#include <algorithm>

namespace avstem::books {
namespace {

using enum VatRateClass;
using enum VatCode::Side;

/// Skatteetaten's standard tax codes for SAF-T, those a Vipps payment can lead to.
constexpr VatCode all_codes[] = {
    {"0", "no VAT treatment (purchases)", none, regular, false},
    {"1", "input VAT, regular rate; losses on claims", input, regular, false},
    {"11", "input VAT, middle rate", input, middle, false},
    {"12", "input VAT, raw fish", input, fish, false},
    {"13", "input VAT, low rate", input, low, false},
    {"3", "output VAT, regular rate", output, regular, true},
    {"31", "output VAT, middle rate", output, middle, true},
    {"32", "output VAT, raw fish", output, fish, true},
    {"33", "output VAT, low rate", output, low, true},
    {"5", "domestic turnover, zero rate", none, regular, true},
    {"52", "export, zero rate", none, regular, true},
    {"6", "turnover outside the VAT Act", none, regular, false},
    {"7", "income that is no turnover", none, regular, false},
};

}  // namespace

const VatCode* find_vat_code(std::string_view code) {
  const auto* const found = std::ranges::find(all_codes, code, &VatCode::code);
  return found == std::end(all_codes) ? nullptr : found;
}

std::optional<AccountRole> vat_account_role(const VatCode& code) {
  if (code.side == none || code.rate_class == fish) return std::nullopt;
  const bool sold = code.side == output;
  switch (code.rate_class) {
    case regular:
      return sold ? AccountRole::output_vat_regular : AccountRole::input_vat_regular;
    case middle:
      return sold ? AccountRole::output_vat_middle : AccountRole::input_vat_middle;
    case low:
      return sold ? AccountRole::output_vat_low : AccountRole::input_vat_low;
    case fish:
      break;
  }
  return std::nullopt;
}

}  // namespace avstem::books
