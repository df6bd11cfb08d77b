#pragma once

#include <cstdint>
#include <string>

#include "core/date.hpp"
#include "core/money.hpp"

namespace avstem::books {

/// An open item in the customer subledger: an unpaid invoice (the customer owes us, positive) or
/// an unused credit note (we owe the customer, negative).
struct Claim {
  std::int64_t customer_number = 0;  ///< number in the accounting system's customer ledger
  std::string matching_reference;    ///< what a payment must carry to clear it; may be empty
  std::string invoice_number;
  std::string kid;
  Money open;  ///< what remains, øre; + owed by the customer, − owed to the customer
  Date date;   ///< voucher date of the invoice or credit note

  friend bool operator==(const Claim&, const Claim&) = default;
};

}  // namespace avstem::books
