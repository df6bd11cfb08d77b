#pragma once

#include <cstdint>
#include <string>

#include "books/entry.hpp"

namespace avstem::bench {

/// One ledger date of a fund-raiser: gifts, the fee of each, a service fee, and the day's end, when
/// Vipps retains the fees and pays the rest out. What entry stands where follows from its number,
/// so the day takes no memory however large it is.
class SampleDay {
 public:
  /// `entries` is the number on both ledgers together, even and at least smallest.
  explicit SampleDay(std::int64_t entries);

  static constexpr std::int64_t smallest = 6;
  /// Vipps' own page size (Report API § 10.2).
  static constexpr std::int64_t page_entries = 1000;

  Date date() const { return {2026, 2, 7}; }
  std::int64_t entries() const { return 2 * (payments_ + 2); }

  /// Walks one ledger of the day from its first entry; balances go along.
  class Walk {
   public:
    Walk(const SampleDay& day, books::Topic topic) : day_(day), topic_(topic) {}
    bool has_more() const { return sequence_ < day_.payments_ + 2; }
    books::Entry next();
    /// The body of the next page, written as Vipps' stand-in writes it.
    std::string next_page();

   private:
    const SampleDay& day_;
    books::Topic topic_;
    std::int64_t sequence_ = 0;
    std::int64_t balance_ = 0;
  };

 private:
  std::int64_t amount_of(std::int64_t payment) const;
  std::int64_t fee_of(std::int64_t payment) const;

  std::int64_t payments_ = 0;
  std::int64_t fees_retained_ = 0;  ///< øre
};

}  // namespace avstem::bench
