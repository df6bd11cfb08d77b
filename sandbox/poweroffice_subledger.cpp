#include "sandbox/poweroffice_subledger.hpp"

#include <algorithm>
#include <cstdlib>

#include "core/check.hpp"

namespace avstem::sandbox::poweroffice {

std::vector<Subledger::Key> Subledger::keys_of(const LedgerEntry& entry) {
  std::vector<Key> keys;
  const std::int64_t customer = entry.customer_number;
  if (!entry.matching_reference.empty()) {
    keys.emplace_back(customer, "reference:" + entry.matching_reference);
  }
  const std::string& invoice =
      entry.invoice_number.empty() ? entry.paid_invoice_number : entry.invoice_number;
  if (!invoice.empty()) keys.emplace_back(customer, "invoice:" + invoice);
  if (!entry.cid.empty()) keys.emplace_back(customer, "cid:" + entry.cid);
  return keys;
}

std::size_t Subledger::position_of(const LedgerEntry& entry) const {
  const auto found = by_id_.find(entry.id);
  check(found != by_id_.end(), "a ledger entry belongs to the subledger that is asked");
  return found->second;
}

std::size_t Subledger::append(LedgerEntry entry) {
  const std::size_t position = entries_.size();
  by_id_.emplace(entry.id, position);
  open_.push_back(entry.amount);
  settlements_of_.emplace_back();
  entries_.push_back(std::move(entry));
  return position;
}

bool Subledger::add(LedgerEntry entry, std::int64_t match_id) {
  const std::size_t position = append(std::move(entry));
  const std::vector<Key> keys = keys_of(entries_[position]);
  bool used = false;
  for (const Key& key : keys)
    used = match(position, key, match_id) || used;
  for (const Key& key : keys)
    by_key_[key].push_back(position);
  return used;
}

bool Subledger::match(std::size_t newer, const Key& key, std::int64_t match_id) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return false;
  bool used = false;
  for (const std::size_t older : found->second) {
    const std::int64_t have = open_[older];
    const std::int64_t want = open_[newer];
    if (want == 0) break;
    if (have == 0 || (have < 0) == (want < 0)) continue;
    if (partial_ == PartialMatching::none && have != -want) continue;
    settle(older, newer, std::min(std::abs(have), std::abs(want)), match_id);
    used = true;
  }
  return used;
}

void Subledger::settle(std::size_t older, std::size_t newer, std::int64_t amount,
                       std::int64_t match_id) {
  for (const std::size_t side : {older, newer}) {
    open_[side] += open_[side] < 0 ? amount : -amount;
    settlements_of_[side].push_back(settlements_.size());
  }
  settlements_.push_back({older, newer, amount, entries_[newer].created, std::nullopt});
  const std::int64_t shared = entries_[older].match_id.value_or(match_id);
  join_match(older, shared);
  join_match(newer, shared);
}

void Subledger::join_match(std::size_t entry, std::int64_t match_id) {
  const std::optional<std::int64_t> before = entries_[entry].match_id;
  entries_[entry].match_id = match_id;
  if (!before || *before == match_id) return;
  // Two groups meet in one entry and become one.
  for (LedgerEntry& other : entries_) {
    if (other.match_id == before) other.match_id = match_id;
  }
}

void Subledger::reverse(std::int64_t original_id, LedgerEntry reversal, std::int64_t match_id) {
  const auto found = by_id_.find(original_id);
  check(found != by_id_.end(), "a reversed entry belongs to the subledger");
  const std::size_t original = found->second;
  for (const std::size_t index : settlements_of_[original]) {
    Settlement& settlement = settlements_[index];
    if (settlement.until) continue;
    settlement.until = reversal.created;
    for (const std::size_t side : {settlement.first, settlement.second}) {
      open_[side] += entries_[side].amount < 0 ? -settlement.amount : settlement.amount;
      if (open_[side] == entries_[side].amount) entries_[side].match_id.reset();
    }
  }
  const std::size_t position = append(std::move(reversal));
  settle(original, position, std::abs(entries_[original].amount), match_id);
}

const LedgerEntry* Subledger::find(std::int64_t id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &entries_[found->second];
}

EntryView Subledger::view(const LedgerEntry& entry, Date date, Instant seen_at) const {
  EntryView result{&entry, entry.amount, std::nullopt, entry.created};
  const std::size_t position = position_of(entry);
  for (const std::size_t index : settlements_of_[position]) {
    const Settlement& settlement = settlements_[index];
    if (settlement.from > seen_at) continue;
    result.changed = std::max(result.changed, settlement.from);
    if (settlement.until && *settlement.until <= seen_at) {
      result.changed = std::max(result.changed, *settlement.until);
      continue;
    }
    const std::size_t other = settlement.first == position ? settlement.second : settlement.first;
    if (entries_[other].posting_date > date) continue;
    result.balance += entry.amount < 0 ? settlement.amount : -settlement.amount;
    result.match_id = entry.match_id;
  }
  return result;
}

std::vector<EntryView> Subledger::open_items(Date date, Instant seen_at) const {
  std::vector<EntryView> result;
  for (const LedgerEntry& entry : entries_) {
    if (entry.posting_date > date || entry.created > seen_at) continue;
    const EntryView seen = view(entry, date, seen_at);
    if (seen.balance != 0) result.push_back(seen);
  }
  return result;
}

}  // namespace avstem::sandbox::poweroffice
