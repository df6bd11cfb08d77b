#pragma once

#include "sandbox/world_actor.hpp"

namespace avstem::sandbox {

/// A café whose ledger has run before its books are kept: net settlement and fees taken from the
/// weekly payout. Every sale is an invoice on one collective customer. The books begin with the
/// balances of the ledger, which a manual voucher has posted. On its day 2 the funds hold an entry
/// of a type that nobody knows.
class Cafe final : public Actor {
 public:
  /// Lives the days before the start, at Vipps only.
  explicit Cafe(ActorPlace place);
  void play(WorldDay& day) override;

  static constexpr int days_before_start = 10;
  static constexpr int day_of_unknown_entry = 2;
  static constexpr const char* unknown_entry_type = "campaign-adjustment";

 private:
  void sell(WorldDay& day, bool with_invoices);
  void post_opening_balance();

  VippsLedger& ledger_;
  std::int64_t customer_ = 0;
  std::int64_t sales_ = 0;
};

}  // namespace avstem::sandbox
