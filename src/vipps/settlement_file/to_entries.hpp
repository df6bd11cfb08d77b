#pragma once

#include <cstdint>
#include <vector>

#include "books/entry.hpp"
#include "core/date.hpp"
#include "core/identifiers.hpp"
#include "core/result.hpp"
#include "vipps/settlement_file/settlement_report.hpp"

namespace avstem::vipps::settlement_file {

/// Where a ledger's two chains of balances stand: given at the start, returned at the end, so
/// that the next settlement or the next file goes on from there.
struct LedgerState {
  std::int64_t funds_balance = 0;  ///< øre, |balance| ≤ Money::max_minor
  std::int64_t fees_balance = 0;   ///< øre, the same
  /// The ledger date of the last entry. A later date begins its sequences at 1, the same date
  /// continues them, and an earlier one is an error, since its balances are spent.
  Date date;
  std::int64_t funds_sequence = 0;  ///< last used on `date`
  std::int64_t fees_sequence = 0;   ///< last used on `date`

  friend bool operator==(const LedgerState&, const LedgerState&) = default;
};

struct LedgerEntries {
  std::vector<books::Entry> entries;  ///< both topics; within a topic in chain order
  LedgerState closing;
};

/// One settlement as the entries Vipps' ledgers would hold for it (facts § 10.4, § 10.7).
///
/// The ledger date of every entry is the settlement's date. A payout covers whole ledger dates,
/// several after a negative day or with weekly payouts, and the file does not say on which of
/// them an entry was: only the sum up to the settlement's date is known to be right. A caller that
/// closes the books between a transaction's `time` and its settlement sees it in the later period.
///
/// funds: a capture and refund for each transaction, `fees-retained` (net only, when not zero),
/// `payout-scheduled` of what was settled when that is above zero, else the balance rolls on.
/// fees: a `capture-fee` for each fee, then `fees-retained` back to where it began (net only).
///
/// Captures, refunds and their fees carry the transaction's time; entries that the file gives a
/// date alone have its last second in Oslo. The retained twins carry the payout's reference,
/// `<ledger>-<settlement>`. The handle is `api:<serial number>`: the file cannot tell a Vipps
/// number's sales unit (`NO:`) from an API one.
///
/// `invalid`: the sums do not agree (check_settlement), or the date or a balance is out of range.
Result<LedgerEntries> settlement_to_entries(const SalesUnit& unit, const Settlement& settlement,
                                            const LedgerId& ledger, const LedgerState& opening);

/// All settlements of a sales unit by date, and its invoiced fees, each after the settlements of
/// its own date as `fees-invoiced` (+) on fees with the invoice's id for reference. `invalid` also
/// when fees are invoiced though every settlement is net: they would be paid twice.
Result<LedgerEntries> to_entries(const SalesUnit& unit, const LedgerId& ledger,
                                 const LedgerState& opening);

}  // namespace avstem::vipps::settlement_file
