#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounting/chart.hpp"
#include "accounting/invoicing.hpp"
#include "books/claim.hpp"
#include "books/voucher.hpp"
#include "core/date.hpp"
#include "core/result.hpp"

namespace avstem::accounting {

/// Where a posted voucher stands in the accounting system.
struct PostedVoucher {
  std::string remote_id;           ///< the system's own id
  std::int64_t remote_number = 0;  ///< the voucher number an accountant sees

  friend bool operator==(const PostedVoucher&, const PostedVoucher&) = default;
};

/// One line of the general ledger, read back.
struct LedgerRow {
  Date posting_date;
  books::AccountNumber account = 0;
  std::int64_t amount = 0;         ///< øre; + debit, − credit
  std::string external_reference;  ///< ours, or empty or foreign for rows made by others
  std::string remote_id;
  std::int64_t remote_number = 0;
  bool reversed = false;  ///< the voucher of this row has been reversed by another
  std::string text;
};

/// What a system takes, where they differ.
struct Abilities {
  /// Postings of one voucher. A larger one may be `invalid`, found before anything is sent.
  std::size_t voucher_postings_max = 1'000;
  /// Whether attach() can do anything. Where not, documents are kept here and nobody is told.
  bool takes_documents = true;

  friend bool operator==(const Abilities&, const Abilities&) = default;
};

/// A client's books in an outside accounting system. One object serves one client.
/// No method retries; errors carry what a caller needs to decide:
///   refused       the system said no to this request (the message holds its words)
///   conflict      post(): a voucher with this reference is there already
///   unauthorised  keys or privileges
///   busy          rate limit; nothing was done
///   unavailable   no usable answer: after post() the effect is unknown, so look it up
class AccountingSystem : public Invoicing {
 public:
  virtual Abilities abilities() const { return {}; }

  /// Reads accounts and VAT codes anew: all of them, the inactive ones too where the system tells
  /// them. Must be called before post(), which names accounts and codes as it was read here.
  virtual Result<Chart> chart() = 0;

  /// The last locked date: nothing may be posted on or before it. Empty when none is set.
  virtual Result<std::optional<Date>> lock_date() = 0;

  /// Open items of the customer ledger, as of the end of `date`, that a payment can name: by a
  /// matching reference, an invoice number or a KID.
  virtual Result<std::vector<books::Claim>> open_claims(Date date) = 0;

  /// Posts one voucher, finally. The voucher's reference is sent as the external reference.
  virtual Result<PostedVoucher> post(const books::Voucher& voucher) = 0;

  /// Looks a voucher up by its reference among the rows of its date. Waits out the system's read
  /// lag before it answers "not there".
  virtual Result<std::optional<PostedVoucher>> find(const books::Voucher& voucher) = 0;

  /// Attaches a PDF to a voucher that was posted, instead of the one before: repeating it is
  /// harmless. `name` is the file's, in plain letters. `invalid` when the system takes no file of
  /// that size; `unavailable`: whether it is there is not known, so attach it again.
  virtual Result<void> attach(const PostedVoucher& voucher, const std::string& name,
                              const std::string& pdf) = 0;

  /// Every row on the accounts with a posting date in [from, to], once the system's read lag has
  /// passed since our own last write.
  virtual Result<std::vector<LedgerRow>> rows(const std::vector<books::AccountNumber>& accounts,
                                              Date from, Date to) = 0;
};

}  // namespace avstem::accounting
