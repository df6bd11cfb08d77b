#pragma once

#include <optional>

#include "accounting/chart.hpp"
#include "books/finding.hpp"
#include "services/clients/client.hpp"
#include "services/settlement/sale_store.hpp"

namespace avstem::services {

/// Accounts and VAT codes that a client's vouchers may need: those of its mapping, its rules and
/// its sales. For telling ahead; what a voucher does need is asked of its own lines.
Result<accounting::Requirements> needed_by(const Client& client, SaleStore& sales);

/// What the chart does not take of a voucher, as the finding that blocks it: the account, what it
/// is for under `mapping`, and the way out. Empty when it takes all of it.
std::optional<books::Finding> missing_for(const books::Voucher& voucher, const std::string& number,
                                          Date ledger_date, const accounting::Chart& chart,
                                          const books::Mapping& mapping);

}  // namespace avstem::services
