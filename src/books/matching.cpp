#include "books/matching.hpp"

#include <algorithm>
#include <charconv>

#include "core/money.hpp"

namespace avstem::books {
namespace {

struct RefundReference {
  std::string payment;
  std::int64_t order = 0;
};

/// Splits `ORD-0990-R1` into the payment's reference and 1.
std::optional<RefundReference> split_refund_reference(const std::string& reference) {
  const auto mark = reference.rfind("-R");
  if (mark == std::string::npos || mark == 0 || mark + 2 == reference.size()) return std::nullopt;
  std::int64_t order = 0;
  const char* const end = reference.data() + reference.size();
  const auto [stop, status] = std::from_chars(reference.data() + mark + 2, end, order);
  if (status != std::errc() || stop != end || order < 1) return std::nullopt;
  return RefundReference{reference.substr(0, mark), order};
}

}  // namespace

OpenItems::OpenItems(const std::vector<Claim>& claims) {
  for (const Claim& claim : claims) {
    if (claim.matching_reference.empty() || claim.open.is_zero()) continue;
    Item item{claim.customer_number, claim.matching_reference, claim.open.minor(),
              claim.open.currency(), 0};
    if (item.open < 0) {
      if (const auto refund = split_refund_reference(claim.matching_reference)) {
        item.refund_order = refund->order;
        items_[refund->payment].push_back(std::move(item));
        continue;
      }
    }
    items_[claim.matching_reference].push_back(std::move(item));
  }
  for (auto& [reference, items] : items_) {
    std::stable_sort(items.begin(), items.end(),
                     [](const Item& a, const Item& b) { return a.refund_order < b.refund_order; });
  }
}

std::optional<Match> OpenItems::take(const Entry& entry) {
  if (entry.reference.empty() || entry.amount == 0) return std::nullopt;
  const auto found = items_.find(entry.reference);
  if (found == items_.end()) return std::nullopt;
  const auto answers = [&](const Item& item) {
    return item.currency == entry.currency && item.open != 0 &&
           (item.open > 0) == (entry.amount > 0);
  };
  auto& items = found->second;
  auto item = std::find_if(items.begin(), items.end(), [&](const Item& candidate) {
    return answers(candidate) && candidate.open == entry.amount;
  });
  if (item == items.end()) item = std::find_if(items.begin(), items.end(), answers);
  if (item == items.end()) return std::nullopt;
  Match match{item->customer_number, item->matching_reference, item->open};
  // More than the item holds makes a credit on the customer, not a negative open item.
  const std::int64_t rest = add_minor(item->open, -entry.amount);
  item->open = (rest > 0) == (item->open > 0) ? rest : 0;
  return match;
}

void take_from_claims(std::vector<Claim>& claims, std::int64_t customer_number,
                      const std::string& matching_reference, std::int64_t amount) {
  for (Claim& claim : claims) {
    if (claim.customer_number != customer_number ||
        claim.matching_reference != matching_reference) {
      continue;
    }
    const std::int64_t rest = add_minor(claim.open.minor(), amount);
    const bool used_up = (rest > 0) != (claim.open.minor() > 0);
    claim.open = Money(used_up ? 0 : rest, claim.open.currency());
    return;
  }
}

void take_from_claims(std::vector<Claim>& claims, const Voucher& voucher) {
  for (const Posting& posting : voucher.postings()) {
    if (posting.customer_number == 0) continue;
    take_from_claims(claims, posting.customer_number, posting.matching_reference, posting.amount);
  }
}

}  // namespace avstem::books
