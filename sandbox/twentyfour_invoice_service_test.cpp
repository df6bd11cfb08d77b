// InvoiceService: orders and invoices over SOAP.

#include <gtest/gtest.h>

#include "sandbox/twentyfour_soap_client.hpp"

namespace avstem::sandbox {
namespace {

using Client = TwentyFourSoapClient;
using Texts = std::vector<std::string>;

const std::string invoice_service = "/Economy/InvoiceOrder/V001/InvoiceService.asmx";

struct Invoicing {
  Invoicing() {
    twentyfour::Customer person;
    person.name = "Berg";
    customer = client.company.add_customer(person).value();
  }
  Response save(const std::string& order, const std::string& action = "SaveInvoices") {
    return client.soap(invoice_service, action,
                       "<invoices><InvoiceOrder>" + order + "</InvoiceOrder></invoices>");
  }
  std::string order(const std::string& status, const std::string& rows,
                    const std::string& after = "") const {
    return fmt::format(
        "<CustomerId>{}</CustomerId><OrderStatus>{}</OrderStatus>"
        "<DateOrdered>2026-11-20T00:00:00</DateOrdered><PaymentTime>14</PaymentTime>"
        "<IncludeVAT>true</IncludeVAT><InvoiceRows>{}</InvoiceRows>{}",
        customer, status, rows, after);
  }
  Response get(const std::string& search, const std::string& properties,
               const std::string& rows = "<rowReturnProperties />") {
    return client.soap(invoice_service, "GetInvoices",
                       "<searchParams>" + search + "</searchParams><invoiceReturnProperties>" +
                           properties + "</invoiceReturnProperties>" + rows);
  }

