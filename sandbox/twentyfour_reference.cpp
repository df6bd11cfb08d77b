// Accounts, taxes, types, periods and dimensions over REST.

#include <fmt/format.h>

#include <algorithm>

#include "sandbox/twentyfour_replies.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

JsonObject tax_row(const TaxCode& tax) {
  JsonObject row;
  row.number("id", tax.id).number("number", tax.number).text("name", tax.name);
  row.number("rate", tax.rate_percent);
  return row;
}

JsonObject dimension_row(const DimensionType& type) {
  JsonObject row;
  row.number("id", type.id).text("name", type.name);
  return row;
}

JsonObject element_row(const DimensionElement& element) {
  JsonObject row;
  row.number("dimensionType", element.type).text("value", element.value);
  row.text("name", element.name);
  return row;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

Date last_day(int year, unsigned month) {
  return month == 12 ? Date(year, 12, 31) : Date(year, month + 1, 1).previous();
}

JsonObject period_row(const Company& company, std::string_view type, int year, unsigned month) {
  const bool is_year = month == 0;
  JsonObject row;
  row.text("id", company.guid("period", static_cast<std::uint64_t>(year) * 100 + month));
  row.text("type", type).date("startingDate", Date(year, is_year ? 1 : month, 1));
  row.date("endingDate", last_day(year, is_year ? 12 : month));
  return row;
}

}  // namespace

Response get_accounts(const Call& call) {
  const std::string wanted = lower(call.parameter("query").value_or(""));
  std::vector<JsonObject> rows;
  for (const auto& [number, account] : call.company.accounts()) {
    const bool is_found = lower(account.name).find(wanted) != std::string::npos ||
                          fmt::to_string(number).find(wanted) != std::string::npos;
    if (!is_found) continue;
    JsonObject row;
    row.number("id", account.id).number("number", number).text("name", account.name);
    row.number("taxId", account.tax_id);
    rows.push_back(std::move(row));
  }
  return json_reply(200, poweroffice::json_array(rows));
}

Response get_taxes(const Call& call) {
  std::vector<JsonObject> rows;
  for (const TaxCode& tax : call.company.taxes())
    rows.push_back(tax_row(tax));
  return json_reply(200, poweroffice::json_array(rows));
}

Response get_tax(const Call& call) {
  for (const TaxCode& tax : call.company.taxes()) {
    if (fmt::to_string(tax.id) == call.ids[0]) return json_reply(200, tax_row(tax).to_text());
  }
  return not_found(call, "tax", call.ids[0]);
}

Response get_transaction_types(const Call& call) {
  std::vector<JsonObject> rows;
  for (const TransactionType& type : call.company.types()) {
    JsonObject row;
    row.number("id", type.id).number("number", type.number).text("name", type.title);
    rows.push_back(std::move(row));
  }
  return json_reply(200, poweroffice::json_array(rows));
}

// Closed periods are listed like the others: the schema has nothing that tells them apart.
Response get_fiscal_periods(const Call& call) {
  const std::string_view type = call.parameter("type").value_or("Year");
  if (type != "Year" && type != "Period" && type != "All") {
    return validation_error(call, {{"query.type", "enum"}});
  }
  std::vector<JsonObject> rows;
  for (const auto& [year, _] : call.company.years()) {
    if (type != "Period") rows.push_back(period_row(call.company, "Year", year, 0));
    if (type == "Year") continue;
    for (unsigned month = 1; month <= 12; ++month)
      rows.push_back(period_row(call.company, "Period", year, month));
  }
  return json_reply(200, poweroffice::json_array(rows));
}

Response get_dimensions(const Call& call) {
  std::vector<JsonObject> rows;
  for (const DimensionType& type : call.company.dimensions())
    rows.push_back(dimension_row(type));
  return json_reply(200, poweroffice::json_array(rows));
}

Response get_dimension(const Call& call) {
  for (const DimensionType& type : call.company.dimensions()) {
    if (fmt::to_string(type.id) != call.ids[0]) continue;
    return json_reply(200, dimension_row(type).to_text());
  }
  return not_found(call, "dimension", call.ids[0]);
}

Response get_dimension_elements(const Call& call) {
  QueryReader query(call);
  std::vector<JsonObject> rows;
  for (const DimensionElement& element : call.company.elements()) {
    if (fmt::to_string(element.type) == call.ids[0]) rows.push_back(element_row(element));
  }
  return token_page_reply(call, {rows.size(), [&](std::size_t i) { return rows[i]; }}, query);
}

Response get_dimension_element(const Call& call) {
  for (const DimensionElement& element : call.company.elements()) {
    if (fmt::to_string(element.type) != call.ids[0] || element.value != call.ids[1]) continue;
    return json_reply(200, element_row(element).to_text());
  }
  return not_found(call, "dimension element", call.ids[1]);
}

}  // namespace avstem::sandbox::twentyfour
