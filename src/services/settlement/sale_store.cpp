#include "services/settlement/sale_store.hpp"

#include <fmt/format.h>

#include "services/settlement/rows.hpp"

namespace avstem::services {
namespace {

using books::SaleLine;

std::optional<std::string> text_or_null(const std::optional<Date>& date) {
  return date ? std::optional(date->to_string()) : std::nullopt;
}

Result<std::optional<Date>> date_or_null(const store::Statement& row, int column) {
  if (row.is_null(column)) return std::optional<Date>();
  auto date = Date::parse(row.text(column));
  if (!date) return date.error();
  return std::optional(*date);
}

Error conflict(std::string message) {
  return Error{ErrorKind::conflict, std::move(message)};
}

}  // namespace

Result<AddedSales> SaleStore::add(const Client& client, const std::vector<KnownSale>& sales,
                                  const std::vector<KnownTill>& tills) {
  return db_.transact([&]() -> Result<AddedSales> {
    AddedSales counts;
    const auto count = [&](Added added) { ++(added == Added::now ? counts.added : counts.there); };
    for (const KnownSale& known : sales) {
      auto added = add_one(client, known);
      if (!added) return added.error();
      count(*added);
    }
    for (const KnownTill& known : tills) {
      auto added = add_one(client, known);
      if (!added) return added.error();
      count(*added);
    }
    if (auto checked = check_not_booked(client.id); !checked) return checked.error();
    return counts;
  });
}

/// One walk over the client's payments, whatever the number of sales. A sale that is known in time
/// is marked as paid when its payment is booked, so one that is not and has a booked payment came
/// too late.
Result<void> SaleStore::check_not_booked(const ClientId& client) {
  auto query = db_.prepare(
      "SELECT s.reference, e.ledger_date FROM entries e JOIN sales s ON s.client_id = e.client_id"
      " AND s.reference = e.reference AND s.paid = 0 JOIN ledger_dates d ON"
      " d.client_id = e.client_id AND d.ledger_id = e.ledger_id AND d.topic = e.topic AND"
      " d.ledger_date = e.ledger_date WHERE e.client_id = ?1 AND e.topic = 'funds' AND"
      " e.sequence <= d.booked_sequence LIMIT 1");
  auto row = query.bind(client.text()).step();
  if (!row) return row.error();
  if (!*row) return {};
  return conflict(
      fmt::format("the payment of sale '{}' was booked on {} already; see its finding, "
                  "and move it from there",
                  query.text(0), query.text(1)));
}

Result<SaleStore::Added> SaleStore::add_one(const Client& client, const KnownSale& known) {
  if (auto checked = check_sale(client, known); !checked) return checked.error();
  const std::string& reference = known.sale.reference;
  auto found = find_sale(client.id, reference);
  if (!found) return found.error();
  if (*found) {
    auto stored = read_sale(**found);
    if (!stored) return stored.error();
    const bool same_earned = stored->earned.has_value() == known.earned.has_value() &&
                             (!known.earned || (stored->earned->from == known.earned->from &&
                                                stored->earned->to == known.earned->to &&
                                                stored->earned->income == known.earned->income));
    if (stored->sale.lines == known.sale.lines && stored->sale.rule == known.sale.rule &&
        same_earned) {
      return Added::before;
    }
    return conflict(
        fmt::format("sale '{}' is stored already, with other lines; what is stored is "
                    "never changed, so correct it in the accounting system",
                    reference));
  }
  auto insert = db_.prepare(
      "INSERT INTO sales (client_id, reference, recipe, total, earned_from, earned_to)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING sale_id");
  insert.bind(client.id.text(), reference, known.sale.rule, books::total_of(known.sale.lines),
              text_or_null(known.earned ? std::optional(known.earned->from) : std::nullopt),
              text_or_null(known.earned ? known.earned->to : std::nullopt));
  auto id = inserted_id(std::move(insert));
  if (!id) return id.error();
  if (auto done = insert_lines(client.id, "sale", *id, known.sale.lines); !done) {
    return done.error();
  }
  if (known.earned) {
    if (auto done = insert_lines(client.id, "earned", *id, known.earned->income); !done)
      return done.error();
  }
  return Added::now;
}

Result<SaleStore::Added> SaleStore::add_one(const Client& client, const KnownTill& known) {
  const books::TillDay& day = known.day;
  const std::string place = name_of(day);
  if (auto checked = check_till(client, known); !checked) return checked.error();
  {
    auto query = db_.prepare(
        "SELECT till_id, report_number, recipe FROM till_days WHERE client_id = ?1 AND"
        " ledger_id = ?2 AND ledger_date = ?3 AND unit = ?4");
    auto row =
        query.bind(client.id.text(), known.ledger.text(), day.date.to_string(), day.unit).step();
    if (!row) return row.error();
    if (*row) {
      const std::string report(query.text(1));
      const bool same_recipe = query.text(2) == day.recipe;
      auto stored = lines("till", query.integer(0));
      if (!stored) return stored.error();
      if (report == day.report_number && same_recipe && *stored == day.lines) return Added::before;
      return conflict(
          fmt::format("{}: report {} is stored for that day and unit already; a day has "
                      "one, so add registers that share a unit together",
                      place, report));
    }
  }
  auto booked = db_.prepare(
      "SELECT 1 FROM ledger_dates WHERE client_id = ?1 AND ledger_id = ?2 AND topic = 'funds' AND"
      " ledger_date = ?3 AND booked_sequence > 0");
  auto is_booked = exists(booked.bind(client.id.text(), known.ledger.text(), day.date.to_string()));
  if (!is_booked) return is_booked.error();
  if (*is_booked) {
    return conflict(
        fmt::format("{}: the date is booked already, and its payments stand in "
                    "suspense; move them from there",
                    place));
  }
  auto insert = db_.prepare(
      "INSERT INTO till_days (client_id, ledger_id, ledger_date, unit, report_number, recipe)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING till_id");
  insert.bind(client.id.text(), known.ledger.text(), day.date.to_string(), day.unit,
              day.report_number, day.recipe);
  auto id = inserted_id(std::move(insert));
  if (!id) return id.error();
  if (auto done = insert_lines(client.id, "till", *id, day.lines); !done) return done.error();
  return Added::now;
}

Result<books::Sales> SaleStore::of_date(const ClientId& client, const LedgerId& ledger, Date date) {
  auto any = has_any(client);
  if (!any) return any.error();
  if (!*any) return books::Sales();
  auto query = db_.prepare(
      "SELECT DISTINCT s.sale_id FROM entries e JOIN sales s ON s.client_id = e.client_id AND"
      " s.reference = e.reference WHERE e.client_id = ?1 AND e.ledger_id = ?2 AND"
      " e.topic = 'funds' AND e.ledger_date = ?3");
  query.bind(client.text(), ledger.text(), date.to_string());
  auto ids =
      read_rows<std::int64_t>(query, [&]() -> Result<std::int64_t> { return query.integer(0); });
  if (!ids) return ids.error();
  books::Sales sales;
  for (const std::int64_t id : *ids) {
    auto known = read_sale(id);
    if (!known) return known.error();
    const std::string reference = known->sale.reference;
    sales.emplace(reference, std::move(known->sale));
  }
  return sales;
}

Result<std::vector<books::TillDay>> SaleStore::tills(const ClientId& client, const LedgerId& ledger,
                                                     Date date, TillsThat which) {
  std::vector<books::TillDay> days;
  std::vector<std::int64_t> ids;
  {
    auto query = db_.prepare(
        "SELECT till_id, unit, report_number, recipe FROM till_days WHERE client_id = ?1 AND"
        " ledger_id = ?2 AND ledger_date = ?3 AND booked = ?4 ORDER BY unit DESC");
    query.bind(client.text(), ledger.text(), date.to_string(),
               which == TillsThat::are_booked ? 1 : 0);
    auto walked = for_each_row(query, [&]() -> Result<void> {
      ids.push_back(query.integer(0));
      days.push_back({std::string(query.text(1)),
                      date,
                      std::string(query.text(2)),
                      {},
                      std::string(query.text(3))});
      return {};
    });
    if (!walked) return walked.error();
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto read = lines("till", ids[i]);
    if (!read) return read.error();
    days[i].lines = *std::move(read);
  }
  return days;
}

Result<accounting::Requirements> SaleStore::needed(const ClientId& client) {
  accounting::Requirements needed;
  auto query = db_.prepare("SELECT account, vat_code FROM sold_accounts WHERE client_id = ?1");
  query.bind(client.text());
  auto walked = for_each_row(query, [&]() -> Result<void> {
    needed.accounts.push_back(query.integer(0));
    needed.vat_codes.emplace_back(query.text(1));
    return {};
  });
  if (!walked) return walked.error();
  return needed;
}

Result<std::optional<std::int64_t>> SaleStore::find_sale(const ClientId& client,
                                                         const std::string& reference) {
  auto query = db_.prepare("SELECT sale_id FROM sales WHERE client_id = ?1 AND reference = ?2");
  auto row = query.bind(client.text(), reference).step();
  if (!row) return row.error();
  return *row ? std::optional(query.integer(0)) : std::nullopt;
}

Result<KnownSale> SaleStore::read_sale(std::int64_t sale_id) {
  KnownSale known;
  {
    auto query = db_.prepare(
        "SELECT reference, recipe, earned_from, earned_to FROM sales WHERE sale_id = ?1");
    auto row = query.bind(sale_id).step();
    if (!row) return row.error();
    if (!*row) return Error{ErrorKind::storage, fmt::format("sale {} is not stored", sale_id)};
    known.sale.reference = query.text(0);
    known.sale.rule = query.text(1);
    auto from = date_or_null(query, 2);
    auto to = date_or_null(query, 3);
    if (!from) return from.error();
    if (!to) return to.error();
    if (*from) known.earned = EarnedLater{**from, *to, {}};
  }
  auto sold = lines("sale", sale_id);
  if (!sold) return sold.error();
  known.sale.lines = *std::move(sold);
  if (!known.earned) return known;
  auto earned = lines("earned", sale_id);
  if (!earned) return earned.error();
  known.earned->income = *std::move(earned);
  return known;
}

Result<std::vector<SaleLine>> SaleStore::lines(std::string_view owner, std::int64_t id) {
  auto query = db_.prepare(
      "SELECT account, vat_code, amount FROM sold_lines WHERE owner = ?1 AND owner_id = ?2"
      " ORDER BY line");
  query.bind(owner, id);
  return read_rows<SaleLine>(query, [&]() -> Result<SaleLine> {
    return SaleLine{query.integer(0), std::string(query.text(1)), query.integer(2)};
  });
}

Result<void> SaleStore::insert_lines(const ClientId& client, std::string_view owner,
                                     std::int64_t id, const std::vector<SaleLine>& lines) {
  int number = 0;
  for (const SaleLine& line : lines) {
    auto insert = db_.prepare("INSERT INTO sold_lines VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    auto done = insert.bind(owner, id, ++number, line.account, line.vat_code, line.amount).run();
    if (!done) return done;
    auto note = db_.prepare("INSERT OR IGNORE INTO sold_accounts VALUES (?1, ?2, ?3)");
    done = note.bind(client.text(), line.account, line.vat_code).run();
    if (!done) return done;
  }
  return {};
}

Result<bool> SaleStore::has_any(const ClientId& client) {
  auto query = db_.prepare("SELECT 1 FROM sales WHERE client_id = ?1 LIMIT 1");
  return exists(query.bind(client.text()));
}

}  // namespace avstem::services
