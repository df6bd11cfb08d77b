#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "books/entry.hpp"

namespace avstem::books {

/// One of the two entries by which Vipps takes its fees from the funds: − on funds, + on fees,
/// turned around when corrections exceed fees (R14).
struct RetainedSide {
  Topic topic = Topic::funds;
  Date ledger_date;
  Instant time;
  std::int64_t amount = 0;  ///< øre, as in its ledger; never zero
  std::int64_t sequence = 0;
  std::string psp_reference;  ///< not shared by the twins

  friend bool operator==(const RetainedSide&, const RetainedSide&) = default;
};

RetainedSide retained_side(const Entry& entry);
/// What a finding about the side is named by: `fees-retained funds 2026-01-05T22:59:59Z #3`.
std::string subject_of(const RetainedSide& side);

/// Pairs the two sides. Twins are of different topics, have the same time and opposite amounts
/// (Report API § 10.4); neither pspReference nor ledger date says which belong together. Equal
/// amounts of different times are no twins.
class RetainedTwins {
 public:
  /// Adds a side that was booked before.
  void add_booked(const RetainedSide& side);
  /// Adds a side that is being booked now. The oldest that fits is its twin.
  void add(const RetainedSide& side);

  /// A side that is being booked now, and the one booked before that it was missing to.
  struct Reunion {
    RetainedSide side;
    RetainedSide earlier;
  };
  /// Σ of the fees sides of pairs that are being booked now; their funds sides are − this.
  std::int64_t paired() const { return paired_; }
  const std::vector<Reunion>& reunions() const { return reunions_; }
  /// Sides being booked now that no twin has come for, in the order of date, topic and place.
  std::vector<RetainedSide> alone() const;
  /// The same of those booked before.
  std::vector<RetainedSide> alone_booked() const;

 private:
  struct Waiting {
    RetainedSide side;
    bool booked = false;
  };
  /// Time, and the amount with the sign it has on funds: equal for twins.
  using Key = std::pair<Instant, std::int64_t>;
  void take(Waiting side);
  std::vector<RetainedSide> waiting(bool booked) const;

  std::map<Key, std::vector<Waiting>> waiting_;  ///< those under one key are of one topic
  std::vector<Reunion> reunions_;
  std::int64_t paired_ = 0;
};

}  // namespace avstem::books
