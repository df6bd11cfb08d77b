#include "books/proof_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "core/bank_calendar.hpp"

namespace avstem::books {

std::int64_t ProvenTransit::timing_sum() const {
  std::int64_t sum = 0;
  for (const TimingRow& row : timing)
    sum = add_minor(sum, row.amount);
  return sum;
}

bool ProvenTransit::is_proven() const {
  return add_minor(balance, timing_sum()) == expected;
}

bool ProofDocument::is_proven() const {
  return std::ranges::all_of(accounts, [](const auto& it) { return it.figures.is_proven(); }) &&
         std::ranges::all_of(transits, [](const auto& it) { return it.is_proven(); });
}

bool ProofDocument::same_figures(const ProofDocument& other) const {
  return client == other.client && client_name == other.client_name &&
         organisation_number == other.organisation_number && date == other.date &&
         ledgers == other.ledgers && accounts == other.accounts && transits == other.transits;
}

std::string ProofDocument::name() const {
  return fmt::format("{}:{}", client.text(), number);
}

namespace {

using MovementsByReference = std::unordered_map<std::string_view, const ProofMovement*>;

MovementsByReference by_reference(const ProofInput& input) {
  MovementsByReference ours;
  for (const ProofMovement& movement : input.movements)
    ours.emplace(movement.reference, &movement);
  return ours;
}

}  // namespace

std::vector<TimingRow> timing_rows(const ProofInput& input, Date date) {
  std::vector<TimingRow> timing;
  const MovementsByReference ours = by_reference(input);
  for (const ProofRow& row : input.rows) {
    const auto known = ours.find(row.reference);
    if (known == ours.end()) continue;
    // Only where we ourselves put it on another date is that timing.
    const ProofMovement& movement = *known->second;
    const bool posted_by_then = row.posting_date <= date;
    if (row.posting_date != movement.voucher_date ||
        (movement.ledger_date <= date) == posted_by_then) {
      continue;
    }
    timing.push_back({row.reference, movement.ledger_date, row.posting_date, row.voucher_number,
                      posted_by_then ? -row.amount : row.amount});
  }
  return timing;
}

std::vector<ProofRow> foreign_rows(const ProofInput& input, Date date) {
  std::vector<ProofRow> foreign;
  const MovementsByReference ours = by_reference(input);
  for (const ProofRow& row : input.rows) {
    if (row.posting_date <= date && !ours.contains(row.reference)) foreign.push_back(row);
  }
  return foreign;
}

ProvenAccount describe_account(const ProofInput& input, const AccountProof& figures) {
  ProvenAccount account;
  account.figures = figures;
  account.opening = input.opening;
  account.opening_in_accounting = input.opening_in_accounting;
  account.timing = timing_rows(input, figures.date);
  account.foreign = foreign_rows(input, figures.date);
  account.differing = explain(input, figures.date).differing;
  account.ours_in_accounting = add_minor(add_minor(figures.accounting_balance, -figures.foreign),
                                         -input.opening_in_accounting);
  return account;
}

namespace {

std::unordered_map<std::string, Date> days_of_arrival(const InTransit& matched) {
  std::unordered_map<std::string, Date> days;
  for (const Arrival& arrival : matched.arrived)
    days.emplace(arrival.transfer.reference, arrival.row.posting_date);
  return days;
}

}  // namespace

ProvenTransit describe_transit(const TransitInput& input, Date date, Date arrivals_after,
                               Date today) {
  std::vector<Transfer> transfers = input.transfers;
  std::erase_if(transfers, [&](const Transfer& it) { return it.ledger_date > date; });
  std::vector<ProofRow> lines = input.bank_lines;
  // A later row may clear an earlier transfer only if no earlier row does.
  std::ranges::stable_sort(lines, {}, &ProofRow::posting_date);
  // What became of them later: seen in the bank, or taken back by Vipps.
  const InTransit today_open = match_transfers(input.transfers, lines, input.account.opening);
  const auto seen = days_of_arrival(today_open);
  std::erase_if(lines, [&](const ProofRow& it) { return it.posting_date > date; });
  InTransit matched = match_transfers(transfers, lines, input.account.opening);

  ProvenTransit transit;
  transit.account = input.account.account;
  transit.currency = input.account.currency;
  transit.opening = input.account.opening;
  transit.opening_left = matched.opening_left;
  transit.balance = prove_account(input.account, date).accounting_balance;
  transit.timing = timing_rows(input.account, date);
  transit.expected = matched.opening_left;
  for (Transfer& transfer : matched.open) {
    transit.expected = add_minor(transit.expected, transfer.amount);
    TransferOnTheWay way;
    way.expected = expected_bank_date(transfer.ledger_date);
    if (const auto day = seen.find(transfer.reference); day != seen.end()) way.seen = day->second;
    way.late = transfer.amount > 0 && is_payout_late(transfer.ledger_date, today) &&
               std::ranges::find(today_open.open, transfer) != today_open.open.end();
    way.transfer = std::move(transfer);
    transit.on_the_way.push_back(std::move(way));
  }
  for (const ProofRow& row : matched.unexplained)
    transit.expected = add_minor(transit.expected, row.amount);
  transit.unexplained = std::move(matched.unexplained);
  std::erase_if(matched.arrived,
                [&](const Arrival& arrival) { return arrival.row.posting_date <= arrivals_after; });
  transit.arrived = std::move(matched.arrived);
  return transit;
}

bool is_payout_late(Date ledger_date, Date today) {
  return today > bank_days_after(expected_bank_date(ledger_date), payout_late_bank_days);
}

}  // namespace avstem::books
