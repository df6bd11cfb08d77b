#include "sandbox/twentyfour_order_bodies.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::sandbox::twentyfour {
namespace {

/// Texts that an order may carry but the stand-in does not keep: their lengths are checked.
void check_texts(BodyReader& reader,
                 std::initializer_list<std::pair<const char*, std::size_t>> texts) {
  for (const auto& [name, length_max] : texts)
    reader.text(name, {0, length_max});
}

void read_customer(const JsonValue& value, const Call& call, bool is_new, Order& order,
                   std::vector<Breach>& breaches) {
  BodyReader reader(value, "customer", breaches);
  if (is_new) reader.require({"id", "name"});
  if (const auto id = reader.whole("id")) order.customer = *id;
  if (const auto name = reader.text("name", {0, 200})) order.customer_name = *name;
  check_texts(reader, {{"organizationNumber", 20},
                       {"street", 250},
                       {"postalCode", 50},
                       {"postalArea", 50},
                       {"city", 50},
                       {"countrySubdivision", 50},
                       {"countryCode", 2}});
  reader.text("gln", {13, 13});
  reader.array("invoiceEmailAddresses");
  reader.finish(Properties::open, call.mode());
}

void read_invoice(const JsonValue& value, const Call& call, Order& order,
                  std::vector<Breach>& breaches) {
  BodyReader reader(value, "invoice", breaches);
  if (const auto method =
          reader.word("distributionMethod",
                      {"", "manualdistribution", "efakturadistribution", "ehfdistribution",
                       "postaldistribution", "printdistribution", "emaildistribution"})) {
    order.distribution_method = *method;
  }
  if (const auto reference = reader.text("remittanceReference")) {
    order.remittance_reference = *reference;
  }
  if (const auto date = reader.date("date")) order.invoice_date = *date;
  if (const JsonValue* terms = reader.object("paymentTerms")) {
    constexpr std::int64_t days_max = 36'500;
    BodyReader inner(*terms, "invoice.paymentTerms", breaches);
    inner.require({"type", "value"});
    // FixedDate is for the new invoicing module only, which these companies have not activated.
    if (const auto type = inner.word("type", {"NumberOfDays", "OutMonthPlusDays"})) {
      order.terms = *type;
    }
    if (const auto days = inner.whole("value", {0, days_max})) order.terms_days = *days;
    inner.finish(Properties::open, call.mode());
  }
  reader.finish(Properties::open, call.mode());
}

/// The number behind `{"id":…}` or `{"number":…}`.
struct Named {
  std::optional<std::int64_t> id;
  std::optional<std::int64_t> number;
};

Named read_named(const JsonValue& value, const std::string& path, const Call& call,
                 std::vector<Breach>& breaches) {
  BodyReader reader(value, path, breaches);
  Named named{reader.whole("id"), reader.whole("number")};
  reader.number("rate");
  reader.text("name", {0, 75});
  reader.finish(Properties::open, call.mode());
  return named;
}

Result<void> take_product(const Named& named, OrderLine& line) {
  if (!named.id) return {};
  const auto& products = sample_products();
  const auto found = std::ranges::find(products, *named.id, &Product::id);
  if (found == products.end()) {
    return Error{ErrorKind::invalid, fmt::format("no product has id {}", *named.id)};
  }
  line.product = found->id;
  if (line.description.empty()) line.description = found->name;
  if (line.price == 0) line.price = found->price;
  line.account = found->account;
  return {};
}

Result<void> take_account(const Named& named, const Company& company, OrderLine& line) {
  for (const auto& [number, account] : company.accounts()) {
    if ((named.id && account.id == *named.id) || (named.number && number == *named.number)) {
      line.account = number;
      return {};
    }
  }
  return Error{ErrorKind::invalid, fmt::format("account {} is not in use",
                                               named.number.value_or(named.id.value_or(0)))};
}

Result<void> take_tax(const Named& named, const Company& company, OrderLine& line) {
  const TaxCode* tax = named.id       ? company.find_tax_by_id(*named.id)
                       : named.number ? company.find_tax(*named.number)
                                      : nullptr;
  if (tax == nullptr) return Error{ErrorKind::invalid, "the tax is not in use"};
  line.tax_number = tax->number;
  return {};
}

}  // namespace

void read_order(const JsonValue& body, const Call& call, bool is_new, Order& order,
                std::vector<Breach>& breaches) {
  BodyReader reader(body, "", breaches);
  if (is_new) reader.require({"customer"});
  if (const JsonValue* customer = reader.object("customer")) {
    read_customer(*customer, call, is_new, order, breaches);
  }
  if (const auto status = reader.word("status", {"Draft", "Web", "Proposal", "Confirmed", "Invoice",
                                                 "AdvanceInvoice", "Inactive"})) {
    order.status = *status;
  }
  if (const auto date = reader.date("date")) order.date = *date;
  if (const auto date = reader.date("deliveryDate")) order.delivery_date = *date;
  if (const auto text = reader.text("referenceNumber", {0, 50})) order.reference_number = *text;
  if (const auto text = reader.text("internalMemo", {0, 300})) order.internal_memo = *text;
  if (const auto text = reader.text("memo")) order.memo = *text;
  if (const JsonValue* invoice = reader.object("invoice")) {
    read_invoice(*invoice, call, order, breaches);
  }
  if (const JsonValue* reference = reader.object("yourReference")) {
    BodyReader inner(*reference, "yourReference", breaches);
    order.your_reference = inner.text("name").value_or("");
    inner.number("id");
    inner.finish(Properties::open, call.mode());
  }
  if (const JsonValue* method = reader.object("paymentMethod")) {
    BodyReader inner(*method, "paymentMethod", breaches);
    inner.require({"id"});
    order.payment_method = inner.whole("id", {}, true).value_or(0);
    inner.finish(Properties::open, call.mode());
  }
  if (const JsonValue* currency = reader.object("currency")) {
    BodyReader inner(*currency, "currency", breaches);
    inner.word("code", {"NOK"});
    inner.number("rate");
    inner.finish(Properties::open, call.mode());
  }
  for (const char* kept_by_nobody : {"deliveryCustomer", "ourReference", "salesType", "accrual"}) {
    reader.object(kept_by_nobody);
  }
  reader.array("dimensions");
  reader.finish(Properties::open, call.mode());
}

