#include "sandbox/poweroffice_sales_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_reader.hpp"
#include "sandbox/poweroffice_voucher_body.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

constexpr std::size_t address_line_length_max = 200;
constexpr std::size_t city_length_max = 100;
constexpr std::size_t zip_code_length_max = 50;

Result<MailAddress> read_address(const JsonValue& value, PowerOfficeMode mode) {
  Reader reader(value, "MailAddress", mode);
  MailAddress address;
  address.line_1 = reader.text("AddressLine1", address_line_length_max);
  address.line_2 = reader.text("AddressLine2", address_line_length_max);
  address.zip_code = reader.text("ZipCode", zip_code_length_max);
  address.city = reader.text("City", city_length_max);
  if (address.zip_code.empty()) reader.fail("ZipCode", "is required");
  if (address.city.empty()) reader.fail("City", "is required");
  const std::string country = reader.text("CountryCode");
  if (!country.empty()) address.country_code = country;
  if (address.country_code.size() != 2) reader.fail("CountryCode", "is not two characters");
  reader.text("ExternalCode", zip_code_length_max);
  if (std::optional<Error> error = reader.finish()) return *error;
  return address;
}

/// Settings of a customer that change nothing the stand-in does.
void take_customer_settings(Reader& reader) {
  for (const char* flag : {"DoNotAddLatePaymentFees", "DoNotAddLatePaymentInterest",
                           "DoNotAutomatePaymentNotifications", "SendPaymentReminders",
                           "TransferToDebtCollectionAgency", "UseInvoiceFee"}) {
    reader.flag(flag);
  }
  for (const char* text : {"LegalName", "InvoiceEmailAddressCC", "NationalIdNumber",
                           "PaymentReminderEmailAddress", "WebsiteUrl", "DeliveryTerm"}) {
    reader.text(text);
  }
  reader.word("InvoiceDeliveryType",
              {"PdfByEmail", "Print", "EHF", "AvtaleGiro", "External", "Efaktura", "Factoring"});
  reader.text("ReminderDeliveryType");
  reader.text("NoticeOfDebtCollectionDeliveryType");
  reader.number_text("Allowance");
  reader.number_text("BillableRate");
  reader.date("CustomerSince");
  reader.date("DateOfBirth");
  reader.whole("ExternalNumber");
  reader.whole("PaymentTerm");
  reader.array("ContactGroupIds");
  reader.refuse_codes({"DepartmentCode", "InvoiceBrandingThemeCode", "SubLedgerNumberSeriesId"});
  reader.refuse_ids({"DeliveryTermId", "DepartmentId", "InvoiceBrandingThemeId", "PaymentTermId",
                     "SalesPersonEmployeeId", "SalesPersonEmployeeNumber"});
}

/// An account by its id or its number; `otherwise` when neither is given.
std::int64_t sales_account(Reader& reader, const std::string& name, const Company& company,
                           std::int64_t otherwise) {
  const std::optional<std::int64_t> number = reader.whole(name);
  const std::optional<std::int64_t> id = reader.whole(name + "Id");
  if (!number && !id) return otherwise;
  for (const auto& [known, account] : company.accounts()) {
    if (id ? account.id == *id : known == *number) return known;
  }
  reader.fail(id ? name + "Id" : name, "is not found on the client");
  return otherwise;
}

const Product* line_product(Reader& reader, const Company& company) {
  const std::optional<std::int64_t> id = reader.whole("ProductId");
  const std::string code = reader.text("ProductCode");
  if (!id && code.empty()) return nullptr;
  const Product* product = id ? company.find_product(*id) : company.find_product(code);
  if (product == nullptr) {
    reader.fail(id ? "ProductId" : "ProductCode",
                fmt::format("{} is not found on the client", id ? fmt::to_string(*id) : code));
  }
  return product;
}

/// A department or project by its id or its code; -1 means none.
std::optional<std::int64_t> line_dimension(Reader& reader, const std::string& name,
                                           const std::vector<Dimension>& kind) {
  const std::optional<std::int64_t> id = reader.whole(name + "Id");
  const std::string code = reader.text(name + "Code");
  if ((!id && code.empty()) || (id ? *id == -1 : code == "-1")) return std::nullopt;
  for (const Dimension& dimension : kind) {
    if (id ? dimension.id == *id : dimension.code == code) return dimension.id;
  }
  reader.fail(id ? name + "Id" : name + "Code",
              fmt::format("{} is not found on the client", id ? fmt::to_string(*id) : code));
  return std::nullopt;
}

