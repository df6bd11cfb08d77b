#include "tests/scenario_vat.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "books/vat_codes.hpp"

namespace avstem::scenario {
namespace {

using enum books::AccountRole;

constexpr books::AccountRole vat_roles[] = {output_vat_regular, output_vat_middle, output_vat_low,
                                            input_vat_regular,  input_vat_middle,  input_vat_low};

}  // namespace

Result<std::vector<books::Posting>> rows_of(const books::Posting& line, Date supplied,
                                            const books::Mapping& mapping) {
  if (line.vat_code.empty()) return std::vector{line};
  const books::VatCode* const code = books::find_vat_code(line.vat_code);
  if (code == nullptr) {
    return Error{ErrorKind::invalid, fmt::format("VAT code '{}' is unknown", line.vat_code)};
  }
  const bool is_vat = std::ranges::any_of(
      vat_roles, [&](books::AccountRole role) { return mapping.account(role) == line.account; });
  if (code->side == books::VatCode::Side::none || is_vat) return std::vector{line};
  const auto role = books::vat_account_role(*code);
  if (!role) {
    return Error{ErrorKind::invalid, fmt::format("VAT code '{}' has no account", line.vat_code)};
  }
  const auto rate = vat_rate(code->rate_class, supplied);
  if (!rate) return rate.error();
  const VatSplit split = split_gross(line.amount, *rate);
  std::vector rows{line};
  rows[0].amount = split.net;
  if (split.vat == 0) return rows;
  books::Posting vat;
  vat.account = mapping.account(*role);
  vat.amount = split.vat;
  rows.push_back(std::move(vat));
  return rows;
}

}  // namespace avstem::scenario
