#pragma once

#include "core/date.hpp"

namespace avstem {

/// Easter Sunday by the anonymous Gregorian algorithm (Meeus/Butcher).
Date easter_sunday(int year);

/// The Norwegian public holidays: 1 January, Maundy Thursday, Good Friday, Easter Sunday and
/// Monday, 1 and 17 May, Ascension Day, Whit Sunday and Monday, 25 and 26 December. An ordinary
/// Sunday is none, nor is Easter Saturday, 24 or 31 December.
bool is_public_holiday(Date date);

/// Whether Norwegian banks settle: Monday to Friday, no public holiday and not 24 December, when
/// Norges Bank's settlement system is closed. 31 December is a bank day.
bool is_bank_day(Date date);

/// The first bank day strictly after the date.
Date next_bank_day(Date date);

/// The count-th bank day strictly after the date; the date itself when count is zero.
Date bank_days_after(Date date, int count);

/// When the payout of a ledger date should be on the merchant's account: the second bank day
/// strictly after it. It serves warnings only and is never a posting date: the bank line decides.
Date expected_bank_date(Date ledger_date);

}  // namespace avstem
