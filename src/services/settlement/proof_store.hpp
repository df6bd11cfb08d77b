#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "books/proof_document.hpp"
#include "services/settlement/voucher_store.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace avstem::services {

/// The tables of proofs; they come after those of the settlement line.
std::vector<store::Migration> proof_migrations();

/// The canonical bytes of a proof: JSON with keys in order, no white space, whole numbers only
/// (øre), dates ISO; the same document always makes the same bytes. Its name is their SHA-256.
std::string canonical_bytes(const books::ProofDocument& document);
/// Reads canonical bytes back; `invalid` when they are none.
Result<books::ProofDocument> parse_proof(std::string_view bytes);

/// The canonical text of a posted voucher, whose SHA-256 a proof holds: all that was sent, with our
/// number and the number there. Fields stand as `length:text,`, so that no two vouchers make one
/// text.
std::string canonical_text(const StoredVoucher& voucher);

/// A proof as it is stored.
struct StoredProof {
  std::int64_t number = 0;
  Date date;
  std::string sha256;
  std::string bytes;
};

/// The proofs of all clients, each chained to the client's proof before it. They are never changed
/// or deleted.
class ProofStore {
 public:
  explicit ProofStore(store::Database& database) : db_(database), vouchers_(database) {}

  /// Numbers the document, names the pages and vouchers that no earlier one names, chains and
  /// stores it. When the last document of the date has the same figures and nothing new came,
  /// nothing is stored. Call inside a transaction.
  Result<void> keep(books::ProofDocument document);

  /// Proofs of a range of ledger dates, by number.
  Result<std::vector<StoredProof>> list(const ClientId& client, Date from, Date to);
  /// All proofs up to a number, by number: the chain.
  Result<std::vector<StoredProof>> chain(const ClientId& client, std::int64_t last);
  Result<StoredProof> get(const ClientId& client, std::int64_t number);
  /// The last proof of a date; none when it has none.
  Result<std::optional<StoredProof>> last_of(const ClientId& client, Date date);
  /// The latest proven date before this one.
  Result<std::optional<Date>> date_before(const ClientId& client, Date date);
  /// By name: `cafe:17`, or `cafe:2026-03-02` for the last one of a date. `not_found` says how to
  /// list those there are.
  Result<std::pair<ClientId, StoredProof>> find(const std::string& name);

 private:
  Result<std::vector<StoredProof>> read(store::Statement& query);
  Result<std::vector<books::PageMark>> new_pages(const ClientId& client, Date until);
  Result<std::vector<books::VoucherMark>> new_vouchers(const ClientId& client, Date until);
  Result<void> mark_named(const books::ProofDocument& document);

  store::Database& db_;
  VoucherStore vouchers_;
};

}  // namespace avstem::services
