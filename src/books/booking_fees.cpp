// The fees of a ledger date. To find how a fee is booked, read flush_fees.

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "books/booking.hpp"

namespace avstem::books {

std::string_view to_string(FeeInvoices fee_invoices) {
  return fee_invoices == FeeInvoices::ours ? "ours" : "bookkeeper";
}

Result<FeeInvoices> parse_fee_invoices(std::string_view word) {
  for (const FeeInvoices known : {FeeInvoices::ours, FeeInvoices::bookkeeper}) {
    if (word == to_string(known)) return known;
  }
  return Error{ErrorKind::invalid,
               fmt::format("fee_invoices is '{}', not \"ours\" or \"bookkeeper\"", word)};
}

Result<void> DateBooking::add_fees(const Entry& entry) {
  const auto into = [&](std::int64_t& sum) {
    sum = add_minor(sum, entry.amount);
    fee_sources_.add(entry.topic, entry.sequence);
  };
  switch (entry.type) {
    case EntryType::capture_fee:
      add_capture_fee(entry);
      return {};
    case EntryType::service_fee:
      into(fee_sums_.service_fees);
      return {};
    case EntryType::correction:
      into(fee_sums_.corrections);
      return {};
    case EntryType::fees_invoiced:
    case EntryType::credit_note:
      into(fee_sums_.invoiced);
      return {};
    case EntryType::fees_retained:
      add_retained(entry);
      return {};
    default:
      break;
  }
  Posting of_ledger = line(AccountRole::accrued_fees, entry.amount,
                           fmt::format("Vipps: {}", entry.type_word), "R26");
  of_ledger.line_reference = entry.psp_reference;
  if (auto added = add_loose_fee(std::move(of_ledger), AccountRole::suspense); !added) return added;
  fee_sources_.add(entry.topic, entry.sequence);
  return sink_.finding(
      finding(FindingKind::unknown_entry_type, entry,
              fmt::format("Vipps reports entry type '{}' on fees, which we do not know; {} stands "
                          "in suspense until you post it",
                          entry.type_word, entry.money().to_decimal())));
}

/// A fee belongs to the period of its capture (R15): one that Vipps reports in January for a
/// capture in December is a cost of the old year, whatever its ledger date.
void DateBooking::add_capture_fee(const Entry& entry) {
  const FeeCaptures& captures = terms_.fee_captures;
  const auto earlier_year = [&]() -> std::optional<int> {
    auto found = captures.by_psp_reference.find(entry.psp_reference);
    if (found == captures.by_psp_reference.end()) {
      found = captures.by_reference.find(entry.reference);
      if (found == captures.by_reference.end()) return {};
    }
    if (found->second.year() >= terms_.ledger_date.year()) return {};
    return found->second.year();
  }();
  if (earlier_year) {
    AccruedFees& accrued = accrued_by_year_[*earlier_year];
    accrued.amount = add_minor(accrued.amount, entry.amount);
    accrued.sources.add(entry.topic, entry.sequence);
    return;
  }
  fee_sources_.add(entry.topic, entry.sequence);
  fee_sums_.capture_fees = add_minor(fee_sums_.capture_fees, entry.amount);
  ++fee_sums_.capture_fee_count;
  if (!captures.unknown.contains(entry.psp_reference)) return;
  if (unknown_captures_.fees++ == 0) unknown_captures_.first_sequence = entry.sequence;
  unknown_captures_.amount = add_minor(unknown_captures_.amount, entry.amount);
}

Result<void> DateBooking::tell_unknown_captures() {
  if (unknown_captures_.fees == 0) return {};
  const UnknownCaptures unknown = std::exchange(unknown_captures_, {});
  return sink_.finding(
      {FindingKind::fee_without_capture, terms_.ledger_date,
       fmt::format("capture-fee #{}", unknown.first_sequence), unknown.amount,
       fmt::format("{} fees of together {} meet no payment by pspReference or order id; they are "
                   "booked as a cost of {}: if their payments are of the year before, move the "
                   "cost there",
                   unknown.fees, Money(unknown.amount, terms_.currency).to_decimal(),
                   terms_.ledger_date.year())});
}

void DateBooking::add_retained(const Entry& entry) {
  retained_sources_.add(entry.topic, entry.sequence);
  retained_.add(retained_side(entry));
}

/// A fee entry that has two lines of its own: its ledger's account, and where it is placed.
Result<void> DateBooking::add_loose_fee(Posting of_ledger, AccountRole counter) {
  constexpr std::size_t other_fee_lines = 12;
  if (loose_fee_lines_.size() + 2 + other_fee_lines > terms_.voucher_lines_max &&
      !loose_fee_lines_.empty()) {
    if (auto flushed = flush_fees(); !flushed) return flushed;
  }
  Posting placed = line(counter, -of_ledger.amount, of_ledger.text, "R26");
  placed.line_reference = of_ledger.line_reference;
  loose_fee_lines_.push_back(std::move(of_ledger));
  loose_fee_lines_.push_back(std::move(placed));
  return {};
}

/// The two sides of retained fees are entries of two ledgers, and each account follows its own. One
/// that comes without its twin stands in suspense, and is taken out there when the twin comes.
Result<void> DateBooking::place_retained() {
  const RetainedTwins twins = std::exchange(retained_, {});
  const auto place = [&](const RetainedSide& side, std::string text) -> Result<void> {
    const bool funds = side.topic == Topic::funds;
    Posting of_ledger = line(funds ? AccountRole::clearing : AccountRole::accrued_fees, side.amount,
                             std::move(text), "R01");
    of_ledger.line_reference = side.psp_reference;
    return add_loose_fee(std::move(of_ledger), AccountRole::suspense);
  };
  const auto finding_of = [&](const RetainedSide& side) -> Finding {
    return {
        FindingKind::fees_retained_unpaired, side.ledger_date, subject_of(side), side.amount,
        fmt::format("Vipps retained fees of {} on {} at {}, with nothing of that time and "
                    "amount on {}; it stands in suspense until that comes: ask Vipps when it "
                    "has not come within a few days",
                    Money(side.amount, terms_.currency).to_decimal(), to_string(side.topic),
                    avstem::to_string(side.time), side.topic == Topic::funds ? "fees" : "funds")};
  };
  fee_sums_.retained = add_minor(fee_sums_.retained, twins.paired());
  fee_sources_.add(retained_sources_.take());
  for (const RetainedTwins::Reunion& reunion : twins.reunions()) {
    auto placed = place(reunion.side, fmt::format("Vipps gebyr trukket, motpost fra {}",
                                                  reunion.earlier.ledger_date.to_string()));
    if (!placed) return placed;
    if (auto told = sink_.withdraw(finding_of(reunion.earlier)); !told) return told;
  }
  for (const RetainedSide& side : twins.alone()) {
    auto placed = place(side, "Vipps gebyr trukket, uten motpost");
    if (!placed) return placed;
    if (auto told = sink_.finding(finding_of(side)); !told) return told;
  }
  return {};
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
  if (terms_.fee_invoices == FeeInvoices::ours) {
    pair(AccountRole::supplier, sums.invoiced, "Vipps gebyr fakturert", "R02");
  } else {
    pair(AccountRole::payment_fees, sums.invoiced, "Vipps gebyr, kostnad i leverandørfaktura",
         "R02");
  }
  if (sums.retained != 0) {
    const std::string text = "Vipps gebyr trukket i oppgjør";
    lines.push_back(line(AccountRole::accrued_fees, sums.retained, text, "R01"));
    lines.push_back(line(AccountRole::clearing, -sums.retained, text, "R01"));
  }
  for (Posting& posting : loose_fee_lines_)
    lines.push_back(std::move(posting));
  loose_fee_lines_.clear();
  const std::vector<SourceRange> from = fee_sources_.take();
  if (lines.empty()) return {};
  return emit(
      VoucherKind::fees, terms_.ledger_date,
      fmt::format("Vipps {}: gebyr {}", terms_.ledger.text(), terms_.ledger_date.to_string()),
      std::move(lines), from);
}

/// Dr 7770 / Cr 2960 on 31 December of the capture's year (R15).
Result<void> DateBooking::flush_accrued() {
  for (auto& [year, accrued] : std::exchange(accrued_by_year_, {})) {
    const std::int64_t amount = accrued.amount;
    if (amount == 0) continue;
    const std::string text =
        fmt::format("Vipps gebyr for {}, mottatt {}", year, terms_.ledger_date.to_string());
    auto done = emit(VoucherKind::accrued_fees, Date(year, 12, 31),
                     fmt::format("Vipps {}: påløpt gebyr {}", terms_.ledger.text(), year),
                     {line(AccountRole::payment_fees, -amount, text, "R15"),
                      line(AccountRole::accrued_fees, amount, text, "R15")},
                     accrued.sources.take());
    if (!done) return done;
  }
  return {};
}

}  // namespace avstem::books
