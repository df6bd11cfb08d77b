#pragma once

#include <string>

#include "accounting/accounting_system.hpp"
#include "accounting/poweroffice/reference_data.hpp"

namespace avstem::accounting::poweroffice {

/// Names Avstem as the system a voucher comes from, in the voucher and in SAF-T exports.
inline constexpr std::string_view saft_source_id = "avstem";

/// The body of POST /Vouchers/BankJournals (BankVoucherPostDto): final, with one-sided lines where
/// + is debit and − is credit. Reads the customers that are not known yet. `invalid` when a
/// customer's line is not on the control account, or a line on it has no customer: the ledger
/// and its control account would part.
Result<std::string> bank_journal_body(const books::Voucher& voucher, const Settings& settings,
                                      ReferenceData& reference_data);

/// Reads the answer to it. 201 is success; a 400 or 409 that speaks of the external reference is
/// `conflict`; success without id and number is `unavailable`.
Result<PostedVoucher> read_posted(const books::Voucher& voucher, const Response& response);

}  // namespace avstem::accounting::poweroffice
