#include "services/settlement/finding_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::services {
namespace {

constexpr std::string_view finding_columns =
    "finding_id, client_id, ledger_id, ledger_date, kind, subject, amount, message, raised_us,"
    " resolved_us, note, suggested_customer, suggested_reference, suggested_invoice, wait_until";

/// What a finding that was withdrawn says.
constexpr std::string_view withdrawn_note = "no longer holds";

std::int64_t micros(Instant instant) {
  return instant.time_since_epoch().count();
}
Instant instant(std::int64_t micros) {
  return Instant(std::chrono::microseconds(micros));
}

}  // namespace

Result<void> FindingStore::raise(const ClientId& client, const LedgerId& ledger,
                                 const books::Finding& finding, Instant now) {
  auto insert = db_.prepare(
      "INSERT INTO findings (client_id, ledger_id, ledger_date, kind, subject, amount, message,"
      " raised_us, suggested_customer, suggested_reference, suggested_invoice)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?10, ?11, ?12) ON CONFLICT DO UPDATE SET"
      " raised_us = CASE WHEN note = ?9 OR amount <> excluded.amount THEN excluded.raised_us ELSE"
      " raised_us END, resolved_us = CASE WHEN note = ?9 OR amount <> excluded.amount THEN NULL "
      "ELSE"
      " resolved_us END, note = CASE WHEN note = ?9 OR amount <> excluded.amount THEN NULL ELSE "
      "note"
      " END, wait_until = CASE WHEN note = ?9 OR amount <> excluded.amount THEN NULL ELSE "
      "wait_until"
      " END, amount = excluded.amount, message = excluded.message,"
      " suggested_customer = excluded.suggested_customer,"
      " suggested_reference = excluded.suggested_reference,"
      " suggested_invoice = excluded.suggested_invoice");
  return insert
      .bind(client.text(), ledger.text(), finding.ledger_date.to_string(), to_string(finding.kind),
            finding.subject, finding.amount, finding.message, micros(now), withdrawn_note,
            finding.suggestion.customer_number, finding.suggestion.matching_reference,
            finding.suggestion.invoice_number)
      .run();
}

Result<std::vector<StoredFinding>> FindingStore::read(store::Statement& query) {
  std::vector<StoredFinding> findings;
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return findings;
    auto date = Date::parse(query.text(3));
    auto kind = books::parse_finding_kind(query.text(4));
    if (!date) return date.error();
    if (!kind) return kind.error();
    StoredFinding stored;
    stored.id = query.integer(0);
    stored.client = ClientId(std::string(query.text(1)));
    stored.ledger = LedgerId(std::string(query.text(2)));
    stored.finding = {
        *kind,
        *date,
        std::string(query.text(5)),
        query.integer(6),
        std::string(query.text(7)),
        {query.integer(11), std::string(query.text(12)), std::string(query.text(13))}};
    stored.raised = instant(query.integer(8));
    if (!query.is_null(9)) stored.resolved = instant(query.integer(9));
    stored.note = query.text(10);
    if (!query.is_null(14)) {
      auto until = Date::parse(query.text(14));
      if (!until) return until.error();
      stored.wait_until = *until;
    }
    findings.push_back(std::move(stored));
  }
}

Result<std::vector<StoredFinding>> FindingStore::open(const std::optional<ClientId>& client) {
  auto query = db_.prepare(
      fmt::format("SELECT {} FROM findings WHERE resolved_us IS NULL AND (?1 IS NULL OR client_id"
                  " = ?1) ORDER BY client_id, ledger_date, finding_id",
                  finding_columns));
  if (client) query.bind(client->text());
  return read(query);
}

Result<StoredFinding> FindingStore::get(std::int64_t id) {
  auto query =
      db_.prepare(fmt::format("SELECT {} FROM findings WHERE finding_id = ?1", finding_columns));
  query.bind(id);
  auto found = read(query);
  if (!found) return found.error();
  if (found->empty()) {
    return Error{
        ErrorKind::not_found,
        fmt::format("finding {} is not known; 'avstem findings list' lists the open ones", id)};
  }
  return std::move(found->front());
}

Result<void> FindingStore::resolve(std::int64_t id, const std::string& note, Instant now) {
  auto found = get(id);
  if (!found) return found.error();
  if (found->resolved) {
    return Error{ErrorKind::conflict,
                 fmt::format("finding {} was resolved on {}: {}", id,
                             avstem::to_string(*found->resolved), found->note)};
  }
  auto update =
      db_.prepare("UPDATE findings SET resolved_us = ?2, note = ?3 WHERE finding_id = ?1");
  return update.bind(id, micros(now), note).run();
}

Result<void> FindingStore::reopen(std::int64_t id) {
  auto update = db_.prepare(
      "UPDATE findings SET resolved_us = NULL, note = NULL WHERE finding_id = ?1 AND note <> ?2");
  return update.bind(id, withdrawn_note).run();
}

