#include "services/settlement/voucher_store.hpp"

#include <fmt/format.h>

#include <utility>

#include "services/settlement/rows.hpp"

namespace avstem::services {
namespace {

constexpr std::array<std::pair<VoucherState, std::string_view>, 5> states{{
    {VoucherState::planned, "planned"},
    {VoucherState::sending, "sending"},
    {VoucherState::posted, "posted"},
    {VoucherState::refused, "refused"},
    {VoucherState::voided, "void"},
}};

VoucherState parse_state(std::string_view word) {
  for (const auto& [state, name] : states) {
    if (name == word) return state;
  }
  return VoucherState::sending;  // the careful reading of a word we do not know: look it up first
}

std::optional<std::string> date_or_null(const std::optional<Date>& date) {
  if (!date) return std::nullopt;
  return date->to_string();
}

constexpr std::string_view voucher_columns =
    "voucher_id, number, ledger_id, ledger_date, kind, reference, voucher_date, currency, text,"
    " mapping_version, state, remote_id, remote_number, problem, original_date, reverses";

/// A voucher's row before its lines are read.
struct Row {
  std::int64_t id = 0;
  std::string number;
  std::string ledger;
  Date ledger_date;
  books::Voucher::Head head;
  int mapping_version = 0;
  VoucherState state = VoucherState::planned;
  accounting::PostedVoucher remote;
  std::string problem;
};

Result<Row> read_row(const store::Statement& query) {
  Row row;
  row.id = query.integer(0);
  row.number = query.text(1);
  row.ledger = query.text(2);
  auto ledger_date = Date::parse(query.text(3));
  auto kind = books::parse_voucher_kind(query.text(4));
  auto voucher_date = Date::parse(query.text(6));
  auto currency = Currency::parse(query.text(7));
  if (!ledger_date) return ledger_date.error();
  if (!kind) return kind.error();
  if (!voucher_date) return voucher_date.error();
  if (!currency) return currency.error();
  row.ledger_date = *ledger_date;
  row.head = {*kind, std::string(query.text(5)), *voucher_date, *currency,
              std::string(query.text(8))};
  if (!query.is_null(14)) {
    auto original = Date::parse(query.text(14));
    if (!original) return original.error();
    row.head.original_date = *original;
  }
  row.head.reverses = query.text(15);
  row.mapping_version = static_cast<int>(query.integer(9));
  row.state = parse_state(query.text(10));
  row.remote = {std::string(query.text(11)), query.integer(12)};
  row.problem = query.text(13);
  return row;
}

Result<std::vector<books::Posting>> read_lines(store::Database& db, std::int64_t id) {
  std::vector<books::Posting> lines;
  auto query = db.prepare(
      "SELECT account, customer_number, amount, vat_code, matching_reference, line_reference,"
      " text, rule, match, invoice_number, kid, department, project FROM voucher_lines WHERE "
      "voucher_id = ?1 ORDER BY "
      "line");
  query.bind(id);
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return lines;
    lines.push_back(
        {query.integer(0), query.integer(1), query.integer(2), std::string(query.text(3)),
         std::string(query.text(4)), std::string(query.text(5)), std::string(query.text(6)),
         std::string(query.text(7)), std::string(query.text(8)), std::string(query.text(9)),
         std::string(query.text(10)), std::string(query.text(11)), std::string(query.text(12))});
  }
}

}  // namespace

std::string_view to_string(VoucherState state) {
  return states[static_cast<std::size_t>(state)].second;
}

char series_of(books::VoucherKind kind) {
  const bool correction =
      kind == books::VoucherKind::reversal || kind == books::VoucherKind::decision;
  return correction ? 'K' : 'V';
}

Result<std::string> VoucherStore::next_number(const ClientId& client, char series, int year) {
  auto query = db_.prepare(
      "INSERT INTO voucher_series (client_id, series, year, last) VALUES (?1, ?2, ?3, 1)"
      " ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last");
  auto row = query.bind(client.text(), std::string_view(&series, 1), year).step();
  if (!row) return row.error();
  return fmt::format("{}-{}-{:05}", series, year, query.integer(0));
}

