// GET and POST /Customers, GET and POST /Products.

#include <fmt/format.h>

#include "sandbox/poweroffice_endpoints.hpp"
#include "sandbox/poweroffice_filters.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_query.hpp"
#include "sandbox/poweroffice_sales_body.hpp"
#include "sandbox/poweroffice_voucher_body.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

std::string address_json(const MailAddress& address) {
  JsonObject dto;
  dto.text("AddressLine1", address.line_1);
  dto.text("AddressLine2", address.line_2);
  dto.text("ZipCode", address.zip_code);
  dto.text("City", address.city);
  dto.text("CountryCode", address.country_code);
  return dto.to_text();
}

JsonObject customer_dto(const Customer& customer) {
  JsonObject dto;
  dto.number("Id", customer.id);
  dto.number("Number", customer.number);
  dto.number("SubledgerAccountId", customer.subledger_account_id);
  dto.text("Name", customer.name);
  dto.text("LegalName", customer.name);
  dto.text("FirstName", customer.first_name);
  dto.text("LastName", customer.last_name);
  dto.text("OrganizationNumber", customer.organization_number);
  dto.text("EmailAddress", customer.email);
  dto.text("InvoiceEmailAddress", customer.invoice_email);
  dto.text("PhoneNumber", customer.phone);
  dto.raw("MailAddress", customer.mail_address ? address_json(*customer.mail_address) : "");
  dto.boolean("IsPerson", customer.is_person);
  dto.boolean("IsActive", !customer.is_archived);
  dto.boolean("IsArchived", customer.is_archived);
  dto.boolean("IsVatFree", customer.is_vat_free);
  dto.text("CurrencyCode", company_currency);
  dto.text("ExternalImportReference", customer.external_import_reference);
  dto.null("ExternalNumber");
  dto.raw("ContactGroupIds", "[]");
  dto.instant("ContactCreatedDateTimeOffset", customer.created);
  dto.instant("CustomerCreatedDateTimeOffset", customer.created);
  dto.instant("LastChangedDateTimeOffset", customer.created);
  return dto;
}

JsonObject product_dto(const Product& product, const Company& company) {
  JsonObject dto;
  dto.number("Id", product.id);
  dto.text("Code", product.code);
  dto.text("Name", product.name);
  dto.text("Description", product.description);
  dto.text("ProductType", product.type);
  dto.text("UnitOfMeasureCode", product.unit);
  dto.amount("UnitPrice", product.unit_price);
  dto.number("StandardSalesAccount", product.standard_sales_account);
  dto.number("StandardSalesAccountId", company.accounts().at(product.standard_sales_account).id);
  dto.number("OptionalSalesAccount", product.optional_sales_account);
  dto.number("OptionalSalesAccountId", company.accounts().at(product.optional_sales_account).id);
  dto.boolean("IsArchived", false);
  dto.boolean("IsStockItem", false);
  dto.instant("CreatedDateTimeOffset", product.created);
  dto.instant("LastChangedDateTimeOffset", product.created);
  return dto;
}

}  // namespace

Result<Response> get_customers(const Call& call) {
  const auto query = Query::read(
      call.parameters,
      {"contactGroupIds", "customerCreatedDateTimeOffsetGreaterThan", "customerNos",
       "externalImportReference", "externalNos", "lastChangedDateTimeOffsetGreaterThan"},
      call.mode);
  if (!query) return query.error();
  const auto numbers = query->ranges("customerNos");
  if (!numbers) return numbers.error();
  const auto external_numbers = query->ranges("externalNos");
  if (!external_numbers) return external_numbers.error();
  const auto created_after = query->instant("customerCreatedDateTimeOffsetGreaterThan");
  if (!created_after) return created_after.error();
  const auto changed_after = query->instant("lastChangedDateTimeOffsetGreaterThan");
  if (!changed_after) return changed_after.error();
  const auto reference = query->value("externalImportReference");
  std::vector<JsonObject> rows;
  for (const Customer& customer : call.company.customers()) {
    if (customer.created > call.seen_at) continue;
    if (*numbers && !(*numbers)->contains(customer.number)) continue;
    if (reference && customer.external_import_reference != *reference) continue;
    // No customer has an external number or belongs to a contact group.
    if (*external_numbers || query->value("contactGroupIds")) continue;
    if (*created_after && customer.created <= **created_after) continue;
    if (*changed_after && customer.created <= **changed_after) continue;
    rows.push_back(customer_dto(customer));
  }
  return list_response(std::move(rows), *query, call.limits);
}

Result<Response> post_customer(const Call& call) {
  if (Result<void> none = refuse_parameters(call.parameters); !none) return none.error();
  if (!is_json(call.request)) {
    return problem(call.mode, 415, "Unsupported Media Type", "send the customer as JSON");
  }
  Result<Customer> body = read_customer(call.request.body, call.mode);
  if (!body) return body.error();
  const Result<const Customer*> customer = call.company.add_customer(std::move(*body));
  if (!customer) return customer.error();
  return json_response(201, customer_dto(**customer).to_text());
}

Result<Response> get_products(const Call& call) {
  const auto query = Query::read(
      call.parameters,
      {"codes", "createdDateTimeOffsetGreaterThan", "isArchived",
       "lastChangedDateTimeOffsetGreaterThan", "stockOnHandLastChangedDatetimeOffsetGreaterThan",
       "names", "productGroupCodes", "type"},
      call.mode);
  if (!query) return query.error();
  const auto is_archived = query->flag("isArchived");
  if (!is_archived) return is_archived.error();
  const auto created_after = query->instant("createdDateTimeOffsetGreaterThan");
  if (!created_after) return created_after.error();
  const auto changed_after = query->instant("lastChangedDateTimeOffsetGreaterThan");
  if (!changed_after) return changed_after.error();
  const Texts codes = query->list("codes");
  const Texts names = query->list("names");
  const auto type = query->value("type");
  // No product is archived, kept in stock or put into a group.
  const bool any = !is_archived->value_or(false) && !query->value("productGroupCodes") &&
                   !query->value("stockOnHandLastChangedDatetimeOffsetGreaterThan");
  std::vector<JsonObject> rows;
  for (const Product& product : call.company.products()) {
    if (!any || product.created > call.seen_at) continue;
    if (!lists(codes, product.code) || !lists(names, product.name)) continue;
    if (type && product.type != *type) continue;
    if (*created_after && product.created <= **created_after) continue;
    if (*changed_after && product.created <= **changed_after) continue;
    rows.push_back(product_dto(product, call.company));
  }
  return list_response(std::move(rows), *query, call.limits);
}

Result<Response> post_product(const Call& call) {
  if (Result<void> none = refuse_parameters(call.parameters); !none) return none.error();
  if (!is_json(call.request)) {
    return problem(call.mode, 415, "Unsupported Media Type", "send the product as JSON");
  }
  Result<Product> body = read_product(call.request.body, call.company, call.mode);
  if (!body) return body.error();
  const Result<const Product*> product = call.company.add_product(std::move(*body));
  if (!product) return product.error();
  return json_response(200, product_dto(**product, call.company).to_text());
}

}  // namespace avstem::sandbox::poweroffice
