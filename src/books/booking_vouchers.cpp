// The vouchers a ledger date ends in. What goes where is decided in booking.cpp; this is how the
// sums become lines. Fees have a file of their own, booking_fees.cpp.

#include <fmt/format.h>

#include "books/booking.hpp"
#include "core/bank_calendar.hpp"

namespace avstem::books {

/// Dr/Cr 1903 against each customer, gift or suspense line (R01, R05, R10, R18, R26).
Result<void> DateBooking::flush_payments() {
  if (payment_lines_.empty()) return {};
  std::vector<Posting> lines;
  lines.reserve(payment_lines_.size() + 2);
  if (funds_in_ != 0) {
    lines.push_back(line(AccountRole::clearing, funds_in_, "Vipps, inn på saldo", "R01"));
  }
  if (funds_out_ != 0) {
    lines.push_back(line(AccountRole::clearing, funds_out_, "Vipps, ut av saldo", "R05"));
  }
  for (Posting& posting : payment_lines_)
    lines.push_back(std::move(posting));
  payment_lines_.clear();
  funds_in_ = 0;
  funds_out_ = 0;
  return emit(
      VoucherKind::payments, terms_.ledger_date,
      fmt::format("Vipps {}: betalinger {}", terms_.ledger.text(), terms_.ledger_date.to_string()),
      std::move(lines), payment_sources_.take());
}

/// Dr 1904 in transit / Cr 1903; turned around when the payout is aborted (R24). The money then
/// arrives as Dr 1920 / Cr 1904, posted by the bank feed unless the client wants us to.
Result<void> DateBooking::flush_payout(const Entry& payout) {
  const bool aborted = payout.type == EntryType::payout_aborted;
  const std::string number = payout_number(payout, terms_.ledger);
  const std::string text = fmt::format("Vipps utbetaling {}{}", number, aborted ? " avbrutt" : "");
  const std::string_view rule = aborted ? "R24" : "R01";
  std::vector<Posting> lines{line(AccountRole::in_transit, -payout.amount, text, rule),
                             line(AccountRole::clearing, payout.amount, text, rule)};
  for (Posting& posting : lines)
    posting.line_reference = payout.psp_reference;
  const std::vector<SourceRange> from{{Topic::funds, payout.sequence, payout.sequence}};
  auto done = emit(aborted ? VoucherKind::payout_aborted : VoucherKind::payout, terms_.ledger_date,
                   fmt::format("Vipps {}: {}", terms_.ledger.text(), text), std::move(lines), from);
  if (!done || !terms_.post_bank_line) return done;
  // A payout that came back takes its bank line back too, on the day Vipps says so.
  const Date arrival = aborted ? terms_.ledger_date : expected_bank_date(terms_.ledger_date);
  return emit(VoucherKind::bank, arrival,
              fmt::format("Vipps {}: {} i bank", terms_.ledger.text(), text),
              {line(AccountRole::bank, -payout.amount, text, rule),
               line(AccountRole::in_transit, payout.amount, text, rule)},
              from);
}

}  // namespace avstem::books
