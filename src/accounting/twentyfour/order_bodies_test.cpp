#include "accounting/twentyfour/order_bodies.hpp"

#include <gtest/gtest.h>

namespace avstem::accounting::twentyfour {
namespace {

std::string customer_body(const std::string& reply) {
  return order_customer_body(6001, JsonValue::parse(reply).value());
}

TEST(OrderBodies, TheInvoiceShowsNameAndAddressOfTheCustomer) {
  EXPECT_EQ(customer_body(R"({"name":"Fjell AS","organizationNumber":"987654325","address":{
              "billing":{"street":"Kun gate"},
              "postal":{"street":"Gata 1","postalCode":"0161","postalArea":"Oslo"},
              "visit":{"street":"Feil","postalCode":"9999"}}})"),
            R"({"id":6001,"name":"Fjell AS","organizationNumber":"987654325",)"
            R"("street":"Gata 1","postalCode":"0161","postalArea":"Oslo"})");
}

TEST(OrderBodies, APersonWithoutANameIsCalledByFirstAndLast) {
  EXPECT_EQ(customer_body(R"({"person":{"firstName":"Kari","lastName":"Nordmann"}})"),
            R"({"id":6001,"name":"Kari Nordmann"})");
}

TEST(OrderBodies, AnOrderIsADraftThatIsSentToNobody) {
  books::SaleDocument document;
  document.reference = "av:sale:1";
  document.date = Date(2026, 11, 20);
  document.due_date = Date(2026, 12, 1);
  document.kid = "2345676";
  EXPECT_EQ(order_body(document, R"({"id":6001})"),
            R"({"customer":{"id":6001},"status":"Draft","date":"2026-11-20",)"
            R"("deliveryDate":"2026-11-20","referenceNumber":"av:sale:1",)"
            R"("internalMemo":"av:sale:1","invoice":{"date":"2026-11-20",)"
            R"("distributionMethod":"manualdistribution",)"
            R"("paymentTerms":{"type":"NumberOfDays","value":11},)"
            R"("remittanceReference":"2345676"}})");
}

}  // namespace
}  // namespace avstem::accounting::twentyfour
