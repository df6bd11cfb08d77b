// Sales orders, products and payment methods over REST.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sandbox/twentyfour_order_bodies.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

std::int64_t number_in(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Order* order_of(const Call& call) {
  return call.company.orders().find(number_in(call.ids[0]));
}

OrderLine* line_of(const Call& call, Order& order) {
  const auto found = std::ranges::find(order.lines, number_in(call.ids[1]), &OrderLine::id);
  return found == order.lines.end() ? nullptr : &*found;
}

Response already_invoiced(const Call& call, int status) {
  return refusal(call, status, "ConflictError", "the sales order has been invoiced");
}

/// Brings an order that asks for it into the ledger; an answer is the refusal.
std::optional<Response> invoice_if_asked(const Call& call, Order& order) {
  if (order.status != "Invoice" || order.is_invoiced()) return std::nullopt;
  if (order.lines.empty()) {
    return bad_request(call, "NoLines", "the sales order has no lines", {fmt::to_string(order.id)});
  }
  if (Result<void> issued = issue_invoice(call.company, order); !issued) {
    return refusal(call, issued.error());
  }
  return std::nullopt;
}

/// The filters of the list.
bool passes(QueryReader& query, const Order& order) {
  const auto from = query.date("dateFrom");
  const auto to = query.date("dateTo");
  const auto on = query.date("date");
  if ((on && order.date != *on) || (from && order.date < *from) || (to && order.date > *to)) {
    return false;
  }
  const auto status = query.text("status");
  if (status && order.status != *status) return false;
  const auto customer = query.text("customerId");
  if (customer && fmt::to_string(order.customer) != *customer) return false;
  const auto invoice = query.text("invoiceNumber");
  if (invoice && fmt::to_string(order.invoice_number) != *invoice) return false;
  const auto created_from = query.instant("createdFrom");
  const auto created_to = query.instant("createdTo");
  const auto modified_from = query.instant("modifiedFrom");
  const auto modified_to = query.instant("modifiedTo");
  return (!created_from || order.created >= *created_from) &&
         (!created_to || order.created <= *created_to) &&
         (!modified_from || order.modified >= *modified_from) &&
         (!modified_to || order.modified <= *modified_to);
}

JsonObject product_row(const Product& product) {
  JsonObject row;
  row.number("id", product.id).text("name", product.name).text("number", product.number);
  row.text("type", "default").text("status", "active");
  return row.raw("salesPrice", json_amount(product.price));
}

}  // namespace

Response get_payment_methods(const Call& call) {
  std::vector<JsonObject> rows;
  for (const PaymentMethod& method : sample_payment_methods()) {
    JsonObject row;
    row.number("id", method.id).text("name", method.name);
    row.raw("account",
            fmt::format(R"({{"id":{}}})", call.company.find_account(method.account)->id));
    rows.push_back(std::move(row));
  }
  return json_reply(200, poweroffice::json_array(rows));
}

Response get_products(const Call& call) {
  constexpr std::int64_t products_page = 25;
  QueryReader query(call);
  const auto number = query.text("productNumber");
  const std::int64_t limit = query.whole("limit", {1, page_rows_max}).value_or(products_page);
  const std::int64_t page = query.whole("page", {1}).value_or(1);
  if (!query.breaches().empty()) return validation_error(call, query.breaches());
  std::vector<const Product*> rows;
  for (const Product& product : sample_products()) {
    if (!number || product.number == *number) rows.push_back(&product);
  }
  return page_reply(call, {rows.size(), [&](std::size_t i) { return product_row(*rows[i]); }}, page,
                    limit);
}

Response get_product(const Call& call) {
  for (const Product& product : sample_products()) {
    if (fmt::to_string(product.id) == call.ids[0]) {
      return json_reply(200, product_row(product).to_text());
    }
  }
  return not_found(call, "product", call.ids[0]);
}

Response get_sales_orders(const Call& call) {
  QueryReader query(call);
  query.date("date");
  if (const auto status = query.text("status")) {
    constexpr std::string_view words[] = {"Draft",     "Web",     "Proposal",
                                          "Confirmed", "Invoice", "AdvanceInvoice"};
    if (std::ranges::find(words, *status) == std::end(words)) query.breach("status", "enum");
  }
  std::vector<const Order*> rows;
  for (const Order& order : call.company.orders().all()) {
    if (!query.breaches().empty()) break;
    if (order.created <= call.seen_at && passes(query, order)) rows.push_back(&order);
  }
  const auto row_at = [&](std::size_t i) { return order_row(*rows[i], call.company); };
  return token_page_reply(call, {rows.size(), row_at}, query);
}