Result<OrderLine> read_order_line(const JsonValue& value, std::size_t index, const Company& company,
                                  PowerOfficeMode mode) {
  Reader reader(value, fmt::format("SalesOrderLines[{}]", index), mode);
  OrderLine line;
  const std::string type =
      reader.word("LineType", {"Normal", "Text", "Summary", "InvoiceFee", "TotalHours"});
  if (!type.empty()) line.type = type;
  if (line.type != "Normal" && line.type != "Text") reader.fail("LineType", "is not kept here");
  const Product* product = line_product(reader, company);
  if (product != nullptr) line.product_id = product->id;
  if (product == nullptr && !line.is_text()) reader.fail("ProductId", "is required");
  line.description = reader.text("Description");
  if (line.description.empty() && product != nullptr) line.description = product->name;
  const bool has_quantity = !reader.number_text("Quantity").empty();
  line.quantity = reader.amount("Quantity");
  if (product != nullptr && !has_quantity) reader.fail("Quantity", "is required");
  const bool has_price = !reader.number_text("ProductUnitPrice").empty();
  line.unit_price = reader.amount("ProductUnitPrice");
  if (product != nullptr && !has_price) line.unit_price = product->unit_price;
  line.allowance = reader.amount("Allowance");
  line.uses_standard_account = reader.flag("UseStandardSalesAccount");
  line.external_import_reference =
      reader.text("ExternalImportReference", external_import_reference_length_max);
  reader.amount("ProductUnitCost");
  reader.whole("SortOrder");
  reader.text("UnitOfMeasureCode");
  reader.text("VatReturnSpecification");
  if (reader.take("Accrual") != nullptr) reader.fail("Accrual", "is not kept here");
  line.department_id = line_dimension(reader, "Department", company.departments());
  line.project_id = line_dimension(reader, "Project", company.projects());
  reader.refuse_ids({"Dim1Id", "Dim2Id", "Dim3Id", "LocationId", "SellersReferenceEmployeeId",
                     "SellersReferenceEmployeeNo"});
  reader.refuse_codes({"Dim1Code", "Dim2Code", "Dim3Code", "LocationCode"});
  if (std::optional<Error> error = reader.finish()) return *error;
  return line;
}

std::int64_t order_customer(Reader& reader, const Company& company) {
  const std::optional<std::int64_t> id = reader.whole("CustomerId");
  const std::optional<std::int64_t> number = reader.whole("CustomerNo");
  if (!id && !number) return reader.fail("CustomerId", "or CustomerNo is required"), 0;
  const Customer* customer = id ? company.find_customer_by_id(*id) : company.find_customer(*number);
  if (customer != nullptr && !customer->is_archived) return customer->id;
  reader.fail(id ? "CustomerId" : "CustomerNo",
              fmt::format("{} is not found on the client", id ? *id : *number));
  return 0;
}

SalesOrder read_order_head(Reader& reader, const Company& company) {
  SalesOrder order;
  order.customer_id = order_customer(reader, company);
  refuse_foreign_currency(reader, reader.text("CurrencyCode", 3));
  const std::string status = reader.word("SalesOrderStatus", {"Draft", "Confirmed"});
  if (!status.empty()) order.status = status;
  order.order_date = reader.date("SalesOrderDate");
  order.delivery_date = reader.date("DeliveryDate");
  order.external_import_reference =
      reader.text("ExternalImportReference", external_import_reference_length_max);
  order.matching_reference = reader.text("CustomMatchingReference");
  order.customer_reference = reader.text("CustomerReference");
  order.purchase_order_reference = reader.text("PurchaseOrderReference");
  order.imported_order_number = reader.whole("ImportedOrderNo");
  order.related_invoice_number = reader.whole("RelatedInvoiceNo");
  reader.text("ContractNo");
  reader.text("DeliveryTerm");
  reader.number_text("CurrencyExchangeRate");
  reader.whole("PaymentTerm");
  reader.refuse_ids({"BrandingThemeId", "ContactDeliveryAddressId",
                     "CustomerReferenceContactPersonId", "DeliveryTermId", "DepartmentId", "Dim1Id",
                     "Dim2Id", "Dim3Id", "LocationId", "PaymentTermId", "ProjectId",
                     "SalesPersonEmployeeId", "SalesPersonEmployeeNumber"});
  reader.refuse_codes({"BrandingThemeCode", "DepartmentCode", "Dim1Code", "Dim2Code", "Dim3Code",
                       "LocationCode", "ProjectCode"});
  return order;
}

}  // namespace

