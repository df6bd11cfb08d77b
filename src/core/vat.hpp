#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include "core/date.hpp"
#include "core/result.hpp"

namespace avstem {

/// The groups of taxable supplies that the VAT Act gives a rate of their own. Zero-rated and
/// exempt supplies have no class: they carry no VAT, each for its own reason and code.
enum class VatRateClass {
  regular,  ///< goods and services in general, serving on the premises
  middle,   ///< food that is not served
  low,      ///< passenger transport, rooms, cinema, sports events, museums, amusement parks
  fish,     ///< raw fish through the fishermen's sales organisations
};

std::string_view to_string(VatRateClass rate_class);  ///< `regular`, `middle`, `low`, `fish`

/// A VAT rate on the net amount, in hundredths of a percent: 25 % is 2500, 11.11 % is 1111.
struct VatRate {
  std::int64_t basis_points = 0;
  friend auto operator<=>(const VatRate&, const VatRate&) = default;
};

/// The rate in force on the day of supply (Oslo). The Storting sets rates by date, so none is a
/// constant. A day before the first rate we know of that class is an error.
Result<VatRate> vat_rate(VatRateClass rate_class, Date supply_date);

/// A gross amount in its two parts, in minor units (øre). net + vat is always the gross amount.
struct VatSplit {
  std::int64_t net = 0;
  std::int64_t vat = 0;
  friend bool operator==(const VatSplit&, const VatSplit&) = default;
};

/// Splits an amount in minor units (øre), VAT included. The VAT is rounded half away from zero,
/// so that a refund mirrors its sale; the net amount is what remains. Splitting each line and
/// splitting their sum may differ by øre: a credit note must use the way its invoice did.
VatSplit split_gross(std::int64_t gross, VatRate rate);

}  // namespace avstem
