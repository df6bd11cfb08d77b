#include "vipps/settlement_file/to_entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/oslo_zone.hpp"
#include "vipps/settlement_file/control_sums.hpp"

namespace avstem::vipps::settlement_file {
namespace {

/// 23:59:59 in Oslo: for entries of which the file states the date alone.
Instant end_of_oslo_date(Date date) {
  return oslo().start_of(date.next()) - std::chrono::seconds(1);
}

using books::Entry;
using books::EntryType;
using books::Topic;

/// Appends entries to the two chains.
class Chain {
 public:
  Chain(const SalesUnit& unit, LedgerState state)
      : handle_("api:" + unit.serial_number), currency_(unit.currency), state_(state) {}

  /// Goes to a date; `what` names the thing that has it.
  Result<void> begin(Date date, std::string_view what) {
    if (date < state_.date) {
      return Error{ErrorKind::invalid,
                   fmt::format("{} is dated {}, but the ledger has entries up to {}; import "
                               "files in the order of their dates",
                               what, date.to_string(), state_.date.to_string())};
    }
    for (std::int64_t balance : {state_.funds_balance, state_.fees_balance}) {
      if (balance <= Money::max_minor && balance >= -Money::max_minor) continue;
      return Error{ErrorKind::invalid,
                   fmt::format("{}: the ledger's balance of {} before it is larger than any we "
                               "keep; look at the opening balance",
                               what, Money(balance, currency_).to_decimal())};
    }
    if (date > state_.date) {
      state_.date = date;
      state_.funds_sequence = 0;
      state_.fees_sequence = 0;
    }
    return {};
  }

  /// No ledger holds an entry of zero.
  void add(Topic topic, EntryType type, std::int64_t amount, std::string psp_reference,
           std::string reference, Instant time) {
    if (amount == 0) return;
    const bool funds = topic == Topic::funds;
    std::int64_t& balance = funds ? state_.funds_balance : state_.fees_balance;
    std::int64_t& sequence = funds ? state_.funds_sequence : state_.fees_sequence;
    Entry entry;
    entry.topic = topic;
    entry.ledger_date = state_.date;
    entry.type = type;
    entry.type_word = books::to_string(type);
    entry.psp_reference = std::move(psp_reference);
    entry.reference = std::move(reference);
    entry.time = time;
    entry.currency = currency_;
    entry.amount = amount;
    entry.balance_before = balance;
    entry.balance_after = balance = add_minor(balance, amount);
    entry.recipient_handle = handle_;
    entry.sequence = ++sequence;
    entries_.push_back(std::move(entry));
  }

  LedgerEntries finish() && { return {std::move(entries_), state_}; }

 private:
  std::string handle_;
  Currency currency_;
  LedgerState state_;
  std::vector<Entry> entries_;
};

Result<void> add_settlement(Chain& chain, const SalesUnit& unit, const Settlement& settlement,
                            const LedgerId& ledger) {
  if (auto sound = check_settlement(unit, settlement); !sound) return sound;
  auto begun = chain.begin(settlement.date, fmt::format("settlement {}", settlement.id));
  if (!begun) return begun;
  std::int64_t fees = 0;
  for (const Transaction& line : settlement.transactions) {
    chain.add(Topic::funds, EntryType::capture, line.capture, line.id, line.order_id, line.time);
    chain.add(Topic::funds, EntryType::refund, line.refund, line.id, line.order_id, line.time);
    chain.add(Topic::fees, EntryType::capture_fee, -line.fee, line.id, line.order_id, line.time);
    fees = add_minor(fees, line.fee);
  }
  const std::string payout = ledger.text() + "-" + settlement.id;
  const Instant day_end = end_of_oslo_date(settlement.date);
  if (settlement.type == SettlementType::net) {
    chain.add(Topic::funds, EntryType::fees_retained, -fees, payout, "", day_end);
    chain.add(Topic::fees, EntryType::fees_retained, fees, payout, "", day_end);
  }
  if (settlement.settled_amount() > 0) {
    chain.add(Topic::funds, EntryType::payout_scheduled, -settlement.settled_amount(), payout, "",
              day_end);
  }
  return {};
}

Result<void> add_fee_invoice(Chain& chain, const FeeInvoice& invoice) {
  auto begun = chain.begin(invoice.date, fmt::format("fee invoice {}", invoice.id));
  if (!begun) return begun;
  chain.add(Topic::fees, EntryType::fees_invoiced, invoice.amount, invoice.id, "",
            end_of_oslo_date(invoice.date));
  return {};
}

/// The members of a list by date; those of one date stay in the order of the file.
template <class T>
std::vector<const T*> by_date(const std::vector<T>& list) {
  std::vector<const T*> sorted;
  for (const T& member : list)
    sorted.push_back(&member);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const T* a, const T* b) { return a->date < b->date; });
  return sorted;
}

Result<void> check_ledger(const SalesUnit& unit, const LedgerId& ledger) {
  if (!ledger.empty()) return {};
  return Error{ErrorKind::invalid,
               fmt::format("sales unit {} was given no ledger id; name the ledger that settles "
                           "for it",
                           unit.serial_number)};
}

/// Fees that were kept back from payouts cannot be invoiced as well.
Result<void> check_invoices(const SalesUnit& unit) {
  const bool any_gross =
      std::any_of(unit.settlements.begin(), unit.settlements.end(),
                  [](const Settlement& it) { return it.type == SettlementType::gross; });
  if (unit.fee_invoices.empty() || any_gross) return {};
  return Error{ErrorKind::invalid,
               fmt::format("sales unit {}: fee invoice {} stands beside net settlements only, "
                           "whose fees were already kept back; ask Vipps which it is",
                           unit.serial_number, unit.fee_invoices.front().id)};
}

}  // namespace

Result<LedgerEntries> settlement_to_entries(const SalesUnit& unit, const Settlement& settlement,
                                            const LedgerId& ledger, const LedgerState& opening) {
  if (auto named = check_ledger(unit, ledger); !named) return named.error();
  Chain chain(unit, opening);
  if (auto added = add_settlement(chain, unit, settlement, ledger); !added) return added.error();
  return std::move(chain).finish();
}

Result<LedgerEntries> to_entries(const SalesUnit& unit, const LedgerId& ledger,
                                 const LedgerState& opening) {
  if (auto named = check_ledger(unit, ledger); !named) return named.error();
  if (auto sound = check_invoices(unit); !sound) return sound.error();
  Chain chain(unit, opening);
  const auto settlements = by_date(unit.settlements);
  const auto invoices = by_date(unit.fee_invoices);
  auto invoice = invoices.begin();
  for (const Settlement* settlement : settlements) {
    for (; invoice != invoices.end() && (*invoice)->date < settlement->date; ++invoice) {
      if (auto added = add_fee_invoice(chain, **invoice); !added) return added.error();
    }
    auto added = add_settlement(chain, unit, *settlement, ledger);
    if (!added) return added.error();
  }
  for (; invoice != invoices.end(); ++invoice) {
    if (auto added = add_fee_invoice(chain, **invoice); !added) return added.error();
  }
  return std::move(chain).finish();
}

}  // namespace avstem::vipps::settlement_file