  Client client;
  std::int64_t customer = 0;
};

const std::string jacket =
    "<InvoiceRow><ProductId>101</ProductId><Quantity>1</Quantity>"
    "</InvoiceRow>";
const std::string paid_in_advance =
    "<InvoiceRow><Price>100.00</Price><Name>Kontingent</Name><Quantity>2</Quantity><TaxSettings>"
    "<TaxAccount>3220</TaxAccount><TaxCode>6</TaxCode></TaxSettings></InvoiceRow>";

TEST(TwentyFourInvoices, AnInvoicedOrderIsInTheLedger) {
  Invoicing invoicing;
  const Response saved = invoicing.save(invoicing.order(
      "Invoiced", jacket + paid_in_advance, "<ReferenceNumber>ORD-1001</ReferenceNumber>"));
  EXPECT_EQ(Client::text(saved, "OrderStatus"), "Invoiced");
  EXPECT_EQ(Client::text(saved, "OrderTotalIncVat"), "1400.00");
  EXPECT_EQ(Client::text(saved, "ReferenceNumber"), "ORD-1001");
  EXPECT_EQ(invoicing.client.company.customer_balance(invoicing.customer), 140'000);
  EXPECT_EQ(invoicing.client.company.balance(3220, Date(2026, 11, 20)), -20'000);
  const std::string invoice = Client::text(saved, "InvoiceId");
  const Response found =
      invoicing.get("<InvoiceIds><int>" + invoice + "</int></InvoiceIds>",
                    "<string>InvoiceId</string><string>ReferenceNumber</string>",
                    "<rowReturnProperties><string>Name</string></rowReturnProperties>");
  EXPECT_EQ(Client::texts(found, "ReferenceNumber"), Texts{"ORD-1001"});
  EXPECT_EQ(Client::texts(found, "Name"), Texts{"Kontingent"});
  EXPECT_EQ(Client::texts(found, "CustomerId"), Texts{});
}

// Trap: an error comes in an APIException, with HTTP 200.
TEST(TwentyFourInvoices, AnErrorIsAnApiExceptionInASuccess) {
  Invoicing invoicing;
  const auto message = [&](const std::string& order) {
    const Response response = invoicing.save(order);
    EXPECT_EQ(response.status, 200);
    return Client::text(response, "Message");
  };
  EXPECT_EQ(message(invoicing.order("Invoiced", "")), "an invoice has rows");
  EXPECT_EQ(message(invoicing.order("Lending", jacket)), "OrderStatus Lending cannot be set");
  EXPECT_EQ(message("<OrderId>5</OrderId><IncludeVAT i:nil=\"true\" />"), "no order has id 5");
  EXPECT_EQ(message("<CustomerId>5</CustomerId><IncludeVAT>true</IncludeVAT>"),
            "no customer has id 5");
  EXPECT_EQ(message(invoicing.order("Draft", "<InvoiceRow><ProductId>9</ProductId></InvoiceRow>")),
            "no product has id 9");
  EXPECT_NE(
      Client::fault(invoicing.save("<CustomerId>10000</CustomerId>")).find("lacks IncludeVAT"),
      std::string::npos);
}

TEST(TwentyFourInvoices, AnOrderIsUpdatedByItsIdUntilItIsInvoiced) {
  Invoicing invoicing;
  const std::string id = Client::text(invoicing.save(invoicing.order("Draft", jacket)), "OrderId");
  const std::string by_id = "<OrderId>" + id + "</OrderId>";
  EXPECT_EQ(Client::text(invoicing.save(by_id + invoicing.order("Invoiced", jacket)), "OrderId"),
            id);
  EXPECT_EQ(Client::text(invoicing.save(by_id + invoicing.order("Draft", jacket)), "Message"),
            "order " + id + " has been invoiced");
  const Response updated = invoicing.save(
      by_id + "<IncludeVAT i:nil=\"true\" /><ReferenceNumber>ORD-2</ReferenceNumber>",
      "UpdateInvoices");
  EXPECT_EQ(Client::text(updated, "ReferenceNumber"), "ORD-2");
  const Response refused =
      invoicing.save(by_id + "<IncludeVAT i:nil=\"true\" /><OCR>1</OCR>", "UpdateInvoices");
  EXPECT_EQ(Client::text(refused, "Message"), "OCR cannot be updated");
}

TEST(TwentyFourInvoices, ListsOfPropertiesAreRequired) {
  Invoicing invoicing;
  EXPECT_NE(Client::fault(invoicing.get("", "")).find("invoiceReturnProperties is empty"),
            std::string::npos);
  EXPECT_NE(Client::fault(invoicing.get("", "<string>OrderId</string>", ""))
                .find("rowReturnProperties is missing"),
            std::string::npos);
  std::string ids;
  for (std::size_t i = 0; i <= twentyfour::order_ids_max; ++i)
    ids += "<int>1</int>";
  EXPECT_NE(
      Client::fault(invoicing.get("<OrderIds>" + ids + "</OrderIds>", "<string>OrderId</string>"))
          .find("more than 1000 OrderIds"),
      std::string::npos);
}

TEST(TwentyFourInvoices, ASearchIsByStateCustomerAndChange) {
  Invoicing invoicing;
  invoicing.save(invoicing.order("Draft", jacket));
  invoicing.client.clock.sleep(std::chrono::minutes(1));
  invoicing.save(invoicing.order("Invoiced", jacket));
  const auto found = [&](const std::string& search) {
    return Client::texts(invoicing.get(search, "<string>OrderId</string>"), "OrderId").size();
  };
  EXPECT_EQ(found(""), 2U);
  EXPECT_EQ(found("<OrderStates><OrderSlipStateType>Invoiced</OrderSlipStateType></OrderStates>"),
            1U);
  EXPECT_EQ(found("<CustomerIds><int>1</int></CustomerIds>"), 0U);
  EXPECT_EQ(found("<ChangedAfter>2026-11-20T10:00:30</ChangedAfter>"), 1U);
  EXPECT_EQ(Client::texts(invoicing.client.soap(invoice_service, "GetPaymentMethods"), "Name"),
            (Texts{"Bank", "Vipps"}));
}

}  // namespace
}  // namespace avstem::sandbox
