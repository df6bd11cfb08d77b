#include "services/settlement/why.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace avstem::services {
namespace {

std::string role_of(const books::Posting& posting, const books::Mapping& mapping) {
  for (std::size_t i = 0; i < books::account_role_count; ++i) {
    const auto role = static_cast<books::AccountRole>(i);
    if (mapping.account(role) == posting.account) return std::string(to_string(role));
  }
  return "";
}

std::string why_dated(const StoredVoucher& stored) {
  const books::Voucher::Head& head = stored.voucher.head();
  if (!head.reverses.empty()) {
    return fmt::format("it takes voucher {} back, on its date or on an open one after it",
                       head.reverses);
  }
  if (head.original_date) {
    return fmt::format(
        "it belongs to {}, which lies in a locked period or was booked again, and stands on an "
        "open date",
        head.original_date->to_string());
  }
  switch (head.kind) {
    case books::VoucherKind::accrued_fees:
      return "the last day of the year whose captures the fees are for (R15)";
    case books::VoucherKind::bank:
      return "the bank day on which the payout arrives";
    case books::VoucherKind::reversal:
    case books::VoucherKind::decision:
    case books::VoucherKind::recognition:
      return "the date it was made for";
    default:
      return "the ledger date, as Vipps gave it";
  }
}

}  // namespace

Result<VoucherReason> Why::voucher(const ClientId& client, const StoredVoucher& stored,
                                   const books::Mapping& mapping) {
  VoucherReason reason;
  reason.date = why_dated(stored);
  for (const books::Posting& posting : stored.voucher.postings()) {
    LineReason line;
    line.line = static_cast<int>(reason.lines.size()) + 1;
    line.posting = posting;
    line.role = role_of(posting, mapping);
    line.recipe = books::find_recipe(posting.rule);
    line.step = books::find_match_step(posting.match);
    reason.lines.push_back(std::move(line));
  }
  auto sources = vouchers_.sources(stored.id);
  if (!sources) return sources.error();
  for (const books::SourceRange& range : *sources) {
    const DateKey key{client, stored.ledger, range.topic, stored.ledger_date};
    auto hashes = reports_.page_hashes(key);
    if (!hashes) return hashes.error();
    SourceReason source{range, {}};
    for (auto& [page, hash] : *hashes)
      source.page_hashes.push_back(std::move(hash));
    reason.sources.push_back(std::move(source));
    auto added = add_entries(key, range, stored.voucher.head().currency, reason.lines);
    if (!added) return added.error();
  }
  return reason;
}

/// Gives each line the entries of the range that carry its pspReference.
Result<void> Why::add_entries(const DateKey& key, const books::SourceRange& range,
                              Currency currency, std::vector<LineReason>& lines) {
  std::unordered_map<std::string, std::vector<LineReason*>> by_reference;
  for (LineReason& line : lines) {
    if (!line.posting.line_reference.empty()) {
      by_reference[line.posting.line_reference].push_back(&line);
    }
  }
  if (by_reference.empty()) return {};
  return reports_.for_each_entry(key, range.first - 1, currency,
                                 [&](const books::Entry& entry) -> Result<void> {
                                   if (entry.sequence > range.last) return {};
                                   const auto found = by_reference.find(entry.psp_reference);
                                   if (found == by_reference.end()) return {};
                                   for (LineReason* const line : found->second)
                                     line->entries.push_back(entry);
                                   return {};
                                 });
}

}  // namespace avstem::services
