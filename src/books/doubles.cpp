#include "books/doubles.hpp"

#include <map>
#include <string_view>
#include <unordered_map>

#include "core/money.hpp"

namespace avstem::books {

std::vector<DoubleVoucher> find_doubles(const ProofInput& input) {
  std::unordered_map<std::string_view, std::map<std::int64_t, std::int64_t>> sums;
  for (const ProofRow& row : input.rows) {
    if (row.reference.empty() || row.reversed) continue;
    std::int64_t& sum = sums[row.reference][row.voucher_number];
    sum = add_minor(sum, row.amount);
  }
  std::vector<DoubleVoucher> doubles;
  for (const ProofMovement& movement : input.movements) {
    const auto found = sums.find(movement.reference);
    if (found == sums.end() || found->second.size() < 2) continue;
    DoubleVoucher voucher{movement.reference, movement.ledger_date, movement.amount, {}};
    for (const auto& [number, sum] : found->second) {
      if (sum == movement.amount) voucher.voucher_numbers.push_back(number);
    }
    if (voucher.voucher_numbers.size() > 1) doubles.push_back(std::move(voucher));
  }
  return doubles;
}

}  // namespace avstem::books
