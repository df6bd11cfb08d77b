// The requests of the sale side, each against the published specification.

#include "accounting/poweroffice/scripted_office.hpp"

namespace avstem::accounting::poweroffice {
namespace {

const std::string order_id = "ee373540-ca8d-4562-8fb6-6fb52de47722";
const std::string place = "POST /SalesOrders/Complete";
const std::string send = "POST /SalesOrders/" + order_id + "/createAndSendInvoice";

class SalesTest : public PowerOfficeTest {
 protected:
  static books::SaleDocument document(std::vector<books::SoldItem> items) {
    books::SaleDocument sale;
    sale.reference = "av:kafe:sale:1";
    sale.matching_reference = "ORD-1001";
    sale.customer_number = 10'001;
    sale.date = Date(2026, 11, 20);
    sale.due_date = Date(2026, 12, 4);
    sale.items = std::move(items);
    return sale;
  }
  static books::SaleDocument jacket() { return document({{"Jakke", 125'000, "3", 3000}}); }
  static books::SaleDocument credit_note() {
    auto note = jacket();
    note.kind = books::SaleDocumentKind::credit_note;
    note.credits = "50001";
    return note;
  }
  /// The chart of the sale, and a product that is there.
  void answer_reads() {
    office.answer("GET /GeneralLedgerAccounts", 200,
                  R"([{"Id":73000,"AccountNo":3000,"IsActive":true,"VatCode":"3"}])");
    office.answer("GET /Products", 200,
                  R"([{"Id":91,"Code":"AVS-3000-3","StandardSalesAccount":3000}])");
  }
  Error place_error(int status, const std::string& body = "") {
    answer_reads();
    office.answer(place, status, body);
    auto placed = books.place_order(jacket());
    EXPECT_FALSE(placed);
    return placed ? Error{} : placed.error();
  }
  static books::Customer kari() {
    books::Customer customer;
    customer.reference = "av-7";
    customer.first_name = "Kari";
    customer.last_name = "Nordmann & Sønn";
    customer.email = "kari@example.no";
    customer.phone = "+4791234567";
    customer.address = {"Gata 1", "Oppgang B", "0161", "Oslo", "NO"};
    return customer;
  }
};

TEST_F(SalesTest, APersonIsSentWithItsAddress) {
  office.answer("POST /Customers", 201, R"({"Id":77001,"Number":10001})");
  const auto made = books.create_customer(kari());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(*made, (KnownCustomer{10'001, "77001"}));
  EXPECT_EQ(office.requests.back().body,
            R"({"IsPerson":true,"FirstName":"Kari","LastName":"Nordmann & Sønn",)"
            R"("EmailAddress":"kari@example.no","InvoiceEmailAddress":"kari@example.no",)"
            R"("PhoneNumber":"+4791234567","MailAddress":{"AddressLine1":"Gata 1",)"
            R"("AddressLine2":"Oppgang B","ZipCode":"0161","City":"Oslo","CountryCode":"NO"},)"
            R"("ExternalImportReference":"av-7"})");
}

TEST_F(SalesTest, ACompanyIsSentWithItsNumberAndNoHalfAddress) {
  books::Customer company;
  company.reference = "av-8";
  company.is_person = false;
  company.name = "Fjell AS";
  company.organisation_number = "987654325";
  company.address.city = "Oslo";
  office.answer("POST /Customers", 201, R"({"Id":77002,"Number":10002})");
  ASSERT_TRUE(books.create_customer(company));
  EXPECT_EQ(office.requests.back().body,
            R"({"IsPerson":false,"Name":"Fjell AS","OrganizationNumber":"987654325",)"
            R"("ExternalImportReference":"av-8"})");
  company.name = "";
  EXPECT_EQ(books.create_customer(company).error().kind, ErrorKind::invalid);
}

TEST_F(SalesTest, TheReferenceIsComparedOnOurSideToo) {
  office.answer("GET /Customers", 200,
                R"([{"Id":1,"Number":10001,"ExternalImportReference":"av-70"}])");
  office.answer("GET /Customers", 204);
  EXPECT_EQ(books.find_customer(kari()).value(), std::nullopt);
  EXPECT_EQ(ScriptedOffice::query(office.requests.front(), "externalImportReference"), "av-7");
  EXPECT_EQ(office.requests.size(), 2U) << "the reference, then everybody's e-mail address";
}

TEST_F(SalesTest, AnArchivedCustomerOfOursIsNotMadeTwice) {
  office.answer("GET /Customers", 200,
                R"([{"Id":1,"Number":10001,"ExternalImportReference":"av-7","IsArchived":true}])");
  EXPECT_EQ(books.find_customer(kari()).error().kind, ErrorKind::refused);
}

TEST_F(SalesTest, OnlyChangedCustomersAreReadASecondTime) {
  for (int i = 0; i < 2; ++i) {
    office.answer("GET /Customers", 204);
    office.answer("GET /Customers", 200,
                  R"([{"Id":1,"Number":10001,"IsPerson":true,"EmailAddress":"ola@example.no",)"
                  R"("LastChangedDateTimeOffset":"2026-11-24T11:00:00+00:00"}])");
    EXPECT_EQ(books.find_customer(kari()).value(), std::nullopt);
  }
  EXPECT_EQ(ScriptedOffice::query(office.requests[1], "lastChangedDateTimeOffsetGreaterThan"), "");
  EXPECT_EQ(ScriptedOffice::query(office.requests[3], "lastChangedDateTimeOffsetGreaterThan"),
            "2026-11-24T10:59:00Z");
}

TEST_F(SalesTest, AnOrderNamesItsProductsAndNetPrices) {
  answer_reads();
  office.answer(place, 201, R"({"Id":")" + order_id + R"(","TotalAmount":1250.00})");
  const auto placed = books.place_order(jacket());
  ASSERT_TRUE(placed) << placed.error().message;
  EXPECT_EQ(*placed, order_id);
  EXPECT_EQ(office.requests.back().body,
            R"({"CustomerNo":10001,"CurrencyCode":"NOK","SalesOrderDate":"2026-11-20",)"
            R"("DeliveryDate":"2026-11-20","ExternalImportReference":"av:kafe:sale:1",)"
            R"("CustomMatchingReference":"ORD-1001","SalesOrderLines":[{"ProductId":91,)"
            R"("Description":"Jakke","Quantity":1,"ProductUnitPrice":1000.00,)"
            R"("UseStandardSalesAccount":true,"SortOrder":0}]})");
}

TEST_F(SalesTest, AMissingProductIsMade) {
  office.answer("GET /GeneralLedgerAccounts", 200,
                R"([{"Id":73000,"AccountNo":3000,"VatCode":"3"}])");
  office.answer("GET /Products", 204);
  office.answer("POST /Products", 200, R"({"Id":91})");
  office.answer(place, 201, R"({"Id":")" + order_id + R"("})");
  ASSERT_TRUE(books.place_order(jacket()));
  EXPECT_EQ(ScriptedOffice::query(office.requests[1], "codes"), "AVS-3000-3");
  EXPECT_EQ(office.requests[2].body,
            R"({"Code":"AVS-3000-3","Name":"Salg, konto 3000","ProductType":"Service",)"
            R"("StandardSalesAccountId":73000})");
}

TEST_F(SalesTest, ACreditNoteHasNegativeQuantitiesAndNamesTheInvoice) {
  answer_reads();
  office.answer(place, 201, R"({"Id":")" + order_id + R"(","TotalAmount":-1250.00})");
  ASSERT_TRUE(books.place_order(credit_note()));
  const auto body = nlohmann::json::parse(office.requests.back().body);
  EXPECT_EQ(body.at("RelatedInvoiceNo"), 50'001);
  EXPECT_EQ(body.at("SalesOrderLines").at(0).at("Quantity"), -1);
  EXPECT_EQ(body.at("SalesOrderLines").at(0).at("ProductUnitPrice"), 1000);
}

TEST_F(SalesTest, ADiscountHasANegativeQuantityAndAPositivePrice) {
  answer_reads();
  office.answer(place, 201, R"({"Id":")" + order_id + R"("})");
  ASSERT_TRUE(
      books.place_order(document({{"Jakke", 125'000, "3", 3000}, {"Rabatt", -12'500, "3", 3000}})));
  const auto line = nlohmann::json::parse(office.requests.back().body).at("SalesOrderLines").at(1);
  EXPECT_EQ(line.at("Quantity"), -1);
  EXPECT_EQ(line.at("ProductUnitPrice"), 100);
}

TEST_F(SalesTest, RefusalsOfAnOrderAreNamed) {
  EXPECT_EQ(place_error(400, R"({"title":"x","detail":"ExternalImportReference is used"})").kind,
            ErrorKind::conflict);
  EXPECT_EQ(place_error(400, R"({"title":"Customer is closed"})").kind, ErrorKind::refused);
  EXPECT_EQ(place_error(429).kind, ErrorKind::busy);
  EXPECT_EQ(place_error(500).kind, ErrorKind::unavailable);
  EXPECT_EQ(place_error(201, "{}").kind, ErrorKind::unavailable);
  const Error forbidden = place_error(403);
  EXPECT_EQ(forbidden.kind, ErrorKind::unauthorised);
  EXPECT_NE(forbidden.message.find("SalesOrders_Full"), std::string::npos);
  EXPECT_NE(forbidden.message.find("av:kafe:sale:1"), std::string::npos);
}

TEST_F(SalesTest, ManyProductsAreReadInBatches) {
  std::vector<books::SoldItem> items;
  std::string first;
  const books::AccountNumber last = 3000 + product_codes_per_request_max;
  const auto row = [](books::AccountNumber account) {
    return R"({"Id":7)" + std::to_string(account) + R"(,"AccountNo":)" + std::to_string(account) +
           "}";
  };
  for (books::AccountNumber account = 3000; account <= last; ++account) {
    items.push_back({"Vare", 100, "", account});
    if (account < last) first += (first.empty() ? "[" : ",") + row(account);
  }
  office.answer("GET /GeneralLedgerAccounts", 200, first + "]");
  office.answer("GET /GeneralLedgerAccounts", 204);
  office.answer("GET /GeneralLedgerAccounts", 200, "[" + row(last) + "]");
  office.answer("GET /Products", 204);
  office.answer("GET /Products", 503);
  EXPECT_EQ(books.place_order(document(items)).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(ScriptedOffice::query(office.requests.back(), "codes"), "AVS-3100-0");
}

TEST_F(SalesTest, TheInvoiceIsPostedAndSentToNobody) {
  office.answer(send, 202);
  ASSERT_TRUE(books.issue(jacket(), order_id));
  EXPECT_EQ(office.requests.back().body,
            R"({"DeliveryType":"PdfPrintForDownload","VoucherDate":"2026-11-20",)"
            R"("OverrideDueDate":"2026-12-04"})");
  office.answer(send, 200);
  EXPECT_EQ(books.issue(jacket(), order_id).error().kind, ErrorKind::unavailable);
  office.answer(send, 404);
  EXPECT_EQ(books.issue(jacket(), order_id).error().kind, ErrorKind::refused);
}

TEST_F(SalesTest, AnInvoiceIsReadByItsOrdersId) {
  office.answer("GET /SalesOrders/sentState", 200,
                R"([{"Id":")" + order_id +
                    R"(","SentDateTimeOffset":"2026-11-20T10:00:05+00:00","InvoiceNo":50001}])");
  office.answer("GET /OutgoingInvoices", 200,
                R"([{"Id":")" + order_id +
                    R"(","InvoiceNo":50001,"Cid":"500017","DueDate":"2026-12-04",)"
                    R"("TotalAmount":1250.00}])");
  const auto state = books.find_document(jacket(), order_id);
  ASSERT_TRUE(state) << state.error().message;
  EXPECT_EQ(state->stage, DocumentStage::issued);
  EXPECT_EQ(state->invoice_number, "50001");
  EXPECT_EQ(state->kid, "500017");
  EXPECT_EQ(state->due_date, Date(2026, 12, 4));
  EXPECT_EQ(state->total, 125'000);
  EXPECT_EQ(ScriptedOffice::query(office.requests.back(), "invoiceIds"), order_id);
}

TEST_F(SalesTest, AnInvoiceThatIsSentButNotListedIsBeingMade) {
  office.answer("GET /SalesOrders/sentState", 200,
                R"([{"Id":")" + order_id + R"(","SentDateTimeOffset":"2026-11-20T10:00:05Z"}])");
  office.answer("GET /OutgoingInvoices", 204);
  EXPECT_EQ(books.find_document(jacket(), order_id)->stage, DocumentStage::processing);
}

TEST_F(SalesTest, NothingIsAbsentBeforeOrdersAndInvoicesWereRead) {
  office.answer("GET /SalesOrders", 204);
  office.answer("GET /OutgoingInvoices", 204);
  const Instant before = clock.now();
  const auto state = books.find_document(jacket(), "");
  ASSERT_TRUE(state) << state.error().message;
  EXPECT_EQ(state->stage, DocumentStage::absent);
  EXPECT_EQ(clock.now() - before, settings().read_lag) << "another process may have written";
  EXPECT_EQ(ScriptedOffice::query(office.requests[0], "onlyCreatedByCurrentIntegration"), "true");
  EXPECT_EQ(ScriptedOffice::query(office.requests[1], "customMatchingReferences"), "ORD-1001");
}

TEST_F(SalesTest, TwoInvoicesWithOneReferenceAreAConflict) {
  office.answer("GET /SalesOrders", 204);
  const auto row = [](const std::string& id, int number, const std::string& reversed) {
    return R"({"Id":")" + id + R"(","InvoiceNo":)" + std::to_string(number) +
           R"(,"DueDate":"2026-12-04","TotalAmount":1250,"IsReversed":)" + reversed +
           R"(,"ExternalImportReference":"av:kafe:sale:1"})";
  };
  office.answer("GET /OutgoingInvoices", 200,
                "[" + row("a", 1, "true") + "," + row("b", 2, "false") + "]");
  EXPECT_EQ(books.find_document(jacket(), "")->invoice_number, "2") << "a reversed one is none";
  office.answer("GET /SalesOrders", 204);
  office.answer("GET /OutgoingInvoices", 200,
                "[" + row("a", 1, "false") + "," + row("b", 2, "false") + "]");
  EXPECT_EQ(books.find_document(jacket(), "").error().kind, ErrorKind::conflict);
}

}  // namespace
}  // namespace avstem::accounting::poweroffice
