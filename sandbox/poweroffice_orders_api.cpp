// Sales orders: placed, read, deleted, and sent on to become invoices.

#include <fmt/format.h>

#include "sandbox/poweroffice_endpoints.hpp"
#include "sandbox/poweroffice_filters.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_query.hpp"
#include "sandbox/poweroffice_sales_body.hpp"
#include "sandbox/poweroffice_voucher_body.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

bool is_order(const OrderEvent* seen) {
  return seen != nullptr && seen->stage != OrderStage::deleted &&
         seen->stage != OrderStage::invoiced;
}

JsonObject order_dto(const SalesOrder& order, const Call& call) {
  const Reckoning reckoned = call.company.reckon(order).value();
  const Customer* customer = call.company.find_customer_by_id(order.customer_id);
  JsonObject dto;
  dto.text("Id", order.id);
  dto.number("SalesOrderNo", order.number);
  dto.text("SalesOrderStatus", order.status);
  dto.number("CustomerId", order.customer_id);
  dto.number("CustomerNo", customer->number);
  dto.text("CurrencyCode", company_currency);
  dto.number("CurrencyExchangeRate", 1);
  dto.date("SalesOrderDate", order.order_date);
  dto.date("DeliveryDate", order.delivery_date);
  dto.text("ExternalImportReference", order.external_import_reference);
  dto.text("CustomMatchingReference", order.matching_reference);
  dto.text("CustomerReference", order.customer_reference);
  dto.text("PurchaseOrderReference", order.purchase_order_reference);
  dto.number("ImportedOrderNo", order.imported_order_number);
  dto.number("RelatedInvoiceNo", order.related_invoice_number);
  dto.boolean("IsCreatedByCurrentIntegration",
              order.integration == call.grant.access.application_key);
  dto.amount("NetAmount", reckoned.net);
  dto.amount("TotalAmount", reckoned.total);
  dto.instant("CreatedDateTimeOffset", order.events.front().at);
  dto.instant("LastChangedDateTimeOffset", order.events.front().at);
  return dto;
}

JsonObject complete_dto(const SalesOrder& order, const Call& call) {
  const Reckoning reckoned = call.company.reckon(order).value();
  std::vector<JsonObject> lines;
  for (const ReckonedLine& sold : reckoned.lines) {
    const VatCode* vat = call.company.find_vat_code(sold.vat_id);
    JsonObject line;
    line.text("Id", sold.line->id);
    line.text("SalesOrderId", order.id);
    line.text("LineType", sold.line->type);
    line.number("ProductId", sold.line->product_id);
    line.text("ProductCode", call.company.find_product(sold.line->product_id)->code);
    line.text("Description", sold.line->description);
    line.amount("Quantity", sold.line->quantity);
    line.amount("ProductUnitPrice", sold.line->unit_price);
    line.amount("NetAmount", sold.net);
    line.amount("VatAmount", sold.vat);
    line.amount("TotalAmount", sold.net + sold.vat);
    line.number("VatId", sold.vat_id);
    line.text("VatCode", vat->code);
    line.amount("VatRate", vat->rate_percent);
    line.text("ExternalImportReference", sold.line->external_import_reference);
    lines.push_back(std::move(line));
  }
  JsonObject dto = order_dto(order, call);
  dto.number("LineCount", static_cast<std::int64_t>(order.lines.size()));
  dto.raw("SalesOrderLines", json_array(lines));
  return dto;
}

Result<const SalesOrder*> shown_order(const Call& call) {
  const SalesOrder* order = call.company.find_order(call.id);
  if (order != nullptr && is_order(order->seen(call.seen_at))) return order;
  return Error{ErrorKind::not_found, fmt::format("Sales order with id = {} not found.", call.id)};
}

JsonObject sent_state_dto(const SalesOrder& order, const OrderEvent& seen, const Call& call) {
  const bool is_sent = seen.stage == OrderStage::invoiced;
  const Voucher* invoice = is_sent ? call.company.find_voucher(order.id) : nullptr;
  JsonObject dto;
  dto.text("Id", order.id);
  dto.raw("InvoiceNo", invoice == nullptr ? "" : invoice->content.invoice_number);
  dto.date("DueDate", invoice == nullptr ? std::nullopt : invoice->content.due_date);
  dto.null("InvoiceDeliveryType");
  dto.boolean("IsInvoiceBeingProcessed", seen.stage == OrderStage::queued);
  dto.text("LastErrorMessage", seen.message);
  if (is_sent) {
    dto.instant("SentDateTimeOffset", seen.at);
  } else {
    dto.null("SentDateTimeOffset");
  }
  return dto;
}

Result<void> only_show_inherited(const Call& call) {
  for (const auto& [name, value] : call.parameters) {
    if (same_name("showInherited", name, call.mode)) continue;
    return Error{ErrorKind::invalid, fmt::format("the query parameter '{}' is unknown", name)};
  }
  return {};
}

}  // namespace

