#include "books/voucher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace avstem::books {
namespace {

constexpr std::array<std::pair<VoucherKind, std::string_view>, voucher_kind_count> codes{{
    {VoucherKind::payments, "pay"},
    {VoucherKind::fees, "fee"},
    {VoucherKind::accrued_fees, "acc"},
    {VoucherKind::payout, "out"},
    {VoucherKind::payout_aborted, "abo"},
    {VoucherKind::bank, "bnk"},
    {VoucherKind::reversal, "rev"},
    {VoucherKind::decision, "dec"},
    {VoucherKind::recognition, "inc"},
}};

Error refuse(const Voucher::Head& head, std::string_view why) {
  return Error{ErrorKind::invalid,
               fmt::format("voucher '{}' of {} {}", head.reference, head.date.to_string(), why)};
}

}  // namespace

std::string_view to_string(VoucherKind kind) {
  return std::find_if(codes.begin(), codes.end(), [&](const auto& c) { return c.first == kind; })
      ->second;
}

Result<VoucherKind> parse_voucher_kind(std::string_view code) {
  for (const auto& [kind, text] : codes) {
    if (text == code) return kind;
  }
  return Error{ErrorKind::invalid, fmt::format("voucher kind '{}' is unknown", code)};
}

Result<Voucher> Voucher::make(Head head, std::vector<Posting> postings) {
  if (head.reference.empty() || head.reference.size() > reference_length_max) {
    return refuse(head,
                  fmt::format("needs a reference of 1 to {} characters", reference_length_max));
  }
  if (postings.size() < 2) return refuse(head, "has fewer than two lines");
  std::int64_t sum = 0;
  for (const Posting& posting : postings) {
    if (posting.amount == 0) {
      return refuse(head, fmt::format("has a zero line on account {}", posting.account));
    }
    if (posting.account <= 0) return refuse(head, "has a line without an account");
    sum = add_minor(sum, posting.amount);
  }
  if (sum != 0) {
    return refuse(head, fmt::format("does not balance: debit minus credit is {}",
                                    Money(sum, head.currency).to_decimal()));
  }
  return Voucher(std::move(head), std::move(postings));
}

std::int64_t Voucher::movement(AccountNumber account) const {
  std::int64_t sum = 0;
  for (const Posting& posting : postings_) {
    if (posting.account == account) sum = add_minor(sum, posting.amount);
  }
  return sum;
}

Voucher Voucher::moved_to(Date open_date, std::string_view why) const {
  Voucher moved = *this;
  if (!head_.original_date) {
    moved.head_.original_date = head_.date;
    moved.head_.text += fmt::format(" (dated {}, {})", head_.date.to_string(), why);
  }
  moved.head_.date = open_date;
  return moved;
}

}  // namespace avstem::books