Result<void> VoucherStore::plan(const ClientId& client, const LedgerId& ledger, Date ledger_date,
                                int mapping_version, const books::Voucher& voucher,
                                const std::vector<books::SourceRange>& from) {
  const books::Voucher::Head& head = voucher.head();
  const char series = series_of(head.kind);
  // What follows from a ledger date is numbered in its year; a correction in the year it is made
  // in, which may be a later one.
  auto number = next_number(client, series, series == 'V' ? ledger_date.year() : head.date.year());
  if (!number) return number.error();
  std::int64_t id = 0;
  {
    auto insert = db_.prepare(
        "INSERT INTO vouchers (client_id, number, ledger_id, ledger_date, kind, reference,"
        " voucher_date, currency, text, mapping_version, original_date, reverses, state)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'planned')"
        " RETURNING voucher_id");
    auto row =
        insert
            .bind(client.text(), *number, ledger.text(), ledger_date.to_string(),
                  to_string(head.kind), head.reference, head.date.to_string(), head.currency.code(),
                  head.text, mapping_version, date_or_null(head.original_date), head.reverses)
            .step();
    if (!row) return row.error();
    id = insert.integer(0);
  }
  return insert_lines(id, voucher, from);
}

Result<void> VoucherStore::insert_lines(std::int64_t id, const books::Voucher& voucher,
                                        const std::vector<books::SourceRange>& from) {
  int line = 0;
  auto insert_line = db_.prepare(
      "INSERT INTO voucher_lines (voucher_id, line, account, customer_number, amount, vat_code,"
      " matching_reference, line_reference, text, rule, match, invoice_number, kid, department,"
      " project) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
  for (const books::Posting& posting : voucher.postings()) {
    auto done = insert_line.run_with(
        id, ++line, posting.account, posting.customer_number, posting.amount, posting.vat_code,
        posting.matching_reference, posting.line_reference, posting.text, posting.rule,
        posting.match, posting.invoice_number, posting.kid, posting.department, posting.project);
    if (!done) return done;
  }
  for (const books::SourceRange& range : from) {
    auto insert = db_.prepare("INSERT INTO voucher_sources VALUES (?1, ?2, ?3, ?4)");
    auto done = insert.bind(id, to_string(range.topic), range.first, range.last).run();
    if (!done) return done;
  }
  return {};
}

Result<std::array<int, books::voucher_kind_count>> VoucherStore::parts_taken(const ClientId& client,
                                                                             const LedgerId& ledger,
                                                                             Date ledger_date) {
  std::array<int, books::voucher_kind_count> parts{};
  auto query = db_.prepare(
      "SELECT kind, count(*) FROM vouchers WHERE client_id = ?1 AND ledger_id = ?2 AND"
      " ledger_date = ?3 GROUP BY kind");
  query.bind(client.text(), ledger.text(), ledger_date.to_string());
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return parts;
    auto kind = books::parse_voucher_kind(query.text(0));
    if (!kind) return kind.error();
    parts[static_cast<std::size_t>(*kind)] = static_cast<int>(query.integer(1));
  }
}

Result<std::vector<StoredVoucher>> VoucherStore::read(store::Statement& query) {
  std::vector<Row> rows;
  for (;;) {
    auto more = query.step();
    if (!more) return more.error();
    if (!*more) break;
    auto row = read_row(query);
    if (!row) return row.error();
    rows.push_back(*std::move(row));
  }
  std::vector<StoredVoucher> vouchers;
  for (Row& row : rows) {
    auto lines = read_lines(db_, row.id);
    if (!lines) return lines.error();
    auto voucher = books::Voucher::make(std::move(row.head), *std::move(lines));
    if (!voucher) return voucher.error().in("a stored voucher");
    vouchers.push_back({row.id, std::move(row.number), LedgerId(row.ledger), row.ledger_date,
                        row.mapping_version, row.state, std::move(row.remote),
                        std::move(row.problem), *std::move(voucher)});
  }
  return vouchers;
}

Result<std::vector<StoredVoucher>> VoucherStore::unposted(const ClientId& client) {
  auto query = db_.prepare(fmt::format(
      "SELECT {} FROM vouchers WHERE client_id = ?1 AND state <> 'posted' AND state <> 'void'"
      " ORDER BY voucher_id",
      voucher_columns));
  query.bind(client.text());
  return read(query);
}

Result<StoredVoucher> VoucherStore::find(const ClientId& client, const std::string& name) {
  auto query = db_.prepare(fmt::format(
      "SELECT {} FROM vouchers WHERE client_id = ?1 AND (number = ?2 OR reference = ?2)",
      voucher_columns));
  query.bind(client.text(), name);
  auto found = read(query);
  if (!found) return found.error();
  if (found->empty()) {
    return Error{ErrorKind::not_found,
                 fmt::format("client '{}' has no voucher '{}'; give its number (V-2026-00001) or "
                             "its reference",
                             client.text(), name)};
  }
  return std::move(found->front());
}

