#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "books/entry.hpp"
#include "books/finding.hpp"
#include "books/match_rules.hpp"
#include "books/matching.hpp"
#include "books/sale.hpp"
#include "books/voucher.hpp"

namespace avstem::books {

struct BookingTerms;

/// How a client wants payments matched, besides its open items and sales.
struct MatchSettings {
  MatchRules rules;
  /// Collects sales that have no customer of their own; 0: they go to suspense.
  std::int64_t collective_customer = 0;
  /// Up to so many øre that an invoice is paid too little are written off as rounding (R20).
  std::int64_t tolerance = 0;

  /// `invalid` names a tolerance or a customer number out of bounds.
  Result<void> check() const;

  static constexpr std::int64_t tolerance_max = 10'000;  ///< øre; a hundred kroner is no rounding
};

/// Where the counter amount of a payment belongs, and what a person must be told of it.
struct Placement {
  std::vector<Posting> lines;  ///< they add up to minus the payment's amount
  std::vector<Finding> findings;
};

/// Chooses the counter account of captures and refunds, by the steps of rules § 2.2 in their order:
/// a sale with the reference, an open item that the reference names, the client's own rules, a
/// collective customer, suspense. What is only likely is suggested in the finding.
class Matcher {
 public:
  /// All must outlive the matcher; `items` is consumed.
  Matcher(const BookingTerms& terms, OpenItems& items, const Sales& sales)
      : terms_(terms), items_(items), sales_(sales) {}

  Placement place(const Entry& payment);

 private:
  bool place_by_sale(const Entry& payment, Placement& placement) const;
  bool place_by_items(const Entry& payment, Placement& placement);
  bool place_by_rule(const Entry& payment, Placement& placement) const;
  void place_in_suspense(const Entry& payment, Placement& placement) const;
  void compare_with_item(const Entry& payment, const Match& match, Placement& placement) const;
  Posting customer_line(const Entry& payment, const Match& match) const;
  Posting line(AccountRole role, const Entry& payment, std::string_view text, std::string_view rule,
               std::string_view match) const;
  Finding finding(FindingKind kind, const Entry& payment, std::string message) const;

  const BookingTerms& terms_;
  OpenItems& items_;
  const Sales& sales_;
};

}  // namespace avstem::books
