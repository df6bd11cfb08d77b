#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "books/voucher.hpp"

namespace avstem::books {

/// One credited line of a sale: an income or liability account, gross, with its VAT code.
struct SaleLine {
  AccountNumber account = 0;
  std::string vat_code;     ///< SAF-T standard code; the accounting system splits the VAT off
  std::int64_t amount = 0;  ///< øre, gross, positive for a sale

  friend bool operator==(const SaleLine&, const SaleLine&) = default;
};

/// What was sold for a payment, known from a module of ours, a shop or a register. The payment
/// alone never says this (rules § 0 rule 3).
struct Sale {
  std::string reference;  ///< the payment's reference
  std::vector<SaleLine> lines;
  std::string rule;  ///< the recipe, e.g. `R10` for a gift
};

/// Sales by payment reference.
using Sales = std::unordered_map<std::string, Sale>;

}  // namespace avstem::books
