// InvoiceService: orders and invoices over SOAP. It keeps of an order what REST keeps of it, and
// ExternalStatus, ReferenceInvoiceId and IncludeVAT; of a row the product, name, quantity, price,
// discount and tax.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/money.hpp"
#include "sandbox/twentyfour_company_schema.hpp"
#include "sandbox/twentyfour_invoice_schema.hpp"
#include "sandbox/twentyfour_soap.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

constexpr std::int64_t no_int = -2'147'483'648;

/// OrderSlipStateType beside the status of REST.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> states = {{
    {"Draft", "Draft"},
    {"Web", "Web"},
    {"Offer", "Proposal"},
    {"Confirmed", "Confirmed"},
    {"Invoiced", "Invoice"},
    {"Inactive", "Inactive"},
}};

std::string_view state_of(const Order& order) {
  const auto found = std::ranges::find(states, std::string_view(order.status),
                                       &decltype(states)::value_type::second);
  return found == states.end() ? "ForInvoicing" : found->first;
}

Error refuse(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

std::vector<std::string> texts_of(const XmlValue& value, std::string_view name) {
  std::vector<std::string> texts;
  if (const XmlValue* list = value.find(name)) {
    for (const XmlValue& item : list->children)
      texts.push_back(item.text);
  }
  return texts;
}

bool holds(const std::vector<std::string>& texts, std::string_view text) {
  return std::ranges::find(texts, text) != texts.end();
}

/// xs:decimal with two decimals at most, in hundredths; the schema's smallest number is not given.
Result<std::optional<std::int64_t>> hundredths(const XmlValue& value, std::string_view name) {
  const std::string text = value.text_of(name);
  if (text.empty() || text.starts_with("-79228162514264337593543950335")) {
    return std::optional<std::int64_t>();
  }
  const Result<Money> money = Money::from_decimal(text, Currency());
  if (money) return std::optional(money->minor());
  return refuse(fmt::format("{} {} has more than two decimals, or is too large", name, text));
}

Result<OrderLine> read_row(const XmlValue& row, Company& company) {
  OrderLine line;
  line.is_text = row.text_of("Type").starts_with("Text");
  line.description = row.text_of("Name");
  const std::int64_t product = row.whole("ProductId", no_int);
  if (product != no_int) {
    const auto& products = sample_products();
    const auto found = std::ranges::find(products, product, &Product::id);
    if (found == products.end()) return refuse(fmt::format("no product has id {}", product));
    line.product = product;
    line.price = found->price;
    line.account = found->account;
  }
  for (const auto& [name, field] :
       {std::pair("Price", &line.price), std::pair("Quantity", &line.quantity),
        std::pair("DiscountRate", &line.discount)}) {
    const auto number = hundredths(row, name);
    if (!number) return number.error();
    if (*number) *field = **number;
  }
  if (line.account == 0) line.account = sample_products().front().account;
  const XmlValue* settings = row.find("TaxSettings");
  const std::int64_t account = settings == nullptr ? no_int : settings->whole("TaxAccount", no_int);
  if (account != no_int) line.account = account;
  if (company.find_account(line.account) == nullptr) {
    return refuse(fmt::format("TaxAccount {} is not in use", line.account));
  }
  const std::int64_t code = settings == nullptr ? no_int : settings->whole("TaxCode", no_int);
  const TaxCode* tax = code == no_int
                           ? company.find_tax_by_id(company.find_account(line.account)->tax_id)
                           : company.find_tax(code);
  if (tax == nullptr) return refuse(fmt::format("TaxCode {} is not in use", code));
  line.tax_number = tax->number;
  line.id = company.orders().next_line_id();
  return line;
}

Result<void> take_over(const XmlValue& given, Company& company, Order& order) {
  const std::int64_t customer = given.whole("CustomerId", no_int);
  if (customer != no_int) order.customer = customer;
  const Customer* known = company.find_customer(order.customer);
  if (known == nullptr) return refuse(fmt::format("no customer has id {}", order.customer));
  const std::string name = given.text_of("CustomerName");
  if (!name.empty() || order.customer_name.empty()) {
    order.customer_name = name.empty() ? known->name : name;
  }
  const std::string state = given.text_of("OrderStatus");
  if (!state.empty() || order.id == 0) {
    const auto found = std::ranges::find(states, std::string_view(state.empty() ? "Web" : state),
                                         &decltype(states)::value_type::first);
    if (found == states.end()) return refuse(fmt::format("OrderStatus {} cannot be set", state));
    order.status = found->second;
  }
  if (const auto date = given.date("DateOrdered")) order.date = *date;
  if (const auto date = given.date("DateInvoiced")) order.invoice_date = *date;
  order.terms_days = given.whole("PaymentTime", order.terms_days);
  order.with_vat = given.flag("IncludeVAT", order.with_vat);
  order.external_status = given.whole("ExternalStatus", order.external_status);
  order.reference_invoice = given.whole("ReferenceInvoiceId", order.reference_invoice);
  const auto set = [&](std::string& field, std::string_view element) {
    if (given.find(element) != nullptr) field = given.text_of(element);
  };
  set(order.your_reference, "YourReference");
  set(order.memo, "InvoiceTitle");
  set(order.remittance_reference, "OCR");
  set(order.reference_number, "ReferenceNumber");
  const XmlValue* rows = given.find("InvoiceRows");
  if (rows == nullptr) return {};
  order.lines.clear();
  for (const XmlValue& row : rows->children) {
    Result<OrderLine> line = read_row(row, company);
    if (!line) return line.error();
    order.lines.push_back(std::move(*line));
  }
  return {};
}

Result<const Order*> save(SoapCall& call, const XmlValue& given) {
  Company& company = *call.company;
  const std::int64_t id = given.whole("OrderId", no_int);
  Order* known = id == no_int ? nullptr : company.orders().find(id);
  if (id != no_int && known == nullptr) return refuse(fmt::format("no order has id {}", id));
  if (known != nullptr && known->is_invoiced()) {
    return refuse(fmt::format("order {} has been invoiced", id));
  }
  Order order = known == nullptr ? Order() : *known;
  if (Result<void> taken = take_over(given, company, order); !taken) return taken.error();
  order.modified = call.now;
  if (order.status == "Invoice") {
    if (order.lines.empty()) return refuse("an invoice has rows");
    if (Result<void> issued = issue_invoice(company, order); !issued) return issued.error();
  }
  if (known == nullptr) return &company.orders().add(std::move(order), call.now);
  *known = std::move(order);
  return known;
}

void write_row(XmlWriter& writer, const OrderLine& line, const Company& company,
               const std::vector<std::string>& asked) {
  const TaxCode& tax = *company.find_tax(line.tax_number);
  writer.open("InvoiceRow");
  if (holds(asked, "ProductId") && line.product != 0) writer.whole("ProductId", line.product);
  if (holds(asked, "RowId")) writer.whole("RowId", line.id);
  if (holds(asked, "VatRate")) writer.whole("VatRate", tax.rate_percent);
  if (holds(asked, "Price")) writer.amount("Price", line.price);
  if (holds(asked, "Name")) writer.text_unless_empty("Name", line.description);
  if (holds(asked, "DiscountRate")) writer.amount("DiscountRate", line.discount);
  if (holds(asked, "Quantity")) writer.amount("Quantity", line.quantity);
  if (holds(asked, "Type") && line.is_text) writer.text("Type", "Text");
  writer.close();
}

/// The asked properties in the order of the WSDL; those that are not set are left out.
void write_order(XmlWriter& writer, const Order& order, const Company& company,
                 const std::vector<std::string>& asked,
                 const std::vector<std::string>& asked_rows) {
  const auto wants = [&](std::string_view name) { return holds(asked, name); };
  writer.open("InvoiceOrder");
  if (wants("OrderId")) writer.whole("OrderId", order.id);
  if (wants("CustomerId")) writer.whole("CustomerId", order.customer);
  if (wants("CustomerName")) writer.text_unless_empty("CustomerName", order.customer_name);
  if (wants("OrderStatus") && state_of(order) != "Web") {
    writer.text("OrderStatus", state_of(order));
  }
  if (wants("InvoiceId") && order.is_invoiced()) writer.whole("InvoiceId", order.invoice_number);
  if (wants("DateOrdered") && order.date != Date()) writer.date("DateOrdered", order.date);
  if (wants("DateInvoiced") && order.is_invoiced()) {
    writer.date("DateInvoiced", order.invoice_date);
  }
  if (wants("DateChanged")) writer.instant("DateChanged", order.modified);
  if (wants("PaymentTime")) writer.whole("PaymentTime", order.terms_days);
  if (wants("IncludeVAT")) writer.flag("IncludeVAT", order.with_vat);
  if (wants("YourReference")) writer.text_unless_empty("YourReference", order.your_reference);
  if (const Result<OrderSum> sum = sum_of(order, company)) {
    if (wants("OrderTotalIncVat")) writer.amount("OrderTotalIncVat", sum->gross());
    if (wants("OrderTotalVat")) writer.amount("OrderTotalVat", sum->tax);
  }
  if (wants("InvoiceTitle")) writer.text_unless_empty("InvoiceTitle", order.memo);
  if (wants("OCR")) writer.text_unless_empty("OCR", order.remittance_reference);
  if (wants("ExternalStatus") && order.external_status != 0) {
    writer.whole("ExternalStatus", order.external_status);
  }
  if (!asked_rows.empty()) {
    writer.open("InvoiceRows");
    for (const OrderLine& line : order.lines)
      write_row(writer, line, company, asked_rows);
    writer.close();
  }
  if (wants("ReferenceInvoiceId") && order.reference_invoice != 0) {
    writer.whole("ReferenceInvoiceId", order.reference_invoice);
  }
  if (wants("ReferenceNumber")) writer.text_unless_empty("ReferenceNumber", order.reference_number);
  writer.close();
}

void write_failure(XmlWriter& writer, const XmlValue& given, const Error& error) {
  writer.open("InvoiceOrder");
  const std::int64_t id = given.whole("OrderId", no_int);
  if (id != no_int) writer.whole("OrderId", id);
  writer.open("APIException");
  writer.text("Type", "System.Exception");
  writer.text("Message", error.message);
  writer.close();
  writer.close();
}

const std::vector<XmlValue>& invoices_of(const SoapCall& call) {
  static const std::vector<XmlValue> none;
  const XmlValue* invoices = call.body.find("invoices");
  return invoices == nullptr ? none : invoices->children;
}

Result<void> save_invoices(SoapCall& call) {
  static const std::vector<std::string> all = {
      "OrderId",      "CustomerId",  "CustomerName",     "OrderStatus",   "InvoiceId",
      "DateInvoiced", "PaymentTime", "OrderTotalIncVat", "OrderTotalVat", "ReferenceNumber"};
  call.answer.open("SaveInvoicesResult");
  for (const XmlValue& given : invoices_of(call)) {
    const Result<const Order*> saved = save(call, given);
    if (saved) {
      write_order(call.answer, **saved, *call.company, all, {});
    } else {
      write_failure(call.answer, given, saved.error());
    }
  }
  call.answer.close();
  return {};
}

/// Of an order that has been invoiced the title and the reference number can be changed, nothing
/// else.
Result<const Order*> update(SoapCall& call, const XmlValue& given) {
  const std::int64_t id = given.whole("OrderId", no_int);
  Order* order = call.company->orders().find(id);
  if (order == nullptr) return refuse(fmt::format("no order has id {}", id));
  for (const XmlValue& child : given.children) {
    const bool is_free = child.name == "OrderId" || child.name == "InvoiceTitle" ||
                         child.name == "ReferenceNumber" || child.is_nil;
    if (!is_free) return refuse(fmt::format("{} cannot be updated", child.name));
  }
  if (given.find("InvoiceTitle") != nullptr) order->memo = given.text_of("InvoiceTitle");
  if (given.find("ReferenceNumber") != nullptr) {
    order->reference_number = given.text_of("ReferenceNumber");
  }
  order->modified = call.now;
  return order;
}

Result<void> update_invoices(SoapCall& call) {
  call.answer.open("UpdateInvoicesResult");
  for (const XmlValue& given : invoices_of(call)) {
    const Result<const Order*> updated = update(call, given);
    if (updated) {
      write_order(call.answer, **updated, *call.company,
                  {"OrderId", "InvoiceId", "InvoiceTitle", "ReferenceNumber"}, {});
    } else {
      write_failure(call.answer, given, updated.error());
    }
  }
  call.answer.close();
  return {};
}

bool matches(const Order& order, const XmlValue& asked) {
  const auto is_in = [&](std::string_view name, const std::string& value) {
    const std::vector<std::string> wanted = texts_of(asked, name);
    return wanted.empty() || holds(wanted, value);
  };
  const std::optional<Instant> changed = asked.instant("ChangedAfter");
  if (changed && order.modified <= *changed) return false;
  return is_in("CustomerIds", fmt::to_string(order.customer)) &&
         is_in("OrderStates", std::string(state_of(order))) &&
         is_in("InvoiceIds", fmt::to_string(order.invoice_number)) &&
         is_in("OrderIds", fmt::to_string(order.id)) &&
         is_in("ExternalStatus", fmt::to_string(order.external_status));
}

Result<void> get_invoices(SoapCall& call) {
  const XmlValue* asked = call.body.find("searchParams");
  if (asked == nullptr) return refuse("searchParams is missing");
  const std::vector<std::string> properties = texts_of(call.body, "invoiceReturnProperties");
  const std::vector<std::string> row_properties = texts_of(call.body, "rowReturnProperties");
  if (properties.empty()) return refuse("invoiceReturnProperties is empty");
  if (call.body.find("rowReturnProperties") == nullptr) {
    return refuse("rowReturnProperties is missing");
  }
  if (texts_of(*asked, "OrderIds").size() > order_ids_max) {
    return refuse(fmt::format("more than {} OrderIds", order_ids_max));
  }
  call.answer.open("GetInvoicesResult");
  for (const Order& order : call.company->orders().all()) {
    if (order.modified > call.seen_at || !matches(order, *asked)) continue;
    write_order(call.answer, order, *call.company, properties, row_properties);
  }
  call.answer.close();
  return {};
}

Result<void> list_payment_methods(SoapCall& call) {
  call.answer.open("GetPaymentMethodsResult");
  for (const PaymentMethod& method : sample_payment_methods()) {
    call.answer.open("PaymentMethod");
    call.answer.whole("Id", method.id);
    call.answer.text("Name", method.name);
    call.answer.close();
  }
  call.answer.close();
  return {};
}

}  // namespace

const SoapService& invoice_service() {
  static const SoapService service = {
      "/Economy/InvoiceOrder/V001/InvoiceService.asmx",
      "http://24sevenOffice.com/webservices",
      "http://24sevenOffice.com/webservices/",
      {{xml_sequence("GetInvoices",
                     {invoice_search_element(), property_list("invoiceReturnProperties"),
                      property_list("rowReturnProperties")}),
        false, get_invoices},
       {xml_sequence("UpdateInvoices", {xml_array("invoices", invoice_order_element())}), false,
        update_invoices},
       {xml_sequence("SaveInvoices", {xml_array("invoices", invoice_order_element())}), false,
        save_invoices},
       {xml_sequence("GetPaymentMethods"), false, list_payment_methods}}};
  return service;
}

}  // namespace avstem::sandbox::twentyfour
