#include "sandbox/poweroffice_test_client.hpp"

namespace avstem::sandbox {
namespace {

const Date friday(2026, 11, 20);

class SalesTest : public ::testing::Test {
 protected:
  Response post(const std::string& path, const std::string& body) {
    return client.go.handle(client.request("POST", "/v2" + path, body));
  }
  void expect_refused(const std::string& path, const std::string& body, const std::string& word) {
    const Response response = post(path, body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_NE(response.body.find(word), std::string::npos) << response.body;
  }
  /// A product on a sales account.
  void product(const std::string& code, std::int64_t account) {
    const std::string body = fmt::format(R"({{"Code":"{}","Name":"{}","ProductType":"Service",)"
                                         R"("StandardSalesAccountId":{}}})",
                                         code, code, client.account(account));
    ASSERT_EQ(post("/Products", body).status, 200);
  }
  static std::string line(const std::string& code, const std::string& quantity,
                          const std::string& price) {
    return fmt::format(
        R"({{"ProductCode":"{}","Description":"Jakke","Quantity":{},"ProductUnitPrice":{}}})", code,
        quantity, price);
  }
  std::string order(const std::vector<std::string>& lines, const std::string& reference = "av-1",
                    const std::string& more = "") const {
    return fmt::format(R"({{"CustomerNo":{},"CurrencyCode":"NOK","SalesOrderDate":"2026-11-20",)"
                       R"("ExternalImportReference":"{}","CustomMatchingReference":"ORD-1",)"
                       R"("SalesOrderLines":[{}]{}}})",
                       customer, reference, fmt::join(lines, ","), more);
  }
  std::string place(const std::string& body) {
    const Response response = post("/SalesOrders/Complete", body);
    EXPECT_EQ(response.status, 201) << response.body;
    return member(read_answer(response), "Id");
  }
  Response send(const std::string& id, const std::string& more = "") {
    return post("/SalesOrders/" + id + "/createAndSendInvoice",
                R"({"DeliveryType":"PdfPrintForDownload","VoucherDate":"2026-11-20")" + more + "}");
  }
  void let_invoices_be_made() { client.clock.sleep(std::chrono::seconds(5)); }
  poweroffice::JsonValue sent_state(const std::string& id) {
    return read_answer(client.get("/v2/SalesOrders/sentState?id=" + id)).items.at(0);
  }

  PowerOfficeTestClient client;
  std::int64_t customer = client.company.add_customer("Kari Nordmann");
};

TEST_F(SalesTest, APersonAndACompanyAreKeptAsTheyWereWritten) {
  const Response person = post(
      "/Customers", R"({"IsPerson":true,"FirstName":"Åse","LastName":"Fjell & <Fjord>",)"
                    R"("EmailAddress":"ase@example.no","ExternalImportReference":"av-7",)"
                    R"("MailAddress":{"AddressLine1":"Gata 1","ZipCode":"0161","City":"Oslo"}})");
  ASSERT_EQ(person.status, 201) << person.body;
  EXPECT_EQ(member(read_answer(person), "Name"), "Åse Fjell & <Fjord>");
  const Response company = post(
      "/Customers", R"({"Name":"Fjell AS","OrganizationNumber":"987654325","IsPerson":false})");
  ASSERT_EQ(company.status, 201);
  EXPECT_EQ(column(client.get("/v2/Customers?externalImportReference=av-7"), "Name").size(), 0U)
      << "a reader is late";
  client.let_reads_catch_up();
  EXPECT_EQ(column(client.get("/v2/Customers?externalImportReference=av-7"), "EmailAddress"),
            std::vector<std::string>{"ase@example.no"});
  EXPECT_EQ(column(client.get("/v2/Customers?customerNos=10002"), "OrganizationNumber"),
            std::vector<std::string>{"987654325"});
}

TEST_F(SalesTest, RefusesCustomersThatTheSpecificationRefuses) {
  expect_refused("/Customers", R"({"IsPerson":true,"FirstName":"Kari"})", "LastName is required");
  expect_refused("/Customers", R"({"IsPerson":true,"LastName":"Nordmann"})", "FirstName");
  expect_refused("/Customers", R"({"IsPerson":false,"FirstName":"Kari"})", "Name is required");
  expect_refused("/Customers", R"({"Name":"A","Email":"a@b.no"})", "Email is not a property");
  expect_refused("/Customers", R"({"Name":"A","MailAddress":{"City":"Oslo"}})", "ZipCode");
  expect_refused("/Customers", R"({"Name":"A","MailAddress":{"ZipCode":"0161"}})", "City");
  expect_refused("/Customers", R"({"Name":"A","Number":5})", "Number is given");
  expect_refused(
      "/Customers",
      fmt::format(R"({{"Name":"A","ExternalImportReference":"{}"}})", std::string(51, 'x')),
      "more than 50");
  ASSERT_EQ(post("/Customers", R"({"Name":"A","ExternalImportReference":"av-7"})").status, 201);
  expect_refused("/Customers", R"({"Name":"B","ExternalImportReference":"av-7"})", "already used");
}

TEST_F(SalesTest, AProductKeepsItsCodeAndSalesAccount) {
  product("AVS-3000-3", 3000);
  expect_refused("/Products", R"({"Code":"AVS-3000-3","Name":"x"})", "already used");
  expect_refused("/Products", R"({"Code":"x"})", "Name is required");
  expect_refused("/Products", R"({"Name":"x","StandardSalesAccountId":3000})", "not found");
  client.let_reads_catch_up();
  const Response read = client.get("/v2/Products?codes=AVS-3000-3,other");
  EXPECT_EQ(column(read, "StandardSalesAccount"), std::vector<std::string>{"3000"});
  EXPECT_EQ(client.get("/v2/Products?codes=other").status, 204);
}

TEST_F(SalesTest, AnInvoicePostsNetAndVatByTheProductsAccount) {
  product("A", 3000);
  product("B", 3030);
  const std::string id =
      place(order({line("A", "1", "960"), line("A", "2", "20"), line("B", "1", "100.10")}));
  EXPECT_EQ(client.company.vouchers().size(), 0U) << "an order posts nothing";
  client.let_reads_catch_up();
  EXPECT_EQ(member(read_answer(client.get("/v2/SalesOrders/" + id)), "TotalAmount"), "1365.12");
  ASSERT_EQ(send(id).status, 202);
  client.let_reads_catch_up();
  EXPECT_EQ(member(sent_state(id), "IsInvoiceBeingProcessed"), "true");
  EXPECT_EQ(member(sent_state(id), "SentDateTimeOffset"), "-");
  let_invoices_be_made();
  EXPECT_EQ(member(sent_state(id), "InvoiceNo"), "50001");
  EXPECT_EQ(member(sent_state(id), "DueDate"), "2026-12-04");
  EXPECT_EQ(client.company.balance(3000, friday), -100'000);
  EXPECT_EQ(client.company.balance(2700, friday), -25'000);
  EXPECT_EQ(client.company.balance(3030, friday), -10'010);
  EXPECT_EQ(client.company.balance(2701, friday), -1'502) << "15.015 is rounded away from zero";
  EXPECT_EQ(client.company.customer_balance(customer), 136'512);
  EXPECT_EQ(client.get("/v2/SalesOrders/" + id).status, 404) << "it is an order no more";
  const Response invoices = client.get("/v2/OutgoingInvoices?customMatchingReferences=ORD-1");
  EXPECT_EQ(column(invoices, "Id"), std::vector<std::string>{id});
  EXPECT_EQ(column(invoices, "Balance"), std::vector<std::string>{"1365.12"});
  EXPECT_EQ(column(invoices, "ExternalImportReference"), std::vector<std::string>{"av-1"});
}

TEST_F(SalesTest, VatIsReckonedOnTheSumOfACodesLines) {
  product("A", 3000);
  const std::string id = place(order({line("A", "1", "0.02"), line("A", "1", "0.02")}));
  ASSERT_EQ(send(id).status, 202);
  let_invoices_be_made();
  client.company.finish_invoicing();
  EXPECT_EQ(client.company.balance(2700, friday), -1) << "25 % of 0.04, not twice 0.005";
}

TEST_F(SalesTest, APaymentMatchesAnInvoiceMadeOfAnOrder) {
  product("A", 3000);
  const std::string id = place(order({line("A", "1", "1000")}));
  ASSERT_EQ(send(id).status, 202);
  let_invoices_be_made();
  const std::string paid =
      client.line(client.subledger(customer), "-1250", R"(,"CustomMatchingReference":"ORD-1")");
  ASSERT_EQ(
      client.post(PowerOfficeTestClient::voucher({client.line(client.account(1903), "1250"), paid}))
          .status,
      201);
  client.let_reads_catch_up();
  EXPECT_EQ(client.get("/v2/Customerledger/OpenItems?date=2026-11-20").status, 204);
  EXPECT_EQ(client.get("/v2/OutgoingInvoices?onlyUnpaidInvoices=true").status, 204);
  EXPECT_EQ(client.reverse(id).status, 404) << "only a credit note takes it back";
}

TEST_F(SalesTest, ANegativeOrderIsACreditNote) {
  product("A", 3000);
  const std::string invoice = place(order({line("A", "1", "1000")}));
  ASSERT_EQ(send(invoice).status, 202);
  let_invoices_be_made();
  const std::vector<std::string> back{line("A", "-1", "400")};
  expect_refused("/SalesOrders/Complete", order(back, "av-2", R"(,"RelatedInvoiceNo":9)"),
                 "no inv");
  expect_refused("/SalesOrders/Complete",
                 order({line("A", "1", "1")}, "av-2", R"(,"RelatedInvoiceNo":50001)"),
                 "credit note drafts only");
  const std::string id = place(order(back, "av-2", R"(,"RelatedInvoiceNo":50001)"));
  ASSERT_EQ(send(id).status, 202);
  let_invoices_be_made();
  const Response notes = client.get("/v2/OutgoingInvoices?invoiceIds=" + id);
  EXPECT_EQ(column(notes, "VoucherType"), std::vector<std::string>{"OutgoingCreditNote"});
  EXPECT_EQ(column(notes, "TotalAmount"), std::vector<std::string>{"-500.0"});
  EXPECT_EQ(column(notes, "RelatedInvoiceNo"), std::vector<std::string>{"50001"});
  EXPECT_EQ(client.company.customer_balance(customer), 75'000);
}

TEST_F(SalesTest, AFailedInvoicePostsNothingAndCanBeAskedForAgain) {
  product("A", 3000);
  const std::string id = place(order({line("A", "1", "1000")}));
  client.company.fail_next_invoice("The queue was stopped.");
  ASSERT_EQ(send(id).status, 202);
  EXPECT_EQ(send(id).status, 400) << "it is in the queue";
  EXPECT_EQ(client.go.handle(client.request("DELETE", "/v2/SalesOrders/" + id)).status, 409);
  let_invoices_be_made();
  EXPECT_EQ(member(sent_state(id), "LastErrorMessage"), "The queue was stopped.");
  EXPECT_EQ(member(sent_state(id), "InvoiceNo"), "-");
  EXPECT_EQ(client.company.vouchers().size(), 0U);
  ASSERT_EQ(send(id).status, 202);
  let_invoices_be_made();
  EXPECT_EQ(member(sent_state(id), "LastErrorMessage"), "-");
  EXPECT_EQ(member(sent_state(id), "InvoiceNo"), "50001");
  EXPECT_EQ(send(id).status, 404) << "it is an invoice";
}

TEST_F(SalesTest, ALockedDateFailsTheInvoice) {
  product("A", 3000);
  const std::string id = place(order({line("A", "1", "1000")}));
  client.company.set_lock_date(friday);
  ASSERT_EQ(send(id).status, 202);
  let_invoices_be_made();
  EXPECT_NE(member(sent_state(id), "LastErrorMessage").find("lock date"), std::string::npos);
  EXPECT_EQ(client.company.vouchers().size(), 0U);
}

TEST_F(SalesTest, AnOrdersReferenceIsHeldOnce) {
  product("A", 3000);
  const std::string body = order({line("A", "1", "1000")});
  const std::string id = place(body);
  expect_refused("/SalesOrders/Complete", body, "already used");
  client.let_reads_catch_up();
  EXPECT_EQ(client.go.handle(client.request("DELETE", "/v2/SalesOrders/" + id)).status, 200);
  client.let_reads_catch_up();
  EXPECT_EQ(client.get("/v2/SalesOrders").status, 204);
  const std::string again = place(body);
  ASSERT_EQ(send(again).status, 202);
  let_invoices_be_made();
  expect_refused("/SalesOrders/Complete", body, "already used");
}

TEST_F(SalesTest, RefusesOrdersThatTheSpecificationRefuses) {
  product("A", 3000);
  const std::string path = "/SalesOrders/Complete";
  const auto with = [&](const std::string& one_line) { return order({one_line}); };
  expect_refused(path, with(R"({"ProductCode":"A","Quantity":1,"VatId":1})"), "VatId is not");
  expect_refused(path, with(R"({"ProductCode":"A"})"), "Quantity is required");
  expect_refused(path, with(R"({"ProductCode":"B","Quantity":1})"), "ProductCode B is not found");
  expect_refused(path, with(R"({"Quantity":1})"), "ProductId is required");
  expect_refused(path, with(R"({"ProductCode":"A","Quantity":1,"DepartmentCode":"10"})"), "10");
  expect_refused(path, R"({"SalesOrderLines":[]})", "CustomerId or CustomerNo");
  expect_refused(path, R"({"CustomerNo":99})", "CustomerNo 99 is not found");
  expect_refused(path, order({}, "av-1", R"(,"Cid":"1")"), "Cid is not a property");
  const std::string id = place(order({line("A", "1", "1000")}));
  expect_refused("/SalesOrders/" + id + "/createAndSendInvoice", R"({"DeliveryType":"EHF"})",
                 "EHF");
}

TEST_F(SalesTest, PrivilegesOpenTheSaleSide) {
  client.go.connect(client.company, {"reader", "only", std::set<std::string>{"Customer"}});
  const Request token = PowerOfficeTestClient::token_request("cmVhZGVyOm9ubHk=");
  client.token = member(read_answer(client.go.handle(token)), "access_token");
  EXPECT_EQ(client.get("/v2/Customers").status, 200 + 4);
  EXPECT_EQ(post("/Customers", "{}").status, 403);
  EXPECT_EQ(client.get("/v2/Products").status, 403);
  EXPECT_EQ(post("/Products", "{}").status, 403);
  EXPECT_EQ(post("/SalesOrders/Complete", "{}").status, 403);
  EXPECT_EQ(client.get("/v2/SalesOrders").status, 403);
  EXPECT_EQ(client.get("/v2/SalesOrders/sentState").status, 403);
  EXPECT_EQ(client.get("/v2/OutgoingInvoices").status, 403);
}

}  // namespace
}  // namespace avstem::sandbox
