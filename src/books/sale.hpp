#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "books/accounts.hpp"
#include "books/voucher.hpp"
#include "core/result.hpp"

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

/// Σ of the lines, øre.
std::int64_t total_of(const std::vector<SaleLine>& lines);

/// Whether lines may be booked for this client. `invalid` names the account and what is wrong: no
/// number of a chart, one that follows Vipps or needs a customer, nothing on it, a VAT code that is
/// none of a sale, any code when the client is not VAT registered, no lines or too many.
Result<void> check_sale_lines(const std::vector<SaleLine>& lines, const Mapping& mapping,
                              bool vat_registered);

inline constexpr std::size_t sale_lines_max = 100;

/// Sales by payment reference.
using Sales = std::unordered_map<std::string, Sale>;

}  // namespace avstem::books
