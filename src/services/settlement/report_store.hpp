#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "books/booking.hpp"
#include "books/entry.hpp"
#include "services/clients/client.hpp"
#include "store/database.hpp"

namespace avstem::services {

/// One ledger date of one topic, as the tables are keyed.
struct DateKey {
  ClientId client;
  LedgerId ledger;
  books::Topic topic = books::Topic::funds;
  Date date;
};

/// Entries, ledger dates and raw pages: what is known from Vipps.
class ReportStore {
 public:
  explicit ReportStore(store::Database& database) : db_(database) {}

  /// Keeps a raw page, compressed and hashed; the same page twice is kept once.
  Result<void> keep_page(const DateKey& key, int page, const std::string& body);
  /// Decompresses the kept pages of a date, in order; a page that was answered differently on
  /// another day follows its sibling.
  Result<std::vector<std::string>> pages(const DateKey& key);
  /// One kept page by its place and the hash it was kept under; `not_found` when it is gone,
  /// `invalid` when it does not unpack.
  Result<std::string> page_body(const DateKey& key, std::int64_t page, const std::string& sha256);
  /// Number and hash of the date's kept pages.
  Result<std::vector<std::pair<std::int64_t, std::string>>> page_hashes(const DateKey& key);

  Result<void> insert_entry(const ClientId& client, const LedgerId& ledger,
                            const books::Entry& entry);
  /// Ledger dates up to `until` that have entries, with their number of entries, rising.
  Result<std::vector<std::pair<Date, std::int64_t>>> dates_with_entries(const ClientId& client,
                                                                        const LedgerId& ledger,
                                                                        books::Topic topic,
                                                                        Date until);
  Result<std::int64_t> entry_count(const DateKey& key);
  /// The entry at a place of the date, from 1; `currency` is the ledger's.
  Result<std::optional<books::Entry>> entry_at(const DateKey& key, std::int64_t sequence,
                                               Currency currency);
  /// Whether the date holds an entry equal in all but its place.
  Result<bool> has_equal_entry(const DateKey& key, const books::Entry& entry, Currency currency);
  /// Calls `take` for each entry with a sequence above `after`, in order; its error ends the walk.
  Result<void> for_each_entry(const DateKey& key, std::int64_t after, Currency currency,
                              const std::function<Result<void>(const books::Entry&)>& take);

  /// Balance after the last entry dated before (or on) `date`; the opening balance when none is.
  Result<std::int64_t> balance_before(const DateKey& key, std::int64_t opening);
  Result<std::int64_t> balance_on(const DateKey& key, std::int64_t opening);

  Result<void> set_closed(const DateKey& key, bool closed);
  /// Closes a date whose entries came from a settlement file.
  Result<void> set_from_file(const DateKey& key);
  /// The last date that came from a file; the API is not asked for it or for any before it, since
  /// a settlement holds entries of the dates before its own.
  Result<std::optional<Date>> last_file_date(const ClientId& client, const LedgerId& ledger);
  /// How far the API was read for a range of dates.
  struct ApiRange {
    std::optional<Date> first;  ///< the first that has entries or is closed; none: not read
    std::int64_t closed = 0;    ///< how many are closed in both topics
  };
  Result<ApiRange> api_range(const ClientId& client, const LedgerId& ledger, Date from, Date to);
  /// The date of the last payout before `before`.
  Result<std::optional<Date>> last_payout_date(const ClientId& client, const LedgerId& ledger,
                                               Date before);
  /// The date on which a payout was scheduled, in [from, to].
  Result<std::optional<Date>> payout_date(const ClientId& client, const LedgerId& ledger,
                                          const std::string& psp_reference, Date from, Date to);
  /// Whether a date came from a file.
  Result<bool> is_file_date(const ClientId& client, const LedgerId& ledger, Date date);
  /// The last date before `date` that came from a file.
  Result<std::optional<Date>> file_date_before(const ClientId& client, const LedgerId& ledger,
                                               Date date);
  /// What the next entry after `key.date` begins at, øre; empty when there is none.
  Result<std::optional<std::int64_t>> balance_of_next(const DateKey& key);
  Result<void> set_booked(const DateKey& key, std::int64_t sequence);
  Result<std::int64_t> booked_sequence(const DateKey& key);
  /// The first closed ledger date that holds entries without vouchers.
  Result<std::optional<Date>> first_date_without_vouchers(const ClientId& client,
                                                          const LedgerId& ledger);
  /// The first ledger date from the start on that is not closed in both topics, or holds entries
  /// without vouchers: a run that stopped there goes on there.
  Result<Date> first_unbooked_date(const ClientId& client, const LedgerTerms& ledger);
  /// The ledger dates that are closed in both topics with all entries booked, rising.
  Result<std::vector<Date>> booked_dates(const ClientId& client, const LedgerId& ledger);
  /// Whether a date before `key.date` has been read but was not closed.
  Result<bool> has_open_date_before(const DateKey& key);
  /// Whether such a date holds entries, in either topic, that have no vouchers yet.
  Result<bool> has_unbooked_open_date_before(const DateKey& key);

  /// Which year the capture fees of a ledger date belong to, by their captures. Only looked for in
  /// the first fee_lookback_days of a year, and among captures as many days before it.
  Result<books::FeeCaptures> fee_captures(const ClientId& client, const LedgerId& ledger,
                                          Date date);
  static constexpr int fee_lookback_days = 60;

  /// Entries that are being booked again, and count as not booked.
  struct Without {
    Date date;
    std::vector<books::SourceRange> ranges;
    bool holds(const books::RetainedSide& side) const;
  };
  /// Sides of retained fees that are booked and stand in suspense without their twin. With
  /// `drafted_before`, those of earlier dates count as booked.
  Result<std::vector<books::RetainedSide>> open_retained(
      const ClientId& client, const LedgerId& ledger, std::optional<Date> drafted_before,
      const std::optional<Without>& without = {});
  /// Σ of what Vipps invoiced as fees, by ledger date, rising; øre, positive.
  Result<std::vector<std::pair<Date, std::int64_t>>> fee_invoices(const ClientId& client,
                                                                  const LedgerId& ledger);

  /// Σ amount and number of a date's entries by type word, for the line a person sees.
  struct TypeSum {
    std::string type_word;
    std::int64_t count = 0;
    std::int64_t amount = 0;  ///< øre
  };
  Result<std::vector<TypeSum>> sums(const DateKey& key);

 private:
  Result<std::int64_t> last_balance(const DateKey& key, std::string_view comparison,
                                    std::int64_t opening);
  store::Database& db_;
};

}  // namespace avstem::services
