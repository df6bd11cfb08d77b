#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/settlement/act_store.hpp"
#include "services/settlement/book.hpp"
#include "services/settlement/open_claims.hpp"

namespace avstem::services {

/// Plans the mirror of a posted voucher and tells who did it. Call it inside a transaction. It is
/// dated `on`; its ledger date is the original's, so that the proof of each date counts both.
///   conflict  it is not posted, or reversed already (the message names by what)
///   invalid   a reversal, a date before the original's, or no reason
Result<StoredVoucher> plan_reversal(store::Database& database, const Client& client,
                                    const StoredVoucher& original, Date on, const Because& because,
                                    Instant now);

/// Corrections by a person: reverse, void, book again. They plan; a close, or Close::run_stored for
/// the returned ledger date, sends.
///
/// The mirror is a voucher of our own, not the accounting system's own reversal: that one has no
/// reference of ours, so it could not be looked up after a crash, has no date we choose, and frees
/// the original's reference, so that the original could be posted twice.
class Correct {
 public:
  Correct(store::Database& database, accounting::AccountingSystem& system, Clock& clock,
          const TimeZone& zone)
      : db_(database),
        vouchers_(database),
        findings_(database),
        acts_(database),
        locks_(database),
        claims_(database, system, clock, zone),
        book_(database, clock),
        system_(system),
        clock_(clock),
        zone_(zone) {}

  struct Order {
    std::string voucher;     ///< number or reference
    std::optional<Date> on;  ///< empty: the original's date, or the first open one after it
    bool rebook = false;     ///< in the same transaction: the books are right all the way through
    Because because;
  };
  /// Reverses a posted voucher into an open period.
  Result<VoucherStory> reverse(const Client& client, const Order& order);
  /// Gives up a voucher that was not sent; `on` is not used.
  Result<VoucherStory> give_up(const Client& client, const Order& order);
  /// Books the entries of a voucher again that was reversed or voided, once.
  Result<VoucherStory> rebook(const Client& client, const Order& order);

 private:
  Result<Date> date_of(const Client& client, const StoredVoucher& original,
                       std::optional<Date> wanted);
  Result<void> book_again(const Client& client, const StoredVoucher& taken_back,
                          std::optional<Date> on, const Because& because,
                          std::vector<books::Claim> claims);

  store::Database& db_;
  VoucherStore vouchers_;
  FindingStore findings_;
  ActStore acts_;
  PeriodLocks locks_;
  OpenClaims claims_;
  Book book_;
  accounting::AccountingSystem& system_;
  Clock& clock_;
  const TimeZone& zone_;
};

}  // namespace avstem::services
