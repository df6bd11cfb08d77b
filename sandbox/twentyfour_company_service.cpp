// CompanyService: customers over SOAP. It keeps Id, ExternalId, OrganizationNumber, Name,
// FirstName, Type, and the primary, invoice and mobile addresses.

#include <fmt/format.h>

#include <algorithm>

#include "sandbox/twentyfour_company_schema.hpp"
#include "sandbox/twentyfour_soap.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

constexpr std::int64_t no_int = -2'147'483'648;

std::string nested(const XmlValue& value, std::string_view outer, std::string_view inner) {
  const XmlValue* first = value.find(outer);
  const XmlValue* second = first == nullptr ? nullptr : first->find(inner);
  return second == nullptr ? "" : second->text_of("Value");
}

/// `%` stands for any text; everything else for itself, without regard to the case of a-z.
bool is_like(std::string_view text, std::string_view pattern) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t retry_pattern = std::string_view::npos;
  std::size_t retry_text = 0;
  while (at < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '%') {
      retry_pattern = ++in_pattern;
      retry_text = at;
    } else if (in_pattern < pattern.size() && lower(pattern[in_pattern]) == lower(text[at])) {
      ++in_pattern;
      ++at;
    } else if (retry_pattern != std::string_view::npos) {
      in_pattern = retry_pattern;
      at = ++retry_text;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('%', in_pattern) == std::string_view::npos;
}

bool matches(const Customer& customer, const XmlValue& asked) {
  const auto is = [&](std::string_view name, const std::string& value) {
    const std::string wanted = asked.text_of(name);
    return wanted.empty() || wanted == value;
  };
  const std::int64_t id = asked.whole("CompanyId", no_int);
  if (id != no_int && id != customer.id) return false;
  if (const XmlValue* ids = asked.find("CompanyIds"); ids != nullptr && !ids->children.empty()) {
    const bool is_asked = std::ranges::any_of(ids->children, [&](const XmlValue& one) {
      return one.text == fmt::to_string(customer.id);
    });
    if (!is_asked) return false;
  }
  const std::string name = asked.text_of("CompanyName");
  if (!name.empty() && !is_like(customer.name, name)) return false;
  const std::optional<Instant> changed = asked.instant("ChangedAfter");
  if (changed && customer.modified <= *changed) return false;
  return is("ExternalId", customer.external_reference) && is("CompanyEmail", customer.email) &&
         is("CompanyPhone", customer.phone) &&
         is("OrganizationNumber", customer.organisation_number);
}

std::string_view type_of(const Customer& customer) {
  if (customer.is_supplier) return "Supplier";
  return customer.is_company ? "Business" : "Consumer";
}

void write_nested(XmlWriter& writer, std::string_view outer,
                  const std::vector<std::pair<std::string_view, std::string>>& inner) {
  writer.open(outer);
  for (const auto& [name, value] : inner) {
    if (value.empty()) continue;
    writer.open(name);
    writer.text("Value", value);
    writer.close();
  }
  writer.close();
}

struct Failure {
  std::string type;
  std::string message;
};

/// The asked properties in the order of the WSDL; the names come with HTML entities in them.
void write_company(XmlWriter& writer, const Customer& customer,
                   const std::vector<std::string>& properties,
                   const std::optional<Failure>& failure) {
  const auto wants = [&](std::string_view name) {
    return std::ranges::find(properties, name) != properties.end();
  };
  writer.open("Company");
  if (failure) {
    writer.open("APIException");
    writer.text("Type", failure->type);
    writer.text("Message", failure->message);
    writer.close();
  }
  if (wants("Id") && customer.id != 0) writer.whole("Id", customer.id);
  if (wants("ExternalId")) writer.text_unless_empty("ExternalId", customer.external_reference);
  if (wants("OrganizationNumber")) {
    writer.text_unless_empty("OrganizationNumber", customer.organisation_number);
  }
  const std::string& name = customer.is_company ? customer.name : customer.last_name;
  if (wants("Name")) writer.text_unless_empty("Name", xml_escape(name));
  if (wants("FirstName")) writer.text_unless_empty("FirstName", xml_escape(customer.first_name));
  if (wants("PhoneNumbers")) {
    write_nested(writer, "PhoneNumbers",
                 {{"Mobile", customer.mobile_phone}, {"Primary", customer.phone}});
  }
  if (wants("EmailAddresses")) {
    write_nested(writer, "EmailAddresses",
                 {{"Invoice", customer.billing_email}, {"Primary", customer.email}});
  }
  if (wants("Type")) writer.text("Type", type_of(customer));
  if (wants("DateCreated")) writer.instant("DateCreated", customer.created);
  if (wants("DateChanged")) writer.instant("DateChanged", customer.modified);
  writer.close();
}

