#include "books/matching.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "core/kid.hpp"
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

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The numbers in a text, as they are written: `F-1001/1002` has 1001 and 1002.
std::vector<std::string> numbers_in(std::string_view text) {
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end]))
      ++end;
    // A KID under MOD11 may end in a dash.
    if (end > i && end < text.size() && text[end] == '-') {
      numbers.emplace_back(text.substr(i, end - i + 1));
    }
    if (end > i) numbers.emplace_back(text.substr(i, end - i));
    i = end + 1;
  }
  return numbers;
}

bool is_all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

bool same_item(const Claim& claim, const Posting& posting) {
  if (claim.customer_number != posting.customer_number) return false;
  if (!posting.matching_reference.empty()) {
    return claim.matching_reference == posting.matching_reference;
  }
  return !posting.invoice_number.empty() && claim.invoice_number == posting.invoice_number;
}

}  // namespace

OpenItems::OpenItems(const std::vector<Claim>& claims) {
  items_.reserve(claims.size());
  for (const Claim& claim : claims) {
    Item item;
    item.customer_number = claim.customer_number;
    item.matching_reference = claim.matching_reference;
    item.invoice_number = claim.invoice_number;
    item.kid = claim.kid;
    item.open = claim.open.minor();
    item.invoice = item.open >= 0;
    item.currency = claim.open.currency();
    const std::size_t place = items_.size();
    std::string answers_to = claim.matching_reference;
    if (item.open < 0) {
      if (auto refund = split_refund_reference(claim.matching_reference)) {
        item.refund_order = refund->order;
        answers_to = std::move(refund->payment);
      }
    }
    if (!answers_to.empty()) by_reference_[answers_to].push_back(place);
    if (validate_kid(item.kid)) by_number_[item.kid].push_back(place);
    if (item.invoice_number.size() >= invoice_digits_min && is_all_digits(item.invoice_number) &&
        item.invoice_number != item.kid) {
      by_number_[item.invoice_number].push_back(place);
    }
    by_open_.emplace(item.open, place);
    items_.push_back(std::move(item));
  }
  for (auto& [reference, places] : by_reference_) {
    std::ranges::stable_sort(places, {},
                             [this](std::size_t place) { return items_[place].refund_order; });
  }
}

bool OpenItems::answers(const Item& item, const Entry& entry) {
  return item.currency == entry.currency && item.open != 0 && (item.open > 0) == (entry.amount > 0);
}

bool OpenItems::is_paid(const Item& item, const Entry& entry) {
  return item.currency == entry.currency && item.open == 0 && item.invoice && entry.amount > 0 &&
         !item.forgotten;
}

std::vector<Match> OpenItems::take(const Entry& entry) {
  if (entry.reference.empty() || entry.amount == 0) return {};
  if (const Places places = with_reference(entry, answers); !places.empty()) {
    const auto exact = std::ranges::find(places, entry.amount,
                                         [this](std::size_t place) { return items_[place].open; });
    if (exact != places.end()) return {use(*exact, entry.amount, Named::by_reference)};
    return fill(places, entry.amount, Named::by_reference);
  }
  if (const Places named = named_inside(entry, answers); !named.empty()) {
    return fill(together(named, entry.amount), entry.amount, Named::by_number);
  }
  return take_paid(entry);
}

std::vector<Match> OpenItems::take_paid(const Entry& entry) {
  if (const Places paid = with_reference(entry, is_paid); !paid.empty()) {
    foreseeable_ = false;
    return {match_of(items_[paid.front()], entry.amount, Named::by_reference)};
  }
  if (const Places paid = named_inside(entry, is_paid); paid.size() == 1) {
    foreseeable_ = false;
    return {match_of(items_[paid.front()], entry.amount, Named::by_number)};
  }
  return {};
}

template <class Accepts>
OpenItems::Places OpenItems::with_reference(const Entry& entry, Accepts accepts) const {
  const auto found = by_reference_.find(entry.reference);
  if (found == by_reference_.end()) return {};
  Places places = found->second;
  std::erase_if(places, [&](std::size_t place) { return !accepts(items_[place], entry); });
  return places;
}

template <class Accepts>
OpenItems::Places OpenItems::named_inside(const Entry& entry, Accepts accepts) const {
  if (by_number_.empty()) return {};
  Places named;
  for (const std::string& number : numbers_in(entry.reference)) {
    const auto found = by_number_.find(number);
    if (found == by_number_.end()) continue;
    for (const std::size_t place : found->second) {
      if (accepts(items_[place], entry) && std::ranges::find(named, place) == named.end()) {
        named.push_back(place);
      }
    }
  }
  return named;
}

