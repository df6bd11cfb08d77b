#include "app/sale_file.hpp"

#include "app/toml_read.hpp"
#include "platform/files.hpp"

namespace avstem::app {
namespace {

using services::Client;
using services::EarnedLater;
using services::KnownSale;
using services::KnownTill;

Result<std::vector<books::SaleLine>> read_lines(const toml::table& table,
                                                const std::string& place) {
  const Error no_lines{ErrorKind::invalid,
                       place +
                           ": 'lines' is written [{ account = 3000, vat = \"3\", amount = "
                           "\"100.00\" }]"};
  const toml::array* const lines = table["lines"].as_array();
  if (lines == nullptr) return no_lines;
  std::vector<books::SaleLine> read;
  for (const auto& each : *lines) {
    const toml::table* const line = each.as_table();
    if (line == nullptr) return no_lines;
    if (auto known = only_keys(*line, place, {"account", "vat", "amount"}); !known) {
      return known.error();
    }
    auto account = optional_value(*line, "account", std::int64_t{0},
                                  "an account number without quotes", place);
    auto vat = optional_value(*line, "vat", std::string(), "a VAT code in quotes", place);
    auto text = required_text(*line, "amount", place);
    if (!account) return account.error();
    if (!vat) return vat.error();
    if (!text) return text.error();
    auto amount = Money::from_decimal(*text, Currency());
    if (!amount) return amount.error().in(place);
    read.push_back({*account, *vat, amount->minor()});
  }
  return read;
}

Result<EarnedLater> read_earned(const toml::table& table, const std::string& place) {
  if (auto known = only_keys(table, place, {"from", "to", "lines"}); !known) return known.error();
  EarnedLater earned;
  auto from = required_date(table, "from", place);
  if (!from) return from.error();
  earned.from = *from;
  if (table.contains("to")) {
    auto to = required_date(table, "to", place);
    if (!to) return to.error();
    earned.to = *to;
  }
  auto lines = read_lines(table, place);
  if (!lines) return lines.error();
  earned.income = *std::move(lines);
  return earned;
}

Result<KnownSale> read_sale(const toml::table& table, std::string place) {
  if (auto known = only_keys(table, place, {"reference", "recipe", "lines", "earned"}); !known) {
    return known.error();
  }
  auto reference = required_text(table, "reference", place);
  if (!reference) return reference.error();
  place += fmt::format(" '{}'", *reference);
  auto recipe = required_text(table, "recipe", place);
  auto lines = read_lines(table, place);
  auto earned = optional_table(table, "earned", place);
  if (!recipe) return recipe.error();
  if (!lines) return lines.error();
  if (!earned) return earned.error();
  KnownSale sale{{*reference, *std::move(lines), *recipe}, {}};
  if (*earned == nullptr) return sale;
  auto later = read_earned(**earned, place + ": earned");
  if (!later) return later.error();
  sale.earned = *std::move(later);
  return sale;
}

Result<KnownTill> read_till(const toml::table& table, std::string place, const Client& client) {
  auto known = only_keys(table, place, {"ledger", "unit", "date", "report", "recipe", "lines"});
  if (!known) return known.error();
  auto report = required_text(table, "report", place);
  if (!report) return report.error();
  place += fmt::format(" '{}'", *report);
  auto date = required_date(table, "date", place);
  auto unit = optional_value(table, "unit", std::string(), "a text such as \"NO:12345\"", place);
  auto ledger = optional_value(table, "ledger", std::string(), "a ledger id in quotes", place);
  auto recipe = optional_value(table, "recipe", std::string(client.vat_registered ? "R09" : "R29"),
                               "a recipe such as \"R09\"", place);
  auto lines = read_lines(table, place);
  if (!date) return date.error();
  if (!unit) return unit.error();
  if (!ledger) return ledger.error();
  if (!recipe) return recipe.error();
  if (!lines) return lines.error();
  if (ledger->empty()) {
    if (client.ledgers.size() != 1) {
      return Error{ErrorKind::invalid,
                   fmt::format("{}: 'ledger' must say which of the client's {} ledgers the "
                               "register's payments come to",
                               place, client.ledgers.size())};
    }
    *ledger = client.ledgers.front().id.text();
  }
  return KnownTill{LedgerId(*ledger), {*unit, *date, *report, *std::move(lines), *recipe}};
}

}  // namespace

Result<SaleFile> parse_sale_file(std::string_view text, const std::string& path,
                                 const Client& client) {
  if (path.ends_with(".csv")) return parse_sale_csv(text, path, client);
  auto table = parse_toml(text, path);
  if (!table) return table.error();
  if (auto known = only_keys(*table, path, {"sale", "till"}); !known) return known.error();
  SaleFile file;
  auto sales = each_table(*table, path, "sale",
                          [&](const toml::table& sale, const std::string& place) -> Result<void> {
                            auto read = read_sale(sale, place);
                            if (!read) return read.error();
                            file.sales.push_back(*std::move(read));
                            return {};
                          });
  if (!sales) return sales.error();
  auto tills = each_table(*table, path, "till",
                          [&](const toml::table& till, const std::string& place) -> Result<void> {
                            auto read = read_till(till, place, client);
                            if (!read) return read.error();
                            file.tills.push_back(*std::move(read));
                            return {};
                          });
  if (!tills) return tills.error();
  if (file.sales.empty() && file.tills.empty()) {
    return Error{ErrorKind::invalid, path + ": it has no [[sale]] and no [[till]]"};
  }
  return file;
}

Result<SaleFile> read_sale_file(const std::string& path, const Client& client) {
  auto text = read_file(path, sale_file_bytes_max);
  if (!text) return text.error();
  return parse_sale_file(*text, path, client);
}

}  // namespace avstem::app
