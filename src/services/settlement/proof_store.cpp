#include "services/settlement/proof_store.hpp"

#include <fmt/format.h>

#include <charconv>

#include "platform/digest.hpp"
#include "services/settlement/rows.hpp"

namespace avstem::services {
namespace {

constexpr std::string_view proofs_1 = R"sql(
-- Proofs as documents: canonical bytes, each with the hash of the one before.
CREATE TABLE proof_documents (
  client_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  ledger_date TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes TEXT NOT NULL,
  PRIMARY KEY (client_id, number)
);
CREATE INDEX proof_documents_by_date ON proof_documents (client_id, ledger_date);

-- Pages that no proof has named yet: a page comes here as it is kept.
CREATE TABLE unproven_pages (
  client_id TEXT NOT NULL,
  ledger_date TEXT NOT NULL,
  ledger_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  page INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (client_id, ledger_date, ledger_id, topic, page, sha256)
) WITHOUT ROWID;
INSERT INTO unproven_pages SELECT client_id, ledger_date, ledger_id, topic, page, sha256
  FROM report_pages;
CREATE TRIGGER page_is_unproven AFTER INSERT ON report_pages BEGIN
  INSERT INTO unproven_pages VALUES (new.client_id, new.ledger_date, new.ledger_id, new.topic,
    new.page, new.sha256);
END;

-- The state in which a proof last named the voucher.
ALTER TABLE vouchers ADD COLUMN proven_state TEXT NOT NULL DEFAULT '';
CREATE INDEX vouchers_unproven ON vouchers (client_id, ledger_date) WHERE proven_state <> state;)sql";

constexpr std::string_view proof_columns = "number, ledger_date, sha256, bytes";

void add_field(std::string& text, std::string_view field) {
  fmt::format_to(std::back_inserter(text), "{}:{},", field.size(), field);
}

void add_field(std::string& text, std::int64_t number) {
  add_field(text, fmt::format_int(number).str());
}

template <class... Fields>
void add_fields(std::string& text, const Fields&... fields) {
  (add_field(text, fields), ...);
}

}  // namespace

std::string canonical_text(const StoredVoucher& stored) {
  const books::Voucher::Head& head = stored.voucher.head();
  std::string text;
  add_fields(text, stored.number, stored.ledger.text(), stored.ledger_date.to_string(),
             std::int64_t{stored.mapping_version}, stored.remote.remote_id,
             stored.remote.remote_number, to_string(head.kind), head.reference,
             head.date.to_string(), head.currency.code(), head.text,
             head.original_date ? head.original_date->to_string() : "", head.reverses);
  for (const books::Posting& line : stored.voucher.postings()) {
    add_fields(text, line.account, line.customer_number, line.amount, line.vat_code,
               line.matching_reference, line.line_reference, line.text, line.rule, line.match,
               line.invoice_number, line.kid, line.department, line.project);
  }
  return text;
}

std::vector<store::Migration> proof_migrations() {
  return {{"proofs", 1, proofs_1}};
}

Result<void> ProofStore::keep(books::ProofDocument document) {
  auto pages = new_pages(document.client, document.date);
  if (!pages) return pages.error();
  document.pages = *std::move(pages);
  auto vouchers = new_vouchers(document.client, document.date);
  if (!vouchers) return vouchers.error();
  document.vouchers = *std::move(vouchers);

  auto same_date = last_of(document.client, document.date);
  if (!same_date) return same_date.error();
  if (*same_date && document.pages.empty() && document.vouchers.empty()) {
    auto before = parse_proof((*same_date)->bytes);
    // One that cannot be read was tampered with; `verify` tells, and the line goes on.
    if (before && document.same_figures(*before)) return {};
  }
  {
    auto last = db_.prepare(
        "SELECT number, sha256 FROM proof_documents WHERE client_id = ?1 ORDER BY number DESC"
        " LIMIT 1");
    auto row = last.bind(document.client.text()).step();
    if (!row) return row.error();
    document.number = *row ? last.integer(0) + 1 : 1;
    document.previous = *row ? last.text(1) : "";
  }
  const std::string bytes = canonical_bytes(document);
  auto insert = db_.prepare(
      "INSERT INTO proof_documents (client_id, number, ledger_date, sha256, bytes)"
      " VALUES (?1, ?2, ?3, ?4, ?5)");
  auto kept = insert
                  .bind(document.client.text(), document.number, document.date.to_string(),
                        sha256_hex(bytes), bytes)
                  .run();
  if (!kept) return kept;
  return mark_named(document);
}

Result<std::vector<books::PageMark>> ProofStore::new_pages(const ClientId& client, Date until) {
  auto query = db_.prepare(
      "SELECT ledger_date, ledger_id, topic, page, sha256 FROM unproven_pages"
      " WHERE client_id = ?1 AND ledger_date <= ?2"
      " ORDER BY ledger_date, ledger_id, topic, page, sha256");
  query.bind(client.text(), until.to_string());
  return read_rows<books::PageMark>(query, [&]() -> Result<books::PageMark> {
    auto date = Date::parse(query.text(0));
    auto topic = books::parse_topic(query.text(2));
    if (!date) return date.error();
    if (!topic) return topic.error();
    return books::PageMark{LedgerId(std::string(query.text(1))), *topic, *date, query.integer(3),
                           std::string(query.text(4))};
  });
}

