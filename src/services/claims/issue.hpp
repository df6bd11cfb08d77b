#pragma once

#include <chrono>

#include "accounting/invoicing.hpp"
#include "platform/clock.hpp"
#include "services/claims/claim_store.hpp"
#include "services/settlement/finding_store.hpp"

namespace avstem::services {

/// What a run did.
struct IssueOutcome {
  int issued = 0;
  int waiting = 0;  ///< the accounting system is still making them, or the original is not issued
  int stopped = 0;  ///< refused: each has a finding
};

/// Brings a client's customers and documents into its accounting system, each exactly once,
/// although this program may die at any instruction and any answer may be lost:
///
///     customer   planned ──commit──▶ creating ──request──▶ known
///     document   planned ──commit──▶ ordering ──request──▶ ordered ──commit──▶ issuing
///     ──request──▶ issued
///
/// Whoever finds `creating`, `ordering` or `issuing` looks before writing. An order becomes one
/// invoice, however often it is asked for.
class Issue {
 public:
  Issue(store::Database& database, accounting::Invoicing& system, Clock& clock)
      : db_(database), store_(database), findings_(database), system_(system), clock_(clock) {}

  /// Takes every waiting document as far as it goes, in the order they were added. A refusal
  /// becomes a finding and the next is tried; no answer ends the run with `unavailable`, and it
  /// can be repeated.
  Result<IssueOutcome> all(const Client& client);

  /// Times an invoice in the making is asked for in one run, and the wait between them.
  static constexpr int asks_max = 10;
  static constexpr std::chrono::milliseconds ask_again{1000};

 private:
  enum class Came { to_its_end, to_wait, to_a_stop };

  Result<Came> one(const Client& client, StoredDocumentStep stored);
  Result<std::int64_t> customer_number(const Client& client, const std::string& reference);
  Result<accounting::KnownCustomer> create(const books::Customer& customer);
  Result<std::string> order(StoredDocumentStep& stored);
  Result<Came> follow(const Client& client, StoredDocumentStep& stored);
  Result<Came> finish(const Client& client, const StoredDocumentStep& stored,
                      const accounting::DocumentState& state);
  Result<Came> stop(const Client& client, const StoredDocumentStep& stored, DocumentStep step,
                    const Error& error);

  store::Database& db_;
  ClaimStore store_;
  FindingStore findings_;
  accounting::Invoicing& system_;
  Clock& clock_;
};

}  // namespace avstem::services
