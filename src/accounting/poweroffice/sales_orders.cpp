#include "accounting/poweroffice/sales_orders.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

#include "accounting/json_writer.hpp"

namespace avstem::accounting::poweroffice {
namespace {

constexpr std::string_view read_privilege = "SalesOrders";

Result<std::int64_t> credited_invoice(const books::SaleDocument& document) {
  std::int64_t number = 0;
  const char* last = document.credits.data() + document.credits.size();
  const auto [end, status] = std::from_chars(document.credits.data(), last, number);
  if (status == std::errc() && end == last && number > 0) return number;
  return Error{ErrorKind::invalid,
               fmt::format("'{}' is no invoice number of PowerOffice; they are whole numbers",
                           document.credits)};
}

Result<std::string> line_body(const books::SaleDocument& document, const books::NetLine& line,
                              const Products& products, std::size_t position) {
  auto product = products.id_of(line);
  if (!product) return product.error();
  const bool takes_back = (document.kind == books::SaleDocumentKind::credit_note) != (line.net < 0);
  JsonWriter body;
  body.integer("ProductId", *product)
      .text("Description", line.description)
      .integer("Quantity", takes_back ? -1 : 1)
      .amount("ProductUnitPrice", Money(std::abs(line.net), document.currency))
      // A customer that is VAT free would move the sale to another account and code.
      .boolean("UseStandardSalesAccount", true)
      .text_unless_empty("DepartmentCode", line.department)
      .text_unless_empty("ProjectCode", line.project)
      .integer("SortOrder", static_cast<std::int64_t>(position));
  return std::move(body).finish();
}

Result<PlacedOrder> order_of(const JsonValue& row, Currency currency) {
  auto id = text_field(row, "Id");
  if (!id) return id.error();
  PlacedOrder order{*id, std::nullopt};
  if (row.member("TotalAmount") == nullptr) return order;
  auto total = money_field(row, "TotalAmount", currency);
  if (!total) return total.error();
  order.total = *total;
  return order;
}

}  // namespace

Result<std::string> sales_order_body(const books::SaleDocument& document, const Settings& settings,
                                     Products& products) {
  auto lines = books::net_lines(document, settings.rounding_account);
  if (!lines) return lines.error();
  std::int64_t credited = 0;
  if (document.kind == books::SaleDocumentKind::credit_note) {
    auto number = credited_invoice(document);
    if (!number) return number.error();
    credited = *number;
  }
  if (auto made = products.ensure(*lines); !made) return made.error();
  std::vector<std::string> bodies;
  for (const books::NetLine& line : *lines) {
    auto body = line_body(document, line, products, bodies.size());
    if (!body) return body.error();
    bodies.push_back(std::move(*body));
  }
  JsonWriter body;
  body.integer("CustomerNo", document.customer_number)
      .text("CurrencyCode", document.currency.code())
      .text("SalesOrderDate", document.date.to_string())
      .text("DeliveryDate", document.date.to_string())
      .text("ExternalImportReference", document.reference)
      .text_unless_empty("CustomMatchingReference", document.matching_reference);
  if (credited != 0) body.integer("RelatedInvoiceNo", credited);
  body.list("SalesOrderLines", bodies);
  return std::move(body).finish();
}

Result<PlacedOrder> read_placed(const books::SaleDocument& document, const Response& response) {
  const Call call{"POST /SalesOrders/Complete", "SalesOrders_Full"};
  if (response.status != 201) return refusal_of(call, response);
  auto answer = JsonValue::parse(response.body);
  if (!answer) return answer.error().in(call.name);
  return order_of(*answer, document.currency).in(call.name);
}

Result<void> check_total(const books::SaleDocument& document, const PlacedOrder& order) {
  const bool is_credit_note = document.kind == books::SaleDocumentKind::credit_note;
  const Money wanted(is_credit_note ? -document.total() : document.total(), document.currency);
  if (!order.total || order.total->minor() == wanted.minor()) return {};
  return Error{ErrorKind::invalid,
               fmt::format("PowerOffice reckons order {} to {}, and it must be {}; check the VAT "
                           "codes and rates of its accounts in Go",
                           order.id, order.total->to_decimal(), wanted.to_decimal())};
}

Result<std::optional<PlacedOrder>> read_order(Session& session, const books::SaleDocument& document,
                                              const std::string& order_id) {
  const Call call{"GET /SalesOrders/{id}", std::string(read_privilege)};
  auto response = session.send("GET", "/SalesOrders/" + order_id, {});
  if (!response) return response.error().in(call.name);
  if (response->status == 404) return std::optional<PlacedOrder>();
  if (response->status != 200) return to_error(call, *response);
  auto answer = JsonValue::parse(response->body);
  if (!answer) return answer.error().in(call.name);
  auto order = order_of(*answer, document.currency);
  if (!order) return order.error().in(call.name);
  return std::optional(std::move(*order));
}

Result<std::optional<PlacedOrder>> find_order(Session& session,
                                              const books::SaleDocument& document) {
  std::optional<PlacedOrder> found;
  const auto take = [&](const JsonValue& row) -> Result<void> {
    if (text_or_empty(row, "ExternalImportReference") != document.reference) return {};
    auto order = order_of(row, document.currency);
    if (!order) return order.error();
    if (found) {
      return Error{ErrorKind::conflict,
                   fmt::format("orders {} and {} both carry the reference '{}'; delete one in Go",
                               found->id, order->id, document.reference)};
    }
    found = std::move(*order);
    return {};
  };
  auto read = session.read_list("/SalesOrders",
                                {{"customerNos", fmt::to_string(document.customer_number)},
                                 {"onlyCreatedByCurrentIntegration", "true"}},
                                read_privilege, take);
  if (!read) return read.error();
  return found;
}

}  // namespace avstem::accounting::poweroffice
