#include "books/chain.hpp"

#include <fmt/format.h>

namespace avstem::books {

std::optional<Finding> BalanceChain::add(const Entry& entry) {
  const auto stop = [&](FindingKind kind, std::string message) {
    return Finding{kind, entry.ledger_date, entry.psp_reference, entry.amount, std::move(message)};
  };
  const auto words = [&](std::int64_t minor) { return Money(minor, currency_).to_decimal(); };
  if (entry.currency != currency_) {
    return stop(
        FindingKind::currency_differs,
        fmt::format("{} entry {} of {} is in {}, the ledger in {}; nothing is posted for "
                    "the date: ask Vipps which ledger it belongs to",
                    to_string(entry.topic), entry.psp_reference, entry.ledger_date.to_string(),
                    entry.currency.code(), currency_.code()));
  }
  if (entry.balance_before != balance_) {
    return stop(
        FindingKind::chain_gap,
        fmt::format("{} entry {} of {} starts at {} but the ledger stood at {}; entries "
                    "are missing, so nothing is posted for the date: fetch it again, and "
                    "ask Vipps if it stays",
                    to_string(entry.topic), entry.psp_reference, entry.ledger_date.to_string(),
                    words(entry.balance_before), words(balance_)));
  }
  if (add_minor(entry.balance_before, entry.amount) != entry.balance_after) {
    return stop(
        FindingKind::chain_gap,
        fmt::format("{} entry {} of {} goes from {} by {} to {}, which does not add up; "
                    "nothing is posted for the date: ask Vipps",
                    to_string(entry.topic), entry.psp_reference, entry.ledger_date.to_string(),
                    words(entry.balance_before), words(entry.amount), words(entry.balance_after)));
  }
  balance_ = entry.balance_after;
  return std::nullopt;
}

}  // namespace avstem::books
