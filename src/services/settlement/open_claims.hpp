#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "books/matching.hpp"
#include "core/oslo_time.hpp"
#include "platform/clock.hpp"
#include "services/clients/client.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::services {

/// A client's open items in the course of one run. They are read from the accounting system once
/// and followed from there: booking takes what its vouchers take, ahead of the accounting system.
/// Reading them anew for each ledger date would wait out the read lag and read the whole list, some
/// hundred times in a year of history. They are read again when it is not foreseeable what the
/// accounting system makes of a payment, and after age_max, for what others do there.
class OpenClaims {
 public:
  OpenClaims(store::Database& database, accounting::AccountingSystem& system, Clock& clock,
             const TimeZone& zone)
      : vouchers_(database), system_(system), clock_(clock), zone_(zone) {}

  /// Reads the open items, less what vouchers not yet posted will take from them.
  Result<std::vector<books::Claim>> read(const Client& client);
  /// The same, read before and followed since. Valid until the next call; whoever books from them
  /// and fails must forget() them.
  Result<books::OpenItems*> of(const Client& client);
  /// What was booked stands in the accounting system: items that were used up are no longer listed.
  void vouchers_are_posted();
  void forget() { items_.reset(); }

  /// Items read longer ago are read again.
  static constexpr std::chrono::minutes age_max{10};

 private:
  VoucherStore vouchers_;
  accounting::AccountingSystem& system_;
  Clock& clock_;
  const TimeZone& zone_;
  ClientId client_;
  Instant read_at_;
  std::optional<books::OpenItems> items_;
};

}  // namespace avstem::services
