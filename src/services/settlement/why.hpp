#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "books/accounts.hpp"
#include "books/entry.hpp"
#include "books/recipes.hpp"
#include "core/identifiers.hpp"
#include "services/settlement/report_store.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::services {

/// Why a line of a voucher stands where it does (bookkeeping law § 6: the trail both ways).
struct LineReason {
  int line = 0;  ///< from 1
  books::Posting posting;
  std::string role;  ///< what the account is to the client; empty: a sale or a rule named it
  const books::Recipe* recipe = nullptr;   ///< null: the line is older than the table of recipes
  const books::MatchStep* step = nullptr;  ///< null: the recipe alone decides
  std::string
      rule_name{};  ///< of the client's own rule behind it, in the version it was planned by
  std::vector<books::Entry> entries;  ///< with the line's pspReference; empty: of the whole date
};

/// The entries a voucher was made of, and the pages they were read from.
struct SourceReason {
  books::SourceRange range;
  std::vector<std::string> page_hashes;  ///< sha-256 of the kept pages of the date
};

struct VoucherReason {
  std::string date;  ///< why it has its date, in words
  std::vector<SourceReason> sources;
  std::vector<LineReason> lines;
};

/// Answers why a voucher is what it is, from what was stored with it when it was planned.
class Why {
 public:
  explicit Why(store::Database& database) : vouchers_(database), reports_(database) {}

  /// `mapping` is the version the voucher was planned under, with its ledger's own clearing
  /// account.
  Result<VoucherReason> voucher(const ClientId& client, const StoredVoucher& stored,
                                const books::Mapping& mapping);

 private:
  Result<void> add_entries(const DateKey& key, const books::SourceRange& range, Currency currency,
                           std::vector<LineReason>& lines);

  VoucherStore vouchers_;
  ReportStore reports_;
};

}  // namespace avstem::services
