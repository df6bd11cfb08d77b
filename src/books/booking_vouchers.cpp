// The vouchers a ledger date ends in. What goes where is decided in booking.cpp; this is how the
// sums become lines. To find how a fee is booked, read flush_fees.

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
  const SourceRange from = payment_source_;
  payment_lines_.clear();
  funds_in_ = 0;
  funds_out_ = 0;
  payment_source_ = {Topic::funds, 0, 0};
  return emit(
      VoucherKind::payments, terms_.ledger_date,
      fmt::format("Vipps {}: betalinger {}", terms_.ledger.text(), terms_.ledger_date.to_string()),
      std::move(lines), {from});
}

/// Dr 7770 / Cr 2960 for what Vipps charged, Dr 2960 / Cr 1903 for what it retained (R01), and
/// Dr 2960 / Cr 2400 for what it invoiced (R02). Corrections turn the first around (R14).
Result<void> DateBooking::flush_fees() {
  std::vector<Posting> lines;
  const auto pair = [&](AccountRole role, std::int64_t fees_amount, const std::string& text,
                        std::string_view rule) {
    if (fees_amount == 0) return;
    lines.push_back(line(role, -fees_amount, text, rule));
    lines.push_back(line(AccountRole::accrued_fees, fees_amount, text, rule));
  };
  const FeeSums sums = std::exchange(fee_sums_, {});
  pair(AccountRole::payment_fees, sums.capture_fees,
       fmt::format("Vipps gebyr ({} stk.)", sums.capture_fee_count), "R01");
  pair(AccountRole::payment_fees, sums.service_fees, "Vipps tjenestegebyr", "R01");
  pair(AccountRole::payment_fees, sums.corrections, "Vipps gebyr korrigert", "R14");
  pair(AccountRole::supplier, sums.supplier, "Vipps gebyr fakturert", "R02");
  if (sums.retained_fees != 0) {
    lines.push_back(line(AccountRole::accrued_fees, sums.retained_fees,
                         "Vipps gebyr trukket i oppgjør", "R01"));
  }
  if (sums.retained_funds != 0) {
    lines.push_back(
        line(AccountRole::clearing, sums.retained_funds, "Vipps gebyr trukket i oppgjør", "R01"));
  }
  // The two sides of retained fees are entries of two ledgers. Should they differ on a date, each
  // account still follows its own ledger and the difference is a person's to look at.
  const std::int64_t unpaired = add_minor(sums.retained_fees, sums.retained_funds);
  if (unpaired != 0) {
    lines.push_back(
        line(AccountRole::suspense, -unpaired, "Vipps gebyr trukket, uten motpost", "R26"));
    auto told = sink_.finding(
        {FindingKind::fees_retained_unpaired, terms_.ledger_date, "fees-retained", unpaired,
         fmt::format("Vipps retained {} on funds and {} on fees; the difference stands in suspense "
                     "until the other side arrives",
                     Money(sums.retained_funds, terms_.currency).to_decimal(),
                     Money(sums.retained_fees, terms_.currency).to_decimal())});
    if (!told) return told;
  }
  for (Posting& posting : unknown_fee_lines_)
    lines.push_back(std::move(posting));
  unknown_fee_lines_.clear();
  std::vector<SourceRange> from;
  if (fee_source_.first != 0) from.push_back(fee_source_);
  if (retained_source_.first != 0) from.push_back(retained_source_);
  fee_source_ = {Topic::fees, 0, 0};
  retained_source_ = {Topic::funds, 0, 0};
  if (lines.empty()) return {};
  return emit(
      VoucherKind::fees, terms_.ledger_date,
      fmt::format("Vipps {}: gebyr {}", terms_.ledger.text(), terms_.ledger_date.to_string()),
      std::move(lines), from);
}

/// Dr 7770 / Cr 2960 on 31 December of the capture's year (R15).
Result<void> DateBooking::flush_accrued() {
  for (const auto& [year, amount] : std::exchange(accrued_by_year_, {})) {
    if (amount == 0) continue;
    const std::string text =
        fmt::format("Vipps gebyr for {}, mottatt {}", year, terms_.ledger_date.to_string());
    auto done = emit(VoucherKind::accrued_fees, Date(year, 12, 31),
                     fmt::format("Vipps {}: påløpt gebyr {}", terms_.ledger.text(), year),
                     {line(AccountRole::payment_fees, -amount, text, "R15"),
                      line(AccountRole::accrued_fees, amount, text, "R15")},
                     {fee_source_});
    if (!done) return done;
  }
  return {};
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
