#include "books/finding.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace avstem::books {
namespace {

using enum FindingKind;

constexpr std::array<std::pair<FindingKind, std::string_view>, 27> words{{
    {payment_without_claim, "payment-without-claim"},
    {refund_without_credit_note, "refund-without-credit-note"},
    {overpayment, "overpayment"},
    {underpayment, "underpayment"},
    {unknown_entry_type, "unknown-entry-type"},
    {correction, "correction"},
    {disputed_capture, "disputed-capture"},
    {till_differs, "till-differs"},
    {fees_retained_unpaired, "fees-retained-unpaired"},
    {chain_gap, "chain-gap"},
    {history_changed, "history-changed"},
    {currency_differs, "currency-differs"},
    {voucher_moved, "voucher-moved"},
    {posting_refused, "posting-refused"},
    {balance_differs, "balance-differs"},
    {voucher_differs, "voucher-differs"},
    {double_voucher, "double-voucher"},
    {foreign_posting, "foreign-posting"},
    {registration_threshold, "registration-threshold"},
    {documentation_missing, "documentation-missing"},
    {payout_late, "payout-late"},
    {fee_without_capture, "fee-without-capture"},
    {fee_invoice_twice, "fee-invoice-twice"},
    {fee_invoice_missing, "fee-invoice-missing"},
    {file_differs, "file-differs"},
    {invoicing_stopped, "invoicing-stopped"},
    {account_missing, "account-missing"},
}};

}  // namespace

std::string_view to_string(FindingKind kind) {
  for (const auto& [known, word] : words) {
    if (known == kind) return word;
  }
  return "unknown-entry-type";
}

Result<FindingKind> parse_finding_kind(std::string_view word) {
  for (const auto& [kind, known] : words) {
    if (known == word) return kind;
  }
  return Error{ErrorKind::invalid, fmt::format("finding kind '{}' is unknown", word)};
}

}  // namespace avstem::books
