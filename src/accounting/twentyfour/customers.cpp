#include "accounting/twentyfour/customers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "core/html_text.hpp"

namespace avstem::accounting::twentyfour {
namespace {

struct Row {
  std::int64_t id = 0;
  std::string reference;
  std::string organisation_number;  ///< digits only
  bool is_person = false;
  std::string name;  ///< plain
  std::string email;
  std::string invoice_email;  ///< both in small letters
};

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

std::string address_in(const XmlValue& row, std::string_view kind) {
  const XmlValue* const all = row.child("EmailAddresses");
  const XmlValue* const one = all == nullptr ? nullptr : all->child(kind);
  return one == nullptr ? std::string() : in_small_letters(one->text_of("Value"));
}

Result<Row> row_of(const XmlValue& company) {
  auto id = whole_in(company, "Id");
  if (!id) return id.error();
  Row row;
  row.id = *id;
  row.reference = company.text_of("ExternalId");
  row.organisation_number = digits_of(company.text_of("OrganizationNumber"));
  row.is_person = company.text_of("Type") == "Consumer";
  // Texts are HTML here, and only here.
  const std::string first = unescape_html(company.text_of("FirstName"));
  const std::string last = unescape_html(company.text_of("Name"));
  row.name = row.is_person && !first.empty() ? first + " " + last : last;
  row.email = address_in(company, "Primary");
  row.invoice_email = address_in(company, "Invoice");
  return row;
}

/// Customers that GetCompanies gives for one search parameter and that really fit.
Result<std::vector<Row>> search(Soap& soap, std::string_view parameter, const std::string& value,
                                const std::function<bool(const Row&)>& fits) {
  XmlWriter asked;
  asked.open("searchParams").text(parameter, value).close("searchParams").open("returnProperties");
  for (const auto* property :
       {"Id", "ExternalId", "OrganizationNumber", "Name", "FirstName", "EmailAddresses", "Type"}) {
    asked.text("string", property);
  }
  asked.close("returnProperties");
  auto companies = soap.call(company_service, "GetCompanies", std::move(asked).finish());
  if (!companies) return companies.error();
  std::vector<Row> rows;
  for (const XmlValue& company : companies->children()) {
    auto row = row_of(company);
    if (!row) return row.error().in("GetCompanies");
    if (fits(*row)) rows.push_back(*std::move(row));
  }
  return rows;
}

/// The only one of these, nothing, or a conflict.
Result<std::optional<KnownCustomer>> only_one(std::vector<Row> rows, std::string_view what) {
  std::ranges::sort(rows, {}, &Row::id);
  const auto [first, last] = std::ranges::unique(rows, {}, &Row::id);
  rows.erase(first, last);
  if (rows.empty()) return std::optional<KnownCustomer>();
  if (rows.size() == 1) {
    return std::optional(KnownCustomer{rows.front().id, fmt::to_string(rows.front().id)});
  }
  std::vector<std::int64_t> numbers;
  for (const Row& row : rows)
    numbers.push_back(row.id);
  return Error{ErrorKind::conflict,
               fmt::format("customers {} in 24SevenOffice all have {}; keep it on one of them, or "
                           "merge them there",
                           fmt::join(numbers, ", "), what)};
}

Result<std::optional<KnownCustomer>> find_by_reference(Soap& soap, const std::string& reference) {
  auto rows = search(soap, "ExternalId", reference,
                     [&](const Row& row) { return row.reference == reference; });
  if (!rows) return rows.error();
  return only_one(*std::move(rows), "the reference '" + reference + "'");
}

Result<std::optional<KnownCustomer>> find_company(Soap& soap, const std::string& number) {
  std::vector<Row> all;
  // A search is for the exact text, and people write the number with spaces too.
  std::vector<std::string> spellings{number};
  if (number.size() == 9) {
    spellings.push_back(
        fmt::format("{} {} {}", number.substr(0, 3), number.substr(3, 3), number.substr(6)));
  }
  for (const std::string& spelling : spellings) {
    auto rows = search(soap, "OrganizationNumber", spelling, [&](const Row& row) {
      return !row.is_person && row.organisation_number == number;
    });
    if (!rows) return rows.error();
    all.insert(all.end(), rows->begin(), rows->end());
  }
  return only_one(std::move(all), "the organisation number " + number);
}

Result<std::optional<KnownCustomer>> find_person(Soap& soap, const books::Customer& customer) {
  const std::string email = in_small_letters(customer.email);
  std::vector<Row> all;
  std::vector<std::string> spellings{customer.email};
  if (email != customer.email) spellings.push_back(email);
  for (const std::string& spelling : spellings) {
    auto rows = search(soap, "CompanyEmail", spelling, [&](const Row& row) {
      return row.is_person && (row.email == email || row.invoice_email == email);
    });
    if (!rows) return rows.error();
    all.insert(all.end(), rows->begin(), rows->end());
  }
  // A household may share an address; then the name tells who it is.
  const auto has_name = [&](const Row& row) { return row.name == customer.full_name(); };
  if (std::ranges::any_of(all, has_name)) std::erase_if(all, std::not_fn(has_name));
  return only_one(std::move(all), "the e-mail address of '" + customer.reference + "'");
}

void write_address(XmlWriter& body, std::string_view kind, const books::Address& address) {
  body.open(kind)
      .text_unless_empty("Street", address.line_2.empty() ? address.line_1
                                                          : address.line_1 + ", " + address.line_2)
      .text_unless_empty("PostalCode", address.postal_code)
      .text_unless_empty("PostalArea", address.city)
      .text_unless_empty("Country", address.country)
      .close(kind);
}

void write_value(XmlWriter& body, std::string_view kind, const std::string& value) {
  body.open(kind).text("Value", value).close(kind);
}

/// `companies` of SaveCompanies, in the order of the WSDL.
std::string company_of(const books::Customer& customer) {
  XmlWriter body;
  body.open("companies").open("Company").text("ExternalId", customer.reference);
  if (customer.is_person) {
    body.text("Name", customer.last_name).text("FirstName", customer.first_name);
  } else {
    body.text_unless_empty("OrganizationNumber", customer.organisation_number)
        .text("Name", customer.name);
  }
  if (!customer.address.postal_code.empty() && !customer.address.city.empty()) {
    body.open("Addresses");
    write_address(body, "Post", customer.address);
    write_address(body, "Invoice", customer.address);
    body.close("Addresses");
  }
  if (!customer.phone.empty()) {
    body.open("PhoneNumbers");
    write_value(body, "Primary", customer.phone);
    body.close("PhoneNumbers");
  }
  if (!customer.email.empty()) {
    body.open("EmailAddresses");
    write_value(body, "Invoice", customer.email);
    write_value(body, "Primary", customer.email);
    body.close("EmailAddresses");
  }
  body.text("Type", customer.is_person ? "Consumer" : "Business")
      .close("Company")
      .close("companies");
  return std::move(body).finish();
}

}  // namespace

Result<std::optional<KnownCustomer>> find_customer(Soap& soap, const books::Customer& customer) {
  auto found = find_by_reference(soap, customer.reference);
  if (!found || *found) return found;
  if (!customer.is_person && !customer.organisation_number.empty()) {
    return find_company(soap, customer.organisation_number);
  }
  if (customer.is_person && !customer.email.empty()) return find_person(soap, customer);
  return std::optional<KnownCustomer>();
}

Result<KnownCustomer> create_customer(Soap& soap, const books::Customer& customer) {
  if (auto checked = books::check_customer(customer); !checked) return checked.error();
  auto there = find_by_reference(soap, customer.reference);
  if (!there) return there.error();
  if (*there) {
    return Error{
        ErrorKind::conflict,
        fmt::format("customer {} in 24SevenOffice has the reference already", (*there)->number)};
  }
  auto saved = soap.call(company_service, "SaveCompanies", company_of(customer));
  if (!saved) return saved.error();
  const XmlValue* const company = saved->child("Company");
  if (company == nullptr) {
    return Error{ErrorKind::unavailable, "SaveCompanies: the reply names no company"};
  }
  if (const XmlValue* const refusal = company->child("APIException")) {
    return Error{ErrorKind::refused,
                 fmt::format("24SevenOffice refused it: {}", refusal->text_of("Message"))};
  }
  auto id = whole_in(*company, "Id");
  if (!id) return id.error().in("SaveCompanies");
  return KnownCustomer{*id, fmt::to_string(*id)};
}

}  // namespace avstem::accounting::twentyfour
