#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "accounting/poweroffice/session.hpp"

namespace avstem::accounting::poweroffice {

/// Rows of GET /AccountTransactions on the accounts, with a posting date in [from, to]. Amounts
/// are in the currency the client keeps its books in, øre.
Result<std::vector<LedgerRow>> read_rows(Session& session, const Settings& settings,
                                         const std::vector<books::AccountNumber>& accounts,
                                         Date from, Date to);

/// The voucher with this reference among the rows of its accounts and date. Vouchers that were
/// reversed, and the reversals themselves, do not count: after a reversal the reference is free.
/// `conflict` when two vouchers carry it.
Result<std::optional<PostedVoucher>> find_voucher(Session& session, const books::Voucher& voucher);

/// Rows of GET /Customerledger/OpenItems with a matching reference and something left.
Result<std::vector<books::Claim>> read_open_claims(Session& session, const Settings& settings,
                                                   Date date);

}  // namespace avstem::accounting::poweroffice
