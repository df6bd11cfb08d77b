#include "services/settlement/documentation_store.hpp"

#include <fmt/format.h>

#include "platform/digest.hpp"
#include "services/settlement/rows.hpp"

namespace avstem::services {
namespace {

constexpr std::string_view schema_1 = R"sql(
-- Rendered once and never again; the same bytes are attached to each voucher.
CREATE TABLE documents (
  document_id INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL,
  ledger_id TEXT NOT NULL,
  ledger_date TEXT NOT NULL,
  part INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  pdf BLOB NOT NULL,
  UNIQUE (client_id, ledger_id, ledger_date, part)
);

-- attached: the accounting system has confirmed the document.
ALTER TABLE vouchers ADD COLUMN document_id INTEGER REFERENCES documents;
ALTER TABLE vouchers ADD COLUMN attached INTEGER NOT NULL DEFAULT 0;
CREATE INDEX vouchers_unattached ON vouchers (client_id, document_id) WHERE attached = 0;
)sql";

constexpr std::string_view of_date =
    " WHERE client_id = ?1 AND ledger_id = ?2 AND ledger_date = ?3";

/// Reads `page, sha256` rows into the facts.
Result<void> read_pages(store::Statement& query, documents::TopicFacts& facts) {
  return for_each_row(query, [&]() -> Result<void> {
    ++facts.source_page_count;
    if (facts.source_pages.size() == documents::sources_listed_max) return {};
    facts.source_pages.push_back({query.integer(0), std::string(query.text(1))});
    return {};
  });
}

}  // namespace

std::vector<store::Migration> documentation_migrations() {
  return {{"documentation", 1, schema_1}};
}

std::string StoredDocument::name() const {
  return fmt::format("vipps-{}-{}-{}.pdf", ledger.text(), date.to_string(), part);
}

Result<std::vector<DocumentationStore::DateWithout>> DocumentationStore::dates_without(
    const ClientId& client) {
  auto query = db_.prepare(
      "SELECT DISTINCT ledger_date, ledger_id FROM vouchers WHERE client_id = ?1 AND attached = 0"
      " AND document_id IS NULL AND state = 'posted' ORDER BY ledger_date, ledger_id");
  query.bind(client.text());
  return read_rows<DateWithout>(query, [&]() -> Result<DateWithout> {
    auto date = Date::parse(query.text(0));
    if (!date) return date.error();
    return DateWithout{LedgerId(std::string(query.text(1))), *date};
  });
}

Result<int> DocumentationStore::part_count(const ClientId& client, const LedgerId& ledger,
                                           Date date) {
  auto query = db_.prepare("SELECT count(*) FROM documents" + std::string(of_date));
  auto row = query.bind(client.text(), ledger.text(), date.to_string()).step();
  if (!row) return row.error();
  return static_cast<int>(query.integer(0));
}

Result<void> DocumentationStore::keep(const ClientId& client, const StoredDocument& document,
                                      const std::string& pdf) {
  auto insert = db_.prepare(
      "INSERT INTO documents (client_id, ledger_id, ledger_date, part, sha256, pdf)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING document_id");
  insert.bind(client.text(), document.ledger.text(), document.date.to_string(), document.part,
              sha256_hex(pdf), pdf);
  auto id = inserted_id(std::move(insert));
  if (!id) return id.error();
  auto update = db_.prepare("UPDATE vouchers SET document_id = ?4" + std::string(of_date) +
                            " AND document_id IS NULL");
  return update.bind(client.text(), document.ledger.text(), document.date.to_string(), *id).run();
}

Result<std::vector<StoredDocument>> DocumentationStore::waiting(const ClientId& client) {
  auto query = db_.prepare(
      "SELECT DISTINCT d.document_id, d.ledger_id, d.ledger_date, d.part FROM vouchers v"
      " JOIN documents d ON d.document_id = v.document_id WHERE v.client_id = ?1 AND"
      " v.attached = 0 AND v.state = 'posted' ORDER BY d.document_id");
  query.bind(client.text());
  return read_rows<StoredDocument>(query, [&]() -> Result<StoredDocument> {
    auto date = Date::parse(query.text(2));
    if (!date) return date.error();
    return StoredDocument{query.integer(0), LedgerId(std::string(query.text(1))), *date,
                          static_cast<int>(query.integer(3))};
  });
}

