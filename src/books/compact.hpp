#pragma once

#include <optional>
#include <vector>

#include "books/booking.hpp"

namespace avstem::books {

/// Makes one voucher of a plain ledger date (R03): payout and fee against each customer. The
/// clearing and accrued-fees accounts are passed by, since the date moves neither: both laws of
/// DateBooking hold, but the day's rise and fall of the balance can no longer be seen in the books.
///
/// Empty when the date is not plain, and its vouchers stay as they are: anything but captures that
/// meet customers' items, their fees, what was retained for them and one payout; a fee that belongs
/// to the year before; a balance that is carried over. The payout's bank line stays by itself.
std::optional<std::vector<PlannedVoucher>> compact(const std::vector<PlannedVoucher>& date,
                                                   const Mapping& mapping);

}  // namespace avstem::books
