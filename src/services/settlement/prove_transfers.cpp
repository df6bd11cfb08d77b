// Payouts on their way from Vipps to the bank: the in-transit account.

#include <fmt/format.h>

#include <algorithm>

#include "core/bank_calendar.hpp"
#include "services/settlement/prove.hpp"

namespace avstem::services {

using books::Finding;
using books::FindingKind;

/// Our posted transfers on the account, and the lines of the bank: others' rows, or our own bank
/// vouchers.
Result<books::TransitInput> Prove::transit_input(const Client& client,
                                                 const books::ProofInput& input) {
  auto movements = vouchers_.movements(client.id, input.account);
  if (!movements) return movements.error();
  books::TransitInput transit;
  transit.account = input;
  transit.account.movements.clear();
  for (const VoucherStore::Movement& movement : *movements) {
    if (movement.state != VoucherState::posted) continue;
    if (movement.kind == books::VoucherKind::bank) {
      transit.bank_lines.push_back(
          {movement.reference, movement.voucher_date, movement.amount, "", 0, false});
      continue;
    }
    transit.transfers.push_back(
        {movement.reference, movement.ledger_date, movement.amount, movement.line_text});
    transit.account.movements.push_back(
        {movement.reference, movement.ledger_date, movement.voucher_date, movement.amount, true});
  }
  for (const books::ProofRow& row : input.rows) {
    if (!row.reference.starts_with(client.id.text() + ":")) transit.bank_lines.push_back(row);
  }
  return transit;
}

/// In-transit must hold what Vipps has scheduled and the bank has not shown: our posted transfers
/// against the bank's rows, from the opening on.
Result<void> Prove::follow_transfers(const Client& client, const Account& account,
                                     const books::ProofInput& input, ClientProof& proof) {
  auto transit = transit_input(client, input);
  if (!transit) return transit.error();
  proof.in_transit_account = account.number;
  proof.in_transit_balance = input.opening_in_accounting;
  for (const books::ProofRow& row : input.rows)
    proof.in_transit_balance = add_minor(proof.in_transit_balance, row.amount);
  const books::InTransit matched =
      books::match_transfers(transit->transfers, transit->bank_lines, input.opening);
  proof.in_transit = matched.open;
  proof.in_transit_opening_left = matched.opening_left;
  proof.in_transit_expected = matched.opening_left;
  for (const books::Transfer& transfer : matched.open)
    proof.in_transit_expected = add_minor(proof.in_transit_expected, transfer.amount);
  for (const books::ProofRow& row : matched.unexplained)
    proof.in_transit_expected = add_minor(proof.in_transit_expected, row.amount);

  const auto words = [&](std::int64_t minor) { return Money(minor, input.currency).to_decimal(); };
  const std::int64_t difference = add_minor(proof.in_transit_balance, -proof.in_transit_expected);
  auto told =
      tell(client,
           {FindingKind::balance_differs, account.ledgers.front().start,
            fmt::format("account {} in transit", account.number), difference,
            fmt::format("account {} holds {}, but {} is on its way to the bank: check the payout "
                        "vouchers and the opening_in_transit the client was set up with",
                        account.number, words(proof.in_transit_balance),
                        words(proof.in_transit_expected))},
           difference != 0);
  if (!told) return told;
  if (auto late = tell_late(client, account, transit->transfers, matched); !late) return late;
  return tell_foreign(client, input, matched.unexplained, "which meets no payout of that amount");
}

Result<void> Prove::tell_late(const Client& client, const Account& account,
                              const std::vector<books::Transfer>& transfers,
                              const books::InTransit& matched) {
  const Date today = zone_.date_of(clock_.now());
  const auto is_late = [&](Date ledger_date) { return books::is_payout_late(ledger_date, today); };
  const auto finding = [&](Date ledger_date, const std::string& subject, std::int64_t amount,
                           std::string_view what) {
    return Finding{FindingKind::payout_late, ledger_date, subject, amount,
                   fmt::format("{} of {} was expected in the bank on {} and is not seen on account "
                               "{}: look at the bank, then ask Vipps",
                               what, ledger_date.to_string(),
                               expected_bank_date(ledger_date).to_string(), account.number)};
  };
  for (const books::Transfer& transfer : transfers) {
    const bool open = std::any_of(matched.open.begin(), matched.open.end(), [&](const auto& it) {
      return it.reference == transfer.reference;
    });
    auto told = tell(
        client, finding(transfer.ledger_date, transfer.reference, transfer.amount, transfer.text),
        open && transfer.amount > 0 && is_late(transfer.ledger_date));
    if (!told) return told;
  }
  const Date before_start = account.ledgers.front().start.previous();
  return tell(client,
              finding(before_start, fmt::format("account {} opening", account.number),
                      matched.opening_left, "what was in transit at the start"),
              matched.opening_left != 0 && is_late(before_start));
}

}  // namespace avstem::services
