// Sales and Z reports as spreadsheets write them: a row for each line.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "app/sale_file.hpp"

namespace avstem::app {
namespace {

using services::Client;

const std::vector<std::string> sale_columns{"reference", "recipe", "account", "vat", "amount"};
const std::vector<std::string> till_columns{"ledger",  "unit", "date",  "report",
                                            "account", "vat",  "amount"};

std::vector<std::string> cells_of(std::string_view row, char separator) {
  std::vector<std::string> cells;
  for (std::size_t from = 0; from <= row.size();) {
    const std::size_t to = std::min(row.find(separator, from), row.size());
    std::string_view cell = row.substr(from, to - from);
    while (cell.starts_with(' '))
      cell.remove_prefix(1);
    while (cell.ends_with(' '))
      cell.remove_suffix(1);
    cells.emplace_back(cell);
    from = to + 1;
  }
  return cells;
}

Error bad(const std::string& place, std::string_view what) {
  return Error{ErrorKind::invalid, fmt::format("{}: {}", place, what)};
}

/// The three last cells of a row.
Result<books::SaleLine> line_of(const std::vector<std::string>& cells, const std::string& place) {
  const std::string& account = cells[cells.size() - 3];
  books::SaleLine line;
  const auto [end, status] =
      std::from_chars(account.data(), account.data() + account.size(), line.account);
  if (status != std::errc() || end != account.data() + account.size()) {
    return bad(place, fmt::format("account '{}' is no number", account));
  }
  line.vat_code = cells[cells.size() - 2];
  auto amount = Money::from_decimal(cells.back(), Currency());
  if (!amount) return amount.error().in(place);
  line.amount = amount->minor();
  return line;
}

Result<void> add_to_sales(const std::vector<std::string>& cells, const std::string& place,
                          std::map<std::string, std::size_t>& known, SaleFile& file) {
  auto line = line_of(cells, place);
  if (!line) return line.error();
  const auto [at, is_new] = known.try_emplace(cells[0], file.sales.size());
  if (is_new) file.sales.push_back({{cells[0], {}, cells[1]}, {}});
  books::Sale& sale = file.sales[at->second].sale;
  if (sale.rule != cells[1]) {
    return bad(place, fmt::format("sale '{}' has recipe '{}' here and '{}' above", cells[0],
                                  cells[1], sale.rule));
  }
  sale.lines.push_back(*line);
  return {};
}

Result<void> add_to_tills(const std::vector<std::string>& cells, const std::string& place,
                          const Client& client, std::map<std::string, std::size_t>& known,
                          SaleFile& file) {
  auto line = line_of(cells, place);
  if (!line) return line.error();
  auto date = Date::parse(cells[2]);
  if (!date) return date.error().in(place);
  std::string ledger = cells[0];
  if (ledger.empty() && client.ledgers.size() == 1) ledger = client.ledgers.front().id.text();
  if (ledger.empty()) return bad(place, "the ledger is missing, and the client has several");
  const std::string key = fmt::format("{};{};{};{}", ledger, cells[1], cells[2], cells[3]);
  const auto [at, is_new] = known.try_emplace(key, file.tills.size());
  if (is_new) {
    file.tills.push_back(
        {LedgerId(ledger), {cells[1], *date, cells[3], {}, client.vat_registered ? "R09" : "R29"}});
  }
  file.tills[at->second].day.lines.push_back(*line);
  return {};
}

}  // namespace

Result<SaleFile> parse_sale_csv(std::string_view text, const std::string& path,
                                const Client& client) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  SaleFile file;
  std::map<std::string, std::size_t> known;
  const std::vector<std::string>* columns = nullptr;
  char separator = ',';
  int number = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    std::string_view row = text.substr(from, to - from);
    from = to + 1;
    ++number;
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (row.empty()) continue;
    const std::string place = fmt::format("{}:{}", path, number);
    if (row.find('"') != std::string_view::npos) {
      return bad(place, "a quote; no value here needs one, so save without them");
    }
    if (columns == nullptr) {
      if (row.find(';') != std::string_view::npos) separator = ';';
      const std::vector<std::string> head = cells_of(row, separator);
      if (head != sale_columns && head != till_columns) {
        return bad(place, fmt::format("the first row is {} for sales, or {} for Z reports",
                                      fmt::join(sale_columns, ","), fmt::join(till_columns, ",")));
      }
      columns = head == sale_columns ? &sale_columns : &till_columns;
      continue;
    }
    const std::vector<std::string> cells = cells_of(row, separator);
    if (cells.size() != columns->size()) {
      return bad(place, fmt::format("{} values under {} columns; amounts have a decimal point",
                                    cells.size(), columns->size()));
    }
    auto added = columns == &sale_columns ? add_to_sales(cells, place, known, file)
                                          : add_to_tills(cells, place, client, known, file);
    if (!added) return added.error();
  }
  if (file.sales.empty() && file.tills.empty()) return bad(path, "it has no rows");
  return file;
}

}  // namespace avstem::app
