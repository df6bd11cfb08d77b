#pragma once

#include "sandbox/world_actor.hpp"

namespace avstem::sandbox {

/// A sports club, not registered for VAT. Its members get invoices for fees once a week and pay
/// them within days, or not at all, on a sales unit with gross settlement: the fees are invoiced
/// on the last day of the month. Gifts come on a Vippsnummer with net settlement, without a
/// reference.
class Club final : public Actor {
 public:
  explicit Club(ActorPlace place);
  void play(WorldDay& day) override;

  static constexpr int members = 60;
  static constexpr int days_between_invoice_runs = 7;

 private:
  struct Claim {
    std::string reference;
    std::int64_t amount = 0;  ///< øre
    Date pays_on;
  };

  void send_invoices(WorldDay& day);
  void collect_fees(WorldDay& day);
  void collect_gifts(WorldDay& day);

  VippsLedger& fees_;
  VippsLedger& gifts_;
  std::vector<Claim> to_be_paid_;
  std::int64_t invoices_ = 0;
};

}  // namespace avstem::sandbox
