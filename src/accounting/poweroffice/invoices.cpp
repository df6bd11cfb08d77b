#include "accounting/poweroffice/invoices.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>

#include "accounting/json_writer.hpp"
#include "accounting/poweroffice/sales_orders.hpp"

namespace avstem::accounting::poweroffice {
namespace {

constexpr std::string_view invoice_privilege = "OutgoingInvoice";

/// What GET /SalesOrders/sentState says of one order; `is_known` is false when it says nothing.
struct SentState {
  bool is_known = false;
  bool is_sent = false;
  bool is_processed = false;  ///< it stands in the queue
  std::string error;
};

Result<SentState> read_sent_state(Session& session, const std::string& order_id) {
  const Call call{"GET /SalesOrders/sentState", "SalesOrders_Full"};
  auto response = session.send("GET", "/SalesOrders/sentState", {{"id", order_id}});
  if (!response) return response.error().in(call.name);
  if (response->status == 204 || response->status == 404) return SentState{};
  if (response->status != 200) return to_error(call, *response);
  auto answer = JsonValue::parse(response->body);
  if (!answer) return answer.error().in(call.name);
  for (const JsonValue& row : answer->items()) {
    auto id = text_field(row, "Id");
    if (!id) return id.error().in(call.name);
    if (*id != order_id) continue;
    return SentState{true, !text_or_empty(row, "SentDateTimeOffset").empty(),
                     is_true(row, "IsInvoiceBeingProcessed"),
                     text_or_empty(row, "LastErrorMessage")};
  }
  return SentState{};
}

Result<DocumentState> issued_state(const JsonValue& row, const books::SaleDocument& document) {
  DocumentState state;
  state.stage = DocumentStage::issued;
  auto id = text_field(row, "Id");
  if (!id) return id.error();
  state.order_id = *id;
  auto number = integer_field(row, "InvoiceNo");
  if (!number) return number.error();
  state.invoice_number = fmt::to_string(*number);
  state.kid = text_or_empty(row, "Cid");
  auto due = date_field(row, "DueDate");
  if (!due) return due.error();
  state.due_date = *due;
  auto total = money_field(row, "TotalAmount", document.currency);
  if (!total) return total.error();
  state.total = std::abs(total->minor());
  return state;
}

using IsWanted = std::function<bool(const JsonValue& row)>;

/// The invoice of a list that is wanted and was not reversed; `conflict` when there are two.
Result<std::optional<DocumentState>> find_invoice(Session& session,
                                                  const books::SaleDocument& document,
                                                  const QueryParameters& query,
                                                  const IsWanted& is_wanted) {
  std::optional<DocumentState> found;
  const auto take = [&](const JsonValue& row) -> Result<void> {
    if (is_true(row, "IsReversed") || !is_wanted(row)) return {};
    auto state = issued_state(row, document);
    if (!state) return state.error();
    if (found) {
      return Error{ErrorKind::conflict,
                   fmt::format("invoices {} and {} both carry the reference '{}'; credit one in Go",
                               found->invoice_number, state->invoice_number, document.reference)};
    }
    found = std::move(*state);
    return {};
  };
  auto read = session.read_list("/OutgoingInvoices", query, invoice_privilege, take);
  if (!read) return read.error();
  return found;
}

Result<std::optional<DocumentState>> invoice_of_order(Session& session,
                                                      const books::SaleDocument& document,
                                                      const std::string& order_id) {
  return find_invoice(session, document, {{"invoiceIds", order_id}},
                      [&](const JsonValue& row) { return text_or_empty(row, "Id") == order_id; });
}

Result<std::optional<DocumentState>> invoice_with_reference(Session& session,
                                                            const books::SaleDocument& document) {
  QueryParameters query{{"customerNos", fmt::to_string(document.customer_number)}};
  // The filter is a list with commas between, so a reference with one cannot be asked for.
  const std::string& matching = document.matching_reference;
  if (!matching.empty() && matching.find_first_of(", ") == std::string::npos) {
    query.emplace_back("customMatchingReferences", matching);
  }
  return find_invoice(session, document, query, [&](const JsonValue& row) {
    return text_or_empty(row, "ExternalImportReference") == document.reference;
  });
}

DocumentState at_stage(DocumentStage stage, const std::string& order_id) {
  DocumentState state;
  state.stage = stage;
  state.order_id = order_id;
  return state;
}

/// Where an order stands that Go knows by its id; nothing when it does not.
Result<std::optional<DocumentState>> state_of_order(Session& session,
                                                    const books::SaleDocument& document,
                                                    const std::string& order_id) {
  auto sent = read_sent_state(session, order_id);
  if (!sent) return sent.error();
  if (sent->is_processed && !sent->is_sent) {
    return std::optional(at_stage(DocumentStage::processing, order_id));
  }
  if (!sent->is_sent) {
    auto order = read_order(session, document, order_id);
    if (!order) return order.error();
    if (*order) {
      if (auto checked = check_total(document, **order); !checked) {
        return Error{checked.error().kind, checked.error().message + ", and delete it there"};
      }
      const bool has_failed = !sent->error.empty();
      DocumentState state =
          at_stage(has_failed ? DocumentStage::failed : DocumentStage::ordered, order_id);
      state.message = sent->error;
      return std::optional(std::move(state));
    }
  }
  auto invoice = invoice_of_order(session, document, order_id);
  if (!invoice || *invoice || !sent->is_sent) return invoice;
  // It was sent, and the list of invoices does not show it yet.
  return std::optional(at_stage(DocumentStage::processing, order_id));
}

}  // namespace

std::string invoice_request_body(const books::SaleDocument& document) {
  JsonWriter body;
  body.text("DeliveryType", "PdfPrintForDownload")
      .text("VoucherDate", document.date.to_string())
      .text("OverrideDueDate", document.due_date.to_string());
  return std::move(body).finish();
}

Result<void> read_queued(const Response& response) {
  if (response.status == 202) return {};
  const Call call{"POST /SalesOrders/{id}/createAndSendInvoice",
                  "SalesOrders_Full and the one of sending invoices"};
  if (response.status >= 200 && response.status < 300) {
    return Error{ErrorKind::unavailable,
                 fmt::format("PowerOffice answered {} with {}, and 202 would say that the invoice "
                             "is queued; look where it stands",
                             call.name, response.status)};
  }
  return to_error(call, response);
}

Result<DocumentState> document_state(Session& session, const books::SaleDocument& document,
                                     const std::string& order_id) {
  if (!order_id.empty()) {
    auto state = state_of_order(session, document, order_id);
    if (!state) return state.error();
    if (*state) return std::move(**state);
  }
  auto order = find_order(session, document);
  if (!order) return order.error();
  if (*order) {
    auto state = state_of_order(session, document, (*order)->id);
    if (!state) return state.error();
    if (*state) return std::move(**state);
  }
  // Orders first, then invoices: one that becomes an invoice in between is seen here.
  auto invoice = invoice_with_reference(session, document);
  if (!invoice) return invoice.error();
  if (*invoice) return std::move(**invoice);
  return at_stage(DocumentStage::absent, "");
}

}  // namespace avstem::accounting::poweroffice
