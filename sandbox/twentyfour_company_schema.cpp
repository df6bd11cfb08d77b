#include "sandbox/twentyfour_company_schema.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

constexpr auto whole = XmlKind::whole32;
constexpr auto small = XmlKind::whole16;
constexpr auto decimal = XmlKind::decimal;
constexpr auto flag = XmlKind::flag;
constexpr auto time = XmlKind::date_time;

XmlElement phone_number(std::string_view name) {
  return xml_sequence(name, {{"Description"}, {"Value"}});
}

XmlElement email_address(std::string_view name) {
  return xml_sequence(name, {{"Description"}, {"Name"}, {"Value"}});
}

XmlElement phone_numbers() {
  return xml_sequence("PhoneNumbers",
                      {phone_number("Home"), phone_number("Fax"), phone_number("Mobile"),
                       phone_number("Primary"), phone_number("Work")});
}

XmlElement email_addresses() {
  return xml_sequence("EmailAddresses",
                      {email_address("Home"), email_address("Invoice"), email_address("Primary"),
                       email_address("Work"), email_address("Alternative")});
}

XmlElement address(std::string_view name) {
  return xml_sequence(
      name,
      {{"Street"}, {"State"}, {"PostalCode"}, {"PostalArea"}, {"Name"}, {"City"}, {"Country"}});
}

XmlElement nillable(XmlElement element) {
  element.nillable = true;
  return element;
}

XmlElement word(std::string_view name, std::vector<std::string_view> words) {
  return {name, XmlKind::word, false, false, false, {}, std::move(words)};
}

XmlElement relation() {
  return nillable(xml_sequence("Relation", {{"ContactId", whole},
                                            {"CompanyId", whole},
                                            {"FirstName"},
                                            {"LastName"},
                                            {"Role"},
                                            {"RoleId", whole},
                                            phone_numbers(),
                                            email_addresses(),
                                            {"Fax"}}));
}

XmlElement company_map() {
  return nillable(xml_sequence(
      "CompanyMap", {{"MapType", whole, true}, {"ExternalId"}, {"CompanyId", whole, true}}));
}

}  // namespace

XmlElement addresses_element() {
  return xml_sequence("Addresses",
                      {address("Post"), address("Delivery"), address("Visit"), address("Invoice")});
}

XmlElement api_exception_element() {
  return xml_sequence("APIException", {{"Type"}, {"Message"}, {"StackTrace"}});
}

XmlElement property_list(std::string_view name) {
  return xml_array(name, nillable({"string"}));
}

XmlElement company_search_element() {
  return xml_sequence("searchParams", {{"ExternalId"},
                                       {"CompanyId", whole},
                                       xml_array("CompanyIds", {"int", whole}),
                                       {"CompanyName"},
                                       {"ChangedAfter", time},
                                       {"CompanyEmail"},
                                       {"CompanyPhone"},
                                       {"OrganizationNumber"}});
}

XmlElement company_element() {
  return nillable(xml_sequence(
      "Company",
      {api_exception_element(),
       {"Id", whole},
       {"ExternalId"},
       {"OrganizationNumber"},
       {"Name"},
       {"FirstName"},
       {"NickName"},
       addresses_element(),
       phone_numbers(),
       email_addresses(),
       {"Url"},
       {"Country"},
       {"Note"},
       {"InvoiceLanguage"},
       word("Type", {"None", "Lead", "Consumer", "Business", "Supplier"}),
       {"Username"},
       {"Password"},
       {"IncorporationDate", time},
       {"DateCreated", time},
       {"Status", whole},
       {"PriceList", whole},
       {"Owner", whole},
       {"BankAccountNo"},
       {"BankAccountType"},
       {"BankAccountCountry"},
       {"BankAccountBic"},
       {"TermsOfDeliveryId", whole},
       {"AccountDebit", small},
       {"AccountCredit", small},
       {"Discount", decimal},
       {"TypeGroup", whole},
       {"ShareCapital", decimal},
       {"NumberOfEmployees", whole},
       {"Turnover", decimal},
       {"Profit", decimal},
       {"IndustryId", whole},
       {"MemberNo", whole},
       {"DateChanged", time},
       {"BlockInvoice", flag},
       xml_array("Relations", relation()),
       xml_array("Maps", company_map()),
       word("DistributionMethod", {"Unchanged", "Print", "EMail", "ElectronicInvoice", "Default"}),
       {"CurrencyId"},
       {"PaymentTime", small},
       {"GlnNumber"},
       nillable({"Factoring", flag}),
       {"LedgerCustomerAccount", small},
       {"LedgerSupplierAccount", small},
       {"VatNumber"},
       nillable({"Private", flag}),
       nillable({"ExplicitlySpecifyNewCompanyId", flag})}));
}

}  // namespace avstem::sandbox::twentyfour
