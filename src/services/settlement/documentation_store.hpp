#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "documents/settlement_pdf.hpp"
#include "services/settlement/report_store.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace avstem::services {

/// A document that was rendered: one for each part of a ledger date.
struct StoredDocument {
  std::int64_t id = 0;
  LedgerId ledger;
  Date date;
  int part = 1;

  /// The file's name: `vipps-302321-2026-03-02-1.pdf`.
  std::string name() const;
};

/// Settlement documents, and which vouchers have theirs in the accounting system.
class DocumentationStore {
 public:
  explicit DocumentationStore(store::Database& database) : db_(database) {}

  /// A ledger date with a posted voucher that no document belongs to.
  struct DateWithout {
    LedgerId ledger;
    Date date;
  };
  Result<std::vector<DateWithout>> dates_without(const ClientId& client);

  /// Keeps the document of a date's next part, and makes it that of every voucher of the date
  /// that has none. Call in a transaction.
  Result<void> keep(const ClientId& client, const StoredDocument& document, const std::string& pdf);
  Result<int> part_count(const ClientId& client, const LedgerId& ledger, Date date);

  /// Documents that a posted voucher still lacks, oldest first.
  Result<std::vector<StoredDocument>> waiting(const ClientId& client);
  struct WaitingVoucher {
    std::int64_t id = 0;
    std::string number;
    accounting::PostedVoucher remote;
  };
  Result<std::vector<WaitingVoucher>> waiting_vouchers(const ClientId& client,
                                                       const StoredDocument& document);
  /// The bytes; `storage` when they are no longer those that were kept.
  Result<std::string> pdf(const StoredDocument& document);
  Result<void> set_attached(std::int64_t voucher_id);

  /// Vouchers of a date as the document tells of them, in the order they were planned.
  Result<std::vector<documents::VoucherFacts>> vouchers_of(const ClientId& client,
                                                           const LedgerId& ledger, Date date);
  /// Raw pages of a date and topic, with their number.
  Result<void> read_sources(const DateKey& key, documents::TopicFacts& facts);
  /// The settlement file that a date was read from: the last one kept on or before it.
  Result<void> read_file_source(const DateKey& key, documents::TopicFacts& facts);
  Result<bool> is_from_file(const DateKey& key);

 private:
  store::Database& db_;
};

/// The tables above; they run after those of the settlement, which they add to.
std::vector<store::Migration> documentation_migrations();

}  // namespace avstem::services
