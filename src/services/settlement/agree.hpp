#pragma once

#include <functional>
#include <string>
#include <vector>

#include "books/agreement.hpp"
#include "platform/clock.hpp"
#include "services/clients/client.hpp"
#include "services/settlement/finding_store.hpp"
#include "services/settlement/report_store.hpp"
#include "vipps/report.hpp"

namespace avstem::services {

/// One settlement (or an invoice for fees) that a file and the API both tell.
struct Agreement {
  LedgerId ledger;
  Date date;                             ///< the settlement's, in the file
  std::string subject;                   ///< `settlement 2000101`, `fees invoiced`, `ledger date`
  std::int64_t amount = 0;               ///< øre moved more in the file than in the API
  std::vector<std::string> differences;  ///< each with both figures

  bool agrees() const { return differences.empty(); }
  /// `2026-02-03 settlement 2000101: file and API agree`, or what differs.
  std::string to_string() const;
};

/// Holds what a settlement file says against what the API says for the same time. Nothing is
/// booked: one of the two was, and the other is its witness. What differs is a finding
/// (file_differs).
class Agree {
 public:
  Agree(store::Database& database, Clock& clock)
      : reports_(database), findings_(database), clock_(clock) {}

  /// A file's entries against the dates stored from the API. `file` are the entries of one
  /// settlement; `from` is its first transaction's date. Call within a transaction.
  Result<Agreement> with_stored(const ClientId& client, const LedgerTerms& ledger,
                                const std::string& subject, Date from, Date date,
                                const std::vector<books::Entry>& file);
  /// A date stored from a file against the API, which is asked for it and for the dates since the
  /// file's date before.
  Result<Agreement> with_report(const ClientId& client, const LedgerTerms& ledger, Date date,
                                vipps::ReportClient& report);

  /// Tells a finding, or takes it back. Call within a transaction.
  Result<void> conclude(const ClientId& client, const Agreement& agreement);

  /// Fees come within a day of their payment, mostly; under gross settlement they are looked for so
  /// many dates after it.
  static constexpr int fee_delay_days = 3;

 private:
  using Take = std::function<Result<void>(const books::Entry&)>;
  /// Gives every entry of a topic and date.
  using Source = std::function<Result<void>(books::Topic, Date, const Take&)>;
  struct Window {
    Date read_from;  ///< the API's entries are looked at from here on
    Date from;       ///< the settlement's first date, where no payout says where it begins
    bool file_has_balances = true;
  };
  static Result<Agreement> compare(const LedgerTerms& ledger, Agreement agreement,
                                   const std::vector<books::Entry>& file, const Window& window,
                                   const Source& source);
  static Source report_source(const LedgerTerms& ledger, Date date, vipps::ReportClient& report);

  ReportStore reports_;
  FindingStore findings_;
  Clock& clock_;
};

}  // namespace avstem::services
