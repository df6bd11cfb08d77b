#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "books/claim.hpp"
#include "books/entry.hpp"
#include "books/voucher.hpp"

namespace avstem::books {

/// The open item a payment clears, and what remained of it before.
struct Match {
  std::int64_t customer_number = 0;
  std::string matching_reference;
  std::int64_t open_before = 0;  ///< øre; + owed by the customer, − owed to the customer
};

/// The open items of one client while a ledger date is booked. Payments take them by exact
/// reference; an item that is used up is not matched again.
///
/// A capture takes an invoice whose matching reference equals the payment's reference. A refund
/// takes a credit note with the same reference or with `<reference>-R<n>`, lowest n first and
/// equal amount before any other: Vipps reports a refund under the reference of its payment,
/// while a credit note needs a reference of its own to be cleared (facts accounting § 1.8 (5)).
class OpenItems {
 public:
  explicit OpenItems(const std::vector<Claim>& claims);

  /// The open item this entry clears, if any; what is taken is subtracted from it.
  std::optional<Match> take(const Entry& entry);

 private:
  struct Item {
    std::int64_t customer_number = 0;
    std::string matching_reference;
    std::int64_t open = 0;
    Currency currency;
    std::int64_t refund_order = 0;  ///< the n of `-R<n>`, 0 for the plain reference
  };
  /// Items by the payment reference they answer to.
  std::unordered_map<std::string, std::vector<Item>> items_;
};

/// Subtracts a line that is not in the accounting system yet from the open item it will clear.
void take_from_claims(std::vector<Claim>& claims, std::int64_t customer_number,
                      const std::string& matching_reference, std::int64_t amount);
/// The same for all lines of a voucher.
void take_from_claims(std::vector<Claim>& claims, const Voucher& voucher);

}  // namespace avstem::books