Result<void> FindingStore::set_wait(std::int64_t id, std::optional<Date> until) {
  auto update = db_.prepare("UPDATE findings SET wait_until = ?2 WHERE finding_id = ?1");
  return update.bind(id, until ? std::optional(until->to_string()) : std::nullopt).run();
}

Result<void> FindingStore::withdraw(const ClientId& client, const LedgerId& ledger, Date date,
                                    books::FindingKind kind, const std::string& subject,
                                    Instant now) {
  auto update = db_.prepare(
      "UPDATE findings SET resolved_us = ?6, note = ?7 WHERE client_id = ?1 AND"
      " ledger_id = ?2 AND ledger_date = ?3 AND kind = ?4 AND subject = ?5 AND resolved_us IS"
      " NULL");
  return update
      .bind(client.text(), ledger.text(), date.to_string(), to_string(kind), subject, micros(now),
            withdrawn_note)
      .run();
}

Result<void> FindingStore::withdraw_others(const ClientId& client, books::FindingKind kind,
                                           const std::string& subject_prefix,
                                           const std::vector<std::string>& kept_subjects,
                                           Instant now) {
  auto all = open(client);
  if (!all) return all.error();
  for (const StoredFinding& stored : *all) {
    const std::string& subject = stored.finding.subject;
    if (stored.finding.kind != kind || !subject.starts_with(subject_prefix)) continue;
    if (std::find(kept_subjects.begin(), kept_subjects.end(), subject) != kept_subjects.end()) {
      continue;
    }
    auto gone = withdraw(client, stored.ledger, stored.finding.ledger_date, kind, subject, now);
    if (!gone) return gone;
  }
  return {};
}

Result<std::int64_t> FindingStore::count_open(const ClientId& client, const LedgerId& ledger,
                                              Date date, Date today) {
  auto query = db_.prepare(
      "SELECT count(*) FROM findings WHERE client_id = ?1 AND ledger_id = ?2 AND ledger_date = ?3"
      " AND resolved_us IS NULL AND (wait_until IS NULL OR wait_until <= ?4)");
  auto row = query.bind(client.text(), ledger.text(), date.to_string(), today.to_string()).step();
  if (!row) return row.error();
  return query.integer(0);
}

Result<FindingStore::Counts> FindingStore::counts(const ClientId& client, Date today) {
  auto query = db_.prepare(
      "SELECT count(*), coalesce(sum(wait_until > ?2), 0) FROM findings WHERE client_id = ?1 AND"
      " resolved_us IS NULL");
  auto row = query.bind(client.text(), today.to_string()).step();
  if (!row) return row.error();
  const std::int64_t waiting = query.integer(1);
  return Counts{query.integer(0) - waiting, waiting};
}

Result<void> FindingStore::keep_proof(const ClientId& client, const books::AccountProof& proof,
                                      Instant now) {
  auto insert = db_.prepare(
      "INSERT OR REPLACE INTO proofs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
  return insert
      .bind(client.text(), proof.account, proof.date.to_string(), to_string(proof.role),
            proof.currency.code(), proof.vipps_balance, proof.books_balance,
            proof.accounting_balance, proof.timing, proof.foreign, micros(now))
      .run();
}

Result<std::vector<books::AccountProof>> FindingStore::proofs(const ClientId& client, Date from,
                                                              Date to) {
  std::vector<books::AccountProof> proofs;
  auto query = db_.prepare(
      "SELECT account, ledger_date, role, currency, vipps_balance, books_balance,"
      " accounting_balance, timing, foreign_amount FROM proofs WHERE client_id = ?1 AND"
      " ledger_date BETWEEN ?2 AND ?3 ORDER BY ledger_date, account");
  query.bind(client.text(), from.to_string(), to.to_string());
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return proofs;
    auto date = Date::parse(query.text(1));
    auto role = books::parse_account_role(query.text(2));
    auto currency = Currency::parse(query.text(3));
    if (!date) return date.error();
    if (!role) return role.error();
    if (!currency) return currency.error();
    proofs.push_back({query.integer(0), *role, *date, *currency, query.integer(4), query.integer(5),
                      query.integer(6), query.integer(7), query.integer(8)});
  }
}

Result<std::vector<Date>> FindingStore::proven_dates(const ClientId& client) {
  std::vector<Date> dates;
  auto query = db_.prepare(
      "SELECT ledger_date FROM proofs WHERE client_id = ?1 GROUP BY ledger_date"
      " HAVING sum(books_balance <> vipps_balance OR accounting_balance + timing <>"
      " vipps_balance) = 0 ORDER BY ledger_date");
  query.bind(client.text());
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return dates;
    auto date = Date::parse(query.text(0));
    if (!date) return date.error();
    dates.push_back(*date);
  }
}

}  // namespace avstem::services
