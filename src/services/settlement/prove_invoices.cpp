// The invoice for fees under gross settlement: its cost is in the books once (R02).

#include <fmt/format.h>

#include <algorithm>

#include "services/settlement/prove.hpp"

namespace avstem::services {

using books::AccountRole;
using books::Finding;
using books::FindingKind;

namespace {

constexpr std::string_view subject_begin = "fee invoice ";

/// Rows of one account that others posted and that stand.
std::vector<books::ProofRow> rows_of_others(const ClientId& client,
                                            const std::vector<accounting::LedgerRow>& rows,
                                            books::AccountNumber account) {
  books::ProofInput others;
  Date last;
  for (const accounting::LedgerRow& row : rows) {
    if (row.account != account || row.external_reference.starts_with(client.text() + ":")) continue;
    last = std::max(last, row.posting_date);
    others.rows.push_back({row.external_reference, row.posting_date, row.amount, row.text,
                           row.remote_number, row.reversed});
  }
  return books::explain(others, last).foreign_rows;
}

/// Takes out the vouchers that post `amount` within reach of an invoice's date.
std::vector<books::ProofRow> take_matching(std::vector<books::ProofRow>& rows, Date date,
                                           std::int64_t amount) {
  const Date first = date.plus_days(-Prove::fee_invoice_early_days);
  const Date last = date.plus_days(Prove::fee_invoice_late_days);
  std::vector<books::ProofRow> matching;
  std::erase_if(rows, [&](const books::ProofRow& row) {
    const bool fits = row.amount == amount && row.posting_date >= first && row.posting_date <= last;
    if (fits) matching.push_back(row);
    return fits;
  });
  return matching;
}

}  // namespace

/// Clients with net settlement have no such invoice, and nothing more is read for them.
Result<Prove::FeeInvoiceFacts> Prove::read_fee_invoices(const Client& client) {
  FeeInvoiceFacts facts;
  std::optional<Date> first;
  for (const LedgerTerms& ledger : client.ledgers) {
    auto invoices = reports_.fee_invoices(client.id, ledger.id);
    if (!invoices) return invoices.error();
    for (const auto& [date, amount] : *invoices) {
      if (amount <= 0) continue;
      facts.invoices.push_back({ledger.id, date, amount});
      first = std::min(first.value_or(date), date);
    }
  }
  if (!first) return facts;
  std::sort(facts.invoices.begin(), facts.invoices.end(),
            [](const FeeInvoice& a, const FeeInvoice& b) { return a.date < b.date; });
  const books::AccountNumber cost = client.mapping.account(AccountRole::payment_fees);
  const books::AccountNumber supplier = client.mapping.account(AccountRole::supplier);
  const Date today = zone_.date_of(clock_.now());
  auto rows = system_.rows({cost, supplier}, first->plus_days(-fee_invoice_early_days),
                           today.plus_days(fee_invoice_late_days));
  if (!rows) return rows.error();
  facts.on_cost = rows_of_others(client.id, *rows, cost);
  facts.on_supplier = rows_of_others(client.id, *rows, supplier);
  return facts;
}

Result<void> Prove::follow_fee_invoices(const Client& client, FeeInvoiceFacts facts) {
  if (facts.invoices.empty()) return {};
  std::vector<Finding> twice;
  std::vector<Finding> missing;
  for (const FeeInvoice& invoice : facts.invoices) {
    if (client.fee_invoices == books::FeeInvoices::bookkeeper) {
      if (auto finding = invoice_not_seen(client, invoice, facts)) missing.push_back(*finding);
    } else {
      for (Finding& finding : invoice_seen(client, invoice, facts))
        twice.push_back(std::move(finding));
    }
  }
  const std::string place(subject_begin);
  auto told = tell_all(client, FindingKind::fee_invoice_twice, place, twice);
  if (!told) return told;
  return tell_all(client, FindingKind::fee_invoice_missing, place, missing);
}

/// Ours is the invoice's voucher: another on the cost account doubles the cost, and one against the
/// supplier the debt.
std::vector<Finding> Prove::invoice_seen(const Client& client, const FeeInvoice& invoice,
                                         FeeInvoiceFacts& facts) {
  std::vector<books::ProofRow> seen = take_matching(facts.on_cost, invoice.date, invoice.amount);
  for (books::ProofRow& row : take_matching(facts.on_supplier, invoice.date, -invoice.amount))
    seen.push_back(std::move(row));
  std::vector<Finding> findings;
  for (const books::ProofRow& row : seen) {
    const std::string subject =
        fmt::format("{}{} {} voucher {}", subject_begin, invoice.ledger.text(),
                    invoice.date.to_string(), row.voucher_number);
    const bool told = std::any_of(findings.begin(), findings.end(),
                                  [&](const Finding& it) { return it.subject == subject; });
    if (told) continue;
    findings.push_back(
        {FindingKind::fee_invoice_twice, invoice.date, subject, invoice.amount,
         fmt::format("voucher {} of {} posts {}, the amount of Vipps' fee invoice of {}, which "
                     "our voucher posts against the supplier already: reverse it and attach the "
                     "invoice to ours, or resolve this when it is another invoice",
                     row.voucher_number, row.posting_date.to_string(),
                     Money(invoice.amount, client.ledgers.front().currency).to_decimal(),
                     invoice.date.to_string())});
  }
  return findings;
}

/// Our voucher took the cost back because the bookkeeper's brings it: without that one it is gone.
std::optional<Finding> Prove::invoice_not_seen(const Client& client, const FeeInvoice& invoice,
                                               FeeInvoiceFacts& facts) {
  const Date first = invoice.date.plus_days(-fee_invoice_early_days);
  const Date last = invoice.date.plus_days(fee_invoice_late_days);
  const auto found =
      std::find_if(facts.on_cost.begin(), facts.on_cost.end(), [&](const books::ProofRow& row) {
        return row.amount == invoice.amount && row.posting_date >= first &&
               row.posting_date <= last;
      });
  if (found != facts.on_cost.end()) {
    facts.on_cost.erase(found);
    return std::nullopt;
  }
  if (zone_.date_of(clock_.now()) <= invoice.date.plus_days(fee_invoice_wait_days)) {
    return std::nullopt;
  }
  const books::AccountNumber cost = client.mapping.account(AccountRole::payment_fees);
  return Finding{
      FindingKind::fee_invoice_missing, invoice.date,
      fmt::format("{}{} {}", subject_begin, invoice.ledger.text(), invoice.date.to_string()),
      invoice.amount,
      fmt::format("Vipps invoiced fees of {} on {}, and nobody has posted that amount on account "
                  "{}: post the invoice there, against the supplier; until then the cost is "
                  "missing, since our voucher left it to the invoice",
                  Money(invoice.amount, client.ledgers.front().currency).to_decimal(),
                  invoice.date.to_string(), cost)};
}

}  // namespace avstem::services
