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
  /// Expected later is not wrong: before this date (Oslo) it does not count as open.
  std::optional<Date> wait_until{};

  bool waits(Date today) const { return wait_until && today < *wait_until; }
};

/// What people must look at, and what was proven.
class FindingStore {
 public:
  explicit FindingStore(store::Database& database) : db_(database) {}

  /// Raised once per (client, ledger, date, kind, subject). Raised again, an open one takes the new
  /// amount; one that a person resolved stays so while its amount is the same; one that was
  /// withdrawn is open anew. So it is with waiting: with another amount it waits no longer.
  Result<void> raise(const ClientId& client, const LedgerId& ledger, const books::Finding& finding,
                     Instant now);
  /// Open findings, those that wait among them, oldest first; of one client or, empty, of all.
  Result<std::vector<StoredFinding>> open(const std::optional<ClientId>& client);
  Result<StoredFinding> get(std::int64_t id);
  /// How many are open and wait for no date, and how many wait.
  struct Counts {
    std::int64_t due = 0;
    std::int64_t waiting = 0;
  };
  Result<Counts> counts(const ClientId& client, Date today);

  // What a person does (finding_actions.hpp), each within its transaction.
  /// Closes a finding; `conflict` when it is closed.
  Result<void> resolve(std::int64_t id, const std::string& note, Instant now);
  /// Opens one that a person closed; one that holds no longer stays closed.
  Result<void> reopen(std::int64_t id);
  Result<void> set_wait(std::int64_t id, std::optional<Date> until);

  /// Closes those of a kind and date that no longer hold, with a note that says so.
  Result<void> withdraw(const ClientId& client, const LedgerId& ledger, Date date,
                        books::FindingKind kind, const std::string& subject, Instant now);
  /// Closes the client's open findings of a kind whose subject begins so and is not kept.
  Result<void> withdraw_others(const ClientId& client, books::FindingKind kind,
                               const std::string& subject_prefix,
                               const std::vector<std::string>& kept_subjects, Instant now);
  /// Open findings of a ledger date that wait for no date.
  Result<std::int64_t> count_open(const ClientId& client, const LedgerId& ledger, Date date,
                                  Date today);

  Result<void> keep_proof(const ClientId& client, const books::AccountProof& proof, Instant now);
  Result<std::vector<books::AccountProof>> proofs(const ClientId& client, Date from, Date to);

  /// Dates on which every account that was proved agreed.
  Result<std::vector<Date>> proven_dates(const ClientId& client);

 private:
  Result<std::vector<StoredFinding>> read(store::Statement& query);
  store::Database& db_;
};

}  // namespace avstem::services
