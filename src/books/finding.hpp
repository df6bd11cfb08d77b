#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/date.hpp"
#include "core/result.hpp"

namespace avstem::books {

/// Why a person must look. Money is always booked; a finding says what is not certain about it.
enum class FindingKind {
  payment_without_claim,       ///< a capture whose reference has no open item: in suspense (R18)
  refund_without_credit_note,  ///< a refund with no open credit note: in suspense
  overpayment,                 ///< the customer paid more than the open item (R19)
  underpayment,                ///< the customer paid less; the rest stays open (R20a)
  unknown_entry_type,          ///< Vipps sent a type we do not know: by sign to suspense (R26)
  correction,                  ///< Vipps corrected the funds ledger by hand: in suspense
  disputed_capture,            ///< Vipps holds back a capture (R08a)
  till_differs,                ///< a Z report and its Vipps payments are not the same sum (R09)
  fees_retained_unpaired,      ///< one side of retained fees came without its twin: in suspense
  chain_gap,                   ///< balances do not chain: nothing is posted for the date
  history_changed,             ///< the report no longer says what it said before
  currency_differs,            ///< an entry in another currency than its ledger's
  voucher_moved,               ///< its period was locked; it is posted on the first open date
  posting_refused,             ///< the accounting system refused a voucher
  balance_differs,             ///< the account does not equal Vipps' balance
  voucher_differs,             ///< a posted voucher's rows are missing, doubled or changed
  double_voucher,              ///< a voucher of ours stands twice in the accounting system
  foreign_posting,             ///< somebody else posted on one of our accounts
  registration_threshold,      ///< turnover is near the threshold of VAT registration, or there
  documentation_missing,       ///< the settlement PDF is not attached to a voucher yet
  payout_late,                 ///< not seen in the bank two bank days after it was expected
  fee_without_capture,         ///< near a new year: no capture says which year its cost is of (R15)
  fee_invoice_twice,           ///< the invoice for fees was posted by others besides us (R02)
  fee_invoice_missing,         ///< the bookkeeper has not posted the invoice for fees (R02)
  file_differs,                ///< a settlement file and the API tell a settlement differently
  invoicing_stopped,           ///< an invoice or credit note of ours could not be issued as it is
  account_missing,             ///< the chart does not take an account or VAT code of a voucher
};

std::string_view to_string(FindingKind kind);  ///< `payment-without-claim`
Result<FindingKind> parse_finding_kind(std::string_view word);

/// What a person is offered to accept: the open item that is likely meant.
struct Suggestion {
  std::int64_t customer_number = 0;  ///< 0: nothing is suggested
  std::string matching_reference;
  std::string invoice_number;

  friend bool operator==(const Suggestion&, const Suggestion&) = default;
};

/// Something a person must look at. (kind, subject) on a ledger date is raised once, however
/// often the date is closed again.
struct Finding {
  FindingKind kind = FindingKind::unknown_entry_type;
  Date ledger_date;
  std::string subject;      ///< what it is about: a pspReference, an account, a voucher reference
  std::int64_t amount = 0;  ///< øre
  std::string message;      ///< the thing, its value and the way out; no payer's data
  Suggestion suggestion{};

  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace avstem::books
