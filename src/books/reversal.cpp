#include "books/reversal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace avstem::books {
namespace {

Error refuse(const Voucher::Head& original, std::string why) {
  return Error{ErrorKind::invalid, fmt::format("voucher '{}' of {} {}", original.reference,
                                               original.date.to_string(), std::move(why))};
}

bool closes(const Claim& claim, const Posting& line) {
  if (claim.customer_number != line.customer_number) return false;
  const std::int64_t open = claim.open.minor();
  if (open == 0 || (open < 0) == (line.amount < 0)) return false;
  if (!line.matching_reference.empty()) {
    return claim.matching_reference == line.matching_reference;
  }
  return !line.invoice_number.empty() && claim.invoice_number == line.invoice_number;
}

}  // namespace

Result<Voucher> reverse(const Voucher& original, Date on, std::string reference) {
  const Voucher::Head& head = original.head();
  if (!head.reverses.empty()) {
    return refuse(head, fmt::format("is itself the reversal of '{}'; book the original's entries "
                                    "again instead of taking the reversal back",
                                    head.reverses));
  }
  if (on < head.date) {
    return refuse(head, fmt::format("cannot be reversed on {}, before it stood; give its own date "
                                    "or a later one",
                                    on.to_string()));
  }
  if (reference == head.reference) {
    return refuse(head, "needs a reversal with a reference of its own");
  }
  std::vector<Posting> mirrored = original.postings();
  for (Posting& posting : mirrored)
    posting.amount = -posting.amount;
  Voucher::Head reversal{
      VoucherKind::reversal,
      std::move(reference),
      on,
      head.currency,
      fmt::format("Tilbakeføring av {} ({}): {}", head.reference, head.date.to_string(), head.text),
      head.original_date.value_or(head.date),
      head.reference};
  return Voucher::make(std::move(reversal), std::move(mirrored));
}

void join_reopened_claims(std::vector<Claim>& claims, const Voucher& taken_back) {
  for (const Posting& line : taken_back.postings()) {
    if (line.customer_number == 0 || line.matching_reference.empty()) continue;
    const auto is_part = [&](const Claim& claim) {
      const std::int64_t open = claim.open.minor();
      return claim.customer_number == line.customer_number &&
             claim.matching_reference == line.matching_reference && open != 0 &&
             (open < 0) == (line.amount > 0);
    };
    const auto whole = std::ranges::find_if(claims, is_part);
    if (whole == claims.end()) continue;
    const auto joins = [&](const Claim& part) {
      // What a mirror gave back has no invoice number; two numbers are two invoices.
      const bool other_invoice = !part.invoice_number.empty() && !whole->invoice_number.empty() &&
                                 part.invoice_number != whole->invoice_number;
      if (!is_part(part) || other_invoice) return false;
      whole->open =
          Money(add_minor(whole->open.minor(), part.open.minor()), whole->open.currency());
      if (whole->invoice_number.empty()) whole->invoice_number = part.invoice_number;
      if (whole->kid.empty()) whole->kid = part.kid;
      return true;
    };
    claims.erase(std::remove_if(std::next(whole), claims.end(), joins), claims.end());
  }
}

void give_back_to_claims(std::vector<Claim>& claims, const Voucher& mirror) {
  for (const Posting& line : mirror.postings()) {
    if (line.customer_number == 0) continue;
    std::int64_t left = line.amount;
    for (Claim& claim : claims) {
      if (left == 0) break;
      if (!closes(claim, line)) continue;
      const std::int64_t open = claim.open.minor();
      const std::int64_t size = std::min(std::abs(open), std::abs(left));
      const std::int64_t used = left < 0 ? -size : size;
      claim.open = Money(add_minor(open, used), claim.open.currency());
      left = add_minor(left, -used);
    }
    if (left == 0) continue;
    claims.push_back({line.customer_number, line.matching_reference, line.invoice_number, line.kid,
                      Money(left, mirror.head().currency), mirror.head().date});
  }
}

}  // namespace avstem::books
