#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "books/accounts.hpp"
#include "books/booking.hpp"
#include "core/date.hpp"
#include "core/identifiers.hpp"
#include "core/money.hpp"

namespace avstem::services {

/// How one Vipps ledger of a client is kept.
struct LedgerTerms {
  LedgerId id;
  Currency currency;
  Date start;  ///< the first ledger date we book; earlier ones are somebody else's work
  /// Balances at the beginning of `start`, øre: what Vipps' funds and fees ledgers stood at, and
  /// payouts on their way to the bank. They are proven like any day's.
  std::int64_t opening_funds = 0;
  std::int64_t opening_fees = 0;
  std::int64_t opening_in_transit = 0;
  books::CaptureUse captures = books::CaptureUse::claims;
  /// One voucher for each plain date (R03, books/compact.hpp). Fewer lines; what it forgoes is that
  /// the clearing account shows how the balance moved within the date.
  bool compact = false;
  /// A clearing account of this ledger's own; empty: the client's.
  std::optional<books::AccountNumber> clearing_account;
  /// Dimensions of the sales unit: the accounting system's codes, or empty. They stand on the lines
  /// of the profit and loss account.
  std::string department;
  std::string project;

  friend bool operator==(const LedgerTerms&, const LedgerTerms&) = default;
};

/// A client of the accounting firm and how its books are kept.
struct Client {
  ClientId id;
  std::string name;
  std::string organisation_number;  ///< nine digits, or empty
  bool vat_registered = true;
  bool post_bank_line = false;  ///< off: the client's bank feed posts the payout's arrival
  /// Off: payers' names, messages and phone numbers are not asked for (rules § 4).
  bool fetch_personal_data = false;
  /// Who books Vipps' invoice for fees under gross settlement (R02).
  books::FeeInvoices fee_invoices = books::FeeInvoices::ours;
  int mapping_version = 1;
  books::Mapping mapping = books::Mapping::defaults(true);
  books::MatchSettings matching;  ///< the version in force
  std::vector<LedgerTerms> ledgers;

  /// Whether the accounts can be proven: clearing, in transit, accrued fees and suspense are four
  /// accounts, and ledgers of different currencies share none of the first three (one clearing
  /// account per currency, rules § 0 rule 5). `invalid` names the accounts.
  Result<void> check_accounts() const;
  /// Whether these settings suit the client's accounts: no rule names one that follows Vipps.
  Result<void> check_matching(const books::MatchSettings& settings) const;

  /// The client's mapping with the ledger's own clearing account, if it has one.
  books::Mapping mapping_of(const LedgerTerms& ledger) const;
};

/// Keys of one outside system, as named texts: what a connection holds sealed.
struct Connection {
  std::string system;       ///< `vipps`, `poweroffice` or `24sevenoffice`
  std::string environment;  ///< `production`, `test`, or one of the configuration
  std::vector<std::pair<std::string, std::string>> keys;  ///< name, secret value

  /// The value of a key; empty when it is not there.
  std::string key(std::string_view name) const;
};

}  // namespace avstem::services