Result<std::vector<DocumentationStore::WaitingVoucher>> DocumentationStore::waiting_vouchers(
    const ClientId& client, const StoredDocument& document) {
  auto query = db_.prepare(
      "SELECT voucher_id, number, remote_id, remote_number FROM vouchers WHERE client_id = ?1 AND"
      " document_id = ?2 AND attached = 0 AND state = 'posted' ORDER BY voucher_id");
  query.bind(client.text(), document.id);
  return read_rows<WaitingVoucher>(query, [&]() -> Result<WaitingVoucher> {
    return WaitingVoucher{query.integer(0),
                          std::string(query.text(1)),
                          {std::string(query.text(2)), query.integer(3)}};
  });
}

Result<std::string> DocumentationStore::pdf(const StoredDocument& document) {
  auto query = db_.prepare("SELECT pdf, sha256 FROM documents WHERE document_id = ?1");
  auto row = query.bind(document.id).step();
  if (!row) return row.error();
  std::string bytes(query.text(0));
  if (!*row || sha256_hex(bytes) != query.text(1)) {
    return Error{ErrorKind::storage,
                 fmt::format("document '{}' is no longer what was stored; restore a backup",
                             document.name())};
  }
  return bytes;
}

Result<void> DocumentationStore::set_attached(std::int64_t voucher_id) {
  auto update = db_.prepare("UPDATE vouchers SET attached = 1 WHERE voucher_id = ?1");
  return update.bind(voucher_id).run();
}

Result<std::vector<documents::VoucherFacts>> DocumentationStore::vouchers_of(const ClientId& client,
                                                                             const LedgerId& ledger,
                                                                             Date date) {
  auto query = db_.prepare(
      "SELECT v.number, v.kind, v.reference, v.voucher_date, sum(max(l.amount, 0)),"
      " v.mapping_version, v.remote_number, v.document_id IS NULL FROM vouchers v"
      " JOIN voucher_lines l ON l.voucher_id = v.voucher_id WHERE v.client_id = ?1 AND"
      " v.ledger_id = ?2 AND v.ledger_date = ?3 AND v.state <> 'void' GROUP BY v.voucher_id"
      " ORDER BY v.voucher_id");
  query.bind(client.text(), ledger.text(), date.to_string());
  return read_rows<documents::VoucherFacts>(query, [&]() -> Result<documents::VoucherFacts> {
    auto kind = books::parse_voucher_kind(query.text(1));
    if (!kind) return kind.error();
    auto voucher_date = Date::parse(query.text(3));
    if (!voucher_date) return voucher_date.error();
    return documents::VoucherFacts{std::string(query.text(0)), *kind,
                                   std::string(query.text(2)), *voucher_date,
                                   query.integer(4),           static_cast<int>(query.integer(5)),
                                   query.integer(6),           query.integer(7) == 1};
  });
}

Result<void> DocumentationStore::read_sources(const DateKey& key, documents::TopicFacts& facts) {
  auto query = db_.prepare(
      "SELECT page, sha256 FROM report_pages WHERE client_id = ?1 AND ledger_id = ?2 AND"
      " topic = ?3 AND ledger_date = ?4 ORDER BY page, sha256");
  query.bind(key.client.text(), key.ledger.text(), to_string(key.topic), key.date.to_string());
  return read_pages(query, facts);
}

Result<void> DocumentationStore::read_file_source(const DateKey& key,
                                                  documents::TopicFacts& facts) {
  auto query = db_.prepare(
      "SELECT page, sha256 FROM report_pages WHERE client_id = ?1 AND ledger_id = ?2 AND"
      " topic = ?3 AND ledger_date = (SELECT max(p.ledger_date) FROM report_pages p"
      " JOIN ledger_dates d USING (client_id, ledger_id, topic, ledger_date) WHERE"
      " p.client_id = ?1 AND p.ledger_id = ?2 AND p.topic = ?3 AND p.ledger_date <= ?4 AND"
      " d.from_file = 1) ORDER BY page, sha256");
  query.bind(key.client.text(), key.ledger.text(), to_string(key.topic), key.date.to_string());
  return read_pages(query, facts);
}

Result<bool> DocumentationStore::is_from_file(const DateKey& key) {
  auto query = db_.prepare(
      "SELECT 1 FROM ledger_dates WHERE client_id = ?1 AND ledger_id = ?2 AND topic = ?3 AND"
      " ledger_date = ?4 AND from_file = 1");
  return query
      .bind(key.client.text(), key.ledger.text(), to_string(key.topic), key.date.to_string())
      .step();
}

}  // namespace avstem::services
