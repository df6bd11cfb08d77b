#include "books/booking.hpp"

#include <fmt/format.h>

#include <utility>

#include "books/compact.hpp"
#include "core/check.hpp"

namespace avstem::books {
namespace {

/// Accounts 1000–2999 are the balance sheet, all above it the profit and loss account (NS 4102).
constexpr AccountNumber first_result_account = 3000;

}  // namespace

std::string voucher_reference(const ClientId& client, const LedgerId& ledger, VoucherKind kind,
                              Date ledger_date, int part) {
  return fmt::format("{}:{}:{}:{}:{}", client.text(), ledger.text(), to_string(kind),
                     ledger_date.to_compact(), part);
}

DateBooking::DateBooking(BookingTerms terms, OpenItems& items, const Sales& sales,
                         BookingSink& sink)
    : terms_(std::move(terms)),
      matcher_(terms_, items, sales),
      sales_(sales),
      sink_(sink),
      till_sums_(terms_.tills.size()),
      // A late entry's vouchers stand beside those of its date, which is whole no longer.
      holding_(terms_.compact && terms_.parts_taken == decltype(terms_.parts_taken){}) {
  check(terms_.voucher_lines_max >= 4, "a voucher has room for a payment and its clearing lines");
  for (const RetainedSide& side : terms_.open_retained)
    retained_.add_booked(side);
}

Result<void> DateBooking::add(const Entry& entry) {
  check(entry.ledger_date == terms_.ledger_date, "an entry is booked on its own ledger date");
  check(entry.currency == terms_.currency, "an entry has its ledger's currency");
  if (entry.amount == 0) return {};
  return entry.topic == Topic::funds ? add_funds(entry) : add_fees(entry);
}

Result<void> DateBooking::add_funds(const Entry& entry) {
  switch (entry.type) {
    case EntryType::capture:
    case EntryType::refund:
      return add_payment(entry);
    case EntryType::fees_retained:
      add_retained(entry);
      return {};
    case EntryType::payout_scheduled:
    case EntryType::payout_aborted:
      payouts_.push_back(entry);
      return {};
    case EntryType::top_up:
      return post_against(entry, {AccountRole::in_transit, "R07", "Innbetaling til Vipps"});
    case EntryType::credit_note:
      return post_against(entry, {AccountRole::supplier, "R07", "Kreditnota fra Vipps"});
    case EntryType::retained_disputed_capture:
    case EntryType::returned_disputed_capture: {
      auto told = sink_.finding(finding(
          FindingKind::disputed_capture, entry,
          fmt::format("Vipps reports {} for payment '{}'; it stands on account {} until the "
                      "dispute is settled: answer it in the portal",
                      to_string(entry.type), entry.reference,
                      terms_.mapping.account(AccountRole::disputed))));
      if (!told) return told;
      return post_against(entry, {AccountRole::disputed, "R08", "Bestridt betaling"});
    }
    case EntryType::correction: {
      auto told = sink_.finding(
          finding(FindingKind::correction, entry,
                  fmt::format("Vipps corrected the funds ledger by hand ({}); it stands in "
                              "suspense until you post it to its account",
                              entry.money().to_decimal())));
      if (!told) return told;
      return post_against(entry, {AccountRole::suspense, "R26", "Korreksjon fra Vipps"});
    }
    case EntryType::capture_fee:
    case EntryType::service_fee:
    case EntryType::fees_invoiced:
    case EntryType::unknown:
      break;
  }
  auto told = sink_.finding(
      finding(FindingKind::unknown_entry_type, entry,
              fmt::format("Vipps reports entry type '{}' on funds, which we do not know; {} "
                          "stands in suspense until you post it",
                          entry.type_word, entry.money().to_decimal())));
  if (!told) return told;
  return post_against(entry,
                      {AccountRole::suspense, "R26", fmt::format("Vipps: {}", entry.type_word)});
}

Result<void> DateBooking::add_payment(const Entry& entry) {
  if (add_to_till(entry)) return {};
  Placement placement = matcher_.place(entry);
  if (!placement.findings.empty()) holding_ = false;
  for (const Finding& told : placement.findings) {
    if (auto raised = sink_.finding(told); !raised) return raised;
  }
  return post_payment(entry, std::move(placement.lines));
}

Result<void> DateBooking::post_against(const Entry& entry, const Counter& counter) {
  Posting posting = line(counter.role, -entry.amount, counter.text, counter.rule);
  posting.line_reference = entry.psp_reference;
  return post_payment(entry, {std::move(posting)});
}

Result<void> DateBooking::post_payment(const Entry& entry, std::vector<Posting> counter) {
  constexpr std::size_t clearing_lines = 2;
  if (!payment_lines_.empty() &&
      payment_lines_.size() + counter.size() + clearing_lines > terms_.voucher_lines_max) {
    auto flushed = flush_payments();
    if (!flushed) return flushed;
  }
  std::int64_t& side = entry.amount > 0 ? funds_in_ : funds_out_;
  side = add_minor(side, entry.amount);
  payment_sources_.add(entry.topic, entry.sequence);
  for (Posting& posting : counter)
    payment_lines_.push_back(std::move(posting));
  return {};
}

Result<void> DateBooking::finish() {
  if (auto done = flush_payments(); !done) return done;
  if (auto done = flush_tills(); !done) return done;
  if (auto done = flush_accrued(); !done) return done;
  if (auto done = place_retained(); !done) return done;
  if (auto done = tell_unknown_captures(); !done) return done;
  if (auto done = flush_fees(); !done) return done;
  for (const Entry& payout : payouts_) {
    if (auto done = flush_payout(payout); !done) return done;
  }
  payouts_.clear();
  if (holding_) {
    if (auto one = compact(held_, terms_.mapping)) held_ = *std::move(one);
  }
  return release_held();
}

Posting DateBooking::line(AccountRole role, std::int64_t amount, std::string text,
                          std::string_view rule) const {
  return {terms_.mapping.account(role),
          0,
          amount,
          terms_.mapping.vat_code(role),
          "",
          "",
          std::move(text),
          std::string(rule)};
}

Finding DateBooking::finding(FindingKind kind, const Entry& entry, std::string message) const {
  return {kind, terms_.ledger_date, fmt::format("{}#{}", entry.psp_reference, entry.sequence),
          entry.amount, std::move(message)};
}

Result<void> DateBooking::emit(VoucherKind kind, Date date, std::string text,
                               std::vector<Posting> lines, const std::vector<SourceRange>& from) {
  for (Posting& posting : lines) {
    if (posting.account < first_result_account) continue;
    if (posting.department.empty()) posting.department = terms_.department;
    if (posting.project.empty()) posting.project = terms_.project;
  }
  const int part = ++terms_.parts_taken[static_cast<std::size_t>(kind)];
  auto voucher = Voucher::make(
      {kind, voucher_reference(terms_.client, terms_.ledger, kind, terms_.ledger_date, part), date,
       terms_.currency, std::move(text)},
      std::move(lines));
  if (!voucher) return voucher.error();
  if (!holding_) {
    if (auto released = release_held(); !released) return released;
    return sink_.voucher(*voucher, from);
  }
  held_.push_back({*std::move(voucher), from});
  // A second part says that the date is too large for one voucher: memory stays bounded.
  if (kind == VoucherKind::payments && part > 1) holding_ = false;
  return holding_ ? Result<void>() : release_held();
}

Result<void> DateBooking::release_held() {
  for (const PlannedVoucher& planned : std::exchange(held_, {})) {
    if (auto taken = sink_.voucher(planned.voucher, planned.from); !taken) return taken;
  }
  return {};
}

}  // namespace avstem::books
