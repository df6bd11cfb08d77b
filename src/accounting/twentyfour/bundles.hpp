#pragma once

#include <functional>
#include <string>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "accounting/twentyfour/reference_data.hpp"
#include "accounting/twentyfour/settings.hpp"
#include "accounting/twentyfour/soap.hpp"

namespace avstem::accounting::twentyfour {

/// The number of the invoice that a customer's line clears, where it names the open item by
/// matching reference alone; empty when no open item has it.
using InvoiceOf = std::function<std::string(const books::Posting&)>;

/// The `Entries` of a voucher, VAT apart: a save to the ledger calculates none, so a line with a
/// rate becomes its net amount and a line on the code's VAT account. The øre of the VAT follow
/// split_gross. `invalid` when a customer's line is not on the control account or a line on it has
/// no customer, when there are more than voucher_lines_max entries, or a code is not there.
Result<std::string> entries_of(const books::Voucher& voucher, const Settings& settings,
                               const ReferenceData& data, const InvoiceOf& invoice_of);

/// Whether SaveBundleList took the voucher.
enum class Saved {
  yes,
  number_taken,  ///< nothing was saved: the transaction number is somebody else's
};

/// The next number of the series for the date. It is not reserved.
Result<std::int64_t> next_number(Soap& soap, const TransactionType& type, Date date);

/// SaveBundleList straight to the ledger. Errors: `refused` with the words of the reply,
/// `unavailable` when its effect is not known.
Result<Saved> save(Soap& soap, const books::Voucher& voucher, const ReferenceData& data,
                   std::int64_t number, const std::string& entries);

/// Our id of a voucher there: year, type and number. The answer to a save holds no id, and a number
/// is unique in the series of its type within the year.
std::string remote_id_of(int year, std::int64_t type_id, std::int64_t number);

}  // namespace avstem::accounting::twentyfour
