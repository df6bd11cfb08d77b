// What was sold is known before the payment comes: sales, registers and deferred income in a close.

#include <nlohmann/json.hpp>

#include "services/settlement/sale_store.hpp"
#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using services::EarnedLater;
using services::KnownSale;
using services::KnownTill;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// Vipps shows nothing of the date yet.
Result<Response> no_entries(const Request& request, HttpClient& onward) {
  auto response = onward.send(request);
  auto body = nlohmann::json::parse(response->body);
  body["items"] = nlohmann::json::array();
  response->body = body.dump();
  return response;
}

class SalesTest : public CloseTest {
 protected:
  enum class Added { now, before };

  Result<Added> add(const KnownSale& known) { return counted(store().add(client, {known}, {})); }
  Result<Added> add(const KnownTill& known) { return counted(store().add(client, {}, {known})); }
  services::SaleStore store() { return services::SaleStore(*database); }
  static Result<Added> counted(const Result<services::AddedSales>& counts) {
    if (!counts) return counts.error();
    EXPECT_EQ(counts->added + counts->there, 1);
    return counts->added == 1 ? Added::now : Added::before;
  }
  static KnownSale gift() { return {{"GAVE-1", {{3900, "7", 300'00}}, "R10"}, {}}; }
  static KnownSale ticket(Date held) {
    return {{"BILLETT-1", {{2900, "", 200'00}}, "R11"},
            EarnedLater{held, {}, {{3220, "6", 200'00}}}};
  }
  KnownTill till(std::string unit = "api:123455") const {
    return {LedgerId("302321"),
            {std::move(unit), monday, "42", {{3030, "31", 1'150'00}, {3000, "3", 500'00}}, "R09"}};
  }
  std::int64_t vouchers(const std::string& kind) {
    return number("SELECT count(*) FROM vouchers WHERE kind = '" + kind + "'");
  }
};

TEST_F(SalesTest, ASaleDecidesAccountAndVat) {
  ASSERT_EQ(add(gift()).value(), Added::now);
  ASSERT_EQ(add(KnownSale{{"ORD-1", {{3000, "3", 1'250'00}}, "R01"}, {}}).value(), Added::now);
  capture("GAVE-1", 300'00, monday);
  capture("ORD-1", 1'250'00, monday);
  end_day(monday);
  close_proven();
  EXPECT_EQ(balance(3900, monday), -300'00);
  EXPECT_EQ(balance(3000, monday), -1'000'00);
  EXPECT_EQ(balance(2700, monday), -250'00);
  EXPECT_EQ(balance(2998, monday), 0);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(SalesTest, AddedTwiceItIsThereOnce) {
  ASSERT_EQ(add(gift()).value(), Added::now);
  EXPECT_EQ(add(gift()).value(), Added::before);
  KnownSale other = gift();
  other.sale.lines[0].amount = 301'00;
  EXPECT_EQ(add(other).error().kind, ErrorKind::conflict);
  ASSERT_EQ(add(till()).value(), Added::now);
  EXPECT_EQ(add(till()).value(), Added::before);
  KnownTill another = till();
  another.day.report_number = "43";
  EXPECT_EQ(add(another).error().kind, ErrorKind::conflict);
  EXPECT_EQ(number("SELECT count(*) FROM sales"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM till_days"), 1);
}

TEST_F(SalesTest, AllOfAFileIsAddedOrNothing) {
  KnownSale wrong = ticket(tuesday);
  wrong.sale.rule = "R77";
  EXPECT_FALSE(store().add(client, {gift(), wrong}, {till()}));
  EXPECT_EQ(number("SELECT count(*) FROM sales") + number("SELECT count(*) FROM sold_lines"), 0);
  const auto both = store().add(client, {gift(), ticket(tuesday)}, {till()});
  ASSERT_TRUE(both);
  EXPECT_EQ(both->added, 3);
  EXPECT_THAT(store().needed(client.id)->accounts,
              ::testing::ElementsAre(2900, 3000, 3030, 3220, 3900));
}

TEST_F(SalesTest, ASaleThatComesAfterItsPaymentIsBookedIsRefused) {
  capture("GAVE-1", 300'00, monday);
  end_day(monday);
  close_proven();
  const auto late = add(gift());
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::conflict);
  EXPECT_THAT(late.error().message, HasSubstr("2026-03-02"));
  EXPECT_EQ(add(till()).error().kind, ErrorKind::conflict);
}

TEST_F(SalesTest, LinesThatMayNotBeBookedAreRefused) {
  KnownSale wrong = gift();
  wrong.sale.lines = {{1903, "", 300'00}};
  EXPECT_THAT(add(wrong).error().message, HasSubstr("GAVE-1"));
  wrong.sale.lines = {{3900, "7", 300'00}, {2910, "", -300'00}};
  EXPECT_FALSE(add(wrong)) << "it adds up to nothing";
  wrong = gift();
  wrong.sale.rule = "R77";
  EXPECT_FALSE(add(wrong));
  wrong = gift();
  wrong.sale.reference.clear();
  EXPECT_FALSE(add(wrong));
  wrong = ticket(tuesday);
  wrong.earned->income[0].amount = 199'00;
  EXPECT_FALSE(add(wrong)) << "one krone would never be earned";
  KnownTill elsewhere = till();
  elsewhere.ledger = LedgerId("999999");
  EXPECT_FALSE(add(elsewhere));
  EXPECT_EQ(number("SELECT count(*) FROM sales"), 0);
}

TEST_F(SalesTest, ARegistersDayIsBookedByItsReport) {
  ASSERT_TRUE(add(till()));
  capture("", 900'00, monday);
  capture("", 750'00, monday);
  end_day(monday);
  close_proven();
  EXPECT_EQ(balance(3030, monday), -1'000'00);
  EXPECT_EQ(balance(2701, monday), -150'00);
  EXPECT_EQ(balance(3000, monday), -400'00);
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(number("SELECT booked FROM till_days"), 1);
}

TEST_F(SalesTest, ARegisterThatDiffersIsTold) {
  ASSERT_TRUE(add(till("")));
  capture("", 1'600'00, monday);
  end_day(monday);
  close_proven();
  EXPECT_EQ(balance(2998, monday), 50'00);
  EXPECT_THAT(findings(), Contains("till-differs #42"));
}

TEST_F(SalesTest, ARegisterWithoutPaymentsIsToldUntilTheyCome) {
  ASSERT_TRUE(add(till()));
  capture("", 1'650'00, monday);
  end_day(monday);
  for (const char* topic : {"funds", "fees"})
    http.disturb(report_of(topic, monday), no_entries);
  ASSERT_TRUE(close());
  EXPECT_THAT(findings(), Contains("till-differs api:123455#42"));
  EXPECT_EQ(vouchers("pay"), 0);
  EXPECT_EQ(number("SELECT booked FROM till_days"), 0);
  close_proven(monday, monday);
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(balance(3030, monday), -1'000'00);
  EXPECT_EQ(number("SELECT booked FROM till_days"), 1);
}

TEST_F(SalesTest, WhatIsPaidInAdvanceIsIncomeOnItsDayAndOnce) {
  ASSERT_TRUE(add(ticket(wednesday)));
  capture("BILLETT-1", 200'00, monday);
  end_day(monday);
  close_proven();
  EXPECT_EQ(balance(2900, monday), -200'00);
  simple_day(tuesday);
  close_proven();
  EXPECT_EQ(vouchers("inc"), 0);
  simple_day(wednesday);
  close_proven();
  close_proven(monday, wednesday);
  EXPECT_EQ(vouchers("inc"), 1);
  EXPECT_EQ(balance(2900, tuesday), -200'00);
  EXPECT_EQ(balance(2900, wednesday), 0);
  EXPECT_EQ(balance(3220, wednesday), -200'00);
  EXPECT_THAT(references(), Contains("cafe:S1:inc:20260304:1"));
}

TEST_F(SalesTest, ATicketThatIsRefundedIsNeverIncome) {
  ASSERT_TRUE(add(ticket(wednesday)));
  capture("BILLETT-1", 200'00, monday);
  end_day(monday);
  close_proven();
  ASSERT_TRUE(ledger->refund("BILLETT-1", 200'00, Instant(tuesday.days()), tuesday));
  end_day(tuesday);
  close_proven();
  simple_day(wednesday);
  close_proven();
  EXPECT_EQ(balance(2900, wednesday), 0);
  EXPECT_EQ(balance(3220, wednesday), 0);
  EXPECT_EQ(vouchers("inc"), 0);
}

TEST_F(SalesTest, ATicketWithVatDefersItsNetAmount) {
  KnownSale with_vat = ticket(tuesday);
  with_vat.sale.lines = {{2900, "33", 224'00}};
  with_vat.earned->income = {{3050, "", 200'01}};
  EXPECT_THAT(add(with_vat).error().message, HasSubstr("200.00 stands on account 2900"));
  with_vat.earned->income[0].amount = 200'00;
  ASSERT_TRUE(add(with_vat));
  capture("BILLETT-1", 224'00, monday);
  end_day(monday);
  simple_day(tuesday);
  close_proven();
  EXPECT_EQ(balance(2703, monday), -24'00);
  EXPECT_EQ(balance(2900, monday), -200'00);
  EXPECT_EQ(balance(2900, tuesday), 0);
  EXPECT_EQ(balance(3050, tuesday), -200'00);
}

TEST_F(SalesTest, ARefundAfterItWasIncomeIsTold) {
  ASSERT_TRUE(add(ticket(tuesday)));
  capture("BILLETT-1", 200'00, monday);
  end_day(monday);
  simple_day(tuesday);
  close_proven();
  EXPECT_EQ(vouchers("inc"), 1);
  ASSERT_TRUE(ledger->refund("BILLETT-1", 200'00, Instant(wednesday.days()), wednesday));
  end_day(wednesday);
  close_proven();
  EXPECT_EQ(balance(2900, wednesday), 200'00);
  EXPECT_THAT(finding_message("refund-without-credit-note"), HasSubstr("BILLETT-1"));
}

TEST_F(SalesTest, AMembershipIsEarnedByMonthAlsoWhenNothingElseHappens) {
  ASSERT_TRUE(
      add(KnownSale{{"MEDLEM-1", {{2965, "", 100'00}}, "R12"},
                    EarnedLater{Date(2026, 3, 1), Date(2026, 5, 31), {{3220, "6", 100'00}}}}));
  capture("MEDLEM-1", 100'00, monday);
  Date date = monday;
  for (; date <= Date(2026, 4, 30); date = date.next())
    end_day(date);
  close_proven();
  EXPECT_EQ(balance(2965, Date(2026, 3, 30)), -100'00);
  EXPECT_EQ(balance(3220, Date(2026, 3, 31)), -33'33);
  EXPECT_EQ(balance(3220, Date(2026, 4, 30)), -66'66);
  for (; date <= Date(2026, 6, 1); date = date.next())
    end_day(date);
  close_proven();
  EXPECT_EQ(balance(3220, Date(2026, 5, 31)), -100'00);
  EXPECT_EQ(balance(2965, Date(2026, 5, 31)), 0);
  EXPECT_EQ(number("SELECT count(*) FROM deferrals WHERE next_due IS NOT NULL"), 0);
}

TEST_F(SalesTest, ADryRunShowsSalesAndUsesNoneUp) {
  ASSERT_TRUE(add(gift()));
  ASSERT_TRUE(add(till("")));
  capture("GAVE-1", 300'00, monday);
  capture("", 1'650'00, monday);
  end_day(monday);
  const auto drafts = dry_run();
  ASSERT_TRUE(drafts) << drafts.error().message;
  std::int64_t income = 0;
  for (const services::Draft& draft : drafts->drafts) {
    for (const books::Voucher& voucher : draft.vouchers)
      income += voucher.movement(3900) + voucher.movement(3030) + voucher.movement(3000);
  }
  EXPECT_EQ(income, -1'950'00);
  EXPECT_EQ(number("SELECT booked FROM till_days"), 0);
  EXPECT_EQ(vouchers("pay"), 0);
}

TEST_F(SalesTest, ALedgerThatIsKeptCompactIsProvenAllTheSame) {
  client.ledgers.front().compact = true;
  simple_day(monday);
  close_proven();
  EXPECT_EQ(references(), std::vector{reference("pay", monday)});
  EXPECT_EQ(balance(1904, monday), 98'25);
  EXPECT_EQ(balance(7770, monday), 1'75);
  // A date that is not plain is booked gross beside it.
  sell("order-2", 100'00, tuesday);
  capture("nobody's", 50'00, tuesday);
  end_day(tuesday);
  close_proven();
  EXPECT_THAT(references(), Contains(reference("fee", tuesday)));
}

TEST_F(SalesTest, AnAccountThatTheChartLacksIsNamedAndItsVoucherWaits) {
  ASSERT_TRUE(add(KnownSale{{"ORD-1", {{3999, "3", 100'00}}, "R01"}, {}}));
  capture("ORD-1", 100'00, monday);
  end_day(monday);
  ASSERT_TRUE(close());
  EXPECT_THAT(finding_message("account-missing"),
              HasSubstr("account 3999 is missing (named by a sale)"));
  EXPECT_EQ(balance(1903, monday), -100'00) << "the fee and the payout are posted";
}

}  // namespace
}  // namespace avstem::tests
