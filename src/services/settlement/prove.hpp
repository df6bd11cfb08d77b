#pragma once

#include <map>
#include <optional>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "books/proof.hpp"
#include "core/oslo_time.hpp"
#include "platform/clock.hpp"
#include "services/clients/client.hpp"
#include "services/settlement/finding_store.hpp"
#include "services/settlement/report_store.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::services {

/// The proof of a client over a range of dates: the accounts that follow Vipps, and what is on
/// its way to the bank after the last of them.
struct ClientProof {
  std::vector<books::AccountProof> accounts;
  std::vector<books::Transfer> in_transit;
  books::AccountNumber in_transit_account = 0;
  std::int64_t in_transit_balance = 0;   ///< read back, øre
  std::int64_t in_transit_expected = 0;  ///< what must stand there, øre
  std::int64_t in_transit_opening_left = 0;
  bool is_proven() const;
};

/// Proves a client's closed dates against rows read back from the accounting system: the clearing
/// account of each ledger, the accrued-fees account, and payouts in transit. A difference, a
/// changed voucher, a stranger's posting or a late payout becomes a finding with a name.
class Prove {
 public:
  Prove(store::Database& database, accounting::AccountingSystem& system, Clock& clock,
        const TimeZone& zone)
      : db_(database),
        reports_(database),
        vouchers_(database),
        findings_(database),
        system_(system),
        clock_(clock),
        zone_(zone) {}

  /// Proves each of the dates; they are closed in every ledger of the client that has started.
  Result<ClientProof> dates(const Client& client, const std::vector<Date>& dates);
  /// Proves the balances of some of the dates of a long run on its way, so that they are proven
  /// when it ends before its time. Payouts in transit and what stands behind a difference are left
  /// to dates(): half a history explains neither.
  Result<std::vector<books::AccountProof>> balances(const Client& client,
                                                    const std::vector<Date>& dates);

  /// Bank days after the expected one when a payout that is not seen becomes a finding.
  static constexpr int payout_late_bank_days = 2;
  /// The bookkeeper's voucher of a fee invoice is looked for from so many days before the date on
  /// which Vipps reports it to so many days after it, and missed after a wait.
  static constexpr int fee_invoice_early_days = 31;
  static constexpr int fee_invoice_late_days = 92;
  static constexpr int fee_invoice_wait_days = 31;
  /// Read back rows before a client's start from this date on, for what stood on an account.
  static constexpr Date beginning_of_books{2010, 1, 1};

 private:
  struct Account {
    books::AccountNumber number = 0;
    books::AccountRole role = books::AccountRole::clearing;
    std::vector<LedgerTerms> ledgers;
  };
  static std::vector<Account> accounts_of(const Client& client);

  Result<std::vector<books::ProofInput>> read_facts(const Client& client,
                                                    const std::vector<Account>& accounts);
  Result<books::ProofInput> input(const Client& client, const Account& account,
                                  const std::vector<accounting::LedgerRow>& rows, Date start);
  Result<std::int64_t> vipps_balance(const Client& client, const Account& account, Date date);
  // These write, and are called within one transaction.
  Result<void> prove_dates(const Client& client, const Account& account,
                           const books::ProofInput& facts, const std::vector<Date>& dates,
                           std::vector<books::AccountProof>& proofs);
  Result<void> conclude(const Client& client, const books::AccountProof& proof,
                        const std::string& causes);
  Result<void> name_causes(const Client& client, const books::ProofInput& input);
  Result<void> follow_transfers(const Client& client, const Account& account,
                                const books::ProofInput& input, ClientProof& proof);
  /// What Vipps invoiced as fees on a ledger date (R02).
  struct FeeInvoice {
    LedgerId ledger;
    Date date;
    std::int64_t amount = 0;  ///< øre
  };
  struct FeeInvoiceFacts {
    std::vector<FeeInvoice> invoices;      ///< by date
    std::vector<books::ProofRow> on_cost;  ///< what others posted on the payment-fees account
    std::vector<books::ProofRow> on_supplier;
  };
  Result<FeeInvoiceFacts> read_fee_invoices(const Client& client);
  Result<void> follow_fee_invoices(const Client& client, FeeInvoiceFacts facts);
  std::vector<books::Finding> invoice_seen(const Client& client, const FeeInvoice& invoice,
                                           FeeInvoiceFacts& facts);
  std::optional<books::Finding> invoice_not_seen(const Client& client, const FeeInvoice& invoice,
                                                 FeeInvoiceFacts& facts);
  Result<void> tell_late(const Client& client, const Account& account,
                         const std::vector<books::Transfer>& transfers,
                         const books::InTransit& matched);
  Result<void> tell_foreign(const Client& client, const books::ProofInput& input,
                            const std::vector<books::ProofRow>& rows, std::string_view why);
  Result<void> tell_all(const Client& client, books::FindingKind kind, const std::string& place,
                        const std::vector<books::Finding>& findings);
  Result<void> tell(const Client& client, const books::Finding& finding, bool holds);

  store::Database& db_;
  ReportStore reports_;
  VoucherStore vouchers_;
  FindingStore findings_;
  accounting::AccountingSystem& system_;
  Clock& clock_;
  const TimeZone& zone_;
};

}  // namespace avstem::services
