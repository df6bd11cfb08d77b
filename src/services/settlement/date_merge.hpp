#pragma once

#include <cstdint>
#include <optional>

#include "books/chain.hpp"
#include "services/settlement/report_store.hpp"

namespace avstem::services {

/// Joins the entries of one reading of a ledger date with those stored before.
///
/// The report is append-only (facts Report API § 10.5), so the stored entries are the beginning of
/// the reading, place by place. An entry equal to one taken already comes from a page sent twice.
/// pspReference does not identify an entry; its balances do.
class DateMerge {
 public:
  /// `opening` is the ledger's balance before the date, øre; `stored` the entries it holds.
  DateMerge(ReportStore& reports, DateKey key, Currency currency, std::int64_t opening,
            std::int64_t stored)
      : reports_(reports),
        key_(std::move(key)),
        currency_(currency),
        chain_(opening, currency),
        stored_(stored) {}

  /// Takes the next entry as Vipps sent it: stores it when it is new. A finding says why the
  /// date cannot go on (chain_gap, currency_differs, history_changed).
  Result<std::optional<books::Finding>> take(books::Entry entry);

  /// After the last page: a finding when stored entries did not come again.
  std::optional<books::Finding> end() const;

  std::int64_t added() const { return added_; }

 private:
  Result<std::optional<books::Finding>> compare_with_stored(const books::Entry& entry);
  books::Finding changed(const books::Entry& entry, std::string_view what) const;

  ReportStore& reports_;
  DateKey key_;
  Currency currency_;
  books::BalanceChain chain_;
  std::int64_t stored_;
  std::int64_t taken_ = 0;
  std::int64_t added_ = 0;
};

}  // namespace avstem::services
