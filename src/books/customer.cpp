#include "books/customer.hpp"

#include <fmt/format.h>

#include "core/organisation_number.hpp"

namespace avstem::books {
namespace {

Error wrong(const Customer& customer, std::string_view what) {
  return Error{ErrorKind::invalid, fmt::format("customer '{}': {}", customer.reference, what)};
}

Result<void> check_length(const Customer& customer, std::string_view field,
                          const std::string& text) {
  if (text.size() <= customer_name_length_max) return {};
  return wrong(customer, fmt::format("{} is {} bytes long, at most {} can be kept; shorten it",
                                     field, text.size(), customer_name_length_max));
}

}  // namespace

std::string Customer::full_name() const {
  return is_person ? fmt::format("{} {}", first_name, last_name) : name;
}

Result<void> check_customer(const Customer& customer) {
  if (customer.reference.empty() || customer.reference.size() > customer_reference_length_max) {
    return wrong(customer, fmt::format("the reference must have 1 to {} characters",
                                       customer_reference_length_max));
  }
  if (customer.is_person && (customer.first_name.empty() || customer.last_name.empty())) {
    return wrong(customer, "a person needs 'first_name' and 'last_name'");
  }
  if (!customer.is_person && customer.name.empty())
    return wrong(customer, "a company needs 'name'");
  if (customer.is_person && !customer.organisation_number.empty()) {
    return wrong(customer, "a person has no organisation number; write 'is_person = false'");
  }
  for (const auto& [field, text] :
       {std::pair("the name", customer.name), std::pair("the first name", customer.first_name),
        std::pair("the last name", customer.last_name)}) {
    if (auto checked = check_length(customer, field, text); !checked) return checked;
  }
  if (!customer.organisation_number.empty()) {
    auto number = OrganisationNumber::parse(customer.organisation_number);
    if (!number) return number.error().in(fmt::format("customer '{}'", customer.reference));
    if (number->text() != customer.organisation_number) {
      return wrong(customer, fmt::format("write the organisation number as {}", number->text()));
    }
  }
  if (!customer.email.empty() && customer.email.find('@') == std::string::npos) {
    return wrong(customer, fmt::format("'{}' is no e-mail address", customer.email));
  }
  if (customer.address.country.size() != 2) {
    return wrong(customer,
                 fmt::format("country '{}' is not two letters, e.g. NO", customer.address.country));
  }
  return {};
}

}  // namespace avstem::books
