#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"

namespace avstem::sandbox::poweroffice {

/// What happens when two entries share a reference but not their size. The published text asks for
/// the opposite amount and says nothing about parts (unconfirmed), so both answers can be had.
enum class PartialMatching {
  none,    ///< only an equal, opposite amount matches; both entries stay open in full
  netted,  ///< the smaller is used up, the larger keeps the rest as its balance
};

/// One entry on a customer's subledger account. Amounts in øre, positive is debit.
struct LedgerEntry {
  std::int64_t id = 0;
  std::int64_t customer_number = 0;
  std::size_t voucher = 0;  ///< position in the company's vouchers
  std::int64_t amount = 0;
  Date posting_date;
  Instant created;
  std::string matching_reference;
  std::string invoice_number;       ///< of the invoice or credit note that this entry is
  std::string paid_invoice_number;  ///< of the invoice that this entry pays
  std::string cid;
  std::optional<Date> due_date;
  std::optional<std::int64_t> match_id;
};

/// An entry as it stood on a date, as far as a reader could see at a moment.
struct EntryView {
  const LedgerEntry* entry = nullptr;
  std::int64_t balance = 0;  ///< what remains, in øre
  std::optional<std::int64_t> match_id;
  Instant changed;  ///< when its matching last changed, or it was made
};

/// The customers' entries and which of them settle each other. Matching happens only when an
/// entry is added: the API has no call to match afterwards.
class Subledger {
 public:
  explicit Subledger(PartialMatching partial) : partial_(partial) {}

  /// Adds an entry and matches it with older open ones of the same customer that share the
  /// matching reference, the invoice number or the KID; the oldest first. `match_id` is used when
  /// a new match comes about. True when it was used.
  bool add(LedgerEntry entry, std::int64_t match_id);

  /// Undoes every match of the original, so that what it paid is open again, and matches it with
  /// its reversal instead. The ids are entries of this subledger.
  void reverse(std::int64_t original_id, LedgerEntry reversal, std::int64_t match_id);

  /// Entries posted up to `date` and made up to `seen_at` that are not settled by entries of the
  /// same kind; oldest first.
  std::vector<EntryView> open_items(Date date, Instant seen_at) const;

  /// The entry as of a date and moment.
  EntryView view(const LedgerEntry& entry, Date date, Instant seen_at) const;

  /// Null when no entry has the id.
  const LedgerEntry* find(std::int64_t id) const;
  const std::vector<LedgerEntry>& entries() const { return entries_; }

 private:
  struct Settlement {
    std::size_t first = 0;
    std::size_t second = 0;
    std::int64_t amount = 0;  ///< øre, positive: how much of each is used up
    Instant from;
    std::optional<Instant> until;  ///< set when a reversal undid it
  };
  using Key = std::pair<std::int64_t, std::string>;

  std::size_t append(LedgerEntry entry);
  bool match(std::size_t newer, const Key& key, std::int64_t match_id);
  void settle(std::size_t older, std::size_t newer, std::int64_t amount, std::int64_t match_id);
  void join_match(std::size_t entry, std::int64_t match_id);
  static std::vector<Key> keys_of(const LedgerEntry& entry);
  std::size_t position_of(const LedgerEntry& entry) const;

  PartialMatching partial_;
  std::vector<LedgerEntry> entries_;
  std::vector<std::int64_t> open_;  ///< what remains of each entry now, in øre
  std::vector<std::vector<std::size_t>> settlements_of_;
  std::vector<Settlement> settlements_;
  std::map<Key, std::vector<std::size_t>> by_key_;
  std::map<std::int64_t, std::size_t> by_id_;
};

}  // namespace avstem::sandbox::poweroffice
