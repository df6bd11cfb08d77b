#include "books/remap.hpp"

#include <algorithm>

#include "books/recipes.hpp"
#include "core/check.hpp"

namespace avstem::books {
namespace {

struct Place {
  AccountNumber account = 0;
  std::string vat_code;
  friend bool operator==(const Place&, const Place&) = default;
};

/// Where a line of this account and code belongs now; empty when that cannot be told.
std::optional<Place> place_now(const Place& before, const Mapping& from, const Mapping& to) {
  std::optional<Place> now;
  for (std::size_t i = 0; i < account_role_count; ++i) {
    const auto role = static_cast<AccountRole>(i);
    if (Place{from.account(role), from.vat_code(role)} != before) continue;
    Place place{to.account(role), to.vat_code(role)};
    if (now && *now != place) return std::nullopt;
    now = std::move(place);
  }
  return now ? now : std::optional(before);
}

bool has_no_role(const Posting& line) {
  return line.match == match_step::payment_record || line.match.starts_with("M4:");
}

bool follows_the_mapping(VoucherKind kind) {
  switch (kind) {
    case VoucherKind::payments:
    case VoucherKind::fees:
    case VoucherKind::accrued_fees:
    case VoucherKind::payout:
    case VoucherKind::payout_aborted:
    case VoucherKind::bank:
      return true;
    case VoucherKind::reversal:
    case VoucherKind::decision:
    case VoucherKind::recognition:
      return false;
  }
  return false;
}

}  // namespace

std::optional<Voucher> remapped(const Voucher& voucher, const Mapping& from, const Mapping& to) {
  if (!follows_the_mapping(voucher.head().kind)) return std::nullopt;
  std::vector<Posting> lines = voucher.postings();
  for (Posting& line : lines) {
    if (has_no_role(line)) continue;
    auto place = place_now({line.account, line.vat_code}, from, to);
    if (!place) return std::nullopt;
    line.account = place->account;
    line.vat_code = std::move(place->vat_code);
  }
  if (lines == voucher.postings()) return std::nullopt;
  auto made = Voucher::make(voucher.head(), std::move(lines));
  check(made.has_value(), "other accounts leave a voucher's amounts as they are");
  return *std::move(made);
}

bool roles_part_ways(const Voucher& voucher, const Mapping& from, const Mapping& to) {
  return follows_the_mapping(voucher.head().kind) &&
         std::ranges::any_of(voucher.postings(), [&](const Posting& line) {
           return !has_no_role(line) && !place_now({line.account, line.vat_code}, from, to);
         });
}

}  // namespace avstem::books
