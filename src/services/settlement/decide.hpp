#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "books/decision.hpp"
#include "core/oslo_time.hpp"
#include "core/vat.hpp"
#include "platform/clock.hpp"
#include "services/clients/client.hpp"
#include "services/settlement/finding_actions.hpp"
#include "services/settlement/finding_store.hpp"
#include "services/settlement/open_claims.hpp"
#include "services/settlement/post.hpp"
#include "services/settlement/report_store.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::services {

/// The customer whom money is from or to, and the open item it clears. Without a customer: what the
/// finding suggests. Without an item: it stands on the customer.
struct LinkTo {
  std::int64_t customer_number = 0;
  std::string matching_reference;
  std::string invoice_number;
};

/// What came of a decision. It is kept in any case; a voucher that is not posted yet goes with the
/// next close.
struct Decided {
  FindingAction action;
  StoredVoucher voucher;
  std::string not_posted;  ///< why; empty when the accounting system has it
};

/// What a person decides about money that stands in suspense or in a dispute, as vouchers: kind
/// `decision`, in the outbox like any other, so each is there once or not at all. The voucher, the
/// action and the finding's end are one commit; posting comes after it.
///
/// A thing is moved at most once: what a decision moves must still stand where the finding left it,
/// by the lines of our own journal. Undoing one is a mirrored voucher, after which all stands as
/// before and may be decided again. A voucher whose date is locked goes to the first open date, as
/// all vouchers do, and keeps the day of the decision.
class Decide {
 public:
  struct World {
    store::Database& database;
    accounting::AccountingSystem& system;
    Clock& clock;
    const TimeZone& zone;
    /// A version of the client's mapping: money stands on the account of the version it was booked
    /// under.
    std::function<Result<books::Mapping>(int version)> mapping;
  };
  explicit Decide(World world);

  /// `not_found` when the customer has no such open item, `invalid` when nothing is suggested.
  Result<Decided> link(const Client& client, std::int64_t finding_id, const LinkTo& to,
                       const Actor& actor);
  /// The parts must add up to what stands there; positive amounts go with the payment, whichever
  /// way it went.
  Result<Decided> split(const Client& client, std::int64_t finding_id,
                        std::vector<books::Destination> parts, const Actor& actor);
  /// All of it to one account; `to.amount` is not read.
  Result<Decided> post(const Client& client, std::int64_t finding_id, books::Destination to,
                       const Actor& actor);
  /// Accepts what is proposed: a disputed capture is lost, with its VAT taken back at the rate of
  /// the capture's ledger date when `vat` is given. `invalid` for every other kind of finding.
  Result<Decided> force(const Client& client, std::int64_t finding_id,
                        std::optional<VatRateClass> vat, const Actor& actor);
  /// Takes back an action that has a voucher (FindingActions::undoable): by its mirror when it is
  /// posted; when it never was, it is given up. One whose fate is not known is looked up first.
  Result<Decided> undo(const Client& client, const FindingAction& action, const Actor& actor);

 private:
  struct Matter;
  Result<Matter> matter(const Client& client, std::int64_t finding_id);
  Result<books::StandingMoney> standing(const Client& client, const StoredFinding& finding);
  Result<books::Destination> destination(const Client& client, const Matter& matter,
                                         const LinkTo& to, std::optional<books::Finding>& told);
  Result<Decided> carry_out(const Client& client, const Matter& matter, ActionVerb verb,
                            const books::Voucher& voucher,
                            const std::optional<books::Finding>& told, const Actor& actor);
  Result<Decided> plan(const Client& client, const LedgerId& ledger, Date ledger_date,
                       const books::Voucher& voucher, FindingAction action,
                       const std::function<Result<std::int64_t>(const FindingAction&)>& keep);
  Result<Decided> undo_unposted(const Client& client, const FindingAction& action,
                                const StoredVoucher& original, FindingAction undo);
  Result<Decided> undo_posted(const Client& client, const FindingAction& action,
                              const StoredVoucher& original, FindingAction undo);
  Result<std::int64_t> take_back(const Client& client, const FindingAction& action,
                                 const StoredVoucher& original, const FindingAction& undo);
  Result<Date> captured_on(const Client& client, const books::StandingMoney& money);
  Result<void> check_chart(const Client& client, const std::vector<books::Posting>& lines);
  Result<Decided> send(const Client& client, FindingAction action);
  Date today() const { return world_.zone.date_of(world_.clock.now()); }

  World world_;
  VoucherStore vouchers_;
  FindingStore findings_;
  FindingActions actions_;
  OpenClaims claims_;
  Post post_;
};

}  // namespace avstem::services