Result<Customer> read_customer(std::string_view body, PowerOfficeMode mode) {
  const Result<JsonValue> root = parse_json(body);
  if (!root) return root.error();
  Reader reader(*root, "", mode);
  Customer customer;
  customer.is_person = reader.flag("IsPerson").value_or(false);
  customer.name = reader.text("Name");
  customer.first_name = reader.text("FirstName");
  customer.last_name = reader.text("LastName");
  if (customer.is_person) {
    if (customer.first_name.empty()) reader.fail("FirstName", "is required of a person");
    if (customer.last_name.empty()) reader.fail("LastName", "is required of a person");
    customer.name = customer.first_name + " " + customer.last_name;
  } else if (customer.name.empty()) {
    reader.fail("Name", "is required of a company");
  }
  customer.organization_number = reader.text("OrganizationNumber");
  customer.email = reader.text("EmailAddress");
  customer.invoice_email = reader.text("InvoiceEmailAddress");
  customer.phone = reader.text("PhoneNumber");
  customer.external_import_reference =
      reader.text("ExternalImportReference", external_import_reference_length_max);
  customer.is_vat_free = reader.flag("IsVatFree").value_or(false);
  customer.is_archived = reader.flag("IsArchived").value_or(false);
  refuse_foreign_currency(reader, reader.text("CurrencyCode"));
  if (reader.whole("Number")) reader.fail("Number", "is given by Go");
  take_customer_settings(reader);
  const JsonValue* address = reader.take("MailAddress");
  if (std::optional<Error> error = reader.finish()) return *error;
  if (address == nullptr) return customer;
  Result<MailAddress> read = read_address(*address, mode);
  if (!read) return read.error();
  customer.mail_address = std::move(*read);
  return customer;
}

Result<Product> read_product(std::string_view body, const Company& company, PowerOfficeMode mode) {
  const Result<JsonValue> root = parse_json(body);
  if (!root) return root.error();
  Reader reader(*root, "", mode);
  Product product;
  product.code = reader.text("Code", product_code_length_max);
  product.name = reader.text("Name", product_name_length_max);
  if (product.name.empty()) reader.fail("Name", "is required");
  product.description = reader.text("Description");
  const std::string type = reader.word("ProductType", {"Product", "Service"});
  if (!type.empty()) product.type = type;
  product.unit = reader.text("UnitOfMeasureCode");
  product.unit_price = reader.amount("UnitPrice");
  product.standard_sales_account =
      sales_account(reader, "StandardSalesAccount", company, product.standard_sales_account);
  product.optional_sales_account =
      sales_account(reader, "OptionalSalesAccount", company, product.optional_sales_account);
  reader.text("Gtin");
  reader.amount("UnitCost");
  if (reader.flag("IsArchived").value_or(false)) reader.fail("IsArchived", "is not kept here");
  if (reader.flag("IsStockItem").value_or(false)) reader.fail("IsStockItem", "is not kept here");
  if (!reader.number_text("StockOnHand").empty()) reader.fail("StockOnHand", "is not kept here");
  for (const char* farm :
       {"StandardSalesAccountAgricultureDepartment", "OptionalSalesAccountAgricultureDepartment"}) {
    if (!reader.text(farm).empty()) reader.fail(farm, "is for agriculture clients only");
  }
  reader.refuse_ids({"ProductGroupId"});
  reader.refuse_codes({"ProductGroupCode"});
  if (std::optional<Error> error = reader.finish()) return *error;
  return product;
}

Result<SalesOrder> read_sales_order(std::string_view body, const Company& company,
                                    PowerOfficeMode mode) {
  const Result<JsonValue> root = parse_json(body);
  if (!root) return root.error();
  Reader reader(*root, "", mode);
  SalesOrder order = read_order_head(reader, company);
  const JsonValue* lines = reader.array("SalesOrderLines");
  if (std::optional<Error> error = reader.finish()) return *error;
  if (lines == nullptr) return order;
  std::set<std::string> references;
  for (std::size_t i = 0; i < lines->items.size(); ++i) {
    Result<OrderLine> line = read_order_line(lines->items[i], i, company, mode);
    if (!line) return line.error();
    const std::string& reference = line->external_import_reference;
    if (!reference.empty() && !references.insert(reference).second) {
      return Error{ErrorKind::conflict,
                   fmt::format("SalesOrderLines[{}].ExternalImportReference '{}' comes twice", i,
                               reference)};
    }
    order.lines.push_back(std::move(*line));
  }
  return order;
}

Result<InvoiceRequest> read_invoice_request(std::string_view body, PowerOfficeMode mode) {
  const Result<JsonValue> root = parse_json(body);
  if (!root) return root.error();
  Reader reader(*root, "", mode);
  InvoiceRequest request;
  const std::string type =
      reader.word("DeliveryType", {"PdfByEmail", "PdfPrintForDownload", "Auto"});
  if (!type.empty()) request.delivery_type = type;
  request.email = reader.text("EmailAddress");
  request.voucher_date = reader.date("VoucherDate");
  request.due_date = reader.date("OverrideDueDate");
  if (std::optional<Error> error = reader.finish()) return *error;
  return request;
}

}  // namespace avstem::sandbox::poweroffice
