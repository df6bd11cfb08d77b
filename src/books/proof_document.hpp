#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "books/entry.hpp"
#include "books/proof.hpp"
#include "core/identifiers.hpp"
#include "core/instant.hpp"

namespace avstem::books {

/// One row behind the timing of a proof: ours, dated otherwise than its ledger date.
struct TimingRow {
  std::string reference;
  Date ledger_date;
  Date posting_date;
  std::int64_t voucher_number = 0;
  std::int64_t amount = 0;  ///< øre, as it counts in AccountProof::timing

  friend bool operator==(const TimingRow&, const TimingRow&) = default;
};
/// The rows that AccountProof::timing is the sum of.
std::vector<TimingRow> timing_rows(const ProofInput& input, Date date);
/// The rows that AccountProof::foreign is the sum of, those that were reversed among them.
std::vector<ProofRow> foreign_rows(const ProofInput& input, Date date);

/// A Vipps ledger as the proof found it at the end of the date. Amounts are øre.
struct ProvenLedger {
  LedgerId id;
  Currency currency;
  Date start;  ///< the first ledger date we book
  std::int64_t opening_funds = 0;
  std::int64_t opening_fees = 0;
  AccountNumber clearing_account = 0;
  AccountNumber fees_account = 0;
  std::int64_t funds_balance = 0;
  std::int64_t fees_balance = 0;

  friend bool operator==(const ProvenLedger&, const ProvenLedger&) = default;
};

/// One account that follows Vipps, and each row behind what is not equal at once.
struct ProvenAccount {
  AccountProof figures;
  std::int64_t opening = 0;                ///< what the client was set up with, øre
  std::int64_t opening_in_accounting = 0;  ///< Σ rows before the client's start, read back
  std::int64_t ours_in_accounting = 0;     ///< Σ our rows up to the date, read back
  std::vector<TimingRow> timing;
  std::vector<ProofRow> foreign;
  std::vector<ProofMovement> differing;  ///< posted, but there they say something else

  friend bool operator==(const ProvenAccount&, const ProvenAccount&) = default;
};

/// A payout that the bank had not shown at the end of the date.
struct TransferOnTheWay {
  Transfer transfer;
  Date expected;             ///< the 2nd bank day strictly after the ledger date
  std::optional<Date> seen;  ///< when the bank showed it later, as known when the proof was made
  bool late = false;         ///< two bank days over, and not seen when the proof was made

  friend bool operator==(const TransferOnTheWay&, const TransferOnTheWay&) = default;
};

/// The in-transit account: what Vipps has paid out and the bank has not shown.
struct ProvenTransit {
  AccountNumber account = 0;
  Currency currency;
  std::int64_t opening = 0;       ///< in transit when the client started, øre
  std::int64_t opening_left = 0;  ///< the part of it that the bank has not shown
  std::int64_t balance = 0;       ///< read back, rows up to the date
  std::int64_t expected = 0;      ///< Σ on the way + opening_left + Σ unexplained
  std::vector<TransferOnTheWay> on_the_way;
  std::vector<Arrival> arrived;  ///< bank rows read back since the proven date before this one
  std::vector<ProofRow> unexplained;
  std::vector<TimingRow> timing;

  std::int64_t timing_sum() const;
  bool is_proven() const;
  friend bool operator==(const ProvenTransit&, const ProvenTransit&) = default;
};

/// A raw page (or settlement file) of a Vipps report that a proof rests on.
struct PageMark {
  LedgerId ledger;
  Topic topic = Topic::funds;
  Date date;
  std::int64_t page = 0;
  std::string sha256;  ///< of the bytes as Vipps sent them, 64 hexadecimal digits

  friend bool operator==(const PageMark&, const PageMark&) = default;
};

/// One of our vouchers that a proof rests on.
struct VoucherMark {
  std::string reference;
  std::string state;   ///< `posted`, or why it is not there yet
  std::string sha256;  ///< of a posted voucher's canonical text; empty before, as it may move

  friend bool operator==(const VoucherMark&, const VoucherMark&) = default;
};

/// The proof of one client on one ledger date, complete: it can be printed, and replayed from the
/// raw pages, without asking anybody. It names only the pages and vouchers that no proof before it
/// named; together with those, it covers all of them up to its date.
struct ProofDocument {
  ClientId client;
  std::string client_name;
  std::string organisation_number;  ///< or empty
  std::int64_t number = 0;          ///< from 1, without a gap, per client
  std::string previous;             ///< sha-256 of the proof numbered before; empty for the first
  Date date;
  Instant proven_at;
  std::vector<ProvenLedger> ledgers;  ///< those that have started
  std::vector<ProvenAccount> accounts;
  std::vector<ProvenTransit> transits;
  std::vector<PageMark> pages;
  std::vector<VoucherMark> vouchers;

  /// All accounts agree.
  bool is_proven() const;
  /// Whether it says what the other says, and rests on nothing new: everything but number, chain,
  /// time, pages and vouchers is equal.
  bool same_figures(const ProofDocument& other) const;
  /// `cafe:17`
  std::string name() const;

  friend bool operator==(const ProofDocument&, const ProofDocument&) = default;
};

/// The account with its figures and rows on a date; `figures` as prove_account() gave them.
ProvenAccount describe_account(const ProofInput& input, const AccountProof& figures);

/// What the in-transit account is proven from.
struct TransitInput {
  ProofInput account;                ///< movements: our posted transfers; rows: all on the account
  std::vector<Transfer> transfers;   ///< the same transfers, oldest first
  std::vector<ProofRow> bank_lines;  ///< others' rows, and our own bank vouchers
};

/// The in-transit account at the end of a date. `arrivals_after`: bank lines since this date are
/// named; `today` decides what is late.
ProvenTransit describe_transit(const TransitInput& input, Date date, Date arrivals_after,
                               Date today);

/// Bank days after the expected one when a payout that is not seen is late.
inline constexpr int payout_late_bank_days = 2;
/// Whether a payout of the ledger date that the bank has not shown is late on `today`.
bool is_payout_late(Date ledger_date, Date today);

}  // namespace avstem::books
