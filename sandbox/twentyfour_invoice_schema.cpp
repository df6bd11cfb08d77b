#include "sandbox/twentyfour_invoice_schema.hpp"

#include "sandbox/twentyfour_company_schema.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

constexpr auto whole = XmlKind::whole32;
constexpr auto small = XmlKind::whole16;
constexpr auto decimal = XmlKind::decimal;
constexpr auto flag = XmlKind::flag;
constexpr auto time = XmlKind::date_time;

XmlElement nillable(XmlElement element) {
  element.nillable = true;
  return element;
}

XmlElement word(std::string_view name, std::vector<std::string_view> words) {
  return {name, XmlKind::word, false, false, false, {}, std::move(words)};
}

XmlElement order_state(std::string_view name) {
  return word(name, {"None",
                     "Offer",
                     "Pack",
                     "Invoiced",
                     "Web",
                     "Repeating",
                     "CollectingOrder",
                     "Return",
                     "Distribution",
                     "Rest",
                     "ForInvoicing",
                     "OvertimeRent",
                     "Confirmed",
                     "OrderState_Sent",
                     "Production",
                     "PaymentReminder",
                     "OnAccount",
                     "Lending",
                     "InvoicedCashAccount",
                     "InvoicedPack",
                     "Inactive",
                     "Hours",
                     "OrderState_SuperStore",
                     "Draft"});
}

XmlElement currency() {
  return xml_sequence("Currency", {{"Rate", decimal}, {"Unit", small}, {"Symbol"}});
}

XmlElement dimensions() {
  return xml_array(
      "UserDefinedDimensions",
      nillable(xml_sequence("UserDefinedDimension", {{"TypeId", whole}, {"Name"}, {"Value"}})));
}

XmlElement invoice_row() {
  return nillable(
      xml_sequence("InvoiceRow",
                   {{"ProductId", whole},
                    {"RowId", whole},
                    {"VatRate", decimal},
                    {"Price", decimal},
                    {"Name"},
                    {"DiscountRate", decimal},
                    {"Quantity", decimal},
                    {"QuantityDelivered", decimal},
                    {"QuantityOrdered", decimal},
                    {"QuantityRest", decimal},
                    {"Cost", decimal},
                    word("ChangeState", {"None", "Add", "Edit", "Delete"}),
                    {"TypeGroupId", whole},
                    {"SequenceNumber", small},
                    {"Hidden", flag},
                    word("Type", {"Normal", "Text", "TextBold"}),
                    {"InPrice", decimal},
                    {"AccrualDate", time},
                    {"AccrualLength", whole},
                    nillable({"AccountProject", flag}),
                    {"ProjectId", whole},
                    {"DepartmentId", whole},
                    {"ProductNo"},
                    xml_sequence("TaxSettings",
                                 {{"TaxAccount", whole}, {"TaxCode", whole}, {"TaxRate", decimal}}),
                    dimensions(),
                    {"SerialNumber"}}));
}

}  // namespace

XmlElement invoice_search_element() {
  return xml_sequence("searchParams", {xml_array("CustomerIds", {"int", whole}),
                                       {"ChangedAfter", time},
                                       xml_array("OrderStates", order_state("OrderSlipStateType")),
                                       xml_array("InvoiceIds", {"int", whole}),
                                       xml_array("OrderIds", {"int", whole}),
                                       xml_array("ExternalStatus", {"int", whole})});
}

XmlElement invoice_order_element() {
  return nillable(xml_sequence(
      "InvoiceOrder",
      {{"OrderId", whole},
       {"CustomerId", whole},
       {"CustomerName"},
       {"CustomerDeliveryName"},
       {"CustomerDeliveryPhone"},
       addresses_element(),
       order_state("OrderStatus"),
       {"InvoiceId", whole},
       {"DateOrdered", time},
       {"DateInvoiced", time},
       {"DateChanged", time},
       {"PaymentTime", whole},
       {"CustomerReferenceNo"},
       {"ProjectId", whole},
       {"OurReference", whole},
       {"IncludeVAT", flag, true, false, true},
       {"YourReference"},
       {"OrderTotalIncVat", decimal},
       {"OrderTotalVat", decimal},
       {"InvoiceTitle"},
       {"InvoiceText"},
       {"Paid", time},
       {"OCR"},
       {"CustomerOrgNo"},
       currency(),
       {"PaymentMethodId", whole},
       {"PaymentAmount", decimal},
       {"ProductionManagerId", whole},
       {"SalesOpportunityId", whole},
       {"TypeOfSaleId", whole},
       word("Distributor", {"Default", "Manual", "Auto"}),
       word("DistributionMethod", {"Unchanged", "Print", "EMail", "ElectronicInvoice"}),
       {"DepartmentId", whole},
       {"ExternalStatus", whole},
       {"InvoiceEmailAddress"},
       xml_array("InvoiceRows", invoice_row()),
       api_exception_element(),
       {"ProductionNumber"},
       {"DeliveryDate", time},
       {"ReferenceInvoiceId", whole},
       {"ReferenceOrderId", whole},
       {"ReferenceNumber"},
       {"SkipStock", flag},
       {"AccrualDate", time},
       {"AccrualLength", whole},
       {"RoundFactor", decimal},
       {"InvoiceTemplateId", XmlKind::guid},
       {"VippsNumber"},
       xml_sequence("DeliveryMethod", {{"Id", whole}, {"Description"}}),
       {"DeliveryAlternative"},
       nillable({"SendToFactoring", flag}),
       {"Commission", decimal},
       dimensions(),
       {"GLNNumber"},
       {"CustomerDeliveryId", whole}}));
}

}  // namespace avstem::sandbox::twentyfour
