#include "accounting/twentyfour/sales_orders.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "accounting/json_writer.hpp"
#include "accounting/twentyfour/order_bodies.hpp"
#include "accounting/twentyfour/problem.hpp"

namespace avstem::accounting::twentyfour {
namespace {

constexpr std::string_view read_scope = "api.invoicing.salesorder:read";
constexpr std::string_view write_scope = "api.invoicing.salesorder:write";
constexpr std::string_view line_scope = "api.invoicing.salesorder.line:write";
constexpr std::string_view delete_scope = "api.invoicing.salesorder:delete";
constexpr std::string_view customer_scope = "api.crm.customer:read";

constexpr std::string_view rounding_words = "Øreavrunding";

std::string path_of(const std::string& order_id) {
  return "/salesorders/" + order_id;
}

/// Our reference, alone or followed by what people have added.
bool names(std::string_view memo, std::string_view reference) {
  if (!memo.starts_with(reference)) return false;
  memo.remove_prefix(reference.size());
  return memo.empty() || memo.front() == ' ' || memo.front() == '\n' || memo.front() == '\r';
}

std::string status_body(std::string_view status) {
  JsonWriter body;
  body.text("status", status);
  return std::move(body).finish();
}

Error total_error(const books::SaleDocument& document, const std::string& id, std::int64_t total) {
  return Error{
      ErrorKind::invalid,
      fmt::format("24SevenOffice reckons order {} to {}, and it must be {}; check the VAT codes of "
                  "its lines there",
                  id, Money(total, document.currency).to_decimal(),
                  Money(wanted_total(document), document.currency).to_decimal())};
}

Result<JsonValue> object_in(std::string_view call, std::string_view scope,
                            const Response& response) {
  if (response.status != 200 && response.status != 201) return rest_error(call, scope, response);
  return JsonValue::parse(response.body).in(call);
}

}  // namespace

Result<SalesOrders::Order> SalesOrders::order_of(const JsonValue& row) const {
  auto id = integer_field(row, "id");
  if (!id) return id.error();
  Order order;
  order.id = fmt::to_string(*id);
  order.status = text_or_empty(row, "status");
  order.memo = text_or_empty(row, "internalMemo");
  if (const JsonValue* customer = row.member("customer")) {
    auto number = integer_field(*customer, "id");
    if (!number) return number.error();
    order.customer = *number;
  }
  if (row.member("grossAmount") != nullptr) {
    auto total = money_field(row, "grossAmount", settings_.currency);
    if (!total) return total.error();
    order.total = total->minor();
  }
  const JsonValue* const invoice = row.member("invoice");
  if (invoice == nullptr) return order;
  if (const JsonValue* number = invoice->member("number")) order.invoice_number = number->text();
  order.kid = text_or_empty(*invoice, "remittanceReference");
  if (invoice->member("dueDate") == nullptr) return order;
  auto due = date_field(*invoice, "dueDate");
  if (!due) return due.error();
  order.due_date = *due;
  return order;
}

Result<std::optional<SalesOrders::Order>> SalesOrders::read(const std::string& id) {
  constexpr std::string_view call = "GET /salesorders/{id}";
  read_lag_.wait_after_any_write();
  auto response = rest_.send("GET", path_of(id));
  if (!response) return response.error().in(call);
  if (response->status == 404) return std::optional<Order>();
  auto answer = object_in(call, read_scope, *response);
  if (!answer) return answer.error();
  auto order = order_of(*answer);
  if (!order) return order.error().in(call);
  return std::optional(*std::move(order));
}

Result<SalesOrders::Found> SalesOrders::look(const books::SaleDocument& document) {
  read_lag_.wait_after_any_write();
  Found found;
  const auto take = [&](const JsonValue& row) -> Result<void> {
    auto order = order_of(row);
    if (!order) return order.error();
    if (order->customer != document.customer_number || order->status == "Inactive" ||
        !names(order->memo, document.reference)) {
      return {};
    }
    if (order->status == "Draft" && order->invoice_number.empty()) {
      found.drafts.push_back(order->id);
      return {};
    }
    if (found.complete) {
      return Error{ErrorKind::conflict,
                   fmt::format("orders {} and {} in 24SevenOffice both carry the reference '{}' in "
                               "their internal memo; credit or delete one there",
                               found.complete->id, order->id, document.reference)};
    }
    found.complete = *std::move(order);
    return {};
  };
  auto list =
      rest_.read_list("/salesorders",
                      {{"customerId", fmt::to_string(document.customer_number)},
                       {"dateFrom", document.date.plus_days(-order_days_around).to_string()},
                       {"dateTo", document.date.plus_days(order_days_around).to_string()},
                       {"limit", fmt::to_string(settings_.page_size)}},
                      read_scope, take);
  if (!list) return list.error();
  return found;
}

Result<DocumentState> SalesOrders::find(const books::SaleDocument& document,
                                        const std::string& order_id) {
  std::optional<Order> order;
  if (order_id.empty()) {
    auto found = look(document);
    if (!found) return found.error();
    order = std::move(found->complete);
  } else {
    auto known = read(order_id);
    if (!known) return known.error();
    order = *std::move(known);
  }
  DocumentState state;
  if (!order || order->status == "Inactive") return state;
  state.order_id = order->id;
  state.stage = DocumentStage::ordered;
  if (order->status == "Invoice") state.stage = DocumentStage::processing;
  if (order->invoice_number.empty()) return state;
  if (!order->total || !order->due_date) {
    return Error{ErrorKind::unavailable,
                 fmt::format("the reply tells of invoice {} no total or no due date",
                             order->invoice_number)};
  }
  state.stage = DocumentStage::issued;
  state.invoice_number = order->invoice_number;
  state.kid = order->kid;
  state.due_date = *order->due_date;
  state.total = is_credit_note(document) ? -*order->total : *order->total;
  return state;
}

Result<std::string> SalesOrders::place(const books::SaleDocument& document) {
  if (auto checked = check_order(document, settings_); !checked) return checked.error();
  auto lines = order_line_bodies(document, settings_, data_);
  if (!lines) return lines.error();
  if (auto credited = check_credited(document); !credited) return credited.error();
  auto found = look(document);
  if (!found) return found.error();
  if (found->complete) {
    return Error{
        ErrorKind::conflict,
        fmt::format("order {} in 24SevenOffice has the reference already", found->complete->id)};
  }
  for (const std::string& draft : found->drafts) {
    if (auto removed = remove(draft); !removed) return removed.error();
  }
  auto customer = read_customer(document.customer_number);
  if (!customer) return customer.error();
  auto response = write("POST", "/salesorders", order_body(document, *customer));
  if (!response) return response.error();
  auto answer = object_in("POST /salesorders", write_scope, *response);
  if (!answer) return answer.error();
  auto order = order_of(*answer);
  if (!order) return order.error().in("POST /salesorders");
  auto filled = fill(document, order->id, *lines);
  if (filled) return order->id;
  Error error = filled.error();
  // What may have had its effect is looked up by the caller; a Draft that stays harms nobody.
  if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::busy) return error;
  error.message += remove(order->id) ? "; the order was deleted again" : ", and delete it there";
  return error;
}

