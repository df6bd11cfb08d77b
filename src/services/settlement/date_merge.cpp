#include "services/settlement/date_merge.hpp"

#include <fmt/format.h>

namespace avstem::services {

using books::Finding;
using books::FindingKind;

Result<std::optional<Finding>> DateMerge::take(books::Entry entry) {
  entry.sequence = taken_ + 1;
  if (taken_ < stored_) return compare_with_stored(entry);
  if (auto gap = chain_.add(entry)) {
    if (gap->kind != FindingKind::chain_gap) return gap;
    auto seen = reports_.has_equal_entry(key_, entry, currency_);
    if (!seen) return seen.error();
    if (*seen) return std::optional<Finding>();
    return gap;
  }
  auto kept = reports_.insert_entry(key_.client, key_.ledger, entry);
  if (!kept) return kept.error();
  ++taken_;
  ++added_;
  return std::optional<Finding>();
}

Result<std::optional<Finding>> DateMerge::compare_with_stored(const books::Entry& entry) {
  auto stored = reports_.entry_at(key_, entry.sequence, currency_);
  if (!stored) return stored.error();
  if (*stored && **stored == entry) {
    if (auto gap = chain_.add(entry)) return gap;
    ++taken_;
    return std::optional<Finding>();
  }
  auto seen = reports_.has_equal_entry(key_, entry, currency_);
  if (!seen) return seen.error();
  if (*seen) return std::optional<Finding>();
  return std::optional(changed(entry, "is not what it was when it was first read"));
}

std::optional<Finding> DateMerge::end() const {
  if (taken_ >= stored_) return std::nullopt;
  books::Entry last;
  last.ledger_date = key_.date;
  last.psp_reference = fmt::format("place {}", taken_ + 1);
  return changed(last, "was there before and is gone");
}

Finding DateMerge::changed(const books::Entry& entry, std::string_view what) const {
  return {FindingKind::history_changed, key_.date, std::string(to_string(key_.topic)), entry.amount,
          fmt::format("{} of {}: entry {} {}; Vipps' history does not change, so nothing more is "
                      "posted for the date: compare with the portal and ask Vipps",
                      to_string(key_.topic), key_.date.to_string(), entry.psp_reference, what)};
}

}  // namespace avstem::services
