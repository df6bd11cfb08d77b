// Sales orders over REST, and what an invoice puts into the ledger.

#include <gtest/gtest.h>

#include "sandbox/twentyfour_test_client.hpp"

namespace avstem::sandbox {
namespace {

using Client = TwentyFourTestClient;
using Texts = std::vector<std::string>;

constexpr Date the_day(2026, 11, 20);

/// A client with a customer and an order of theirs.
struct Ordered {
  Ordered() {
    twentyfour::Customer person;
    person.name = "Berg";
    customer = client.company.add_customer(person).value();
    order = Client::member(Client::json(client.post("/salesorders", body())), "id");
  }
  std::string body(const std::string& more = "") const {
    return fmt::format(R"({{"customer":{{"id":{},"name":"Berg"}},"status":"Draft",)"
                       R"("date":"2026-11-20","referenceNumber":"ORD-1001"{}}})",
                       customer, more);
  }
  Response add_line(const std::string& line) {
    return client.post("/salesorders/" + order + "/lines", line);
  }
  Response patch(const std::string& text) {
    return client.rest("PATCH", "/salesorders/" + order, text);
  }
  Response issue() { return patch(R"({"status":"Invoice"})"); }

  Client client;
  std::int64_t customer = 0;
  std::string order;
};

TEST(TwentyFourOrders, AnOrderBecomesAnInvoiceInTheLedger) {
  Ordered ordered;
  Client& client = ordered.client;
  EXPECT_EQ(ordered.add_line(R"({"type":"product","product":{"id":101},"quantity":1})").status,
            200);
  EXPECT_EQ(ordered.add_line(R"({"type":"text","description":"Takk for handelen"})").status, 200);
  const auto invoiced = Client::json(ordered.issue());
  EXPECT_EQ(Client::member(invoiced, "status"), "Invoice");
  EXPECT_EQ(Client::member(invoiced, "netAmount"), "960");
  EXPECT_EQ(Client::member(invoiced, "taxAmount"), "240");
  EXPECT_EQ(Client::member(invoiced, "grossAmount"), "1200");
  EXPECT_EQ(Client::member(invoiced, "invoice.dueDate"), "2026-12-04");
  EXPECT_EQ(client.company.customer_balance(ordered.customer), 120'000);
  EXPECT_EQ(client.company.balance(3000, the_day), -96'000);
  EXPECT_EQ(client.company.balance(2700, the_day), -24'000);
  const std::string number = Client::member(invoiced, "invoice.number");
  EXPECT_EQ(Client::column(client.lines_of("&invoiceNumber=" + number + "&accountNumber=1500"),
                           "customer.id"),
            Texts{fmt::to_string(ordered.customer)});
  EXPECT_EQ(Client::column(client.get("/salesorders?invoiceNumber=" + number), "referenceNumber"),
            Texts{"ORD-1001"});
}

// Trap: an order without lines cannot be invoiced.
TEST(TwentyFourOrders, AnInvoiceNeedsALine) {
  Ordered ordered;
  const Response response = ordered.issue();
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("\"type\":\"NoLines\""), std::string::npos);
  EXPECT_EQ(Client::member(Client::json(response), "error.name"), "BadRequestError");
  EXPECT_EQ(ordered.client.post("/salesorders", ordered.body(R"(,"memo":"x")")).status, 200);
  std::string at_once = ordered.body();
  at_once.replace(at_once.find("Draft"), 5, "Invoice");
  EXPECT_EQ(ordered.client.post("/salesorders", at_once).status, 400);
}

TEST(TwentyFourOrders, AnInvoicedOrderNoLongerChanges) {
  Ordered ordered;
  const std::string line = Client::member(
      Client::json(ordered.add_line(R"({"type":"product","product":{"id":102}})")), "id");
  ASSERT_EQ(ordered.issue().status, 200);
  const std::string path = "/salesorders/" + ordered.order;
  EXPECT_EQ(ordered.patch(R"({"memo":"x"})").status, 400);
  EXPECT_EQ(ordered.add_line(R"({"type":"product","product":{"id":102}})").status, 400);
  EXPECT_EQ(ordered.client.rest("PATCH", path + "/lines/" + line, R"({"quantity":2})").status, 400);
  EXPECT_EQ(ordered.client.rest("DELETE", path + "/lines/" + line).status, 409);
  EXPECT_EQ(ordered.client.rest("DELETE", path).status, 409);
}

TEST(TwentyFourOrders, LinesAreChangedAndDeleted) {
  Ordered ordered;
  const std::string line = Client::member(
      Client::json(ordered.add_line(
          R"({"type":"product","product":{"id":101},"description":"Jakke, blå","price":100.5})")),
      "id");
  const std::string path = "/salesorders/" + ordered.order + "/lines/" + line;
  const auto changed = Client::json(ordered.client.rest(
      "PATCH", path,
      R"({"quantity":3,"discountRate":10,"tax":{"number":31},"account":{"number":3030}})"));
  EXPECT_EQ(Client::member(changed, "price"), "100.5");
  EXPECT_EQ(Client::member(changed, "tax.rate"), "15");
  EXPECT_EQ(Client::member(changed, "account.number"), "3030");
  const auto order = Client::json(ordered.client.get("/salesorders/" + ordered.order));
  EXPECT_EQ(Client::member(order, "netAmount"), "271.35");
  EXPECT_EQ(Client::member(order, "taxAmount"), "40.7");
  EXPECT_EQ(Client::member(Client::json(ordered.client.get(path)), "quantity"), "3");
  EXPECT_EQ(ordered.client.rest("DELETE", path).status, 204);
  EXPECT_EQ(ordered.client.get(path).status, 404);
  EXPECT_EQ(Client::column(ordered.client.get("/salesorders/" + ordered.order + "/lines"), "id"),
            Texts{});
  EXPECT_EQ(ordered.client.rest("DELETE", "/salesorders/" + ordered.order).status, 204);
  EXPECT_EQ(ordered.client.get("/salesorders/" + ordered.order).status, 404);
}

TEST(TwentyFourOrders, ANegativeQuantityMakesACreditNote) {
  Ordered ordered;
  ordered.add_line(R"({"type":"product","product":{"id":101},"quantity":-1})");
  ASSERT_EQ(ordered.issue().status, 200);
  EXPECT_EQ(ordered.client.company.customer_balance(ordered.customer), -120'000);
  EXPECT_EQ(ordered.client.company.transactions().back().type_number, twentyfour::credit_note_type);
}

// Trap: the customer of a new order has an id and a name, though the id alone would say who.
TEST(TwentyFourOrders, TheSchemaIsTheSpecifications) {
  Ordered ordered;
  const auto breaches = [&](const std::string& body) {
    return Client::breaches(ordered.client.post("/salesorders", body));
  };
  EXPECT_EQ(breaches(R"({"customer":{"id":10000}})"), Texts{"customer.name required"});
  EXPECT_EQ(breaches("{}"), Texts{"customer required"});
  EXPECT_EQ(breaches(ordered.body(R"(,"externalId":"x","invoice":{"distributionMethod":"mail"})")),
            (Texts{"invoice.distributionMethod enum", "externalId additionalProperties"}));
  EXPECT_EQ(breaches(ordered.body(R"(,"invoice":{"paymentTerms":{"type":"FixedDate"}})")),
            (Texts{"invoice.paymentTerms.value required", "invoice.paymentTerms.type enum"}));
  EXPECT_EQ(
      Client::message(ordered.client.post("/salesorders", R"({"customer":{"id":1,"name":"X"}})")),
      "no customer has id 1");
  // A line is closed in field mode too.
  EXPECT_EQ(Client::breaches(ordered.add_line(R"({"type":"product","vat":25,"discountRate":101})")),
            (Texts{"discountRate maximum", "vat additionalProperties"}));
  EXPECT_EQ(Client::message(ordered.add_line(R"({"product":{"id":9}})")), "no product has id 9");
  EXPECT_EQ(Client::message(ordered.add_line(R"({"account":{"number":1}})")),
            "account 1 is not in use");
  EXPECT_EQ(Client::message(ordered.add_line(R"({"tax":{"number":8}})")), "the tax is not in use");
  EXPECT_EQ(ordered.add_line(R"({"quantity":9000000000000,"price":9000000000000})").status, 400);
}

TEST(TwentyFourOrders, AreFilteredAndPagedByToken) {
  Ordered ordered;
  ordered.client.clock.sleep(std::chrono::minutes(1));
  for (int i = 0; i < 2; ++i)
    ASSERT_EQ(ordered.client.post("/salesorders", ordered.body()).status, 200);
  const auto found = [&](const std::string& query) {
    return Client::column(ordered.client.get("/salesorders" + query), "id").size();
  };
  EXPECT_EQ(found(""), 3U);
  EXPECT_EQ(found("?createdFrom=2026-11-20T10:01:00Z"), 2U);
  EXPECT_EQ(found("?status=Confirmed"), 0U);
  EXPECT_EQ(found("?date=2026-11-20&customerId=10000"), 3U);
  EXPECT_EQ(found("?dateTo=2026-11-19"), 0U);
  EXPECT_EQ(found("?limit=2"), 2U);
  EXPECT_EQ(found("?limit=2&continuationToken=from-2"), 1U);
  EXPECT_EQ(Client::breaches(ordered.client.get("/salesorders?status=Paid")),
            Texts{"query.status enum"});
}

TEST(TwentyFourOrders, ProductsAndPaymentMethodsAreListed) {
  Client client;
  EXPECT_EQ(Client::column(client.get("/products"), "salesPrice"), (Texts{"960", "89", "450"}));
  EXPECT_EQ(Client::column(client.get("/products?productNumber=KAFFE-1"), "id"), Texts{"102"});
  EXPECT_EQ(client.get("/products/9").status, 404);
  EXPECT_EQ(Client::column(client.get("/paymentmethods"), "name"), (Texts{"Bank", "Vipps"}));
}

}  // namespace
}  // namespace avstem::sandbox