/// Several items that a reference names are meant only when they are the very amount together.
OpenItems::Places OpenItems::together(const Places& places, std::int64_t amount) const {
  if (places.size() < 2) return places;
  std::int64_t sum = 0;
  for (const std::size_t place : places)
    sum = add_minor(sum, items_[place].open);
  return sum == amount ? places : Places();
}

std::vector<Match> OpenItems::fill(const Places& places, std::int64_t amount, Named how) {
  std::vector<Match> matches;
  std::int64_t left = amount;
  for (std::size_t i = 0; i < places.size() && left != 0; ++i) {
    const std::int64_t open = items_[places[i]].open;
    const bool last = i + 1 == places.size();
    const std::int64_t part = last || std::abs(left) < std::abs(open) ? left : open;
    matches.push_back(use(places[i], part, how));
    left -= part;
  }
  return matches;
}

/// More than the item holds makes a credit on the customer, not a negative open item.
Match OpenItems::use(std::size_t place, std::int64_t amount, Named how) {
  Item& item = items_[place];
  Match match = match_of(item, amount, how);
  const auto [first, last] = by_open_.equal_range(item.open);
  by_open_.erase(std::find_if(first, last, [&](const auto& it) { return it.second == place; }));
  const std::int64_t rest = add_minor(item.open, -amount);
  if (rest != 0 || how == Named::by_number || item.matching_reference.empty()) foreseeable_ = false;
  item.open = (rest > 0) == (item.open > 0) ? rest : 0;
  if (item.open == 0) used_up_.push_back(place);
  by_open_.emplace(item.open, place);
  return match;
}

void OpenItems::know_paid(const Claim& claim) {
  Places& places = by_reference_[claim.matching_reference];
  for (const std::size_t place : places) {
    Item& item = items_[place];
    if (item.customer_number != claim.customer_number || !item.invoice) continue;
    item.forgotten = false;
    return;
  }
  Item item;
  item.customer_number = claim.customer_number;
  item.matching_reference = claim.matching_reference;
  item.currency = claim.open.currency();
  places.push_back(items_.size());
  by_open_.emplace(0, items_.size());
  items_.push_back(std::move(item));
}

void OpenItems::forget_paid() {
  for (const std::size_t place : used_up_)
    items_[place].forgotten = true;
  used_up_.clear();
}

Match OpenItems::match_of(const Item& item, std::int64_t amount, Named how) const {
  Match match;
  match.customer_number = item.customer_number;
  match.matching_reference = item.matching_reference;
  if (how == Named::by_number || item.matching_reference.empty()) {
    match.invoice_number = item.invoice_number;
    match.kid = item.kid;
  }
  match.open_before = item.open;
  match.amount = amount;
  return match;
}

std::optional<Match> OpenItems::suggest(const Entry& entry) const {
  if (entry.amount == 0) return std::nullopt;
  std::optional<Match> only;
  const auto [first, last] = by_open_.equal_range(entry.amount);
  for (auto it = first; it != last; ++it) {
    const Item& item = items_[it->second];
    if (!answers(item, entry)) continue;
    if (only) return std::nullopt;
    only = Match{
        item.customer_number, item.matching_reference, item.invoice_number, item.kid, item.open,
        entry.amount};
  }
  return only;
}

void take_from_claims(std::vector<Claim>& claims, const Posting& posting) {
  if (posting.customer_number == 0) return;
  // A reversed payment leaves two items of one name: the paid one, and the one that is open again.
  const auto is_paid_by = [&](const Claim& candidate) {
    const std::int64_t open = candidate.open.minor();
    return same_item(candidate, posting) && open != 0 && (open > 0) == (posting.amount < 0);
  };
  auto claim = std::ranges::find_if(claims, is_paid_by);
  if (claim == claims.end()) {
    claim = std::ranges::find_if(
        claims, [&](const Claim& candidate) { return same_item(candidate, posting); });
  }
  if (claim == claims.end()) return;
  const std::int64_t rest = add_minor(claim->open.minor(), posting.amount);
  const bool used_up = (rest > 0) != (claim->open.minor() > 0);
  claim->open = Money(used_up ? 0 : rest, claim->open.currency());
}

void take_from_claims(std::vector<Claim>& claims, const Voucher& voucher) {
  for (const Posting& posting : voucher.postings())
    take_from_claims(claims, posting);
}

}  // namespace avstem::books
