#pragma once

#include <optional>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "accounting/twentyfour/rest.hpp"

namespace avstem::accounting::twentyfour {

/// Rows of GET /transactionlines on the accounts, with a date in [from, to]. Amounts in øre of the
/// client's currency; a row in another one is `invalid`. No row is `reversed`: a reversal there is
/// a mirror, which is a voucher like any other.
Result<std::vector<LedgerRow>> read_rows(Rest& rest, const Settings& settings,
                                         const std::vector<books::AccountNumber>& accounts,
                                         Date from, Date to);

/// The voucher with this reference among the rows of its date on its first account: each of its
/// lines names the reference. `conflict` when two vouchers do.
Result<std::optional<PostedVoucher>> find_voucher(Rest& rest, const Settings& settings,
                                                  const books::Voucher& voucher);

}  // namespace avstem::accounting::twentyfour
