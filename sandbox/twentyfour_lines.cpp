// GET /transactionlines: reading the ledger back.

#include <fmt/format.h>

#include <algorithm>

#include "sandbox/twentyfour_replies.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

std::string account_json(const Account& account) {
  JsonObject row;
  row.number("id", account.id).number("number", account.number).text("name", account.name);
  return row.to_text();
}

std::string dimensions_json(const Company& company, const LineDraft& content) {
  std::vector<JsonObject> rows;
  for (const auto& [type, value] : content.dimensions) {
    JsonObject row;
    row.number("dimensionType", type).text("value", value);
    std::string name;
    for (const DimensionElement& element : company.elements()) {
      if (element.type == type && element.value == value) name = element.name;
    }
    row.text("name", name);
    rows.push_back(std::move(row));
  }
  return poweroffice::json_array(rows);
}

JsonObject line_row(const Company& company, const Line& line, bool with_dimensions,
                    Instant seen_at) {
  const LineDraft& content = line.content;
  const Transaction& transaction = company.transactions()[line.transaction];
  const TaxCode& tax = *company.find_tax_by_id(line.tax_id);
  JsonObject voucher;
  voucher.text("id", transaction.id).number("number", transaction.number);
  JsonObject row;
  row.text("id", line.id).raw("transaction", voucher.to_text());
  row.raw("account", account_json(*company.find_account(content.account)));
  row.raw("transactionType",
          fmt::format(R"({{"id":{}}})", company.find_type(transaction.type_number)->id));
  row.raw("tax", fmt::format(R"({{"id":{},"rate":{}}})", tax.id, tax.rate_percent));
  row.raw("amount", json_amount(content.amount));
  row.raw("currency",
          fmt::format(R"({{"code":"{}","rate":{}}})", content.currency, content.currency_rate));
  row.date("date", content.date);
  JsonObject invoice;
  add_text(invoice, "number", content.invoice_number);
  if (content.due_date) invoice.date("dueDate", content.due_date);
  add_text(invoice, "remittanceReference", content.ocr);
  if (!invoice.fields().empty()) row.raw("invoice", invoice.to_text());
  if (content.customer != 0) row.raw("customer", fmt::format(R"({{"id":{}}})", content.customer));
  if (with_dimensions) row.raw("dimensions", dimensions_json(company, content));
  add_text(row, "comment", content.comment);
  row.date("periodDate", content.period_date.value_or(content.date));
  if (transaction.document_id != 0) row.number("documentId", transaction.document_id);
  row.text("createdAt", json_time(line.created));
  row.text("modifiedAt", json_time(link_at(line, seen_at).at));
  return row;
}

/// The filters of the list; one that is not given lets everything through.
struct Filters {
  Date from;
  Date to;  ///< the first day that is NOT in the list
  std::optional<Instant> created_from;
  std::optional<Instant> modified_from;
  std::optional<std::int64_t> transaction_number;
  std::optional<std::int64_t> type_id;
  std::optional<std::int64_t> customer;
  std::optional<std::int64_t> account_id;
  std::optional<std::int64_t> account_number;
  std::optional<std::string> invoice_number;
  std::optional<std::string> currency;
};

Filters read_filters(QueryReader& query) {
  Filters filters;
  filters.from = query.date("dateFrom", true).value_or(Date());
  filters.to = query.date("dateTo", true).value_or(Date());
  filters.created_from = query.instant("createdFrom");
  if (!filters.created_from) filters.created_from = query.instant("createdAfter");
  filters.modified_from = query.instant("modifiedFrom");
  if (!filters.modified_from) filters.modified_from = query.instant("modifiedAfter");
  filters.transaction_number = query.whole("transactionNumber");
  filters.type_id = query.whole("transactionTypeId");
  filters.customer = query.whole("customerId");
  filters.account_id = query.whole("accountId");
  filters.account_number = query.whole("accountNumber");
  filters.invoice_number = query.text("invoiceNumber");
  filters.currency = query.text("currencyCode");
  return filters;
}

template <class T>
bool passes(const std::optional<T>& wanted, const T& value) {
  return !wanted || *wanted == value;
}

bool passes(const Filters& filters, const Company& company, const Line& line, Instant seen_at) {
  const LineDraft& content = line.content;
  if (line.created > seen_at) return false;
  if (content.date < filters.from || content.date >= filters.to) return false;
  if (filters.created_from && line.created < *filters.created_from) return false;
  if (filters.modified_from && link_at(line, seen_at).at < *filters.modified_from) return false;
  const Transaction& transaction = company.transactions()[line.transaction];
  return passes(filters.transaction_number, transaction.number) &&
         passes(filters.type_id, company.find_type(transaction.type_number)->id) &&
         passes(filters.customer, content.customer) &&
         passes(filters.account_id, company.find_account(content.account)->id) &&
         passes(filters.account_number, content.account) &&
         passes(filters.invoice_number, content.invoice_number) &&
         passes(filters.currency, content.currency);
}

}  // namespace

Response get_transaction_lines(const Call& call) {
  QueryReader query(call);
  const Filters filters = read_filters(query);
  const std::int64_t limit =
      query.whole("limit", {1, page_rows_max}).value_or(transaction_lines_page);
  const std::int64_t page = query.whole("page", {1}).value_or(1);
  const bool with_dimensions = query.flag("includeDimensions").value_or(false);
  if (!query.breaches().empty()) return validation_error(call, query.breaches());
  std::vector<const Line*> found;
  for (const Line& line : call.company.lines()) {
    if (passes(filters, call.company, line, call.seen_at)) found.push_back(&line);
  }
  std::ranges::stable_sort(found, {}, [](const Line* line) { return line->content.date; });
  const auto row_at = [&](std::size_t i) {
    return line_row(call.company, *found[i], with_dimensions, call.seen_at);
  };
  return page_reply(call, {found.size(), row_at}, page, limit);
}

Response get_transaction_line(const Call& call) {
  const Line* line = call.company.find_line(call.ids[0]);
  if (line == nullptr || line->created > call.seen_at) {
    return not_found(call, "transaction line", call.ids[0]);
  }
  return json_reply(200, line_row(call.company, *line, false, call.seen_at).to_text());
}

}  // namespace avstem::sandbox::twentyfour
