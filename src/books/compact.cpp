#include "books/compact.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace avstem::books {
namespace {

constexpr std::string_view rule = "R03";

/// Captures only, each against a customer.
bool is_plain_payments(const Voucher& voucher, const Mapping& mapping) {
  return std::ranges::all_of(voucher.postings(), [&](const Posting& line) {
    if (line.account == mapping.account(AccountRole::clearing)) return line.amount > 0;
    return line.account == mapping.account(AccountRole::receivables) && line.amount < 0;
  });
}

bool is_plain_fees(const Voucher& voucher, const Mapping& mapping) {
  return std::ranges::all_of(voucher.postings(), [&](const Posting& line) {
    return line.account == mapping.account(AccountRole::clearing) ||
           line.account == mapping.account(AccountRole::accrued_fees) ||
           line.account == mapping.account(AccountRole::payment_fees);
  });
}

/// The date's vouchers by kind; empty when it has one of another kind, or two of one.
struct Parts {
  const PlannedVoucher* payments = nullptr;
  const PlannedVoucher* fees = nullptr;
  const PlannedVoucher* payout = nullptr;
  const PlannedVoucher* bank = nullptr;
};

std::optional<Parts> parts_of(const std::vector<PlannedVoucher>& date) {
  Parts parts;
  for (const PlannedVoucher& planned : date) {
    const std::array<std::pair<VoucherKind, const PlannedVoucher**>, 4> places{
        {{VoucherKind::payments, &parts.payments},
         {VoucherKind::fees, &parts.fees},
         {VoucherKind::payout, &parts.payout},
         {VoucherKind::bank, &parts.bank}}};
    const auto* const place = std::ranges::find_if(
        places, [&](const auto& each) { return each.first == planned.voucher.head().kind; });
    if (place == places.end() || *place->second != nullptr) return std::nullopt;
    *place->second = &planned;
  }
  if (parts.payments == nullptr || parts.payout == nullptr) return std::nullopt;
  return parts;
}

}  // namespace

std::optional<std::vector<PlannedVoucher>> compact(const std::vector<PlannedVoucher>& date,
                                                   const Mapping& mapping) {
  const std::optional<Parts> parts = parts_of(date);
  if (!parts || !is_plain_payments(parts->payments->voucher, mapping)) return std::nullopt;
  if (parts->fees != nullptr && !is_plain_fees(parts->fees->voucher, mapping)) return std::nullopt;
  const AccountNumber clearing = mapping.account(AccountRole::clearing);
  const AccountNumber accrued = mapping.account(AccountRole::accrued_fees);
  std::int64_t clearing_left = 0;
  std::int64_t accrued_left = 0;
  std::vector<Posting> lines;
  Sources from;
  for (const PlannedVoucher* part : {parts->payout, parts->fees, parts->payments}) {
    if (part == nullptr) continue;
    clearing_left = add_minor(clearing_left, part->voucher.movement(clearing));
    accrued_left = add_minor(accrued_left, part->voucher.movement(accrued));
    from.add(part->from);
    for (Posting line : part->voucher.postings()) {
      if (line.account == clearing || line.account == accrued) continue;
      line.rule = rule;
      lines.push_back(std::move(line));
    }
  }
  if (clearing_left != 0 || accrued_left != 0) return std::nullopt;
  Voucher::Head head = parts->payments->voucher.head();
  head.text = "Vipps oppgjør " + head.date.to_string();
  auto voucher = Voucher::make(std::move(head), std::move(lines));
  if (!voucher) return std::nullopt;
  std::vector<PlannedVoucher> made{{*std::move(voucher), from.take()}};
  if (parts->bank != nullptr) made.push_back(*parts->bank);
  return made;
}

}  // namespace avstem::books
