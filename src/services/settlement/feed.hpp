#pragma once

#include <chrono>
#include <optional>

#include "core/oslo_time.hpp"
#include "platform/clock.hpp"
#include "services/settlement/feed_store.hpp"
#include "vipps/report.hpp"

namespace avstem::services {

/// What a ledger holds at Vipps as the feed tells it, for a person to see.
struct LiveBalance {
  LedgerId ledger;
  Currency currency;
  std::optional<std::int64_t> funds;  ///< øre; empty while the feed has never been read
  std::optional<std::int64_t> fees;   ///< øre; what is owed to Vipps is negative
  std::optional<Instant> last_entry;  ///< the later of both topics
  Date today;                         ///< in Norway; the next four are of this ledger date, øre
  std::int64_t captures = 0;
  std::int64_t refunds = 0;
  std::int64_t fees_charged = 0;  ///< fees ledger but for what was retained or invoiced
  std::int64_t other = 0;         ///< what else moved on funds, payouts and retained fees included
  Instant as_of;                  ///< when Vipps was asked, the earlier of both topics
  bool from_store = false;        ///< Vipps was asked so lately that it was not asked again
  bool up_to_now = false;         ///< both feeds have been read to their end
};

/// Follows a ledger's feed (Report API § 10.5). Each batch is stored with the cursor behind it in
/// one transaction, so a reading can be stopped anywhere and goes on from there. It shows what
/// comes in during the day and has no part in booking: what a date books is read when it closes.
///
/// Vipps may send a batch again, or one that overlaps the batch before: entries up to the one
/// taken last are passed over. A cursor that Vipps no longer takes makes the feed be read from its
/// beginning; so does, once in begin_anew_interval, a batch that does not begin with the balance
/// the last one ended with.
class Feed {
 public:
  Feed(store::Database& database, vipps::ReportClient& report, Clock& clock, const TimeZone& zone)
      : db_(database), feeds_(database), report_(report), clock_(clock), zone_(zone) {}

  /// Reads both topics to their end, unless they were asked for less than ask_interval ago, and
  /// says where they stand. What was read before an error is kept.
  Result<LiveBalance> read(const ClientId& client, const LedgerTerms& ledger);
  /// Where they stand by the last reading.
  Result<LiveBalance> stored(const ClientId& client, const LedgerTerms& ledger);

  /// Vipps asks for at most one poll a minute.
  static constexpr std::chrono::seconds ask_interval{60};
  /// The whole feed is years of history, not to be asked for at each reading.
  static constexpr std::chrono::hours begin_anew_interval{24};
  /// More batches than this in one reading are an endless loop at the other end.
  static constexpr int batches_max = 100'000;
  /// Sums of older ledger dates are not kept.
  static constexpr int days_kept = 31;

 private:
  Result<bool> read_topic(const FeedKey& key, Currency currency);
  Result<void> start_anew(const FeedKey& key, FeedState& state);
  Result<void> ask(const FeedKey& key, Currency currency, FeedState& state);
  Result<bool> take(const FeedKey& key, Currency currency, FeedState& state,
                    const vipps::FeedPage& page);

  store::Database& db_;
  FeedStore feeds_;
  vipps::ReportClient& report_;
  Clock& clock_;
  const TimeZone& zone_;
};

}  // namespace avstem::services
