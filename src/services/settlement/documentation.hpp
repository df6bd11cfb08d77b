#pragma once

#include <set>
#include <string>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "core/oslo_time.hpp"
#include "platform/clock.hpp"
#include "services/clients/client.hpp"
#include "services/settlement/documentation_store.hpp"
#include "services/settlement/finding_store.hpp"

namespace avstem::services {

/// Gives every posted voucher its documentation: a settlement PDF of its ledger date, rendered
/// once, stored, and attached in the accounting system. A late entry makes a document of its own
/// for the vouchers it brought; what was attached before stays.
///
/// The last upload replaces, so what was not confirmed is attached again. A failure is a finding,
/// withdrawn when it goes well later, and stops nothing: the books do not depend on it.
class Documentation {
 public:
  Documentation(store::Database& database, accounting::AccountingSystem& system, Clock& clock,
                const TimeZone& zone)
      : db_(database),
        store_(database),
        reports_(database),
        findings_(database),
        system_(system),
        clock_(clock),
        zone_(zone) {}

  /// Forgets what went wrong in the run before: everything is tried again.
  void begin_run();
  /// Renders and attaches what is waiting; call when the date's vouchers are posted. The errors
  /// are those of the database.
  Result<void> all(const Client& client);

  /// Documents in a row that could not be attached for a reason that lies not in them, before no
  /// more are tried in this run: each may cost a time-out.
  static constexpr int failures_in_a_row_max = 3;

 private:
  Result<void> render(const Client& client, const LedgerId& ledger, Date date);
  Result<documents::SettlementFacts> gather(const Client& client, const LedgerId& ledger,
                                            Date date);
  Result<void> read_topic(const DateKey& key, const LedgerTerms& terms,
                          documents::TopicFacts& facts);
  Result<void> attach(const Client& client, const StoredDocument& document);
  Result<void> conclude(const Client& client, const StoredDocument& document,
                        const std::vector<DocumentationStore::WaitingVoucher>& attached,
                        const std::vector<DocumentationStore::WaitingVoucher>& missing,
                        const std::string& problem);

  store::Database& db_;
  DocumentationStore store_;
  ReportStore reports_;
  FindingStore findings_;
  accounting::AccountingSystem& system_;
  Clock& clock_;
  const TimeZone& zone_;
  std::set<std::int64_t> tried_;  ///< documents that failed in this run
  int failures_in_a_row_ = 0;
  std::string last_failure_;
};

}  // namespace avstem::services
