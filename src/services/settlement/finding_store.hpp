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

  /// Raised once per (client, ledger, date, kind, subject). Raised again, an open one takes the new
  /// amount; one that a person resolved stays so while its amount is the same; one that was
  /// withdrawn is open anew.
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
  /// Closes the client's open findings of a kind whose subject begins so and is not kept.
  Result<void> withdraw_others(const ClientId& client, books::FindingKind kind,
                               const std::string& subject_prefix,
                               const std::vector<std::string>& kept_subjects, Instant now);
  Result<std::int64_t> count_open(const ClientId& client, const LedgerId& ledger, Date date);

  Result<void> keep_proof(const ClientId& client, const books::AccountProof& proof, Instant now);
  Result<std::vector<books::AccountProof>> proofs(const ClientId& client, Date from, Date to);

  /// Dates on which every account that was proved agreed.
  Result<std::vector<Date>> proven_dates(const ClientId& client);

 private:
  Result<std::vector<StoredFinding>> read(store::Statement& query);
  store::Database& db_;
};

}  // namespace avstem::services
