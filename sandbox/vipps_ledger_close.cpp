#include <fmt/format.h>

#include <algorithm>

#include "sandbox/vipps_ledger.hpp"
#include "sandbox/vipps_numbers.hpp"

// How a ledger date ends, and what is seen of it afterwards.
namespace avstem::sandbox {
namespace {

bool is_last_of_month(Date date) {
  return date.next().day() == 1;
}

std::string payout_psp_reference(const LedgerTerms& terms, std::int64_t number) {
  return fmt::format("{}-{}", terms.ledger_id, number);
}

/// The Norwegian text of Vipps' own sample. The other markets write something else on the bank
/// statement, with a check digit whose rule is not published: they get none.
std::string payout_reference(const LedgerTerms& terms, std::int64_t number) {
  if (terms.currency.code() != "NOK") return {};
  const std::string_view handle = terms.recipient_handle;
  return fmt::format("Vipps utbet. {} Vippsnr {}", number, handle.substr(handle.find(':') + 1));
}

}  // namespace

Result<std::string> VippsLedger::payout_aborted(std::int64_t payout_number, Instant at,
                                                Date ledger_date) {
  const auto payout = std::find_if(payouts_.begin(), payouts_.end(), [&](const Payout& candidate) {
    return candidate.number == payout_number;
  });
  if (payout == payouts_.end()) {
    return Error{ErrorKind::not_found,
                 fmt::format("ledger '{}' has no payout {}", terms_.ledger_id, payout_number)};
  }
  if (payout->aborted) {
    return Error{ErrorKind::conflict, fmt::format("ledger '{}': payout {} is aborted already",
                                                  terms_.ledger_id, payout_number)};
  }
  auto added = add_checked(
      Topic::funds, {payout_psp_reference(terms_, payout_number), at, ledger_date, "payout-aborted",
                     payout_reference(terms_, payout_number), payout->amount});
  if (added) payout->aborted = true;
  return added;
}

Result<void> VippsLedger::end_date(Date date) {
  if (!open_date_) open_date_ = date;
  if (date < *open_date_) {
    return Error{ErrorKind::conflict,
                 fmt::format("ledger '{}': {} has ended already; the open date is {}",
                             terms_.ledger_id, date.to_string(), open_date_->to_string())};
  }
  if ((date.days() - open_date_->days()).count() >= dates_ended_at_once_max) {
    return Error{ErrorKind::invalid,
                 fmt::format("ledger '{}': ending {} from {} is more than {} dates at once",
                             terms_.ledger_id, date.to_string(), open_date_->to_string(),
                             dates_ended_at_once_max)};
  }
  while (*open_date_ <= date) {
    close(*open_date_);
    open_date_ = open_date_->next();
    auto due = waiting_.extract(*open_date_);
    if (due.empty()) continue;
    for (auto& [topic, entry] : due.mapped())
      append(topic, std::move(entry));
  }
  return {};
}

void VippsLedger::close(Date date) {
  const Instant at = closing_time(date);
  if (terms_.settlement == LedgerTerms::Settlement::net) {
    const bool always = terms_.fee_retention == LedgerTerms::FeeRetention::every_date;
    if (always || is_payout_due(date)) retain_fees(date, at);
  } else if (is_last_of_month(date)) {
    invoice_fees(date, at);
  }
  if (is_payout_due(date) && funds_.balance > terms_.rolling_reserve) schedule_payout(date, at);
}

Instant VippsLedger::closing_time(Date date) const {
  using namespace std::chrono;
  Instant at = Instant(date.days()) + 21h + 59min + 59s;
  for (const Topic topic : {Topic::funds, Topic::fees}) {
    for (const LedgerEntry& entry : entries_on(date, topic))
      at = std::max(at, entry.time);
  }
  return at;
}

/// Moves the whole fees balance to the funds. The twins share time, date and amount, but not
/// their pspReference: Vipps' sample shows two forms. The number in the fees form is of its own
/// series, so that it is never taken for a payout's.
void VippsLedger::retain_fees(Date date, Instant at) {
  const std::int64_t balance = fees_.balance;
  if (balance == 0) return;
  constexpr std::int64_t series = 1'000'000;
  const std::int64_t number = terms_.first_payout_number + series + retentions_++;
  append(Topic::funds, {vipps_numbers::ulid_like(terms_.ledger_id, number), at, date,
                        "fees-retained", "", balance});
  append(Topic::fees,
         {payout_psp_reference(terms_, number), at, date, "fees-retained", "", -balance});
}

/// Gross settlement: one invoice for the month, dated its last day; a credit note where
/// corrections came to more than the fees.
void VippsLedger::invoice_fees(Date date, Instant at) {
  const std::int64_t balance = fees_.balance;
  if (balance == 0) return;
  append(Topic::fees, {next_psp_reference(), at, date,
                       balance < 0 ? "fees-invoiced" : "credit-note", "", -balance});
}

void VippsLedger::schedule_payout(Date date, Instant at) {
  const std::int64_t amount = funds_.balance - terms_.rolling_reserve;
  const std::int64_t number =
      terms_.first_payout_number + static_cast<std::int64_t>(payouts_.size());
  append(Topic::funds, {payout_psp_reference(terms_, number), at, date, "payout-scheduled",
                        payout_reference(terms_, number), -amount});
  payouts_.push_back({number, amount, date, false});
}

bool VippsLedger::is_payout_due(Date date) const {
  switch (terms_.frequency) {
    case LedgerTerms::Frequency::daily:
      return true;
    case LedgerTerms::Frequency::weekly:
      return date.weekday() == std::chrono::Sunday;
    case LedgerTerms::Frequency::monthly:
      return is_last_of_month(date);
  }
  return false;
}

bool VippsLedger::is_closed(Date date, Topic topic) const {
  return open_date_ && date < *open_date_ && !held_.contains({date, topic});
}

std::int64_t VippsLedger::balance(Topic topic) const {
  return topic == Topic::funds ? funds_.balance : fees_.balance;
}

const std::vector<LedgerEntry>& VippsLedger::entries(Topic topic) const {
  return topic == Topic::funds ? funds_.entries : fees_.entries;
}

std::span<const LedgerEntry> VippsLedger::entries_on(Date date, Topic topic) const {
  const auto& all = entries(topic);
  const auto first = std::lower_bound(
      all.begin(), all.end(), date,
      [](const LedgerEntry& entry, Date wanted) { return entry.ledger_date < wanted; });
  const auto last = std::upper_bound(
      first, all.end(), date,
      [](Date wanted, const LedgerEntry& entry) { return wanted < entry.ledger_date; });
  return {first, last};
}

}  // namespace avstem::sandbox
