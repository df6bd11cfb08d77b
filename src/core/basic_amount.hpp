#pragma once

#include <cstdint>

#include "core/date.hpp"
#include "core/result.hpp"

namespace avstem {

/// The National Insurance basic amount, G (grunnbeløpet), øre, in force on a day (Oslo). It is set
/// each year in May; for a year that is not in the table yet, and for one before it, this is an
/// error that says so, never last year's amount.
Result<std::int64_t> basic_amount(Date date);

/// How many G of cash sales in an accounting year an ambulant or sporadic seller may have without
/// a register (bokføringsforskriften ch. 5, rules § 3.1).
inline constexpr std::int64_t register_exemption_in_basic_amounts = 3;

/// That limit in øre: 3 G of the day.
Result<std::int64_t> register_exemption(Date date);

}  // namespace avstem
