#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "books/finding.hpp"
#include "books/proof.hpp"
#include "core/identifiers.hpp"
#include "core/instant.hpp"
#include "store/database.hpp"

namespace avstem::services {

struct StoredFinding {
  std::int64_t id = 0;
  ClientId client;
  LedgerId ledger;  ///< empty when it is about an account rather than a ledger
  books::Finding finding;
  Instant raised;
  std::optional<Instant> resolved;
  std::string note;
};

/// What people must look at, and what was proven.
class FindingStore {
 public:
  explicit FindingStore(store::Database& database) : db_(database) {}

  /// Raised once per (client, ledger, date, kind, subject). Raised again, an open one and one that
  /// a person resolved stay as they are; one that was withdrawn is open anew.
  Result<void> raise(const ClientId& client, const LedgerId& ledger, const books::Finding& finding,
                     Instant now);
  /// Open findings, oldest first; of one client or, empty, of all.
  Result<std::vector<StoredFinding>> open(const std::optional<ClientId>& client);
  Result<StoredFinding> get(std::int64_t id);
  /// Closes a finding by a person's word.
  Result<void> resolve(std::int64_t id, const std::string& note, Instant now);
  /// Closes those of a kind and date that no longer hold, with a note that says so.
  Result<void> withdraw(const ClientId& client, const LedgerId& ledger, Date date,
                        books::FindingKind kind, const std::string& subject, Instant now);
  Result<std::int64_t> count_open(const ClientId& client, const LedgerId& ledger, Date date);

  Result<void> keep_proof(const ClientId& client, const books::AccountProof& proof, Instant now);
  Result<std::vector<books::AccountProof>> proofs(const ClientId& client, Date from, Date to);

  /// Dates on which every account that was proved agreed.
  Result<std::vector<Date>> proven_dates(const ClientId& client);

  /// Σ rows on an account before the client's first ledger date, read back once.
  Result<std::optional<std::int64_t>> account_opening(const ClientId& client,
                                                      books::AccountNumber account, Date before);
  Result<void> keep_account_opening(const ClientId& client, books::AccountNumber account,
                                    Date before, std::int64_t amount);

 private:
  Result<std::vector<StoredFinding>> read(store::Statement& query);
  store::Database& db_;
};

}  // namespace avstem::services
