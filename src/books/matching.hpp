#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "books/claim.hpp"
#include "books/entry.hpp"
#include "books/voucher.hpp"

namespace avstem::books {

/// An open item that a payment clears, wholly or in part.
struct Match {
  std::int64_t customer_number = 0;
  std::string matching_reference;
  std::string invoice_number;    ///< only where the item was named by a number, or has nothing else
  std::string kid;               ///< the same
  std::int64_t open_before = 0;  ///< øre; + owed by the customer, − owed to the customer
  std::int64_t amount = 0;       ///< øre of the payment that go here; its sign
};

/// The open items of one client while a ledger date is booked. Payments take them; an item that is
/// used up is not matched again.
///
/// A capture takes the invoices whose matching reference equals the payment's reference. A refund
/// takes credit notes with the same reference or with `<reference>-R<n>`, lowest n first: Vipps
/// reports a refund under the reference of its payment, while a credit note needs a reference of
/// its own to be cleared (facts accounting § 1.8 (5)). An item of the very amount goes before any
/// other; else they are filled in their order, and the last one bears what is too much.
///
/// With no such item, numbers inside the reference are read: a KID whose check digit is right, or
/// an invoice number of at least `invoice_digits_min` digits. They count when they name one open
/// item, or several that together are the very amount (rules § 2.2 step 2).
///
/// A capture that names an invoice which is paid already is real money too: it becomes the
/// customer's credit (R21).
class OpenItems {
 public:
  /// A claim with nothing open is one that is known to be paid.
  explicit OpenItems(const std::vector<Claim>& claims);

  /// The open items this entry clears, in order; empty when none. The amounts add up to the
  /// entry's, and are subtracted from the items.
  std::vector<Match> take(const Entry& entry);

  /// The one open item of exactly the entry's amount, if there is just one: something to suggest
  /// to a person, never to book (rules § 2.2 step 3).
  std::optional<Match> suggest(const Entry& entry) const;

  /// Whether the accounting system will list the same items as stand here once the payments taken
  /// are posted. Not so after a payment that is more or less than its item, names it by a number or
  /// meets a paid one: what becomes open then is the accounting system's to say.
  bool foreseeable() const { return foreseeable_; }
  /// An item that was paid on an earlier day, and is not listed any more: a payment that names it
  /// is one too many (R21). Only customer, reference and currency of `claim` count.
  void know_paid(const Claim& claim);
  /// Items used up so far are no longer known to be paid, as if all had been read anew.
  void forget_paid();

  /// A shorter number in a reference is too likely to be something else.
  static constexpr std::size_t invoice_digits_min = 4;

 private:
  struct Item {
    std::int64_t customer_number = 0;
    std::string matching_reference;
    std::string invoice_number;
    std::string kid;
    std::int64_t open = 0;
    bool invoice = true;  ///< not a credit note
    Currency currency;
    std::int64_t refund_order = 0;  ///< the n of `-R<n>`, 0 for the plain reference
    bool forgotten = false;         ///< paid, and listed no longer
  };
  using Places = std::vector<std::size_t>;

  enum class Named { by_reference, by_number };

  static bool answers(const Item& item, const Entry& entry);
  static bool is_paid(const Item& item, const Entry& entry);
  template <class Accepts>
  Places named_inside(const Entry& entry, Accepts accepts) const;
  template <class Accepts>
  Places with_reference(const Entry& entry, Accepts accepts) const;
  Places together(const Places& places, std::int64_t amount) const;
  std::vector<Match> take_paid(const Entry& entry);
  std::vector<Match> fill(const Places& places, std::int64_t amount, Named how);
  Match use(std::size_t place, std::int64_t amount, Named how);
  Match match_of(const Item& item, std::int64_t amount, Named how) const;

  std::vector<Item> items_;
  Places used_up_;  ///< since forget_paid()
  bool foreseeable_ = true;
  /// Items by the payment reference they answer to, in the order they are filled.
  std::unordered_map<std::string, Places> by_reference_;
  /// Items by KID and by invoice number.
  std::unordered_map<std::string, Places> by_number_;
  /// Items by what is open on them, øre.
  std::multimap<std::int64_t, std::size_t> by_open_;
};

/// Subtracts a line that is not in the accounting system yet from the open item it will clear.
void take_from_claims(std::vector<Claim>& claims, const Posting& posting);
/// The same for all lines of a voucher.
void take_from_claims(std::vector<Claim>& claims, const Voucher& voucher);

}  // namespace avstem::books
