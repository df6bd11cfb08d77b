#include "books/sale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "books/vat_codes.hpp"

namespace avstem::books {
namespace {

/// Accounts that follow Vipps are moved by its entries alone, and a customer's line names one.
constexpr std::array kept_accounts{AccountRole::clearing, AccountRole::in_transit,
                                   AccountRole::accrued_fees, AccountRole::receivables};

Result<void> check_line(const SaleLine& line, const Mapping& mapping, bool vat_registered) {
  if (line.account < 1000 || line.account > 9999) {
    return Error{ErrorKind::invalid,
                 fmt::format("account {} is not a four-digit number of the chart", line.account)};
  }
  const bool kept = std::ranges::any_of(
      kept_accounts, [&](AccountRole role) { return mapping.account(role) == line.account; });
  if (kept) {
    return Error{ErrorKind::invalid,
                 fmt::format("account {} follows Vipps or a customer; a sale names the income, or "
                             "the debt, that the payment is for",
                             line.account)};
  }
  if (line.amount == 0) {
    return Error{ErrorKind::invalid,
                 fmt::format("the line on account {} is of 0.00; leave it out", line.account)};
  }
  if (line.vat_code.empty()) return {};
  if (!vat_registered) {
    return Error{ErrorKind::invalid,
                 fmt::format("account {} has VAT code {}, but the client is not VAT registered; "
                             "leave the code out (R29)",
                             line.account, line.vat_code)};
  }
  const VatCode* const code = find_vat_code(line.vat_code);
  if (code == nullptr || code->side == VatCode::Side::input || line.vat_code == "0") {
    return Error{
        ErrorKind::invalid,
        fmt::format("VAT code '{}' of account {} is no code of a sale; they are 3, 31, 32, "
                    "33, 5, 52, 6 and 7",
                    line.vat_code, line.account)};
  }
  return {};
}

}  // namespace

std::int64_t total_of(const std::vector<SaleLine>& lines) {
  std::int64_t sum = 0;
  for (const SaleLine& line : lines)
    sum = add_minor(sum, line.amount);
  return sum;
}

Result<void> check_sale_lines(const std::vector<SaleLine>& lines, const Mapping& mapping,
                              bool vat_registered) {
  if (lines.empty() || lines.size() > sale_lines_max) {
    return Error{ErrorKind::invalid,
                 fmt::format("it has {} lines; a sale has 1 to {}", lines.size(), sale_lines_max)};
  }
  for (const SaleLine& line : lines) {
    if (auto checked = check_line(line, mapping, vat_registered); !checked) return checked;
  }
  return {};
}

}  // namespace avstem::books
