// Captures of a sales unit that has a register: they are taken together against its Z report.

#include <fmt/format.h>

#include <algorithm>

#include "books/booking.hpp"

namespace avstem::books {

/// A sale that names its payment is a better witness than the day's sum, and stays out of it.
bool DateBooking::add_to_till(const Entry& entry) {
  const auto till = std::ranges::find_if(terms_.tills, [&](const TillDay& day) {
    return day.unit.empty() || day.unit == entry.recipient_handle;
  });
  if (till == terms_.tills.end() || sales_.contains(entry.reference)) return false;
  TillSum& sum = till_sums_[static_cast<std::size_t>(till - terms_.tills.begin())];
  std::int64_t& side = entry.amount > 0 ? sum.in : sum.out;
  side = add_minor(side, entry.amount);
  sum.sources.add(entry.topic, entry.sequence);
  return true;
}

/// Dr 1903 / Cr income by account and VAT code, a voucher for each register (R09, R22, R29). A
/// register without any payment has no voucher: nothing arrived that it could stand against.
Result<void> DateBooking::flush_tills() {
  for (std::size_t i = 0; i < till_sums_.size(); ++i) {
    const TillDay& day = terms_.tills[i];
    TillSum sum = std::exchange(till_sums_[i], {});
    TillPlacement placement = place_till(day, add_minor(sum.in, sum.out), terms_.mapping);
    if (placement.finding) {
      holding_ = false;
      if (auto told = sink_.finding(*placement.finding); !told) return told;
    }
    if (sum.sources.empty()) continue;
    std::vector<Posting> lines;
    if (sum.in != 0) {
      lines.push_back(line(AccountRole::clearing, sum.in, "Vipps, inn på saldo", day.recipe));
    }
    if (sum.out != 0) {
      lines.push_back(line(AccountRole::clearing, sum.out, "Vipps, ut av saldo", "R05"));
    }
    for (Posting& posting : placement.lines)
      lines.push_back(std::move(posting));
    auto done = emit(VoucherKind::payments, terms_.ledger_date,
                     fmt::format("Vipps {}: Z-rapport {} {}", terms_.ledger.text(),
                                 day.report_number, day.date.to_string()),
                     std::move(lines), sum.sources.take());
    if (!done) return done;
  }
  return {};
}

}  // namespace avstem::books
