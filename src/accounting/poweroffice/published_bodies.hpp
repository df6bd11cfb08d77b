#pragma once

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

namespace avstem::accounting::poweroffice {

/// The objects of the published specification that we send: their properties by type, and those
/// that are required. None of them takes any other. Tests only.
struct PublishedObject {
  std::set<std::string> required;
  std::set<std::string> texts;
  std::set<std::string> whole_numbers;
  std::set<std::string> numbers;
  std::set<std::string> truths;
  std::set<std::string> others;  ///< lists and objects
};

/// By name: CustomerPostDto, ContactAddressPostDto, ProductPostDto, SalesOrderCompletePostDto,
/// SalesOrderLinePostDto, SendInvoiceRequestPostDto.
inline const PublishedObject& published(const std::string& name) {
  static const std::map<std::string, PublishedObject> objects{
      {"CustomerPostDto",
       {{},
        {"CurrencyCode",
         "CustomerSince",
         "DateOfBirth",
         "DeliveryTerm",
         "DepartmentCode",
         "EmailAddress",
         "ExternalImportReference",
         "FirstName",
         "InvoiceBrandingThemeCode",
         "InvoiceDeliveryType",
         "InvoiceEmailAddress",
         "InvoiceEmailAddressCC",
         "LastName",
         "LegalName",
         "Name",
         "NationalIdNumber",
         "NoticeOfDebtCollectionDeliveryType",
         "OrganizationNumber",
         "PaymentReminderEmailAddress",
         "PhoneNumber",
         "ReminderDeliveryType",
         "SubLedgerNumberSeriesId",
         "WebsiteUrl"},
        {"DeliveryTermId", "DepartmentId", "ExternalNumber", "InvoiceBrandingThemeId", "Number",
         "PaymentTerm", "PaymentTermId", "SalesPersonEmployeeId", "SalesPersonEmployeeNumber"},
        {"Allowance", "BillableRate"},
        {"DoNotAddLatePaymentFees", "DoNotAddLatePaymentInterest",
         "DoNotAutomatePaymentNotifications", "IsArchived", "IsPerson", "IsVatFree",
         "SendPaymentReminders", "TransferToDebtCollectionAgency", "UseInvoiceFee"},
        {"ContactGroupIds", "MailAddress"}}},
      {"ContactAddressPostDto",
       {{"City", "ZipCode"},
        {"AddressLine1", "AddressLine2", "City", "CountryCode", "ExternalCode", "ZipCode"},
        {},
        {},
        {},
        {}}},
      {"ProductPostDto",
       {{"Name"},
        {"Code", "Description", "Gtin", "Name", "OptionalSalesAccountAgricultureDepartment",
         "ProductGroupCode", "ProductType", "StandardSalesAccountAgricultureDepartment",
         "UnitOfMeasureCode"},
        {"OptionalSalesAccount", "OptionalSalesAccountId", "ProductGroupId", "StandardSalesAccount",
         "StandardSalesAccountId"},
        {"StockOnHand", "UnitCost", "UnitPrice"},
        {"IsArchived", "IsStockItem"},
        {}}},
      {"SalesOrderCompletePostDto",
       {{},
        {"BrandingThemeCode", "ContractNo", "CurrencyCode", "CustomMatchingReference",
         "CustomerReference", "DeliveryDate", "DeliveryTerm", "DepartmentCode", "Dim1Code",
         "Dim2Code", "Dim3Code", "ExternalImportReference", "LocationCode", "ProjectCode",
         "PurchaseOrderReference", "SalesOrderDate", "SalesOrderStatus"},
        {"BrandingThemeId", "ContactDeliveryAddressId", "CustomerId", "CustomerNo",
         "CustomerReferenceContactPersonId", "DeliveryTermId", "DepartmentId", "Dim1Id", "Dim2Id",
         "Dim3Id", "ImportedOrderNo", "LocationId", "PaymentTerm", "PaymentTermId", "ProjectId",
         "RelatedInvoiceNo", "SalesPersonEmployeeId", "SalesPersonEmployeeNumber"},
        {"CurrencyExchangeRate"},
        {},
        {"SalesOrderLines"}}},
      {"SalesOrderLinePostDto",
       {{},
        {"DepartmentCode", "Description", "Dim1Code", "Dim2Code", "Dim3Code",
         "ExternalImportReference", "LineType", "LocationCode", "ProductCode", "ProjectCode",
         "UnitOfMeasureCode", "VatReturnSpecification"},
        {"DepartmentId", "Dim1Id", "Dim2Id", "Dim3Id", "LocationId", "ProductId", "ProjectId",
         "SellersReferenceEmployeeId", "SellersReferenceEmployeeNo", "SortOrder"},
        {"Allowance", "ProductUnitCost", "ProductUnitPrice", "Quantity"},
        {"UseStandardSalesAccount"},
        {"Accrual"}}},
      {"SendInvoiceRequestPostDto",
       {{}, {"DeliveryType", "EmailAddress", "OverrideDueDate", "VoucherDate"}, {}, {}, {}, {}}},
  };
  return objects.at(name);
}

inline void expect_published(const nlohmann::json& object, const std::string& name) {
  ASSERT_TRUE(object.is_object()) << name;
  const PublishedObject& known = published(name);
  for (const std::string& required : known.required)
    EXPECT_TRUE(object.contains(required)) << name << " needs " << required;
  for (const auto& [field, value] : object.items()) {
    const bool fits = (known.texts.contains(field) && value.is_string()) ||
                      (known.whole_numbers.contains(field) && value.is_number_integer()) ||
                      (known.numbers.contains(field) && value.is_number()) ||
                      (known.truths.contains(field) && value.is_boolean()) ||
                      (known.others.contains(field) && value.is_structured());
    EXPECT_TRUE(fits) << name << " has no such " << field << ": " << value;
  }
}

}  // namespace avstem::accounting::poweroffice