Result<void> read_order_line(const JsonValue& body, const Call& call, bool is_new, OrderLine& line,
                             std::vector<Breach>& breaches) {
  constexpr std::int64_t all_of_it = 10'000;
  BodyReader reader(body, "", breaches);
  if (!is_new) reader.whole("id");
  if (const auto type = reader.word("type", {"product", "text"})) line.is_text = *type == "text";
  if (const auto text = reader.text("description", {1, 300})) line.description = *text;
  if (const auto quantity = reader.amount("quantity")) line.quantity = *quantity;
  if (const auto price = reader.amount("price")) line.price = *price;
  if (const auto discount = reader.amount("discountRate")) {
    line.discount = *discount;
    if (*discount < 0 || *discount > all_of_it) {
      reader.breach("discountRate", *discount < 0 ? "minimum" : "maximum");
    }
  }
  reader.number("costPrice", true);
  reader.flag("isHidden");
  reader.object("accrual");
  reader.array("dimensions");
  std::optional<Named> product;
  std::optional<Named> account;
  std::optional<Named> tax;
  for (const auto& [name, named] :
       {std::pair("product", &product), std::pair("account", &account), std::pair("tax", &tax)}) {
    const JsonValue* value = reader.object(name);
    if (value == nullptr) continue;
    // A product's number is a text, and read-only.
    if (named == &product) {
      BodyReader inner(*value, "product", breaches);
      *named = Named{inner.whole("id"), std::nullopt};
      inner.text("number", {0, 100});
      inner.finish(Properties::open, call.mode());
    } else {
      *named = read_named(*value, name, call, breaches);
    }
  }
  reader.finish(Properties::closed, call.mode());
  if (!breaches.empty()) return {};
  if (product) {
    if (Result<void> taken = take_product(*product, line); !taken) return taken;
  }
  if (account) {
    if (Result<void> taken = take_account(*account, call.company, line); !taken) return taken;
  }
  if (line.account == 0) line.account = sample_products().front().account;
  if (tax) return take_tax(*tax, call.company, line);
  if (is_new || account || product) {
    const std::int64_t id = call.company.find_account(line.account)->tax_id;
    line.tax_number = call.company.find_tax_by_id(id)->number;
  }
  return {};
}

JsonObject order_line_row(const OrderLine& line, const Company& company) {
  JsonObject row;
  row.number("id", line.id).text("type", line.is_text ? "text" : "product");
  if (line.product != 0) row.raw("product", fmt::format(R"({{"id":{}}})", line.product));
  add_text(row, "description", line.description);
  if (line.is_text) return row;
  row.raw("quantity", json_amount(line.quantity)).raw("price", json_amount(line.price));
  row.raw("discountRate", json_amount(line.discount));
  const TaxCode& tax = *company.find_tax(line.tax_number);
  row.raw("tax", fmt::format(R"({{"id":{},"number":{},"rate":{}}})", tax.id, tax.number,
                             tax.rate_percent));
  const Account& account = *company.find_account(line.account);
  JsonObject named;
  named.number("id", account.id).number("number", account.number).text("name", account.name);
  return row.raw("account", named.to_text());
}

JsonObject order_row(const Order& order, const Company& company) {
  JsonObject row;
  JsonObject customer;
  customer.number("id", order.customer).text("name", order.customer_name);
  row.number("id", order.id).raw("customer", customer.to_text());
  row.raw("currency", R"({"code":"NOK","rate":1})").text("status", order.status);
  if (order.date != Date()) row.date("date", order.date);
  if (order.delivery_date) row.date("deliveryDate", order.delivery_date);
  add_text(row, "referenceNumber", order.reference_number);
  add_text(row, "internalMemo", order.internal_memo);
  add_text(row, "memo", order.memo);
  JsonObject invoice;
  if (order.is_invoiced()) {
    invoice.number("number", order.invoice_number).date("date", order.invoice_date);
    invoice.date("dueDate", order.due_date);
    invoice.raw("transaction", fmt::format(R"({{"id":"{}"}})", order.transaction_id));
  }
  invoice.raw("distributionMethod", fmt::format("\"{}\"", order.distribution_method));
  invoice.raw("paymentTerms",
              fmt::format(R"({{"type":"{}","value":{}}})", order.terms, order.terms_days));
  add_text(invoice, "remittanceReference", order.remittance_reference);
  row.raw("invoice", invoice.to_text());
  if (order.payment_method != 0) {
    row.raw("paymentMethod", fmt::format(R"({{"id":{}}})", order.payment_method));
  }
  if (const Result<OrderSum> sum = sum_of(order, company)) {
    row.raw("grossAmount", json_amount(sum->gross())).raw("netAmount", json_amount(sum->net));
    row.raw("taxAmount", json_amount(sum->tax));
  }
  row.text("createdAt", json_time(order.created)).text("modifiedAt", json_time(order.modified));
  return row;
}

}  // namespace avstem::sandbox::twentyfour
