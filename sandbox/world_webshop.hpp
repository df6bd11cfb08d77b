#pragma once

#include <deque>

#include "sandbox/world_actor.hpp"

namespace avstem::sandbox {

/// A shop for outdoor gear: net settlement every day, an invoice to its own customer for each
/// order, a credit note for each refund. Its days hold, counted from 0:
///
///     2  a payment without a reference, and so without an invoice
///     3  a fee that Vipps charges a day late
///     4  a recall: more is refunded than sold, so the ledger ends below zero
///     6  a service fee
///     7  a correction of fees in the shop's favour
///     1, 7, 10, …  a refund of one item, on some days of a whole order too
class Webshop final : public Actor {
 public:
  explicit Webshop(ActorPlace place);
  void play(WorldDay& day) override;

  static constexpr int day_without_reference = 2;
  static constexpr int day_of_late_fee = 3;
  static constexpr int day_of_recall = 4;
  static constexpr int day_of_service_fee = 6;
  static constexpr int day_of_fee_correction = 7;

 private:
  struct Order {
    std::string reference;
    std::int64_t customer = 0;
    std::vector<poweroffice::SalesLine> lines;
    std::int64_t total = 0;  ///< øre
  };

  /// Takes the day's orders; gives what they come to in øre.
  std::int64_t sell(WorldDay& day);
  void take_order(WorldDay& day, Instant at, Date fee_date);
  void recall(WorldDay& day, std::int64_t sold);
  void refund_some(WorldDay& day);
  /// Takes an order out of those that can be refunded, and pays its first lines back.
  std::int64_t refund(WorldDay& day, std::size_t order, std::size_t lines, Instant at);

  VippsLedger& ledger_;
  std::deque<Order> refundable_;  ///< orders of days before today, the oldest first
  std::vector<Order> today_;
  std::int64_t orders_ = 0;
  std::int64_t credit_notes_ = 0;
};

}  // namespace avstem::sandbox
