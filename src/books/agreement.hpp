#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "books/entry.hpp"

namespace avstem::books {

/// One settlement as one source tells it: what moved the funds since the payout before it, and
/// the fees of its payments. Amounts are øre with the sign they have in their ledger.
class SettlementSide {
 public:
  /// Adds the settlement's next entry; funds in their order, capture fees at any time.
  void add(const Entry& entry);

  /// pspReference → Σ of captures and refunds. It is the transaction id of a settlement file.
  const std::map<std::string, std::int64_t>& payments() const { return payments_; }
  const std::map<std::string, std::int64_t>& payouts() const { return payouts_; }
  /// What was retained for fees; where nothing was (gross settlement), the fees of the payments.
  std::int64_t fees() const;
  bool retains_fees() const { return retained_ != 0; }
  std::int64_t captures() const { return captures_; }
  std::int64_t refunds() const { return refunds_; }
  /// Movements that a settlement file does not have: disputes, corrections, top-ups.
  std::int64_t others() const { return others_; }
  /// Funds before the first and after the last entry; empty without entries.
  std::optional<std::int64_t> opening() const { return opening_; }
  std::optional<std::int64_t> balance() const { return balance_; }
  /// Says where the balance began, for a source that tells movements alone.
  void begin_at(std::int64_t opening);

 private:
  std::map<std::string, std::int64_t> payments_;
  std::map<std::string, std::int64_t> payouts_;
  std::map<std::string, std::int64_t> capture_fees_;
  std::int64_t captures_ = 0;
  std::int64_t refunds_ = 0;
  std::int64_t retained_ = 0;
  std::int64_t others_ = 0;
  std::optional<std::int64_t> opening_;
  std::optional<std::int64_t> balance_;
};

/// What the two tell differently, each with both figures; empty when they agree. Payments beyond
/// differences_named_max are counted.
std::vector<std::string> differences(const SettlementSide& file, const SettlementSide& report,
                                     Currency currency);
inline constexpr std::size_t differences_named_max = 10;

/// The funds entries of the settlement that ends with one of `payouts` (pspReferences), from the
/// first after the payout before it; `funds` are whole ledger dates in order. Empty when none of
/// the payouts is among them.
std::vector<Entry> settlement_of(const std::vector<Entry>& funds,
                                 const std::map<std::string, std::int64_t>& payouts);

}  // namespace avstem::books
