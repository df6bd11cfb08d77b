#include "books/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace avstem::books {

void SettlementSide::add(const Entry& entry) {
  const auto into = [&](std::int64_t& sum) { sum = add_minor(sum, entry.amount); };
  if (entry.topic == Topic::fees) {
    if (entry.type == EntryType::capture_fee) into(capture_fees_[entry.psp_reference]);
    return;
  }
  if (!opening_) opening_ = entry.balance_before;
  balance_ = entry.balance_after;
  switch (entry.type) {
    case EntryType::capture:
      into(captures_);
      return into(payments_[entry.psp_reference]);
    case EntryType::refund:
      into(refunds_);
      return into(payments_[entry.psp_reference]);
    case EntryType::fees_retained:
      return into(retained_);
    case EntryType::payout_scheduled:
      return into(payouts_[entry.psp_reference]);
    default:
      return into(others_);
  }
}

void SettlementSide::begin_at(std::int64_t opening) {
  if (!opening_) return;
  balance_ = add_minor(*balance_, add_minor(opening, -*opening_));
  opening_ = opening;
}

std::int64_t SettlementSide::fees() const {
  if (retains_fees()) return retained_;
  std::int64_t sum = 0;
  for (const auto& [psp_reference, amount] : capture_fees_) {
    if (payments_.contains(psp_reference)) sum = add_minor(sum, amount);
  }
  return sum;
}

namespace {

using Amounts = std::map<std::string, std::int64_t>;

/// Names what stands in one of the two only, or with another amount.
std::vector<std::string> compare(std::string_view what, const Amounts& file, const Amounts& report,
                                 Currency currency) {
  std::set<std::string> keys;
  for (const Amounts* amounts : {&file, &report}) {
    for (const auto& [key, amount] : *amounts)
      keys.insert(key);
  }
  const auto words = [&](const Amounts& amounts, const std::string& key) {
    const auto found = amounts.find(key);
    return found == amounts.end() ? std::string("nothing")
                                  : Money(found->second, currency).to_decimal();
  };
  std::vector<std::string> named;
  std::size_t more = 0;
  for (const std::string& key : keys) {
    const auto ours = file.find(key);
    const auto theirs = report.find(key);
    if (ours != file.end() && theirs != report.end() && ours->second == theirs->second) continue;
    if (named.size() == differences_named_max) {
      ++more;
      continue;
    }
    named.push_back(
        fmt::format("{} {}: file {}, API {}", what, key, words(file, key), words(report, key)));
  }
  if (more != 0) named.push_back(fmt::format("{} more {}s", more, what));
  return named;
}

}  // namespace

std::vector<std::string> differences(const SettlementSide& file, const SettlementSide& report,
                                     Currency currency) {
  std::vector<std::string> found = compare("payment", file.payments(), report.payments(), currency);
  const auto sum = [&](std::string_view what, std::int64_t ours, std::int64_t theirs) {
    if (ours == theirs) return;
    found.push_back(fmt::format("{}: file {}, API {}", what, Money(ours, currency).to_decimal(),
                                Money(theirs, currency).to_decimal()));
  };
  sum("captures", file.captures(), report.captures());
  sum("refunds", file.refunds(), report.refunds());
  sum("fees", file.fees(), report.fees());
  sum("other movements", file.others(), report.others());
  for (std::string& payout : compare("payout", file.payouts(), report.payouts(), currency))
    found.push_back(std::move(payout));
  if (file.balance() && report.balance()) {
    sum("balance afterwards", *file.balance(), *report.balance());
  }
  return found;
}

std::vector<Entry> settlement_of(const std::vector<Entry>& funds,
                                 const std::map<std::string, std::int64_t>& payouts) {
  auto begin = funds.begin();
  auto first = funds.end();
  auto end = funds.end();
  for (auto entry = funds.begin(); entry != funds.end(); ++entry) {
    if (entry->type != EntryType::payout_scheduled) continue;
    if (payouts.contains(entry->psp_reference)) {
      if (first == funds.end()) first = begin;
      end = entry + 1;
    }
    begin = entry + 1;
  }
  if (first == funds.end()) return {};
  return {first, end};
}

}  // namespace avstem::books