Result<Response> post_sales_order(const Call& call) {
  if (Result<void> none = refuse_parameters(call.parameters); !none) return none.error();
  if (!is_json(call.request)) {
    return problem(call.mode, 415, "Unsupported Media Type", "send the order as JSON");
  }
  Result<SalesOrder> body = read_sales_order(call.request.body, call.company, call.mode);
  if (!body) return body.error();
  body->integration = call.grant.access.application_key;
  const Result<const SalesOrder*> order = call.company.place_order(std::move(*body));
  if (!order) return order.error();
  return json_response(201, complete_dto(**order, call).to_text());
}

Result<Response> get_sales_orders(const Call& call) {
  const auto query =
      Query::read(call.parameters,
                  {"customerNos", "departmentCodes", "includeSubProject",
                   "lastChangedDateTimeOffsetGreaterThan", "onlyCreatedByCurrentIntegration",
                   "orderStatus", "projectCodes", "showInherited"},
                  call.mode);
  if (!query) return query.error();
  const auto customers = query->ranges("customerNos");
  if (!customers) return customers.error();
  const auto only_own = query->flag("onlyCreatedByCurrentIntegration");
  if (!only_own) return only_own.error();
  const auto changed_after = query->instant("lastChangedDateTimeOffsetGreaterThan");
  if (!changed_after) return changed_after.error();
  for (const char* flag : {"includeSubProject", "showInherited"}) {
    if (const auto given = query->flag(flag); !given) return given.error();
  }
  const auto status = query->value("orderStatus");
  std::vector<JsonObject> rows;
  for (const SalesOrder& order : call.company.orders()) {
    if (!is_order(order.seen(call.seen_at)) || !passes_dimensions(*query)) continue;
    const Customer* customer = call.company.find_customer_by_id(order.customer_id);
    if (*customers && !(*customers)->contains(customer->number)) continue;
    const bool is_own = order.integration == call.grant.access.application_key;
    if (only_own->value_or(false) && !is_own) continue;
    if (*changed_after && order.events.front().at <= **changed_after) continue;
    if (status && order.status != *status) continue;
    rows.push_back(order_dto(order, call));
  }
  return list_response(std::move(rows), *query, call.limits);
}

Result<Response> get_sales_order(const Call& call) {
  if (Result<void> known = only_show_inherited(call); !known) return known.error();
  const Result<const SalesOrder*> order = shown_order(call);
  if (!order) return order.error();
  return json_response(200, order_dto(**order, call).to_text());
}

Result<Response> get_complete_sales_order(const Call& call) {
  if (Result<void> known = only_show_inherited(call); !known) return known.error();
  const Result<const SalesOrder*> order = shown_order(call);
  if (!order) return order.error();
  return json_response(200, complete_dto(**order, call).to_text());
}

Result<Response> delete_sales_order(const Call& call) {
  if (Result<void> none = refuse_parameters(call.parameters); !none) return none.error();
  const Result<void> deleted = call.company.delete_order(call.id);
  if (deleted) return Response{200, {}, ""};
  if (deleted.error().kind != ErrorKind::conflict) return deleted.error();
  return problem(call.mode, 409, "Request was not processed", deleted.error().message);
}

Result<Response> post_invoice_request(const Call& call) {
  if (Result<void> none = refuse_parameters(call.parameters); !none) return none.error();
  if (!is_json(call.request)) {
    return problem(call.mode, 415, "Unsupported Media Type", "send the request as JSON");
  }
  Result<InvoiceRequest> body = read_invoice_request(call.request.body, call.mode);
  if (!body) return body.error();
  JsonObject dto;
  dto.text("Id", call.id);
  dto.text("DeliveryType", body->delivery_type);
  dto.text("EmailAddress", body->email);
  dto.date("VoucherDate", body->voucher_date);
  dto.date("OverrideDueDate", body->due_date);
  const Result<void> queued = call.company.request_invoice(call.id, std::move(*body));
  if (!queued) return queued.error();
  Response response = json_response(202, dto.to_text());
  response.headers.add("Location", fmt::format("/SalesOrders/sentState?id={}", call.id));
  return response;
}

Result<Response> get_sent_state(const Call& call) {
  const auto query = Query::read(call.parameters, {"id"}, call.mode);
  if (!query) return query.error();
  const auto id = query->value("id");
  if (id && !is_uuid(*id)) {
    return Error{ErrorKind::invalid, fmt::format("The value '{}' is not valid for id.", *id)};
  }
  std::vector<JsonObject> rows;
  for (const SalesOrder& order : call.company.orders()) {
    const OrderEvent* seen = order.seen(call.seen_at);
    if (seen == nullptr || seen->stage == OrderStage::deleted) continue;
    if (!id || same_name(*id, order.id, PowerOfficeMode::field)) {
      rows.push_back(sent_state_dto(order, *seen, call));
    }
  }
  if (id && rows.empty()) {
    return Error{ErrorKind::not_found, fmt::format("Sales order with id = {} not found.", *id)};
  }
  return list_response(std::move(rows), *query, call.limits);
}

}  // namespace avstem::sandbox::poweroffice
