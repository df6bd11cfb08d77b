#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "books/accounts.hpp"
#include "books/voucher.hpp"
#include "core/date.hpp"

namespace avstem::books {

/// The nightly proof of one account on one ledger date: Vipps' balance = our books = the
/// accounting system. Amounts are øre, debit positive, in `currency`.
struct AccountProof {
  AccountNumber account = 0;
  AccountRole role = AccountRole::clearing;
  Date date;
  Currency currency;
  std::int64_t vipps_balance = 0;       ///< Σ of the ledgers kept on the account
  std::int64_t books_balance = 0;       ///< opening + our vouchers of ledger dates up to `date`
  std::int64_t accounting_balance = 0;  ///< read back, rows with a posting date up to `date`
  /// Named timing: our vouchers of dates up to `date` that stand later in the accounting system
  /// (their period was locked), less vouchers of later dates that stand earlier (R15).
  std::int64_t timing = 0;
  /// Rows that others posted on the account, a part of accounting_balance.
  std::int64_t foreign = 0;

  /// What is not explained, øre; zero is proven.
  std::int64_t difference() const;
  /// All three agree. Never the same as "no error was raised".
  bool is_proven() const;

  friend bool operator==(const AccountProof&, const AccountProof&) = default;
};

/// One voucher's movement on the account, as our books have it.
struct ProofMovement {
  std::string reference;
  Date ledger_date;
  Date voucher_date;  ///< where we posted it; another date there is no timing but a difference
  std::int64_t amount = 0;
  bool posted = true;  ///< not so while it waits to be sent
};

/// One row of the account, read back from the accounting system.
struct ProofRow {
  std::string reference;  ///< ours, or empty or foreign
  Date posting_date;
  std::int64_t amount = 0;
  std::string text;
  std::int64_t voucher_number = 0;
  bool reversed = false;  ///< another voucher takes it back
};

/// All that the proof of an account on a date is computed from.
struct ProofInput {
  AccountNumber account = 0;
  AccountRole role = AccountRole::clearing;
  Currency currency;
  std::int64_t vipps_balance = 0;          ///< on the one date of prove_account()
  std::int64_t opening = 0;                ///< what the client was set up with, øre
  std::int64_t opening_in_accounting = 0;  ///< Σ rows before the client's start, read back
  std::vector<ProofMovement> movements;    ///< all of ours on the account
  std::vector<ProofRow> rows;              ///< all since the client's start
};

AccountProof prove_account(const ProofInput& input, Date date);

/// What Vipps shows at the end of a ledger date, øre.
struct VippsBalance {
  Date date;
  std::int64_t amount = 0;
};
/// The proof of each of the dates, which rise. Movements and rows are gone through once, whatever
/// the number of dates: a year is proven in one pass.
std::vector<AccountProof> prove_dates(const ProofInput& input,
                                      const std::vector<VippsBalance>& balances);

/// Posted vouchers whose rows do not say what we posted, where we posted it, or were reversed; and
/// rows that are not ours, but for those that were reversed and what reversed them.
struct ProofDetails {
  std::vector<ProofMovement> differing;
  std::vector<ProofRow> foreign_rows;
};
/// Names what a person must look at, over all dates up to `date`.
ProofDetails explain(const ProofInput& input, Date date);

/// A payout (or top-up, negative) on its way between Vipps and the bank.
struct Transfer {
  std::string reference;  ///< our voucher's
  Date ledger_date;
  std::int64_t amount = 0;  ///< øre, debit of the in-transit account
  std::string text;
};

/// Which transfers the bank has not shown yet. Bank rows clear transfers of the same amount,
/// oldest first; an aborted payout clears the payout it takes back, and a bank row one that it
/// takes back. Rows that clear nothing are taken from `opening`, and are left over beyond it.
struct InTransit {
  std::vector<Transfer> open;
  std::int64_t opening_left = 0;      ///< øre of the opening balance the bank has not shown yet
  std::vector<ProofRow> unexplained;  ///< rows that clear nothing
};
InTransit match_transfers(const std::vector<Transfer>& transfers,
                          const std::vector<ProofRow>& bank_rows, std::int64_t opening);

}  // namespace avstem::books
