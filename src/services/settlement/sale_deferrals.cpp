#include "services/settlement/rows.hpp"
// What becomes of sales when their date is booked: registers are used up, and income that was paid
// in advance is deferred and recognised.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "services/settlement/sale_store.hpp"

namespace avstem::services {
namespace {

/// The references of the steps up to a day, which have their vouchers.
std::set<std::string> made_through(const books::Deferral& deferral,
                                   const std::optional<Date>& day) {
  std::set<std::string> made;
  if (!day) return made;
  auto vouchers = books::recognitions_due(deferral, *day, {});
  if (!vouchers) return made;
  for (const books::Voucher& voucher : *vouchers)
    made.insert(voucher.head().reference);
  return made;
}

std::optional<std::string> next_due(const books::Deferral& deferral,
                                    const std::optional<Date>& done_through) {
  for (const books::Recognition& step : deferral.steps()) {
    if (!done_through || step.due > *done_through) return step.due.to_string();
  }
  return std::nullopt;
}

}  // namespace

Result<void> SaleStore::date_booked(const ClientId& client, const LedgerId& ledger, Date date) {
  const std::string day = date.to_string();
  auto used = db_.prepare(
      "UPDATE till_days SET booked = 1 WHERE client_id = ?1 AND ledger_id = ?2 AND"
      " ledger_date = ?3 AND EXISTS (SELECT 1 FROM entries e WHERE e.client_id = ?1 AND"
      " e.ledger_id = ?2 AND e.topic = 'funds' AND e.ledger_date = ?3 AND"
      " e.type_word IN ('capture', 'refund') AND (unit = '' OR e.recipient_handle = unit))");
  if (auto done = used.bind(client.text(), ledger.text(), day).run(); !done) return done;
  auto any = has_any(client);
  if (!any) return any.error();
  if (!*any) return {};
  auto met = db_.prepare(
      "UPDATE sales SET paid = 1 WHERE client_id = ?1 AND paid = 0 AND reference IN (SELECT"
      " reference FROM entries WHERE client_id = ?1 AND ledger_id = ?2 AND topic = 'funds' AND"
      " ledger_date = ?3)");
  if (auto done = met.bind(client.text(), ledger.text(), day).run(); !done) return done;
  auto paid = db_.prepare(
      "INSERT INTO deferrals (sale_id, client_id, ledger_id, deferred_on, next_due)"
      " SELECT DISTINCT s.sale_id, ?1, ?2, ?3, ?3 FROM entries e JOIN sales s ON"
      " s.client_id = e.client_id AND s.reference = e.reference WHERE e.client_id = ?1 AND"
      " e.ledger_id = ?2 AND e.topic = 'funds' AND e.ledger_date = ?3 AND e.type_word = 'capture'"
      " AND e.amount = s.total AND s.earned_from IS NOT NULL ON CONFLICT DO NOTHING");
  if (auto done = paid.bind(client.text(), ledger.text(), day).run(); !done) return done;
  // A refund of all of it turns the prepayment around, so nothing of it is earned any more.
  auto refunded = db_.prepare(
      "UPDATE deferrals SET next_due = NULL WHERE client_id = ?1 AND sale_id IN (SELECT s.sale_id"
      " FROM entries e JOIN sales s ON s.client_id = e.client_id AND s.reference = e.reference"
      " WHERE e.client_id = ?1 AND e.ledger_id = ?2 AND e.topic = 'funds' AND e.ledger_date = ?3"
      " AND e.type_word = 'refund' AND e.amount = -s.total)");
  return refunded.bind(client.text(), ledger.text(), day).run();
}

Result<std::vector<books::Finding>> SaleStore::refunded_income(const ClientId& client,
                                                               const LedgerId& ledger, Date date,
                                                               Currency currency) {
  std::vector<books::Finding> findings;
  auto any = has_any(client);
  if (!any) return any.error();
  if (!*any) return findings;
  std::vector<Deferred> refunded;
  {
    auto query = db_.prepare(
        "SELECT d.sale_id, d.deferred_on, d.done_through, e.psp_reference, e.sequence, e.amount,"
        " e.reference FROM entries e JOIN sales s ON s.client_id = e.client_id AND"
        " s.reference = e.reference JOIN deferrals d ON d.sale_id = s.sale_id WHERE"
        " e.client_id = ?1 AND e.ledger_id = ?2 AND e.topic = 'funds' AND e.ledger_date = ?3 AND"
        " e.type_word = 'refund' AND e.amount = -s.total AND d.done_through IS NOT NULL");
    query.bind(client.text(), ledger.text(), date.to_string());
    auto walked = for_each_row(query, [&]() -> Result<void> {
      auto on = Date::parse(query.text(1));
      auto through = Date::parse(query.text(2));
      if (!on) return on.error();
      if (!through) return through.error();
      refunded.push_back({query.integer(0), *on, *through});
      books::Finding told;
      told.kind = books::FindingKind::refund_without_credit_note;
      told.ledger_date = date;
      told.subject = fmt::format("{}#{}", query.text(3), query.integer(4));
      told.amount = query.integer(5);
      told.message = fmt::format(
          "sale '{}' is refunded, but was income already; the refund stands against the account "
          "of the prepayment: move the income, with its VAT, back to it",
          query.text(6));
      findings.push_back(std::move(told));
      return {};
    });
    if (!walked) return walked.error();
  }
  std::vector<books::Finding> kept;
  for (std::size_t i = 0; i < refunded.size(); ++i) {
    auto made = deferral(client, refunded[i], currency);
    if (!made) return made.error();
    if (!made_through(*made, refunded[i].done_through).empty()) kept.push_back(findings[i]);
  }
  return kept;
}

Result<bool> SaleStore::has_work(const ClientId& client, const LedgerId& ledger, Date date) {
  auto query = db_.prepare(
      "SELECT 1 FROM deferrals WHERE client_id = ?1 AND ledger_id = ?2 AND next_due <= ?3 UNION ALL"
      " SELECT 1 FROM till_days WHERE client_id = ?1 AND ledger_id = ?2 AND ledger_date = ?3 AND"
      " booked = 0 LIMIT 1");
  return exists(query.bind(client.text(), ledger.text(), date.to_string()));
}

Result<std::vector<SaleStore::Deferred>> SaleStore::deferred(const ClientId& client,
                                                             const LedgerId& ledger, Date through) {
  auto query = db_.prepare(
      "SELECT sale_id, deferred_on, done_through FROM deferrals WHERE client_id = ?1 AND"
      " ledger_id = ?2 AND next_due <= ?3 ORDER BY sale_id");
  query.bind(client.text(), ledger.text(), through.to_string());
  return read_rows<Deferred>(query, [&]() -> Result<Deferred> {
    auto deferred_on = Date::parse(query.text(1));
    if (!deferred_on) return deferred_on.error();
    Deferred each{query.integer(0), *deferred_on, {}};
    if (!query.is_null(2)) {
      auto done = Date::parse(query.text(2));
      if (!done) return done.error();
      each.done_through = *done;
    }
    return each;
  });
}

Result<books::Deferral> SaleStore::deferral(const ClientId& client, const Deferred& deferred,
                                            Currency currency) {
  auto known = read_sale(deferred.sale_id);
  if (!known) return known.error();
  return deferral_of(client, deferred.sale_id, *known, deferred.deferred_on, currency);
}

Result<std::vector<books::Voucher>> SaleStore::due(const ClientId& client, const LedgerId& ledger,
                                                   Date through, Currency currency) {
  auto found = deferred(client, ledger, through);
  if (!found) return found.error();
  std::vector<books::Voucher> vouchers;
  for (const Deferred& each : *found) {
    auto made = deferral(client, each, currency);
    if (!made) return made.error();
    auto now = books::recognitions_due(*made, through, made_through(*made, each.done_through));
    if (!now) return now.error();
    vouchers.insert(vouchers.end(), now->begin(), now->end());
  }
  return vouchers;
}

Result<void> SaleStore::recognised(const ClientId& client, const LedgerId& ledger, Date through,
                                   Currency currency) {
  auto found = deferred(client, ledger, through);
  if (!found) return found.error();
  for (const Deferred& each : *found) {
    auto made = deferral(client, each, currency);
    if (!made) return made.error();
    auto update =
        db_.prepare("UPDATE deferrals SET done_through = ?2, next_due = ?3 WHERE sale_id = ?1");
    auto done = update.bind(each.sale_id, through.to_string(), next_due(*made, through)).run();
    if (!done) return done;
  }
  return {};
}

}  // namespace avstem::services