Result<std::vector<books::VoucherMark>> ProofStore::new_vouchers(const ClientId& client,
                                                                 Date until) {
  std::vector<books::VoucherMark> marks;
  {
    auto query = db_.prepare(
        "SELECT reference, state FROM vouchers WHERE client_id = ?1 AND ledger_date <= ?2"
        " AND proven_state <> state ORDER BY voucher_id");
    query.bind(client.text(), until.to_string());
    auto read = read_rows<books::VoucherMark>(query, [&]() -> Result<books::VoucherMark> {
      return books::VoucherMark{std::string(query.text(0)), std::string(query.text(1)), ""};
    });
    if (!read) return read.error();
    marks = *std::move(read);
  }
  for (books::VoucherMark& mark : marks) {
    if (mark.state != to_string(VoucherState::posted)) continue;
    auto voucher = vouchers_.find(client, mark.reference);
    if (!voucher) return voucher.error();
    mark.sha256 = sha256_hex(canonical_text(*voucher));
  }
  return marks;
}

Result<void> ProofStore::mark_named(const books::ProofDocument& document) {
  const std::string until = document.date.to_string();
  auto pages = db_.prepare("DELETE FROM unproven_pages WHERE client_id = ?1 AND ledger_date <= ?2");
  if (auto done = pages.bind(document.client.text(), until).run(); !done) return done;
  auto vouchers = db_.prepare(
      "UPDATE vouchers SET proven_state = state WHERE client_id = ?1 AND ledger_date <= ?2"
      " AND proven_state <> state");
  return vouchers.bind(document.client.text(), until).run();
}

Result<std::vector<StoredProof>> ProofStore::read(store::Statement& query) {
  return read_rows<StoredProof>(query, [&]() -> Result<StoredProof> {
    auto date = Date::parse(query.text(1));
    if (!date) return date.error();
    return StoredProof{query.integer(0), *date, std::string(query.text(2)),
                       std::string(query.text(3))};
  });
}

Result<std::vector<StoredProof>> ProofStore::list(const ClientId& client, Date from, Date to) {
  auto query = db_.prepare(
      fmt::format("SELECT {} FROM proof_documents WHERE client_id = ?1 AND ledger_date BETWEEN ?2"
                  " AND ?3 ORDER BY number",
                  proof_columns));
  query.bind(client.text(), from.to_string(), to.to_string());
  return read(query);
}

Result<std::vector<StoredProof>> ProofStore::chain(const ClientId& client, std::int64_t last) {
  auto query =
      db_.prepare(fmt::format("SELECT {} FROM proof_documents WHERE client_id = ?1 AND number <= ?2"
                              " ORDER BY number",
                              proof_columns));
  query.bind(client.text(), last);
  return read(query);
}

Result<StoredProof> ProofStore::get(const ClientId& client, std::int64_t number) {
  auto query = db_.prepare(fmt::format(
      "SELECT {} FROM proof_documents WHERE client_id = ?1 AND number = ?2", proof_columns));
  query.bind(client.text(), number);
  auto found = read(query);
  if (!found) return found.error();
  if (found->empty()) {
    return Error{ErrorKind::not_found,
                 fmt::format("client '{}' has no proof {}; 'avstem proof list --client {}' lists "
                             "those there are",
                             client.text(), number, client.text())};
  }
  return std::move(found->front());
}

Result<std::optional<StoredProof>> ProofStore::last_of(const ClientId& client, Date date) {
  auto query = db_.prepare(
      fmt::format("SELECT {} FROM proof_documents WHERE client_id = ?1 AND ledger_date = ?2"
                  " ORDER BY number DESC LIMIT 1",
                  proof_columns));
  query.bind(client.text(), date.to_string());
  auto found = read(query);
  if (!found) return found.error();
  if (found->empty()) return std::optional<StoredProof>();
  return std::optional(std::move(found->front()));
}

Result<std::optional<Date>> ProofStore::date_before(const ClientId& client, Date date) {
  auto query = db_.prepare(
      "SELECT max(ledger_date) FROM proof_documents WHERE client_id = ?1 AND ledger_date < ?2");
  auto row = query.bind(client.text(), date.to_string()).step();
  if (!row) return row.error();
  if (!*row || query.is_null(0)) return std::optional<Date>();
  auto before = Date::parse(query.text(0));
  if (!before) return before.error();
  return std::optional(*before);
}

Result<std::pair<ClientId, StoredProof>> ProofStore::find(const std::string& name) {
  const std::size_t colon = name.find(':');
  const ClientId client(name.substr(0, colon));
  const std::string which = colon == std::string::npos ? "" : name.substr(colon + 1);
  if (auto date = Date::parse(which)) {
    auto last = last_of(client, *date);
    if (!last) return last.error();
    if (*last) return std::pair(client, **std::move(last));
    return Error{ErrorKind::not_found,
                 fmt::format("client '{}' has no proof of {}; 'avstem proof list --client {}' "
                             "lists those there are",
                             client.text(), which, client.text())};
  }
  std::int64_t number = 0;
  const char* const end = which.data() + which.size();
  const auto [read_to, failed] = std::from_chars(which.data(), end, number);
  if (failed != std::errc() || read_to != end) {
    return Error{ErrorKind::invalid,
                 fmt::format("'{}' names no proof; write CLIENT:NUMBER or CLIENT:DATE, e.g. "
                             "cafe:17 or cafe:2026-03-02",
                             name)};
  }
  auto proof = get(client, number);
  if (!proof) return proof.error();
  return std::pair(client, *std::move(proof));
}

}  // namespace avstem::services
