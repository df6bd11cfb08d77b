#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>

#include "accounting/accounting_system.hpp"
#include "core/oslo_time.hpp"
#include "platform/clock.hpp"
#include "services/clients/client.hpp"
#include "services/clients/mapping_store.hpp"
#include "services/settlement/finding_store.hpp"
#include "services/settlement/period_lock.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::services {

/// What a posting run did.
struct PostOutcome {
  int posted = 0;
  int refused = 0;  ///< by the accounting system, or for an account that its chart lacks
};

/// Sends a client's planned vouchers to its accounting system, each exactly once, although the
/// system knows no idempotency and this program may die at any instruction:
///
///     planned ──commit──▶ sending ──request──▶ posted
///
/// `sending` is committed before the request. A voucher found in `sending` is looked up by its
/// reference before it is sent again, and so is one whose request got no usable answer.
///
/// A voucher that the chart of accounts does not take is not sent, whatever the system might do
/// with it: it waits with a finding, and the others go on. It takes the client's present mapping
/// when its own is not the one any more.
class Post {
 public:
  Post(store::Database& database, accounting::AccountingSystem& system, Clock& clock,
       const TimeZone& zone)
      : db_(database),
        vouchers_(database),
        findings_(database),
        mappings_(database),
        locks_(database),
        system_(system),
        clock_(clock),
        zone_(zone) {}

  /// Posts what is due today (Oslo). A refusal becomes a finding and the next voucher is tried;
  /// no answer ends the run with `unavailable`, and it can be repeated. A voucher refused since
  /// begin_run() is not sent again: each time would cost the read lag, once a ledger date.
  Result<PostOutcome> all(const Client& client);
  /// What was refused before may have been put right; lock date and chart are read anew.
  void begin_run();

  /// Sends of one voucher in one run, the first included.
  static constexpr int sends_max = 2;
  /// A lock date read longer ago is read again. One that is set meanwhile is not overlooked: the
  /// accounting system refuses the voucher.
  static constexpr std::chrono::seconds lock_date_age_max{60};

 private:
  Result<std::optional<Date>> lock_date(const Client& client);
  Result<std::optional<Date>> lock_date_there(const Client& client);
  Result<void> one(const Client& client, StoredVoucher& stored, const std::optional<Date>& lock,
                   PostOutcome& outcome);
  Result<const accounting::Chart*> chart(const Client& client);
  Result<bool> chart_takes(const Client& client, StoredVoucher& stored);
  Result<bool> remap(const Client& client, StoredVoucher& stored);
  Result<void> leave_locked_period(const Client& client, StoredVoucher& stored, Date lock);
  Result<bool> confirm_if_there(const Client& client, const StoredVoucher& stored);
  Result<void> confirm(const Client& client, const StoredVoucher& stored,
                       const accounting::PostedVoucher& remote);
  Result<void> refuse(const Client& client, const StoredVoucher& stored, const Error& error);
  Result<void> keep_waiting(const Client& client, const StoredVoucher& stored,
                            const books::Finding& told);

  store::Database& db_;
  VoucherStore vouchers_;
  FindingStore findings_;
  MappingStore mappings_;
  PeriodLocks locks_;
  accounting::AccountingSystem& system_;
  Clock& clock_;
  const TimeZone& zone_;
  std::set<std::int64_t> refused_;  ///< voucher ids, in this run
  std::optional<Instant> lock_read_at_;
  std::optional<Date> lock_;
  std::optional<accounting::Chart> chart_;
  ClientId chart_of_;
};

}  // namespace avstem::services