Result<void> SalesOrders::fill(const books::SaleDocument& document, const std::string& id,
                               const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    if (auto added = add_line(id, line); !added) return added;
  }
  if (auto right = make_total_right(document, id, lines.size()); !right) return right;
  auto response = write("PATCH", path_of(id), status_body("Confirmed"));
  if (!response) return response.error();
  auto answer = object_in("PATCH /salesorders/{id}", write_scope, *response);
  if (!answer) return answer.error();
  return {};
}

/// The rounding line is what the system itself comes short of the total: how it rounds VAT is not
/// published.
Result<void> SalesOrders::make_total_right(const books::SaleDocument& document,
                                           const std::string& id, std::size_t lines) {
  auto order = read(id);
  if (!order) return order.error();
  if (!*order || !(*order)->total) {
    return Error{ErrorKind::unavailable,
                 fmt::format("order {} was just placed, and its total cannot be read", id)};
  }
  const std::int64_t short_by = wanted_total(document) - *(*order)->total;
  if (short_by == 0) return {};
  if (std::abs(short_by) > rounding_per_line_max * static_cast<std::int64_t>(lines)) {
    return total_error(document, id, *(*order)->total);
  }
  auto body =
      order_line_body(document,
                      {std::string(rounding_words), is_credit_note(document) ? -short_by : short_by,
                       "", settings_.rounding_account, "", ""},
                      data_);
  if (!body) return body.error();
  return add_line(id, *body);
}