Result<void> get_companies(SoapCall& call) {
  const XmlValue* asked = call.body.find("searchParams");
  if (asked == nullptr) return Error{ErrorKind::invalid, "searchParams is missing"};
  std::vector<std::string> properties;
  if (const XmlValue* list = call.body.find("returnProperties")) {
    for (const XmlValue& property : list->children)
      properties.push_back(property.text);
  }
  if (properties.empty()) return Error{ErrorKind::invalid, "returnProperties is empty"};
  call.answer.open("GetCompaniesResult");
  for (const auto& [_, customer] : call.company->customers()) {
    if (customer.is_deleted || customer.created > call.seen_at) continue;
    if (matches(customer, *asked)) {
      write_company(call.answer, customer, properties, std::nullopt);
    }
  }
  call.answer.close();
  return {};
}

/// What is given in the request goes into the customer.
void take_over(const XmlValue& given, Customer& customer) {
  const auto set = [](std::string& field, const std::string& value) {
    if (!value.empty()) field = value;
  };
  const std::string type = given.text_of("Type");
  if (!type.empty()) {
    customer.is_company = type != "Consumer";
    customer.is_supplier = type == "Supplier";
  }
  set(customer.external_reference, given.text_of("ExternalId"));
  set(customer.organisation_number, given.text_of("OrganizationNumber"));
  set(customer.first_name, given.text_of("FirstName"));
  set(customer.is_company ? customer.name : customer.last_name, given.text_of("Name"));
  if (!customer.is_company) {
    customer.name = customer.first_name.empty()
                        ? customer.last_name
                        : fmt::format("{} {}", customer.first_name, customer.last_name);
  }
  set(customer.email, nested(given, "EmailAddresses", "Primary"));
  set(customer.billing_email, nested(given, "EmailAddresses", "Invoice"));
  set(customer.phone, nested(given, "PhoneNumbers", "Primary"));
  set(customer.mobile_phone, nested(given, "PhoneNumbers", "Mobile"));
}

Result<std::int64_t> save(Company& company, const XmlValue& given) {
  std::int64_t id = given.whole("Id", no_int);
  if (id != no_int && !given.flag("ExplicitlySpecifyNewCompanyId", false)) {
    if (company.find_customer(id) == nullptr) {
      return Error{ErrorKind::not_found, fmt::format("no company has Id {}", id)};
    }
    take_over(given, *company.change_customer(id));
    return id;
  }
  const std::string type = given.text_of("Type");
  if (type.empty() || type == "None") {
    return Error{ErrorKind::invalid, "Type is not set"};
  }
  Customer customer;
  customer.id = id == no_int ? 0 : id;
  take_over(given, customer);
  if (customer.name.empty()) return Error{ErrorKind::invalid, "Name is not set"};
  return company.add_customer(std::move(customer));
}

Result<void> save_companies(SoapCall& call) {
  static const std::vector<std::string> all = {
      "Id",   "ExternalId",   "OrganizationNumber", "Name",       "FirstName",
      "Type", "PhoneNumbers", "EmailAddresses",     "DateCreated"};
  const XmlValue* companies = call.body.find("companies");
  call.answer.open("SaveCompaniesResult");
  for (const XmlValue& given :
       companies == nullptr ? std::vector<XmlValue>() : companies->children) {
    const Result<std::int64_t> id = save(*call.company, given);
    if (id) {
      write_company(call.answer, *call.company->find_customer(*id), all, std::nullopt);
      continue;
    }
    Customer refused;
    take_over(given, refused);
    write_company(call.answer, refused, all, Failure{"System.Exception", id.error().message});
  }
  call.answer.close();
  return {};
}

}  // namespace

const SoapService& company_service() {
  static const SoapService service = {
      "/CRM/Company/V001/CompanyService.asmx",
      "http://24sevenOffice.com/webservices",
      "http://24sevenOffice.com/webservices/",
      {{xml_sequence("GetCompanies", {company_search_element(), property_list("returnProperties")}),
        false, get_companies},
       {xml_sequence("SaveCompanies", {xml_array("companies", company_element())}), false,
        save_companies}}};
  return service;
}

}  // namespace avstem::sandbox::twentyfour
