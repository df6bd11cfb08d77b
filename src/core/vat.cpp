#include "core/vat.hpp"

#include <fmt/format.h>

#include "core/check.hpp"

namespace avstem {
namespace {

constexpr std::int64_t whole = 10'000;  // basis points in 100 %

struct RatePeriod {
  VatRateClass rate_class;
  Date from;  ///< the first day of supply, Oslo; in force until the class' next period
  VatRate rate;
};

/// Stortingets avgiftsvedtak, a line for each change, oldest first within a class. A rate that has
/// been voted is a new line here.
constexpr RatePeriod rate_periods[] = {
    {VatRateClass::regular, Date(2005, 1, 1), {2500}},
    {VatRateClass::middle, Date(2012, 1, 1), {1500}},
    {VatRateClass::low, Date(2016, 1, 1), {1000}},
    {VatRateClass::low, Date(2018, 1, 1), {1200}},
    {VatRateClass::low, Date(2020, 4, 1), {600}},  // the pandemic's relief
    {VatRateClass::low, Date(2021, 10, 1), {1200}},
    // The rate itself is older, but no sale is booked that far back.
    {VatRateClass::fish, Date(2016, 1, 1), {1111}},
};

/// numerator / denominator, half away from zero. The denominator is positive and the numerator far
/// from the limits of its type.
std::int64_t divide_rounded(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t half = denominator / 2;
  return (numerator < 0 ? numerator - half : numerator + half) / denominator;
}

}  // namespace

std::string_view to_string(VatRateClass rate_class) {
  switch (rate_class) {
    case VatRateClass::regular:
      return "regular";
    case VatRateClass::middle:
      return "middle";
    case VatRateClass::low:
      return "low";
    case VatRateClass::fish:
      return "fish";
  }
  return "unknown";
}

Result<VatRate> vat_rate(VatRateClass rate_class, Date supply_date) {
  const RatePeriod* in_force = nullptr;
  for (const RatePeriod& period : rate_periods) {
    if (period.rate_class == rate_class && period.from <= supply_date) in_force = &period;
  }
  if (in_force == nullptr) {
    return Error{ErrorKind::invalid,
                 fmt::format("no {} VAT rate is known for supplies of {}: the sale is older than "
                             "the table of rates; book it by hand",
                             to_string(rate_class), supply_date.to_string())};
  }
  return in_force->rate;
}

VatSplit split_gross(std::int64_t gross, VatRate rate) {
  check(rate.basis_points >= 0 && rate.basis_points <= whole, "a VAT rate is 0 to 100 percent");
  // gross = parts * (100 % + rate) + rest, so the VAT of the parts is exact and only the rest is
  // rounded; no product can overflow.
  const std::int64_t with_vat = whole + rate.basis_points;
  const std::int64_t parts = gross / with_vat;
  const std::int64_t rest = gross % with_vat;
  const std::int64_t vat =
      parts * rate.basis_points + divide_rounded(rest * rate.basis_points, with_vat);
  return {gross - vat, vat};
}

}  // namespace avstem
