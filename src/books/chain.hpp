#pragma once

#include <cstdint>
#include <optional>

#include "books/entry.hpp"
#include "books/finding.hpp"

namespace avstem::books {

/// Follows the balances of one ledger and topic (rules § 2.1): every entry starts where the one
/// before ended, and ends where its amount brings it. A date that does not chain is not posted.
class BalanceChain {
 public:
  /// `opening` is the closing balance of the date before, øre.
  BalanceChain(std::int64_t opening, Currency currency) : balance_(opening), currency_(currency) {}

  /// Nothing when the entry continues the chain; otherwise the finding that stops the date
  /// (chain_gap or currency_differs). After a finding the chain is not continued.
  std::optional<Finding> add(const Entry& entry);

  /// The balance after the last entry that continued the chain, øre.
  std::int64_t balance() const { return balance_; }

 private:
  std::int64_t balance_;
  Currency currency_;
};

}  // namespace avstem::books
