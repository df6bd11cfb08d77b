// What is sold on invoice, in PowerOffice Go: the adapter against the stand-in.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "accounting/poweroffice/poweroffice.hpp"
#include "sandbox/poweroffice.hpp"
#include "tests/disturbed_http.hpp"

namespace avstem::tests {
namespace {

using accounting::DocumentStage;
using ::testing::AllOf;
using ::testing::HasSubstr;

const Date friday(2026, 11, 20);
const std::string orders = "POST http://sandbox/v2/SalesOrders/Complete";

class InvoicingTest : public ::testing::Test {
 protected:
  InvoicingTest() {
    go.add_subscription_key("subscription");
    go.connect(company, {"application", "client", std::nullopt});
    new_process();
  }

  /// Tokens, products and customers are forgotten.
  void new_process() {
    accounting::poweroffice::Settings settings;
    settings.base_url = "http://sandbox/v2";
    settings.token_url = "http://sandbox/OAuth/Token";
    settings.application_key = Secret("application");
    settings.client_key = Secret("client");
    settings.subscription_key = Secret("subscription");
    books = std::make_unique<accounting::poweroffice::PowerOffice>(http, clock, bucket, settings);
  }

  static books::Customer kari() {
    books::Customer customer;
    customer.reference = "av-7";
    customer.first_name = "Kari";
    customer.last_name = "Nordmann";
    customer.email = "kari@example.no";
    customer.phone = "+4791234567";
    customer.address = {"Gata 1", "", "0161", "Oslo", "NO"};
    return customer;
  }
  static books::Customer fjell() {
    books::Customer customer;
    customer.reference = "av-8";
    customer.is_person = false;
    customer.name = "Fjell & <Fjord> \"AS\"";
    customer.organisation_number = "987654325";
    return customer;
  }
  books::SaleDocument invoice(std::vector<books::SoldItem> items,
                              const std::string& reference = "av:sale:1") const {
    books::SaleDocument document;
    document.reference = reference;
    document.matching_reference = "ORD-1";
    document.customer_number = customer;
    document.date = friday;
    document.due_date = Date(2026, 12, 1);
    document.items = std::move(items);
    return document;
  }
  books::SaleDocument credit_note(std::int64_t amount, const std::string& credits) const {
    books::SaleDocument document = invoice({{"Jakke", amount, "3", 3000}}, "av:sale:1:r1");
    document.kind = books::SaleDocumentKind::credit_note;
    document.matching_reference = "ORD-1-R1";
    document.credits = credits;
    return document;
  }
  static std::vector<books::SoldItem> jacket() { return {{"Jakke", 125'000, "3", 3000}}; }

  accounting::DocumentState state(const books::SaleDocument& document,
                                  const std::string& order_id = "") {
    auto found = books->find_document(document, order_id);
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : accounting::DocumentState{};
  }
  DocumentStage stage(const books::SaleDocument& document, const std::string& order_id = "") {
    return state(document, order_id).stage;
  }
  std::string place(const books::SaleDocument& document) {
    auto placed = books->place_order(document);
    EXPECT_TRUE(placed) << placed.error().message;
    return placed ? *placed : "";
  }
  /// Placed, asked for and made.
  accounting::DocumentState issued(const books::SaleDocument& document) {
    const std::string order = place(document);
    EXPECT_TRUE(books->issue(document, order));
    let_invoices_be_made();
    return state(document, order);
  }
  void let_invoices_be_made() { clock.sleep(std::chrono::seconds(5)); }
  std::int64_t balance(std::int64_t account) const { return company.balance(account, friday); }

  static sandbox::PowerOfficeLimits roomy() {
    sandbox::PowerOfficeLimits limits;
    limits.requests_per_second = 1'000'000;
    return limits;
  }

  ManualClock clock{parse_instant("2026-11-20T10:00:00Z").value()};
  sandbox::PowerOffice go{clock, roomy()};
  sandbox::Company& company{go.add_company({"cafe", "Kafé Prøve AS", {}})};
  DisturbedHttp http{go};
  RateBucket bucket{clock, 1'000'000};
  std::unique_ptr<accounting::poweroffice::PowerOffice> books;
  std::int64_t customer = company.add_customer("Kunde");
};

TEST_F(InvoicingTest, ACustomerIsMadeOnceAndFoundByReference) {
  EXPECT_EQ(books->find_customer(kari()).value(), std::nullopt);
  const auto made = books->create_customer(kari());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->number, 10'001);
  new_process();
  EXPECT_EQ(books->find_customer(kari()).value(), *made);
  const auto& kept = *company.find_customer(made->number);
  EXPECT_EQ(kept.name, "Kari Nordmann");
  EXPECT_TRUE(kept.is_person);
  EXPECT_EQ(kept.email, "kari@example.no");
  EXPECT_EQ(kept.mail_address.value().city, "Oslo");
  const auto again = books->create_customer(kari());
  EXPECT_EQ(again.error().kind, ErrorKind::conflict);
}

TEST_F(InvoicingTest, NamesStayPlain) {
  const auto made = books->create_customer(fjell());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(company.find_customer(made->number)->name, "Fjell & <Fjord> \"AS\"");
  EXPECT_FALSE(company.find_customer(made->number)->mail_address);
}

TEST_F(InvoicingTest, ACustomerOfOthersIsFoundByOrganisationNumberOrEmail) {
  sandbox::poweroffice::Customer theirs;
  theirs.name = "FJELL OG FJORD AS";
  theirs.organization_number = "NO 987 654 325 MVA";
  const std::int64_t number = company.add_customer(theirs).value()->number;
  theirs = {};
  theirs.is_person = true;
  theirs.first_name = "Kari";
  theirs.last_name = "Nordmann";
  theirs.name = "Kari Nordmann";
  theirs.invoice_email = "Kari@Example.no";
  const std::int64_t person = company.add_customer(theirs).value()->number;
  EXPECT_EQ(books->find_customer(fjell()).value().value().number, number);
  EXPECT_EQ(books->find_customer(kari()).value().value().number, person);
}

TEST_F(InvoicingTest, ANewCustomerIsSeenInTheNextLook) {
  EXPECT_EQ(books->find_customer(fjell()).value(), std::nullopt);
  clock.sleep(std::chrono::hours(1));
  sandbox::poweroffice::Customer theirs;
  theirs.name = "Fjell";
  theirs.organization_number = "987654325";
  ASSERT_TRUE(company.add_customer(theirs));
  clock.sleep(std::chrono::seconds(5));
  EXPECT_TRUE(books->find_customer(fjell()).value());
}

TEST_F(InvoicingTest, SeveralThatFitAreNamedForAPerson) {
  sandbox::poweroffice::Customer one;
  one.is_person = true;
  one.email = "kari@example.no";
  for (const char* name : {"Ola", "Per"}) {
    one.first_name = name;
    one.last_name = "Nordmann";
    ASSERT_TRUE(company.add_customer(one));
  }
  const auto found = books->find_customer(kari());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::conflict);
  EXPECT_THAT(found.error().message, AllOf(HasSubstr("10001, 10002"), HasSubstr("av-7")));
  one.first_name = "Kari";
  const std::int64_t number = company.add_customer(one).value()->number;
  clock.sleep(std::chrono::seconds(5));
  EXPECT_EQ(books->find_customer(kari()).value().value().number, number) << "the name decides";
}

TEST_F(InvoicingTest, AnInvoiceIsIssuedAndPaidByItsReference) {
  const auto document = invoice(jacket());
  EXPECT_EQ(stage(document), DocumentStage::absent);
  const std::string order = place(document);
  EXPECT_EQ(stage(document, order), DocumentStage::ordered);
  EXPECT_TRUE(company.vouchers().empty()) << "an order posts nothing";
  ASSERT_TRUE(books->issue(document, order));
  EXPECT_EQ(stage(document, order), DocumentStage::processing);
  let_invoices_be_made();
  const auto made = state(document, order);
  EXPECT_EQ(made.stage, DocumentStage::issued);
  EXPECT_EQ(made.invoice_number, "50001");
  EXPECT_EQ(made.order_id, order);
  EXPECT_EQ(made.due_date, Date(2026, 12, 1));
  EXPECT_EQ(made.total, 125'000);
  EXPECT_EQ(balance(3000), -100'000);
  EXPECT_EQ(balance(2700), -25'000);
  const auto claims = books->open_claims(friday);
  ASSERT_TRUE(claims);
  ASSERT_EQ(claims->size(), 1U);
  EXPECT_EQ(claims->front().matching_reference, "ORD-1");
}

TEST_F(InvoicingTest, WhatVatCannotSayGoesToTheRoundingAccount) {
  // No price in whole øre gives 0.02 with 25 % on it: 0.01 stays 0.01, and 0.02 becomes 0.03.
  const auto made = issued(invoice({{"Pose", 2, "3", 3000}}));
  EXPECT_EQ(made.total, 2);
  EXPECT_EQ(company.customer_balance(customer), 2);
  EXPECT_EQ(balance(3000) + balance(2700), -3);
  EXPECT_EQ(balance(7740), 1);
}

TEST_F(InvoicingTest, RatesDiscountsAndLinesWithoutVatComeToTheirTotal) {
  const auto made = issued(invoice({{"Jakke", 99'990, "3", 3000},
                                    {"Rabatt", -10'001, "3", 3000},
                                    {"Brød", 4'999, "31", 3030},
                                    {"Billett", 33'333, "33", 3050},
                                    {"Kurs", 1'001, "6", 3220},
                                    {"Gave", 777, "", 3900}}));
  EXPECT_EQ(made.total, 99'990 - 10'001 + 4'999 + 33'333 + 1'001 + 777);
  EXPECT_EQ(company.customer_balance(customer), made.total);
  EXPECT_EQ(balance(3220), -1'001);
  EXPECT_EQ(balance(3900), -777);
}

TEST_F(InvoicingTest, ACreditNoteTakesBackAndNamesItsInvoice) {
  const auto first = issued(invoice(jacket()));
  const auto note = credit_note(50'000, first.invoice_number);
  const auto made = issued(note);
  EXPECT_EQ(made.stage, DocumentStage::issued);
  EXPECT_EQ(made.total, 50'000);
  EXPECT_EQ(company.customer_balance(customer), 75'000);
  EXPECT_EQ(balance(3000), -60'000);
  EXPECT_EQ(company.orders().back().related_invoice_number, 50'001);
  EXPECT_EQ(company.vouchers().back().content.type,
            sandbox::poweroffice::VoucherType::outgoing_credit_note);
  EXPECT_EQ(books->place_order(credit_note(1'000, "F-12")).error().kind, ErrorKind::invalid);
  auto unknown = credit_note(1'000, "99");
  unknown.reference = "av:sale:9";
  EXPECT_EQ(books->place_order(unknown).error().kind, ErrorKind::refused);
}

TEST_F(InvoicingTest, AKidIsReadBack) {
  sandbox::PowerOffice other(clock, roomy());
  sandbox::CompanySettings settings{"kid", "Kid AS", {}};
  settings.gives_kid = true;
  sandbox::Company& theirs = other.add_company(settings);
  other.add_subscription_key("subscription");
  other.connect(theirs, {"application", "client", std::nullopt});
  customer = theirs.add_customer("Kunde");
  http.disturb(
      "",
      [&](const Request& request, HttpClient&) -> Result<Response> {
        return HandlerClient(other).send(request);
      },
      DisturbedHttp::always);
  EXPECT_EQ(issued(invoice(jacket())).kid, "500017");
}

TEST_F(InvoicingTest, ALostAnswerToAnOrderIsFoundByReference) {
  http.lose_answer(orders);
  const auto document = invoice(jacket());
  EXPECT_EQ(books->place_order(document).error().kind, ErrorKind::unavailable);
  new_process();
  const auto found = state(document);
  EXPECT_EQ(found.stage, DocumentStage::ordered);
  EXPECT_EQ(found.order_id, company.orders().front().id);
  EXPECT_EQ(books->place_order(document).error().kind, ErrorKind::conflict) << "a duplicate";
  EXPECT_EQ(company.orders().size(), 1U);
}

TEST_F(InvoicingTest, ALostRequestIsAbsentForCertain) {
  http.lose_request(orders);
  const auto document = invoice(jacket());
  EXPECT_EQ(books->place_order(document).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(stage(document), DocumentStage::absent);
  EXPECT_EQ(issued(document).stage, DocumentStage::issued);
}

TEST_F(InvoicingTest, ALostAnswerToTheRequestForAnInvoiceIssuesItOnce) {
  const auto document = invoice(jacket());
  const std::string order = place(document);
  http.lose_answer("createAndSendInvoice");
  EXPECT_EQ(books->issue(document, order).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(stage(document, order), DocumentStage::processing);
  EXPECT_EQ(books->issue(document, order).error().kind, ErrorKind::refused) << "it is queued";
  let_invoices_be_made();
  new_process();
  EXPECT_EQ(stage(document), DocumentStage::issued) << "without the order's id";
  EXPECT_EQ(books->issue(document, order).error().kind, ErrorKind::refused) << "it is issued";
  EXPECT_EQ(company.vouchers().size(), 1U);
}

TEST_F(InvoicingTest, ALostAnswerToACustomerOrProductMakesNoSecondOne) {
  http.lose_answer("POST http://sandbox/v2/Customers");
  EXPECT_EQ(books->create_customer(kari()).error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(books->find_customer(kari()).value());
  http.lose_answer("POST http://sandbox/v2/Products");
  const auto document = invoice(jacket());
  EXPECT_EQ(books->place_order(document).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(stage(document), DocumentStage::absent);
  place(document);
  EXPECT_EQ(company.products().size(), 1U);
  EXPECT_EQ(company.products().front().code, "AVS-3000-3");
}

TEST_F(InvoicingTest, AFailedInvoiceSaysWhyAndIsAskedForAgain) {
  const auto document = invoice(jacket());
  const std::string order = place(document);
  company.fail_next_invoice("Køen stod stille.");
  ASSERT_TRUE(books->issue(document, order));
  let_invoices_be_made();
  const auto failed = state(document, order);
  EXPECT_EQ(failed.stage, DocumentStage::failed);
  EXPECT_EQ(failed.message, "Køen stod stille.");
  EXPECT_EQ(stage(document), DocumentStage::failed) << "by reference too";
  ASSERT_TRUE(books->issue(document, order));
  EXPECT_EQ(stage(document, order), DocumentStage::processing) << "the old words are history";
  let_invoices_be_made();
  EXPECT_EQ(stage(document, order), DocumentStage::issued);
}

TEST_F(InvoicingTest, ALockedPeriodFailsTheInvoice) {
  company.set_lock_date(friday);
  const auto failed = issued(invoice(jacket()));
  EXPECT_EQ(failed.stage, DocumentStage::failed);
  EXPECT_THAT(failed.message, HasSubstr("lock date"));
}

TEST_F(InvoicingTest, AnAccountWithAnotherVatCodeIsNamedAndNothingIsMade) {
  const auto placed = books->place_order(
      invoice({{"Jakke", 125'000, "3", 3000}, {"Kurs", 1'000, "3", 3220}, {"Bok", 1, "5", 3000}}));
  ASSERT_FALSE(placed);
  EXPECT_EQ(placed.error().kind, ErrorKind::invalid);
  EXPECT_THAT(placed.error().message,
              AllOf(HasSubstr("account 3220 has VAT code 6 in Go and the line has 3"),
                    HasSubstr("account 3000 has VAT code 3 in Go and the line has 5"),
                    HasSubstr("av:sale:1")));
  EXPECT_TRUE(company.products().empty());
  const auto missing = books->place_order(invoice({{"Jakke", 125'000, "3", 3333}}));
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  EXPECT_THAT(missing.error().message, HasSubstr("account 3333 is missing"));
}

TEST_F(InvoicingTest, AnOrderWithAnotherTotalIsDeletedAgain) {
  http.exchange(orders, R"("TotalAmount":1250.0,"Created)", R"("TotalAmount":1250.01,"Created)");
  const auto document = invoice(jacket());
  const auto placed = books->place_order(document);
  ASSERT_FALSE(placed);
  EXPECT_EQ(placed.error().kind, ErrorKind::invalid);
  EXPECT_THAT(placed.error().message,
              AllOf(HasSubstr("1250.01"), HasSubstr("1250.00"), HasSubstr("deleted again")));
  EXPECT_EQ(stage(document), DocumentStage::absent);
}

TEST_F(InvoicingTest, AnOrderThatCannotBeDeletedIsRefusedWhenItIsFound) {
  ASSERT_FALSE(place(invoice(jacket())).empty());
  const auto found = books->find_document(invoice({{"Jakke", 125'001, "3", 3000}}), "");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::invalid);
  EXPECT_THAT(found.error().message, HasSubstr("delete it there"));
}

TEST_F(InvoicingTest, AProductThatSomebodyChangedIsNamed) {
  sandbox::poweroffice::Product product;
  product.code = "AVS-3000-3";
  product.standard_sales_account = 3100;
  ASSERT_TRUE(company.add_product(product));
  const auto placed = books->place_order(invoice(jacket()));
  EXPECT_EQ(placed.error().kind, ErrorKind::invalid);
  EXPECT_THAT(placed.error().message, HasSubstr("sales account 3100"));
}

TEST_F(InvoicingTest, ACustomerThatIsVatFreeIsSoldToOnTheSameAccount) {
  sandbox::poweroffice::Customer customer_without_vat;
  customer_without_vat.name = "Svalbard AS";
  customer_without_vat.is_vat_free = true;
  customer = company.add_customer(customer_without_vat).value()->number;
  EXPECT_EQ(issued(invoice(jacket())).total, 125'000);
  EXPECT_EQ(balance(3000), -100'000);
}

TEST_F(InvoicingTest, AMatchingReferenceWithACommaIsFoundToo) {
  auto document = invoice(jacket());
  document.matching_reference = "ORD-1, del 2";
  issued(document);
  new_process();
  EXPECT_EQ(stage(document), DocumentStage::issued);
}

}  // namespace
}  // namespace avstem::tests
