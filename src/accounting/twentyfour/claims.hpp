#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "accounting/twentyfour/settings.hpp"
#include "accounting/twentyfour/soap.hpp"
#include "books/claim.hpp"
#include "core/oslo_time.hpp"

namespace avstem::accounting::twentyfour {

/// Open items of the customer ledger up to the end of the date: TransactionService's open entries
/// on the control account, taken together by customer and invoice, so that what is left of a part
/// payment is right also where 24SevenOffice has not linked it. What a payment can name is the
/// OCR where it is no KID, else the order's reference number, which InvoiceService tells. Times in
/// the replies are UTC.
Result<std::vector<books::Claim>> read_open_claims(Soap& soap, const Settings& settings,
                                                   const TimeZone& zone, Date date);

}  // namespace avstem::accounting::twentyfour