Result<std::vector<StoredVoucher>> VoucherStore::of_dates(const ClientId& client, Date from,
                                                          Date to) {
  auto query = db_.prepare(
      fmt::format("SELECT {} FROM vouchers WHERE client_id = ?1 AND ledger_date BETWEEN ?2 AND ?3"
                  " ORDER BY voucher_id",
                  voucher_columns));
  query.bind(client.text(), from.to_string(), to.to_string());
  return read(query);
}

Result<std::vector<books::SourceRange>> VoucherStore::sources(std::int64_t id) {
  std::vector<books::SourceRange> ranges;
  auto query = db_.prepare(
      "SELECT topic, first_sequence, last_sequence FROM voucher_sources WHERE voucher_id = ?1"
      " ORDER BY topic DESC, first_sequence");
  query.bind(id);
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return ranges;
    auto topic = books::parse_topic(query.text(0));
    if (!topic) return topic.error();
    ranges.push_back({*topic, query.integer(1), query.integer(2)});
  }
}

Result<bool> VoucherStore::any(const ClientId& client) {
  auto query = db_.prepare("SELECT 1 FROM vouchers WHERE client_id = ?1 LIMIT 1");
  return query.bind(client.text()).step();
}

Result<std::int64_t> VoucherStore::count_of_date(const ClientId& client, const LedgerId& ledger,
                                                 Date date) {
  auto parts = parts_taken(client, ledger, date);
  if (!parts) return parts.error();
  std::int64_t count = 0;
  for (const int part : *parts)
    count += part;
  return count;
}

Result<void> VoucherStore::set_sending(std::int64_t id) {
  return db_.transact([&]() -> Result<void> {
    auto update = db_.prepare(
        "UPDATE vouchers SET state = 'sending', problem = NULL WHERE voucher_id = ?1 AND"
        " state <> 'void' RETURNING voucher_id");
    auto row = update.bind(id).step();
    if (!row) return row.error();
    if (*row) return {};
    return Error{ErrorKind::conflict, "it was voided meanwhile and is not sent"};
  });
}

Result<void> VoucherStore::set_void(const StoredVoucher& stored) {
  auto update = db_.prepare(
      "UPDATE vouchers SET state = 'void' WHERE voucher_id = ?1 AND state IN ('planned',"
      " 'refused') RETURNING voucher_id");
  auto row = update.bind(stored.id).step();
  if (!row) return row.error();
  if (*row) return {};
  const std::string_view way_out =
      stored.state == VoucherState::posted    ? "it stands in the accounting system: reverse it"
      : stored.state == VoucherState::sending ? "a request for it may have been made: close first, "
                                                "which looks it up"
                                              : "it is void already";
  return Error{ErrorKind::conflict, fmt::format("voucher {} is {}; {}", stored.number,
                                                to_string(stored.state), way_out)};
}

Result<void> VoucherStore::set_posted(std::int64_t id, const accounting::PostedVoucher& remote) {
  auto update = db_.prepare(
      "UPDATE vouchers SET state = 'posted', remote_id = ?2, remote_number = ?3, problem = NULL"
      " WHERE voucher_id = ?1");
  return update.bind(id, remote.remote_id, remote.remote_number).run();
}

Result<void> VoucherStore::set_refused(std::int64_t id, const std::string& problem) {
  auto update =
      db_.prepare("UPDATE vouchers SET state = 'refused', problem = ?2 WHERE voucher_id = ?1");
  return update.bind(id, problem).run();
}

Result<void> VoucherStore::move_to_date(std::int64_t id, const books::Voucher& moved) {
  auto update = db_.prepare(
      "UPDATE vouchers SET voucher_date = ?2, text = ?3, original_date = ?4 WHERE voucher_id = ?1");
  const books::Voucher::Head& head = moved.head();
  return update.bind(id, head.date.to_string(), head.text, date_or_null(head.original_date)).run();
}

Result<void> VoucherStore::remap(std::int64_t id, int mapping_version,
                                 const books::Voucher& remapped) {
  auto voucher = db_.prepare("UPDATE vouchers SET mapping_version = ?2 WHERE voucher_id = ?1");
  if (auto done = voucher.bind(id, mapping_version).run(); !done) return done;
  int line = 0;
  for (const books::Posting& posting : remapped.postings()) {
    auto update = db_.prepare(
        "UPDATE voucher_lines SET account = ?3, vat_code = ?4 WHERE voucher_id = ?1 AND line = ?2");
    auto done = update.bind(id, ++line, posting.account, posting.vat_code).run();
    if (!done) return done;
  }
  return {};
}

