#include "services/settlement/standing.hpp"

#include "services/settlement/rows.hpp"

namespace avstem::services {

/// A register's day has its own reference; all else is about an entry, `pspReference#sequence`.
std::string line_reference_of(const books::Finding& finding) {
  if (finding.kind == books::FindingKind::till_differs) return finding.subject;
  return finding.subject.substr(0, finding.subject.rfind('#'));
}

Result<std::optional<int>> mapping_version_of(store::Database& database, const ClientId& client,
                                              const LedgerId& ledger, Date ledger_date,
                                              const std::string& line_reference) {
  auto query = database.prepare(
      "SELECT v.mapping_version FROM vouchers v JOIN voucher_lines l"
      " ON l.voucher_id = v.voucher_id WHERE v.client_id = ?1 AND v.ledger_id = ?2 AND"
      " v.ledger_date = ?3 AND l.line_reference = ?4 AND v.state <> 'void' AND v.kind NOT IN"
      " ('dec', 'rev') ORDER BY v.voucher_id DESC LIMIT 1");
  auto row =
      query.bind(client.text(), ledger.text(), ledger_date.to_string(), line_reference).step();
  if (!row) return row.error();
  if (!*row) return std::optional<int>();
  return std::optional(static_cast<int>(query.integer(0)));
}

Result<Standing> standing_on(store::Database& database, const ClientId& client,
                             const LedgerId& ledger, Date ledger_date,
                             const std::string& line_reference, books::AccountNumber account) {
  auto query = database.prepare(
      "SELECT l.amount, l.vat_code FROM vouchers v JOIN voucher_lines l"
      " ON l.voucher_id = v.voucher_id WHERE v.client_id = ?1 AND v.ledger_id = ?2 AND"
      " v.ledger_date = ?3 AND l.line_reference = ?4 AND l.account = ?5 AND l.customer_number = 0 "
      "AND"
      " v.state <> 'void'"
      " ORDER BY v.voucher_id, l.line");
  query.bind(client.text(), ledger.text(), ledger_date.to_string(), line_reference, account);
  Standing standing;
  bool first = true;
  auto walked = for_each_row(query, [&]() -> Result<void> {
    standing.balance = add_minor(standing.balance, query.integer(0));
    if (first) standing.vat_code = query.text(1);
    first = false;
    return {};
  });
  if (!walked) return walked.error();
  return standing;
}

Result<std::optional<Date>> capture_date(store::Database& database, const ClientId& client,
                                         const LedgerId& ledger, const std::string& psp_reference) {
  auto query = database.prepare(
      "SELECT max(ledger_date) FROM entries WHERE client_id = ?1 AND ledger_id = ?2 AND"
      " topic = 'funds' AND psp_reference = ?3 AND type_word = 'capture'");
  query.bind(client.text(), ledger.text(), psp_reference);
  return one_date(query);
}

}  // namespace avstem::services
