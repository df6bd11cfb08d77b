#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/identifiers.hpp"
#include "core/money.hpp"
#include "vipps/token_source.hpp"

namespace avstem::vipps {

/// A number and the scheme that says what it is: `BBAN:NO` 86011117947, `business:NO:ORG`
/// 987654321. Both are empty when Vipps left it out.
struct SchemedId {
  std::string scheme;
  std::string id;

  friend bool operator==(const SchemedId&, const SchemedId&) = default;
};

/// A sales unit that a ledger settles for.
struct SalesUnit {
  std::string name;
  std::string recipient_handle;  ///< `api:123456`, or `NO:12345` for a Vipps number
  SchemedId business;

  friend bool operator==(const SalesUnit&, const SalesUnit&) = default;
};

/// A ledger our keys can see.
struct Ledger {
  LedgerId id;
  /// Empty when Vipps does not say (it did not in 2023); the entries say it then. Never guessed.
  std::optional<Currency> currency;
  SchemedId payout_bank_account;
  SchemedId owner;
  std::vector<std::string> recipient_handles;
  std::vector<SalesUnit> sales_units;

  friend bool operator==(const Ledger&, const Ledger&) = default;
};

/// Lists ledgers, `GET /settlement/v1/ledgers`. Used by one thread at a time.
class LedgerClient {
 public:
  /// The client and the token source must outlive this object.
  LedgerClient(HttpClient& client, TokenSource& tokens) : client_(client), tokens_(tokens) {}

  /// Every ledger the keys can see, in Vipps' order; all pages or an error.
  /// Errors: `unavailable` when an answer breaks off, is no ledger list, or its cursor leads in
  /// a circle; `invalid` when a ledger has no id or a currency we keep no books in; else as
  /// error_from says.
  Result<std::vector<Ledger>> list();

  /// More pages than any accounting firm has ledgers for; a guard against endless cursors.
  static constexpr std::size_t pages_max = 1'000;

 private:
  HttpClient& client_;
  TokenSource& tokens_;
};

}  // namespace avstem::vipps
