#include "accounting/poweroffice/customers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "accounting/json_writer.hpp"

namespace avstem::accounting::poweroffice {
namespace {

constexpr std::string_view read_privilege = "Customer";
/// A change that reads show late may be older than the newest one that was read.
constexpr std::chrono::minutes change_margin{1};

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits),
                       [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

std::string in_small_letters(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

Result<KnownCustomer> known_customer(const JsonValue& row) {
  auto id = integer_field(row, "Id");
  if (!id) return id.error();
  auto number = integer_field(row, "Number");
  if (!number) return number.error();
  return KnownCustomer{*number, fmt::to_string(*id)};
}

/// The only one of these, nothing, or a conflict.
template <typename RowPointer>
Result<std::optional<KnownCustomer>> only_one(const std::vector<RowPointer>& rows,
                                              std::string_view what) {
  if (rows.empty()) return std::optional<KnownCustomer>();
  if (rows.size() == 1) {
    return std::optional(KnownCustomer{rows.front()->number, fmt::to_string(rows.front()->id)});
  }
  std::vector<std::int64_t> numbers;
  for (const auto* row : rows)
    numbers.push_back(row->number);
  std::ranges::sort(numbers);
  return Error{ErrorKind::conflict,
               fmt::format("customers {} in PowerOffice all have {}; archive or merge all but one "
                           "in Go",
                           fmt::join(numbers, ", "), what)};
}

std::string address_body(const books::Address& address) {
  JsonWriter body;
  body.text_unless_empty("AddressLine1", address.line_1)
      .text_unless_empty("AddressLine2", address.line_2)
      .text("ZipCode", address.postal_code)
      .text("City", address.city)
      .text("CountryCode", address.country);
  return std::move(body).finish();
}

}  // namespace

Result<std::optional<KnownCustomer>> CustomerDirectory::find(const books::Customer& customer) {
  auto by_reference = find_by_reference(customer.reference);
  if (!by_reference || *by_reference) return by_reference;
  const bool looks_for_email = customer.is_person && !customer.email.empty();
  const bool looks_for_number = !customer.is_person && !customer.organisation_number.empty();
  if (!looks_for_email && !looks_for_number) return std::optional<KnownCustomer>();
  if (auto read = read_changes(); !read) return read.error();
  const std::string email = in_small_letters(customer.email);
  std::vector<const Row*> fitting;
  for (const auto& [id, row] : rows_) {
    if (row.is_archived || row.is_person != customer.is_person) continue;
    const bool fits = looks_for_number ? row.organisation_number == customer.organisation_number
                                       : row.email == email || row.invoice_email == email;
    if (fits) fitting.push_back(&row);
  }
  if (looks_for_number) {
    return only_one(fitting,
                    fmt::format("the organisation number {}", customer.organisation_number));
  }
  // A household may share an address; then the name tells who it is.
  const auto has_name = [&](const Row* row) { return row->name == customer.full_name(); };
  if (fitting.size() > 1 && std::ranges::count_if(fitting, has_name) == 1) {
    std::erase_if(fitting, std::not_fn(has_name));
  }
  return only_one(fitting, "the e-mail address of '" + customer.reference + "'");
}

Result<std::optional<KnownCustomer>> CustomerDirectory::find_by_reference(
    const std::string& reference) {
  std::vector<Row> found;
  const auto take = [&](const JsonValue& json) -> Result<void> {
    if (text_or_empty(json, "ExternalImportReference") != reference) return {};
    auto row = row_of(json);
    if (!row) return row.error();
    found.push_back(std::move(*row));
    return {};
  };
  auto read = session_.read_list("/Customers", {{"externalImportReference", reference}},
                                 read_privilege, take);
  if (!read) return read.error();
  std::vector<const Row*> rows;
  for (const Row& row : found) {
    if (row.is_archived) {
      return Error{ErrorKind::refused,
                   fmt::format("customer {} in PowerOffice is archived; make it active again in Go",
                               row.number)};
    }
    rows.push_back(&row);
  }
  return only_one(rows, "the reference '" + reference + "'");
}

Result<void> CustomerDirectory::read_changes() {
  QueryParameters query;
  if (newest_) {
    query.emplace_back("lastChangedDateTimeOffsetGreaterThan", to_string(*newest_ - change_margin));
  }
  std::optional<Instant> newest = newest_;
  const auto take = [&](const JsonValue& json) -> Result<void> {
    auto row = row_of(json);
    if (!row) return row.error();
    const auto changed = parse_instant(text_or_empty(json, "LastChangedDateTimeOffset"));
    if (changed && (!newest || *changed > *newest)) newest = *changed;
    const std::int64_t id = row->id;
    rows_.insert_or_assign(id, std::move(*row));
    return {};
  };
  auto read = session_.read_list("/Customers", query, read_privilege, take);
  // A list that broke off may have shown its newest row first.
  if (read) newest_ = newest;
  return read;
}

Result<CustomerDirectory::Row> CustomerDirectory::row_of(const JsonValue& json) {
  auto known = known_customer(json);
  if (!known) return known.error();
  auto id = integer_field(json, "Id");
  if (!id) return id.error();
  Row row;
  row.id = *id;
  row.number = known->number;
  row.is_person = is_true(json, "IsPerson");
  row.is_archived = is_true(json, "IsArchived");
  row.name = row.is_person
                 ? text_or_empty(json, "FirstName") + " " + text_or_empty(json, "LastName")
                 : text_or_empty(json, "Name");
  row.organisation_number = digits_of(text_or_empty(json, "OrganizationNumber"));
  row.email = in_small_letters(text_or_empty(json, "EmailAddress"));
  row.invoice_email = in_small_letters(text_or_empty(json, "InvoiceEmailAddress"));
  return row;
}

Result<std::string> customer_body(const books::Customer& customer) {
  if (auto checked = books::check_customer(customer); !checked) return checked.error();
  JsonWriter body;
  body.boolean("IsPerson", customer.is_person);
  if (customer.is_person) {
    body.text("FirstName", customer.first_name).text("LastName", customer.last_name);
  } else {
    body.text("Name", customer.name)
        .text_unless_empty("OrganizationNumber", customer.organisation_number);
  }
  body.text_unless_empty("EmailAddress", customer.email)
      .text_unless_empty("InvoiceEmailAddress", customer.email)
      .text_unless_empty("PhoneNumber", customer.phone);
  if (!customer.address.postal_code.empty() && !customer.address.city.empty()) {
    body.object("MailAddress", address_body(customer.address));
  }
  body.text("ExternalImportReference", customer.reference);
  return std::move(body).finish();
}

Result<KnownCustomer> read_created_customer(const Response& response) {
  if (response.status == 201) {
    auto document = JsonValue::parse(response.body);
    if (!document) return document.error();
    return known_customer(*document);
  }
  return refusal_of({"POST /Customers", "Customer_Full"}, response);
}

}  // namespace avstem::accounting::poweroffice
