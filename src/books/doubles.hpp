#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "books/proof.hpp"

namespace avstem::books {

/// A voucher of ours that stands more than once on an account.
struct DoubleVoucher {
  std::string reference;
  Date ledger_date;
  std::int64_t amount = 0;                    ///< øre that one of them moves
  std::vector<std::int64_t> voucher_numbers;  ///< at least two, in order

  friend bool operator==(const DoubleVoucher&, const DoubleVoucher&) = default;
};

/// Vouchers that the accounting system has under several numbers, each with the amount of ours:
/// sent twice, where nothing there refuses the second. One that was reversed does not count, and
/// neither does its reversal, which has the opposite amount.
std::vector<DoubleVoucher> find_doubles(const ProofInput& input);

}  // namespace avstem::books
