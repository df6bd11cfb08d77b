#include "accounting/twentyfour/order_bodies.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

#include "accounting/json_writer.hpp"

namespace avstem::accounting::twentyfour {
namespace {

/// The system's own dimensions; a client's have numbers above 100.
constexpr std::int64_t project_dimension = 1;
constexpr std::int64_t department_dimension = 2;

std::string dimension_body(std::int64_t type, const std::string& code) {
  JsonWriter body;
  body.integer("dimensionType", type).text("value", code).text("name", code);
  return std::move(body).finish();
}

std::string invoice_body(const books::SaleDocument& document) {
  JsonWriter terms;
  terms.text("type", "NumberOfDays")
      .integer("value", (document.due_date.days() - document.date.days()).count());
  JsonWriter body;
  body.text("date", document.date.to_string())
      .text("distributionMethod", "manualdistribution")
      .object("paymentTerms", std::move(terms).finish())
      .text_unless_empty("remittanceReference", document.kid);
  return std::move(body).finish();
}

/// A person's row may do without the name that a company's has.
std::string name_in(const JsonValue& customer) {
  std::string name = text_or_empty(customer, "name");
  const JsonValue* const person = customer.member("person");
  if (!name.empty() || person == nullptr) return name;
  return text_or_empty(*person, "firstName") + " " + text_or_empty(*person, "lastName");
}

}  // namespace

bool is_credit_note(const books::SaleDocument& document) {
  return document.kind == books::SaleDocumentKind::credit_note;
}

std::int64_t wanted_total(const books::SaleDocument& document) {
  return is_credit_note(document) ? -document.total() : document.total();
}

Result<void> check_order(const books::SaleDocument& document, const Settings& settings) {
  if (document.currency != settings.currency) {
    return Error{ErrorKind::invalid,
                 fmt::format("it is in {}, and the books are kept in {}", document.currency.code(),
                             settings.currency.code())};
  }
  if (document.matching_reference.size() > reference_number_length_max) {
    return Error{ErrorKind::invalid,
                 fmt::format("the reference '{}' has {} bytes, and 24SevenOffice takes {}",
                             document.matching_reference, document.matching_reference.size(),
                             reference_number_length_max)};
  }
  std::int64_t number = 0;
  const char* const last = document.credits.data() + document.credits.size();
  const auto [end, status] = std::from_chars(document.credits.data(), last, number);
  if (!is_credit_note(document) || (status == std::errc() && end == last && number > 0)) return {};
  return Error{ErrorKind::invalid,
               fmt::format("'{}' is no invoice number of 24SevenOffice; they are whole numbers",
                           document.credits)};
}

std::string order_body(const books::SaleDocument& document, const std::string& customer) {
  JsonWriter body;
  body.object("customer", customer)
      .text("status", "Draft")
      .text("date", document.date.to_string())
      .text("deliveryDate", document.date.to_string())
      .text("referenceNumber",
            document.matching_reference.empty() ? document.reference : document.matching_reference)
      .text("internalMemo", document.reference)
      .object("invoice", invoice_body(document));
  return std::move(body).finish();
}

std::string order_customer_body(std::int64_t number, const JsonValue& customer) {
  JsonWriter body;
  body.integer("id", number)
      .text("name", name_in(customer))
      .text_unless_empty("organizationNumber", text_or_empty(customer, "organizationNumber"));
  const JsonValue* const addresses = customer.member("address");
  for (const auto* kind : {"billing", "postal", "visit"}) {
    const JsonValue* const address = addresses == nullptr ? nullptr : addresses->member(kind);
    if (address == nullptr || text_or_empty(*address, "postalCode").empty()) continue;
    for (const auto* field : {"street", "postalCode", "postalArea", "countryCode"})
      body.text_unless_empty(field, text_or_empty(*address, field));
    break;
  }
  return std::move(body).finish();
}

Result<std::vector<std::string>> order_line_bodies(const books::SaleDocument& document,
                                                   const Settings& settings,
                                                   const ReferenceData& data) {
  auto lines = books::net_lines(document, settings.rounding_account);
  if (!lines) return lines.error();
  // The øre is added when the system's own total is known, so that there is one such line and not
  // two against each other. An item that looks like it comes to the same there.
  const std::int64_t small = rounding_per_line_max * static_cast<std::int64_t>(lines->size());
  const books::NetLine& last = lines->back();
  if (lines->size() > 1 && last.account == settings.rounding_account && last.vat_code.empty() &&
      std::abs(last.net) <= small) {
    lines->pop_back();
  }
  std::vector<std::string> bodies;
  if (is_credit_note(document)) {
    JsonWriter text;
    text.text("type", "text")
        .text("description", fmt::format("Kreditering av faktura {}", document.credits));
    bodies.push_back(std::move(text).finish());
  }
  for (const books::NetLine& line : *lines) {
    auto body = order_line_body(document, line, data);
    if (!body) return body.error();
    bodies.push_back(*std::move(body));
  }
  return bodies;
}

Result<std::string> order_line_body(const books::SaleDocument& document, const books::NetLine& line,
                                    const ReferenceData& data) {
  auto tax = data.tax(line.vat_code);
  if (!tax) return tax.error();
  const bool takes_back = is_credit_note(document) != (line.net < 0);
  JsonWriter body;
  body.text("type", "product")
      .text("description", line.description)
      .integer("quantity", takes_back ? -1 : 1)
      .amount("price", Money(std::abs(line.net), document.currency))
      .object("tax", fmt::format(R"({{"number":{}}})", tax->number))
      .object("account", fmt::format(R"({{"number":{}}})", line.account));
  std::vector<std::string> dimensions;
  if (!line.project.empty()) dimensions.push_back(dimension_body(project_dimension, line.project));
  if (!line.department.empty())
    dimensions.push_back(dimension_body(department_dimension, line.department));
  if (!dimensions.empty()) body.list("dimensions", dimensions);
  return std::move(body).finish();
}

}  // namespace avstem::accounting::twentyfour