Result<std::vector<VoucherStore::Movement>> VoucherStore::movements(const ClientId& client,
                                                                    books::AccountNumber account,
                                                                    Voided voided) {
  std::vector<Movement> movements;
  auto query = db_.prepare(
      "SELECT v.reference, v.ledger_date, v.voucher_date, v.state, sum(l.amount), min(l.text),"
      " v.kind, v.ledger_id FROM vouchers v JOIN voucher_lines l ON l.voucher_id = v.voucher_id"
      " WHERE v.client_id = ?1 AND l.account = ?2 AND l.customer_number = 0 AND"
      " (?3 OR v.state <> 'void') GROUP BY v.voucher_id ORDER BY v.voucher_id");
  query.bind(client.text(), account, voided == Voided::included ? 1 : 0);
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return movements;
    auto ledger_date = Date::parse(query.text(1));
    auto voucher_date = Date::parse(query.text(2));
    auto kind = books::parse_voucher_kind(query.text(6));
    if (!ledger_date) return ledger_date.error();
    if (!voucher_date) return voucher_date.error();
    if (!kind) return kind.error();
    movements.push_back({std::string(query.text(0)), *ledger_date, *voucher_date,
                         parse_state(query.text(3)), query.integer(4), std::string(query.text(5)),
                         *kind, LedgerId(std::string(query.text(7)))});
  }
}

Result<std::vector<books::Posting>> VoucherStore::pending_customer_lines(const ClientId& client) {
  std::vector<books::Posting> lines;
  auto query = db_.prepare(
      "SELECT l.customer_number, l.matching_reference, l.invoice_number, sum(l.amount)"
      " FROM vouchers v JOIN voucher_lines l ON l.voucher_id = v.voucher_id"
      " WHERE v.client_id = ?1 AND v.state <> 'posted' AND v.state <> 'void' AND"
      " l.customer_number <> 0"
      " GROUP BY l.customer_number, l.matching_reference, l.invoice_number");
  query.bind(client.text());
  for (;;) {
    auto row = query.step();
    if (!row) return row.error();
    if (!*row) return lines;
    books::Posting line;
    line.customer_number = query.integer(0);
    line.matching_reference = query.text(1);
    line.invoice_number = query.text(2);
    line.amount = query.integer(3);
    lines.push_back(std::move(line));
  }
}

Result<std::vector<books::Claim>> VoucherStore::paid_again(const ClientId& client,
                                                           const LedgerId& ledger, Date date,
                                                           Currency currency) {
  {
    // Most days of most clients end here: nobody pays invoices there.
    auto any = db_.prepare(
        "SELECT 1 FROM voucher_lines WHERE customer_number <> 0 AND amount < 0 AND"
        " matching_reference <> '' LIMIT 1");
    auto found = any.step();
    if (!found) return found.error();
    if (!*found) return std::vector<books::Claim>();
  }
  auto query = db_.prepare(
      "SELECT DISTINCT l.customer_number, e.reference FROM entries e JOIN ledger_dates d ON"
      " d.client_id = e.client_id AND d.ledger_id = e.ledger_id AND d.topic = e.topic AND"
      " d.ledger_date = e.ledger_date JOIN voucher_lines l ON l.matching_reference = e.reference"
      " AND l.customer_number <> 0 AND l.amount < 0 AND l.matching_reference <> ''"
      " JOIN vouchers v ON v.voucher_id = l.voucher_id WHERE e.client_id = ?1 AND e.ledger_id = ?2"
      " AND e.topic = 'funds' AND e.ledger_date = ?3 AND e.sequence > d.booked_sequence AND"
      " e.amount > 0 AND v.client_id = ?1 AND v.state <> 'void' AND NOT EXISTS (SELECT 1 FROM"
      " vouchers r WHERE r.client_id = ?1 AND r.reverses = v.reference AND r.reverses <> '' AND "
      "r.state <> 'void')"
      " ORDER BY e.reference, l.customer_number");
  query.bind(client.text(), ledger.text(), date.to_string());
  return read_rows<books::Claim>(query, [&]() -> Result<books::Claim> {
    books::Claim claim;
    claim.customer_number = query.integer(0);
    claim.matching_reference = query.text(1);
    claim.open = Money(0, currency);
    return claim;
  });
}

}  // namespace avstem::services
