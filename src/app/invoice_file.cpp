#include "app/invoice_file.hpp"

#include "app/toml_read.hpp"
#include "core/html_text.hpp"
#include "platform/files.hpp"

namespace avstem::app {
namespace {

using books::Customer;
using books::SaleDocument;
using books::SaleDocumentKind;
using services::PlannedDocument;

/// A text that may be left out.
Result<std::string> text_of(const toml::table& table, std::string_view key,
                            const std::string& place) {
  return optional_value(table, key, std::string(), "a text in quotes", place);
}

/// A name or an address, as people write it.
Result<std::string> plain_text(const toml::table& table, std::string_view key,
                               const std::string& place) {
  return text_of(table, key, place).transform([](const std::string& text) {
    return unescape_html(text);
  });
}

/// Reads texts into fields until one is wrong.
template <class Read>
Result<void> read_fields(const toml::table& table, const std::string& place, Read read,
                         std::initializer_list<std::pair<std::string_view, std::string*>> fields) {
  for (const auto& [key, field] : fields) {
    auto text = read(table, key, place);
    if (!text) return text.error();
    if (table.contains(key)) *field = *std::move(text);
  }
  return {};
}

Result<Customer> read_customer(const toml::table& table, std::string place) {
  auto reference = required_text(table, "reference", place);
  if (!reference) return reference.error();
  place += fmt::format(" '{}'", *reference);
  auto known = only_keys(table, place,
                         {"reference", "first_name", "last_name", "company", "organisation_number",
                          "email", "phone", "address"});
  if (!known) return known.error();
  Customer customer;
  customer.reference = *reference;
  customer.is_person = !table.contains("company");
  auto names = read_fields(table, place, plain_text,
                           {{"first_name", &customer.first_name},
                            {"last_name", &customer.last_name},
                            {"company", &customer.name}});
  if (!names) return names.error();
  auto others = read_fields(table, place, text_of,
                            {{"organisation_number", &customer.organisation_number},
                             {"email", &customer.email},
                             {"phone", &customer.phone}});
  if (!others) return others.error();
  auto address = optional_table(table, "address", place);
  if (!address) return address.error();
  if (*address != nullptr) {
    place += ": address";
    known = only_keys(**address, place, {"line_1", "line_2", "postal_code", "city", "country"});
    if (!known) return known.error();
    auto lines = read_fields(**address, place, plain_text,
                             {{"line_1", &customer.address.line_1},
                              {"line_2", &customer.address.line_2},
                              {"postal_code", &customer.address.postal_code},
                              {"city", &customer.address.city},
                              {"country", &customer.address.country}});
    if (!lines) return lines.error();
  }
  if (auto checked = books::check_customer(customer); !checked) return checked.error().in(place);
  return customer;
}

Result<books::SoldItem> read_item(const toml::table& table, const std::string& place) {
  auto known =
      only_keys(table, place, {"description", "account", "vat", "amount", "department", "project"});
  if (!known) return known.error();
  books::SoldItem item;
  auto description = required_text(table, "description", place);
  auto account =
      optional_value(table, "account", std::int64_t{0}, "an account number without quotes", place);
  auto text = required_text(table, "amount", place);
  if (!description) return description.error();
  if (!account) return account.error();
  if (!text) return text.error();
  auto amount = Money::from_decimal(*text, Currency());
  if (!amount) return amount.error().in(place);
  auto codes = read_fields(
      table, place, text_of,
      {{"vat", &item.vat_code}, {"department", &item.department}, {"project", &item.project}});
  if (!codes) return codes.error();
  item.description = *std::move(description);
  item.account = *account;
  item.amount = amount->minor();
  return item;
}

Result<std::vector<books::SoldItem>> read_items(const toml::table& table,
                                                const std::string& place) {
  const Error no_items{ErrorKind::invalid,
                       place +
                           ": 'items' is written [{ description = \"Jacket\", account = 3000, vat "
                           "= \"3\", amount = \"100.00\" }]"};
  const toml::array* const items = table["items"].as_array();
  if (items == nullptr) return no_items;
  std::vector<books::SoldItem> read;
  for (const auto& each : *items) {
    if (!each.is_table()) return no_items;
    auto item = read_item(*each.as_table(), place);
    if (!item) return item.error();
    read.push_back(*std::move(item));
  }
  return read;
}

Result<PlannedDocument> read_document(const toml::table& table, std::string place,
                                      SaleDocumentKind kind) {
  auto reference = required_text(table, "reference", place);
  if (!reference) return reference.error();
  place += fmt::format(" '{}'", *reference);
  const bool is_credit_note = kind == SaleDocumentKind::credit_note;
  auto known = is_credit_note
                   ? only_keys(table, place,
                               {"reference", "customer", "date", "due", "matching_reference", "kid",
                                "items", "credits", "invoice_number"})
                   : only_keys(table, place,
                               {"reference", "customer", "date", "due", "matching_reference", "kid",
                                "items"});
  if (!known) return known.error();
  PlannedDocument planned;
  SaleDocument& document = planned.document;
  document.kind = kind;
  document.reference = *reference;
  document.matching_reference = *reference;
  auto customer = required_text(table, "customer", place);
  auto date = required_date(table, "date", place);
  auto due = table.contains("due") ? required_date(table, "due", place) : date;
  auto items = read_items(table, place);
  auto texts = read_fields(table, place, text_of,
                           {{"matching_reference", &document.matching_reference},
                            {"kid", &document.kid},
                            {"credits", &planned.credits_reference},
                            {"invoice_number", &document.credits}});
  if (!customer) return customer.error();
  if (!date) return date.error();
  if (!due) return due.error();
  if (!items) return items.error();
  if (!texts) return texts.error();
  planned.customer_reference = *customer;
  document.date = *date;
  document.due_date = *due;
  document.items = *std::move(items);
  return planned;
}

}  // namespace

Result<InvoiceFile> parse_invoice_file(std::string_view text, const std::string& path) {
  auto table = parse_toml(text, path);
  if (!table) return table.error();
  if (auto known = only_keys(*table, path, {"customer", "invoice", "credit_note"}); !known) {
    return known.error();
  }
  InvoiceFile file;
  auto customers =
      each_table(*table, path, "customer",
                 [&](const toml::table& each, const std::string& place) -> Result<void> {
                   auto read = read_customer(each, place);
                   if (!read) return read.error();
                   file.customers.push_back(*std::move(read));
                   return {};
                 });
  if (!customers) return customers.error();
  for (const SaleDocumentKind kind : {SaleDocumentKind::invoice, SaleDocumentKind::credit_note}) {
    auto documents =
        each_table(*table, path, to_string(kind),
                   [&](const toml::table& each, const std::string& place) -> Result<void> {
                     auto read = read_document(each, place, kind);
                     if (!read) return read.error();
                     file.documents.push_back(*std::move(read));
                     return {};
                   });
    if (!documents) return documents.error();
  }
  if (file.customers.empty() && file.documents.empty()) {
    return Error{ErrorKind::invalid,
                 path + ": it has no [[customer]], [[invoice]] or [[credit_note]]"};
  }
  return file;
}

Result<InvoiceFile> read_invoice_file(const std::string& path) {
  auto text = read_file(path, invoice_file_bytes_max);
  if (!text) return text.error();
  return parse_invoice_file(*text, path);
}

}  // namespace avstem::app
