#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/settlement/agree.hpp"
#include "services/settlement/book.hpp"
#include "services/settlement/documentation.hpp"
#include "services/settlement/fetch.hpp"
#include "services/settlement/open_claims.hpp"
#include "services/settlement/post.hpp"
#include "services/settlement/prove.hpp"

namespace avstem::services {

/// What a close needs from outside, for one client.
struct CloseWorld {
  store::Database& database;
  vipps::ReportClient* report;  ///< null when only stored dates are run
  accounting::AccountingSystem& system;
  Clock& clock;
  const TimeZone& zone;
};

/// One ledger date in a close, as a person reads it.
struct ClosedDate {
  LedgerId ledger;
  Date date;
  Currency currency;
  DateStatus status = DateStatus::waiting;
  std::int64_t captures = 0;  ///< øre, and so on; signs as in the ledger
  std::int64_t refunds = 0;
  std::int64_t fees = 0;     ///< fees ledger but for what was retained or invoiced
  std::int64_t payout = 0;   ///< scheduled less aborted, negative as in the ledger
  std::int64_t other = 0;    ///< funds movements that are none of these
  std::int64_t balance = 0;  ///< funds balance at the end of the date
  std::int64_t vouchers = 0;
  std::int64_t findings = 0;  ///< open ones of this ledger date
};

struct CloseReport {
  ClientId client;
  std::vector<ClosedDate> dates;
  PostOutcome posting;
  ClientProof proof;
  std::int64_t open_findings = 0;     ///< that wait for no date
  std::int64_t waiting_findings = 0;  ///< expected later is not wrong: they are not counted
  std::vector<Draft> drafts;          ///< for a dry run
  std::vector<Agreement> compared;    ///< dates of a file that the API was asked for too
  /// The first date a run did not come to, because it was asked to stop.
  std::optional<Date> stopped_before;
};

struct CloseRange {
  /// Empty: the first date not closed and booked yet. Dates that came from a file are compared with
  /// the API when they are named here.
  std::optional<Date> from;
  std::optional<Date> to;  ///< empty: yesterday in Oslo
};

/// How a person follows a run that takes long, and ends it.
struct CloseWatch {
  /// Called once for each ledger of a date when the date is done, the `number`th of `count` dates.
  std::function<void(const ClosedDate&, int number, int count)> date_done;
  /// Asked before each date: the run ends there, with what is done kept.
  std::function<bool()> stop;
};

/// fetch → match → book → post → document → prove for one client and a range of ledger dates, one
/// date after the other. Safe to run again, and to stop at any instruction: what is stored is
/// found, what may have been sent is looked up. A date that Vipps has not closed is left for later
/// and holds nothing else up.
///
/// A date costs its own report and its own vouchers, however many there are: open items are read
/// once (OpenClaims), and rows are read back for dates_proven_at_a_time together.
class Close {
 public:
  explicit Close(CloseWorld world);

  Result<CloseReport> run(const Client& client, const CloseRange& range,
                          const CloseWatch& watch = {});
  /// The rest of the line for dates that are stored already: book → post → prove.
  Result<CloseReport> run_stored(const Client& client, const LedgerTerms& ledger,
                                 const std::vector<Date>& dates);
  /// Fetches and folds, prints nothing, posts nothing, plans nothing.
  Result<CloseReport> dry_run(const Client& client, const CloseRange& range);

  /// A long run proves so many dates on its way, and is not left unproven by its end.
  static constexpr std::size_t dates_proven_at_a_time = 100;

 private:
  Result<std::vector<Date>> dates_to_prove(const Client& client, std::vector<Date> closed_now);
  Date last_date(const CloseRange& range) const;
  Result<bool> run_date(const Client& client, Date date, bool compare, CloseReport& report);
  Result<void> post(const Client& client, CloseReport& report);
  Result<Date> first_date(const Client& client, const CloseRange& range);
  Result<DateStatus> fetch_both(const Client& client, const LedgerTerms& ledger, Date date);
  Result<void> compare_with_file(const Client& client, const LedgerTerms& ledger, Date date,
                                 CloseReport& report);
  Result<void> book_date(const Client& client, const LedgerTerms& ledger, Date date);
  Result<void> prove(const Client& client, std::vector<Date> closed_now, CloseReport& report);
  Result<void> prove_on_the_way(const Client& client, std::vector<Date>& closed_now,
                                CloseReport& report);
  Result<void> count_findings(const Client& client, CloseReport& report);
  Result<ClosedDate> describe(const Client& client, const LedgerTerms& ledger, Date date,
                              DateStatus status);

  CloseWorld world_;
  ReportStore reports_;
  VoucherStore vouchers_;
  FindingStore findings_;
  SaleStore sales_;
  std::optional<Fetch> fetch_;
  OpenClaims claims_;
  Book book_;
  Post post_;
  Documentation documentation_;
  Prove prove_;
};

}  // namespace avstem::services
