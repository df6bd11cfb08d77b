// What is sold on invoice, in 24SevenOffice: the adapter against the stand-in.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "accounting/twentyfour/twentyfour.hpp"
#include "platform/oslo_zone.hpp"
#include "sandbox/twentyfour.hpp"
#include "tests/disturbed_http.hpp"

namespace avstem::tests {
namespace {

using accounting::DocumentStage;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const Date friday(2026, 11, 20);
constexpr const char* application = "11111111-2222-3333-4444-555555555555";
constexpr const char* identity = "aaaaaaaa-0000-0000-0000-000000000001";
const std::string orders = "POST http://sandbox/rest/salesorders";
const std::string first_change = "PATCH http://sandbox/rest/salesorders/7001";

class InvoicingTwentyFourTest : public ::testing::Test {
 protected:
  InvoicingTwentyFourTest() {
    office.connect(company, {"application", "secret", "organization", std::nullopt});
    office.add_soap_application(application);
    office.add_user({"post@kafe.example", "passord", {{identity, &company, false}}});
    new_process();
  }

  /// Tokens and the chart are forgotten.
  void new_process() {
    accounting::twentyfour::Settings settings;
    settings.rest_url = "http://sandbox/rest";
    settings.login_url = "http://sandbox/oauth/token";
    settings.soap_url = "http://sandbox/soap";
    settings.client_id = "application";
    settings.client_secret = Secret("secret");
    settings.organization_id = "organization";
    settings.application_id = application;
    settings.username = "post@kafe.example";
    settings.password = Secret("passord");
    settings.identity_id = identity;
    settings.transaction_type = 5;
    books = std::make_unique<accounting::twentyfour::TwentyFour>(http, clock, oslo(), bucket, login,
                                                                 settings);
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
  accounting::DocumentState issued(const books::SaleDocument& document) {
    const std::string order = place(document);
    const auto asked = books->issue(document, order);
    EXPECT_TRUE(asked) << asked.error().message;
    return state(document, order);
  }
  std::int64_t balance(std::int64_t account) const { return company.balance(account, friday); }
  const auto& placed_orders() const { return company.orders().all(); }
  /// A customer that somebody made by hand.
  std::int64_t made_by_hand(const books::Customer& given, const std::string& number = "") {
    sandbox::twentyfour::Customer theirs;
    theirs.is_company = !given.is_person;
    theirs.first_name = given.first_name;
    theirs.last_name = given.last_name;
    theirs.name = given.full_name();
    theirs.organisation_number = number;
    theirs.email = given.email;
    const std::int64_t id = company.add_customer(theirs).value();
    clock.sleep(std::chrono::seconds(5));
    return id;
  }

  static sandbox::TwentyFourSettings lagging() {
    sandbox::TwentyFourSettings settings;
    settings.read_lag = std::chrono::milliseconds(1'000);
    return settings;
  }

  ManualClock clock{parse_instant("2026-11-20T10:00:00Z").value()};
  sandbox::TwentyFour office{clock, lagging()};
  sandbox::twentyfour::Company& company{office.add_company({"Kafé Prøve AS", "kafe"})};
  DisturbedHttp http{office};
  RateBucket bucket{clock, accounting::twentyfour::soap_requests_per_second_max};
  accounting::twentyfour::SoapLogin login;
  std::unique_ptr<accounting::twentyfour::TwentyFour> books;
  std::int64_t customer = [this] {
    sandbox::twentyfour::Customer buyer;
    buyer.name = "Kunde & Sønn";
    buyer.addresses["postal"] = {{"street", "Gata 1"}, {"postalCode", "0161"}};
    return company.add_customer(buyer).value();
  }();
};

TEST_F(InvoicingTwentyFourTest, ACustomerIsMadeOnceAndFoundByReference) {
  EXPECT_EQ(books->find_customer(kari()).value(), std::nullopt);
  const auto made = books->create_customer(kari());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->remote_id, std::to_string(made->number));
  new_process();
  EXPECT_EQ(books->find_customer(kari()).value(), *made);
  const auto& kept = *company.find_customer(made->number);
  EXPECT_EQ(kept.name, "Kari Nordmann");
  EXPECT_FALSE(kept.is_company);
  EXPECT_EQ(kept.email, "kari@example.no");
  EXPECT_EQ(kept.billing_email, "kari@example.no");
  EXPECT_EQ(kept.external_reference, "av-7");
  EXPECT_EQ(books->create_customer(kari()).error().kind, ErrorKind::conflict);
}

TEST_F(InvoicingTwentyFourTest, NamesArePlainThere) {
  const auto made = books->create_customer(fjell());
  ASSERT_TRUE(made) << made.error().message;
  const auto& kept = *company.find_customer(made->number);
  EXPECT_EQ(kept.name, "Fjell & <Fjord> \"AS\"");
  EXPECT_TRUE(kept.is_company);
  EXPECT_EQ(kept.organisation_number, "987654325");
}

TEST_F(InvoicingTwentyFourTest, NamesAreUnescapedOnce) {
  books::Customer one = kari();
  one.last_name = "Berg & Dal";
  const std::int64_t number = made_by_hand(one);
  books::Customer other = kari();
  other.last_name = "Berg &amp; Dal";
  const std::int64_t other_number = made_by_hand(other);
  EXPECT_EQ(books->find_customer(one).value().value().number, number);
  EXPECT_EQ(books->find_customer(other).value().value().number, other_number);
}

TEST_F(InvoicingTwentyFourTest, ACustomerOfOthersIsFoundByOrganisationNumberOrEmail) {
  const std::int64_t number = made_by_hand(fjell(), "987 654 325");
  const std::int64_t person = made_by_hand(kari());
  EXPECT_EQ(books->find_customer(fjell()).value().value().number, number);
  EXPECT_EQ(books->find_customer(kari()).value().value().number, person);
  books::Customer company_with_email = fjell();
  company_with_email.organisation_number.clear();
  company_with_email.email = "kari@example.no";
  EXPECT_EQ(books->find_customer(company_with_email).value(), std::nullopt) << "persons only";
}

TEST_F(InvoicingTwentyFourTest, SeveralThatFitAreNamedForAPerson) {
  books::Customer one = kari();
  one.first_name = "Ola";
  const std::int64_t ola = made_by_hand(one);
  one.first_name = "Per";
  const std::int64_t per = made_by_hand(one);
  const auto found = books->find_customer(kari());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::conflict);
  EXPECT_THAT(
      found.error().message,
      AllOf(HasSubstr(std::to_string(ola) + ", " + std::to_string(per)), HasSubstr("av-7")));
  const std::int64_t number = made_by_hand(kari());
  EXPECT_EQ(books->find_customer(kari()).value().value().number, number) << "the name decides";
}

TEST_F(InvoicingTwentyFourTest, ALostAnswerToACustomerMakesNoSecondOne) {
  const auto customers = company.customers().size();
  http.disturb(
      "CompanyService",
      [](const Request& request, HttpClient& onward) -> Result<Response> {
        auto response = onward.send(request);
        if (request.body.find("<SaveCompanies") == std::string::npos) return response;
        return Error{ErrorKind::unavailable, "the connection was cut"};
      },
      2);
  EXPECT_EQ(books->create_customer(kari()).error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(books->find_customer(kari()).value());
  EXPECT_EQ(company.customers().size(), customers + 1);
}

TEST_F(InvoicingTwentyFourTest, AnInvoiceIsIssuedAndPaidByItsReference) {
  const auto document = invoice(jacket());
  EXPECT_EQ(stage(document), DocumentStage::absent);
  const std::string order = place(document);
  EXPECT_EQ(stage(document, order), DocumentStage::ordered);
  EXPECT_TRUE(company.transactions().empty()) << "an order posts nothing";
  EXPECT_EQ(placed_orders().front().distribution_method, "manualdistribution");
  EXPECT_EQ(placed_orders().front().customer_name, "Kunde & Sønn");
  ASSERT_TRUE(books->issue(document, order));
  const auto made = state(document, order);
  EXPECT_EQ(made.stage, DocumentStage::issued);
  EXPECT_EQ(made.invoice_number, "500001");
  EXPECT_EQ(made.order_id, order);
  EXPECT_EQ(made.due_date, Date(2026, 12, 1));
  EXPECT_EQ(made.total, 125'000);
  EXPECT_EQ(placed_orders().front().invoice_date, friday);
  EXPECT_EQ(balance(3000), -100'000);
  EXPECT_EQ(company.customer_balance(customer), 125'000);
  const auto claims = books->open_claims(friday);
  ASSERT_TRUE(claims);
  ASSERT_THAT(*claims, SizeIs(1));
  EXPECT_EQ(claims->front().matching_reference, "ORD-1");
}

TEST_F(InvoicingTwentyFourTest, AKidIsSentAndReadBack) {
  auto document = invoice(jacket());
  document.kid = "2345676";
  EXPECT_EQ(issued(document).kid, "2345676");
  const auto claims = books->open_claims(friday);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->front().kid, "2345676");
  EXPECT_EQ(claims->front().matching_reference, "ORD-1");
}

TEST_F(InvoicingTwentyFourTest, WhatVatCannotSayGoesToTheRoundingAccount) {
  // No price in whole øre gives 0.02 with 25 % on it: 0.01 stays 0.01, and 0.02 becomes 0.03.
  const auto made = issued(invoice({{"Pose", 2, "3", 3000}}));
  EXPECT_EQ(made.total, 2);
  EXPECT_EQ(company.customer_balance(customer), 2);
  EXPECT_EQ(balance(7740), 1);
  EXPECT_THAT(placed_orders().front().lines, SizeIs(2));
}

TEST_F(InvoicingTwentyFourTest, VatThatIsRoundedLineByLineComesToTheTotalToo) {
  std::vector<books::SoldItem> items;
  for (const std::int64_t amount : {1'002, 1'003, 1'004, 1'007, 1'008, 2, 3, 4})
    items.push_back({"Vare", amount, "3", 3000});
  EXPECT_EQ(issued(invoice(items)).total, 5'033);
  EXPECT_EQ(company.customer_balance(customer), 5'033);
  EXPECT_LE(placed_orders().front().lines.size(), items.size() + 1) << "one rounding line at most";
}

TEST_F(InvoicingTwentyFourTest, RatesDiscountsAndLinesWithoutVatComeToTheirTotal) {
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

TEST_F(InvoicingTwentyFourTest, ACreditNoteTakesBackAndNamesItsInvoice) {
  const auto first = issued(invoice(jacket()));
  const auto made = issued(credit_note(50'002, first.invoice_number));
  EXPECT_EQ(made.stage, DocumentStage::issued);
  EXPECT_EQ(made.total, 50'002);
  EXPECT_EQ(company.customer_balance(customer), 125'000 - 50'002);
  EXPECT_EQ(placed_orders().back().lines.front().description, "Kreditering av faktura 500001");
  EXPECT_EQ(company.transactions().back().type_number, sandbox::twentyfour::credit_note_type);
  EXPECT_EQ(books->place_order(credit_note(1'000, "F-12")).error().kind, ErrorKind::invalid);
}

TEST_F(InvoicingTwentyFourTest, ACreditNoteForAnInvoiceOfNobodyOrAnotherIsRefused) {
  const auto first = issued(invoice(jacket()));
  EXPECT_THAT(books->place_order(credit_note(1'000, "99")).error().message,
              HasSubstr("has no invoice 99"));
  customer = company.add_customer({}).value();
  clock.sleep(std::chrono::seconds(5));
  const auto refused = books->place_order(credit_note(1'000, first.invoice_number));
  EXPECT_EQ(refused.error().kind, ErrorKind::refused);
  EXPECT_THAT(placed_orders(), SizeIs(1));
}

TEST_F(InvoicingTwentyFourTest, ALostAnswerToAnyStepOfAnOrderPlacesItOnce) {
  const auto document = invoice({{"Jakke", 125'000, "3", 3000}, {"Lue", 25'000, "3", 3000}});
  for (const std::string& step : {orders, std::string("/lines")}) {
    http.lose_answer(step);
    EXPECT_EQ(books->place_order(document).error().kind, ErrorKind::unavailable) << step;
    new_process();
    EXPECT_EQ(stage(document), DocumentStage::absent) << step << ": it is not complete";
    const std::string order = place(document);
    EXPECT_THAT(placed_orders(), SizeIs(1)) << step;
    EXPECT_EQ(placed_orders().front().lines.size(), 2U) << step;
    EXPECT_EQ(stage(document), DocumentStage::ordered);
    company.orders().remove(std::stoll(order));
    http.undisturbed();
  }
}

TEST_F(InvoicingTwentyFourTest, ALostAnswerToTheLastStepOfAnOrderIsFoundByReference) {
  http.lose_answer(first_change);
  const auto document = invoice(jacket());
  EXPECT_EQ(books->place_order(document).error().kind, ErrorKind::unavailable);
  new_process();
  const auto found = state(document);
  EXPECT_EQ(found.stage, DocumentStage::ordered);
  EXPECT_EQ(found.order_id, "7001");
  EXPECT_EQ(books->place_order(document).error().kind, ErrorKind::conflict) << "a duplicate";
  EXPECT_THAT(placed_orders(), SizeIs(1));
}

TEST_F(InvoicingTwentyFourTest, ALostRequestIsAbsentForCertain) {
  http.lose_request(orders);
  const auto document = invoice(jacket());
  EXPECT_EQ(books->place_order(document).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(stage(document), DocumentStage::absent);
  EXPECT_EQ(issued(document).stage, DocumentStage::issued);
}

TEST_F(InvoicingTwentyFourTest, ALostAnswerToTheRequestForAnInvoiceIssuesItOnce) {
  const auto document = invoice(jacket());
  const std::string order = place(document);
  http.lose_answer(first_change);
  EXPECT_EQ(books->issue(document, order).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(stage(document, order), DocumentStage::issued);
  EXPECT_EQ(books->issue(document, order).error().kind, ErrorKind::refused) << "it is issued";
  new_process();
  EXPECT_EQ(stage(document), DocumentStage::issued) << "without the order's id";
  EXPECT_EQ(books->place_order(document).error().kind, ErrorKind::conflict);
  EXPECT_THAT(company.transactions(), SizeIs(1));
}

TEST_F(InvoicingTwentyFourTest, AMemoThatPeopleAddToIsStillOurs) {
  const auto document = invoice(jacket());
  const std::string order = place(document);
  company.orders().find(std::stoll(order))->internal_memo += " ring først";
  EXPECT_EQ(stage(document), DocumentStage::ordered);
  EXPECT_EQ(stage(invoice(jacket(), "av:sale")), DocumentStage::absent);
}

TEST_F(InvoicingTwentyFourTest, AnOrderThatIsNotOursIsNotIssued) {
  const auto document = invoice(jacket());
  const std::string order = place(document);
  const auto refused = books->issue(invoice(jacket(), "av:sale:2"), order);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::refused);
  EXPECT_THAT(refused.error().message, HasSubstr("is not this one"));
  EXPECT_THAT(books->issue(document, "7999").error().message, HasSubstr("is gone"));
  EXPECT_EQ(stage(document, "7999"), DocumentStage::absent);
  company.orders().find(std::stoll(order))->lines.pop_back();
  EXPECT_EQ(books->issue(document, order).error().kind, ErrorKind::invalid) << "another total";
  EXPECT_TRUE(company.transactions().empty());
}

TEST_F(InvoicingTwentyFourTest, AnOrderWithAnotherTotalIsDeletedAgain) {
  http.exchange("GET http://sandbox/rest/salesorders/7001", R"("grossAmount":1250)",
                R"("grossAmount":1350)");
  const auto document = invoice(jacket());
  const auto placed = books->place_order(document);
  ASSERT_FALSE(placed);
  EXPECT_EQ(placed.error().kind, ErrorKind::invalid);
  EXPECT_THAT(placed.error().message,
              AllOf(HasSubstr("1350"), HasSubstr("1250.00"), HasSubstr("deleted again")));
  EXPECT_TRUE(placed_orders().empty());
}

TEST_F(InvoicingTwentyFourTest, WhatRoundingCannotExplainIsNoRoundingLine) {
  static_assert(accounting::twentyfour::rounding_per_line_max == 2);
  const std::string reading = "GET http://sandbox/rest/salesorders/7001";
  http.exchange(reading, R"("grossAmount":1250)", R"("grossAmount":1250.03)");
  EXPECT_EQ(books->place_order(invoice(jacket())).error().kind, ErrorKind::invalid);
  http.exchange("GET http://sandbox/rest/salesorders/7002", R"("grossAmount":1250)",
                R"("grossAmount":1249.98)");
  const auto document = invoice(jacket());
  const std::string order = place(document);
  EXPECT_EQ(placed_orders().front().lines.back().price, 2);
  EXPECT_EQ(books->issue(document, order).error().kind, ErrorKind::invalid)
      << "the total is looked at once more before it is issued";
}

TEST_F(InvoicingTwentyFourTest, AnOrderIsLookedForAroundItsDate) {
  const auto document = invoice(jacket());
  auto& order = *company.orders().find(std::stoll(place(document)));
  order.date = friday.plus_days(-accounting::twentyfour::order_days_around);
  EXPECT_EQ(stage(document), DocumentStage::ordered);
  order.date = order.date.previous();
  EXPECT_EQ(stage(document), DocumentStage::absent);
  EXPECT_EQ(stage(document, std::to_string(order.id)), DocumentStage::ordered);
}

TEST_F(InvoicingTwentyFourTest, AnOrderThatIsPutAsideIsGone) {
  const auto document = invoice(jacket());
  const std::string order = place(document);
  company.orders().find(std::stoll(order))->status = "Inactive";
  EXPECT_EQ(stage(document, order), DocumentStage::absent);
  EXPECT_EQ(stage(document), DocumentStage::absent);
  EXPECT_EQ(issued(document).stage, DocumentStage::issued);
}

TEST_F(InvoicingTwentyFourTest, TwoOrdersWithOneReferenceAreNamed) {
  const auto document = invoice(jacket());
  place(document);
  auto copy = placed_orders().front();
  company.orders().add(copy, clock.now());
  const auto found = books->find_document(document, "");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::conflict);
  EXPECT_THAT(found.error().message, HasSubstr("orders 7001 and 7002"));
}

TEST_F(InvoicingTwentyFourTest, AnAccountThatIsMissingLeavesNoOrder) {
  const auto placed = books->place_order(invoice({{"Jakke", 125'000, "3", 3333}}));
  EXPECT_EQ(placed.error().kind, ErrorKind::refused);
  EXPECT_THAT(placed.error().message, AllOf(HasSubstr("3333"), HasSubstr("deleted again")));
  EXPECT_TRUE(placed_orders().empty());
}

TEST_F(InvoicingTwentyFourTest, AClosedPeriodRefusesAndIsAskedAgain) {
  const auto document = invoice(jacket());
  const std::string order = place(document);
  company.set_period_closed(2026, 11, true);
  EXPECT_EQ(books->issue(document, order).error().kind, ErrorKind::refused);
  EXPECT_EQ(stage(document, order), DocumentStage::ordered);
  company.set_period_closed(2026, 11, false);
  ASSERT_TRUE(books->issue(document, order));
  EXPECT_EQ(stage(document, order), DocumentStage::issued);
}

TEST_F(InvoicingTwentyFourTest, WhatAnOrderCannotSayIsFoundBeforeAnythingIsSent) {
  auto document = invoice(jacket());
  document.matching_reference =
      std::string(accounting::twentyfour::reference_number_length_max + 1, 'x');
  EXPECT_EQ(books->place_order(document).error().kind, ErrorKind::invalid);
  document.matching_reference.pop_back();
  EXPECT_FALSE(place(document).empty());
  EXPECT_EQ(placed_orders().front().reference_number, document.matching_reference);
}

}  // namespace
}  // namespace avstem::tests