Result<void> SalesOrders::add_line(const std::string& id, const std::string& body) {
  auto response = write("POST", path_of(id) + "/lines", body);
  if (!response) return response.error();
  auto answer = object_in("POST /salesorders/{id}/lines", line_scope, *response);
  if (!answer) return answer.error();
  return {};
}

Result<void> SalesOrders::issue(const books::SaleDocument& document, const std::string& order_id) {
  auto order = read(order_id);
  if (!order) return order.error();
  if (!*order) {
    return Error{ErrorKind::refused, fmt::format("order {} is gone from 24SevenOffice", order_id)};
  }
  const Order& there = **order;
  if (!there.invoice_number.empty() || there.status == "Invoice") {
    return Error{ErrorKind::refused, fmt::format("order {} is issued already", order_id)};
  }
  if (there.customer != document.customer_number || !names(there.memo, document.reference)) {
    return Error{ErrorKind::refused,
                 fmt::format("order {} in 24SevenOffice is not this one: it is of customer {}, and "
                             "its internal memo is '{}'",
                             order_id, there.customer, there.memo)};
  }
  if (there.total && *there.total != wanted_total(document)) {
    return total_error(document, order_id, *there.total);
  }
  auto response = write("PATCH", path_of(order_id), status_body("Invoice"));
  if (!response) return response.error();
  if (response->status == 200) return {};
  return rest_error("PATCH /salesorders/{id}", write_scope, *response);
}

Result<void> SalesOrders::check_credited(const books::SaleDocument& document) {
  if (!is_credit_note(document)) return {};
  std::optional<std::int64_t> customer;
  const auto take = [&](const JsonValue& row) -> Result<void> {
    auto order = order_of(row);
    if (!order) return order.error();
    if (order->invoice_number == document.credits) customer = order->customer;
    return {};
  };
  auto list =
      rest_.read_list("/salesorders", {{"invoiceNumber", document.credits}}, read_scope, take);
  if (!list) return list.error();
  if (customer == document.customer_number) return {};
  return Error{ErrorKind::refused,
               customer ? fmt::format("invoice {} in 24SevenOffice is of customer {}, not of {}",
                                      document.credits, *customer, document.customer_number)
                        : fmt::format("24SevenOffice has no invoice {}", document.credits)};
}

Result<std::string> SalesOrders::read_customer(std::int64_t number) {
  constexpr std::string_view call = "GET /customers/{id}";
  auto response = rest_.send("GET", fmt::format("/customers/{}", number));
  if (!response) return response.error().in(call);
  if (response->status == 404) {
    return Error{ErrorKind::not_found, fmt::format("24SevenOffice has no customer {}", number)};
  }
  auto customer = object_in(call, customer_scope, *response);
  if (!customer) return customer.error();
  return order_customer_body(number, *customer);
}

Result<Response> SalesOrders::write(const std::string& method, const std::string& path,
                                    const std::string& body) {
  auto response = rest_.send(method, path, body);
  read_lag_.note_write();
  return std::move(response).in(fmt::format("{} {}", method, path));
}

Result<void> SalesOrders::remove(const std::string& id) {
  auto response = write("DELETE", path_of(id));
  if (!response) return response.error();
  if (response->status == 200 || response->status == 204 || response->status == 404) return {};
  return rest_error("DELETE /salesorders/{id}", delete_scope, *response);
}

}  // namespace avstem::accounting::twentyfour
