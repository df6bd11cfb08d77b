// What is sold on invoice, in 24SevenOffice: the adapter against the stand-in.

#include "tests/invoicing_twentyfour.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace avstem::tests {
namespace {

using accounting::DocumentStage;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const std::string orders = "POST http://sandbox/rest/salesorders";
const std::string first_change = "PATCH http://sandbox/rest/salesorders/7001";

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

TEST_F(InvoicingTwentyFourTest, APersonIsNamedOnTheInvoice) {
  customer = books->create_customer(kari()).value().number;
  EXPECT_EQ(issued(invoice(jacket())).stage, DocumentStage::issued);
  EXPECT_EQ(placed_orders().front().customer_name, "Kari Nordmann");
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
