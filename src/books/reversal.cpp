#include "books/reversal.hpp"

#include <fmt/format.h>

#include <utility>

namespace avstem::books {
namespace {

Error refuse(const Voucher::Head& original, std::string why) {
  return Error{ErrorKind::invalid, fmt::format("voucher '{}' of {} {}", original.reference,
                                               original.date.to_string(), std::move(why))};
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

}  // namespace avstem::books
