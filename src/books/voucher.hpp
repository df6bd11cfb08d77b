#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "core/money.hpp"

namespace avstem::books {

/// A general-ledger account number of the client's chart, e.g. 1903.
using AccountNumber = std::int64_t;

/// One line of a voucher.
struct Posting {
  AccountNumber account = 0;         ///< the control account when `customer_number` is set
  std::int64_t customer_number = 0;  ///< subledger customer, or 0
  std::int64_t amount = 0;           ///< øre; + debit, − credit; never zero
  std::string vat_code;            ///< SAF-T standard code, e.g. `3`, `7`; empty: no VAT treatment
  std::string matching_reference;  ///< clears the open item with the same reference
  std::string line_reference;      ///< pspReference of the entry behind the line, or empty
  std::string text;                ///< no payer's name, phone or message (rules § 2.1)
  std::string rule;                ///< which recipe put it there, e.g. `R01` (books/recipes.hpp)
  /// What chose the counter account: a step of matching, `M2`, or a stored rule and its version,
  /// `M4:7@3`. Empty on lines that follow from the recipe alone.
  std::string match{};
  /// Name the open item when it has no matching reference; on customers' lines only.
  std::string invoice_number{};
  std::string kid{};
  std::string department{};  ///< the accounting system's department code, or empty
  std::string project{};     ///< the accounting system's project code, or empty

  friend bool operator==(const Posting&, const Posting&) = default;
};

/// What a voucher is for; one kind has one place in the voucher reference.
enum class VoucherKind {
  payments,        ///< captures, refunds and all else that moves funds between us and customers
  fees,            ///< fees of the date and what was retained for them
  accrued_fees,    ///< fees that belong to the fiscal year before (R15)
  payout,          ///< a payout that Vipps has scheduled
  payout_aborted,  ///< a scheduled payout that came back (R24)
  bank,            ///< the payout's arrival in the bank, only where we post it
  reversal,        ///< takes a posted voucher back, line by line
  decision,        ///< moves money from where it stood by a person's word: suspense, a loss
  recognition,     ///< income that was paid before it was earned (R11, R12, R23, R27)
};

inline constexpr std::size_t voucher_kind_count =
    static_cast<std::size_t>(VoucherKind::recognition) + 1;

/// `pay`, `fee`, `acc`, `out`, `abo`, `bnk`, `rev`, `dec`, `inc`
std::string_view to_string(VoucherKind kind);
Result<VoucherKind> parse_voucher_kind(std::string_view code);

/// A balanced voucher. One that does not balance, has fewer than two lines or a zero line cannot
/// be constructed. All its lines are dated `date` and in one currency.
class Voucher {
 public:
  struct Head {
    VoucherKind kind = VoucherKind::payments;
    std::string reference;  ///< deterministic; the accounting system holds it once (≤ 50)
    Date date;
    Currency currency;
    std::string text;
    /// The date it belongs to, when a locked period or a correction put it on another.
    std::optional<Date> original_date{};
    std::string reverses{};  ///< reference of the voucher this one takes back, or empty

    friend bool operator==(const Head&, const Head&) = default;
  };

  /// `invalid` names the voucher and what is wrong with it.
  static Result<Voucher> make(Head head, std::vector<Posting> postings);

  const Head& head() const { return head_; }
  const std::vector<Posting>& postings() const { return postings_; }
  /// Σ of the postings on one account, øre.
  std::int64_t movement(AccountNumber account) const;
  /// The same voucher on another date: used when its own date is locked (rules § 2.1). The date it
  /// belongs to is kept, as `original_date` and with `why` in the text, also when it moves again.
  Voucher moved_to(Date open_date, std::string_view why = "period locked") const;

  friend bool operator==(const Voucher&, const Voucher&) = default;
  static constexpr std::size_t reference_length_max = 50;

 private:
  Voucher(Head head, std::vector<Posting> postings)
      : head_(std::move(head)), postings_(std::move(postings)) {}
  Head head_;
  std::vector<Posting> postings_;
};

}  // namespace avstem::books
