#pragma once

#include "books/finding.hpp"
#include "platform/clock.hpp"
#include "services/clients/client.hpp"
#include "services/settlement/finding_store.hpp"
#include "services/settlement/report_store.hpp"
#include "vipps/report.hpp"

namespace avstem::services {

/// How a ledger date stands after it was read.
enum class DateStatus {
  closed,   ///< complete and chained: it can be booked
  waiting,  ///< Vipps has not closed it, or an earlier date it builds on
  blocked,  ///< balances do not chain or history changed: a finding says so, nothing is posted
};

std::string_view to_string(DateStatus status);

/// Reads one topic of one ledger date, page by page, into the store. Pages are committed with their
/// entries, pages_at_a_time together, and what was read before an error is committed too. Reading
/// again adds only what is new: the report is append-only, so what is stored must be the beginning
/// of what Vipps says; a page that comes twice is recognised and passed over. A date that a
/// settlement file covers is not asked for.
class Fetch {
 public:
  Fetch(store::Database& database, vipps::ReportClient& report, Clock& clock)
      : db_(database), reports_(database), findings_(database), report_(report), clock_(clock) {}

  Result<DateStatus> date(const ClientId& client, const LedgerTerms& ledger, books::Topic topic,
                          Date date);

  /// More pages than this for one date is an endless loop at the other end.
  static constexpr int pages_max = 100'000;
  /// A commit waits for the disk, some milliseconds: as long as it takes to read several pages.
  static constexpr std::size_t pages_at_a_time = 16;
  /// Fewer when they are large: they are held in memory until then.
  static constexpr std::size_t bytes_at_a_time = 8U * 1024 * 1024;

 private:
  struct Reading;
  Result<void> read_pages(Reading& reading, const LedgerTerms& ledger);
  Result<void> store(Reading& reading);
  Result<void> store_page(Reading& reading, vipps::ReportPage& page);
  Result<bool> came_before(Reading& reading, const vipps::ReportPage& page);
  Result<DateStatus> stop(const DateKey& key, const books::Finding& finding);

  store::Database& db_;
  ReportStore reports_;
  FindingStore findings_;
  vipps::ReportClient& report_;
  Clock& clock_;
};

}  // namespace avstem::services