Response post_sales_order(const Call& call) {
  BodyOrRefusal read = read_body(call);
  if (read.refusal) return *read.refusal;
  std::vector<Breach> breaches;
  Order order;
  read_order(read.body, call, true, order, breaches);
  if (!breaches.empty()) return validation_error(call, breaches);
  if (call.company.find_customer(order.customer) == nullptr) {
    return refusal(call, 400, "BadRequestError",
                   fmt::format("no customer has id {}", order.customer));
  }
  // A new order has no lines yet, so it cannot be an invoice.
  if (auto refused = invoice_if_asked(call, order)) return *refused;
  const Order& added = call.company.orders().add(std::move(order), call.now);
  return json_reply(200, order_row(added, call.company).to_text());
}

Response get_sales_order(const Call& call) {
  const Order* order = order_of(call);
  if (order == nullptr || order->created > call.seen_at) {
    return not_found(call, "sales order", call.ids[0]);
  }
  return json_reply(200, order_row(*order, call.company).to_text());
}

Response patch_sales_order(const Call& call) {
  Order* order = order_of(call);
  if (order == nullptr) return not_found(call, "sales order", call.ids[0]);
  if (order->is_invoiced()) return already_invoiced(call, 400);
  BodyOrRefusal read = read_body(call);
  if (read.refusal) return *read.refusal;
  std::vector<Breach> breaches;
  Order changed = *order;
  read_order(read.body, call, false, changed, breaches);
  if (!breaches.empty()) return validation_error(call, breaches);
  changed.modified = call.now;
  if (auto refused = invoice_if_asked(call, changed)) return *refused;
  *order = std::move(changed);
  return json_reply(200, order_row(*order, call.company).to_text());
}

Response delete_sales_order(const Call& call) {
  const Order* order = order_of(call);
  if (order == nullptr) return not_found(call, "sales order", call.ids[0]);
  if (order->is_invoiced()) return already_invoiced(call, 409);
  call.company.orders().remove(order->id);
  return Response{204, {}, ""};
}

Response get_sales_order_lines(const Call& call) {
  const Order* order = order_of(call);
  if (order == nullptr) return not_found(call, "sales order", call.ids[0]);
  std::vector<JsonObject> rows;
  for (const OrderLine& line : order->lines)
    rows.push_back(order_line_row(line, call.company));
  return json_reply(200, poweroffice::json_array(rows));
}

Response post_sales_order_line(const Call& call) {
  Order* order = order_of(call);
  if (order == nullptr) return not_found(call, "sales order", call.ids[0]);
  if (order->is_invoiced()) return already_invoiced(call, 400);
  BodyOrRefusal read = read_body(call);
  if (read.refusal) return *read.refusal;
  std::vector<Breach> breaches;
  OrderLine line;
  Result<void> kept = read_order_line(read.body, call, true, line, breaches);
  if (!breaches.empty()) return validation_error(call, breaches);
  if (kept) {
    if (const auto sum = sum_of(line, *order, call.company); !sum) kept = sum.error();
  }
  if (!kept) return refusal(call, kept.error());
  line.id = call.company.orders().next_line_id();
  order->lines.push_back(line);
  order->modified = call.now;
  return json_reply(200, order_line_row(line, call.company).to_text());
}

Response get_sales_order_line(const Call& call) {
  Order* order = order_of(call);
  const OrderLine* line = order == nullptr ? nullptr : line_of(call, *order);
  if (line == nullptr) return not_found(call, "sales order line", call.ids[1]);
  return json_reply(200, order_line_row(*line, call.company).to_text());
}

Response patch_sales_order_line(const Call& call) {
  Order* order = order_of(call);
  OrderLine* line = order == nullptr ? nullptr : line_of(call, *order);
  if (line == nullptr) return not_found(call, "sales order line", call.ids[1]);
  if (order->is_invoiced()) return already_invoiced(call, 400);
  BodyOrRefusal read = read_body(call);
  if (read.refusal) return *read.refusal;
  std::vector<Breach> breaches;
  OrderLine changed = *line;
  const Result<void> kept = read_order_line(read.body, call, false, changed, breaches);
  if (!breaches.empty()) return validation_error(call, breaches);
  if (!kept) return refusal(call, kept.error());
  *line = std::move(changed);
  order->modified = call.now;
  return json_reply(200, order_line_row(*line, call.company).to_text());
}

Response delete_sales_order_line(const Call& call) {
  Order* order = order_of(call);
  OrderLine* line = order == nullptr ? nullptr : line_of(call, *order);
  if (line == nullptr) return not_found(call, "sales order line", call.ids[1]);
  if (order->is_invoiced()) return already_invoiced(call, 409);
  const std::int64_t id = line->id;
  std::erase_if(order->lines, [&](const OrderLine& other) { return other.id == id; });
  order->modified = call.now;
  return Response{204, {}, ""};
}

}  // namespace avstem::sandbox::twentyfour
