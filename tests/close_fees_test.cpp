// Fees through the whole line: twins on different dates, fees over a new year.

#include <nlohmann/json.hpp>

#include "platform/oslo_zone.hpp"
#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class FeesTest : public CloseTest {
 protected:
  /// Moves the last entry of a date's fees to the beginning of the next date's.
  void move_last_fee_to_next_date(Date date) {
    http.disturb(report_of("fees", date), [this](const Request& request, HttpClient& onward) {
      auto response = onward.send(request);
      auto body = nlohmann::json::parse(response->body);
      moved_ = body["items"].back();
      body["items"].erase(body["items"].size() - 1);
      response->body = body.dump();
      return response;
    });
    http.disturb(report_of("fees", date.next()),
                 [this, date](const Request& request, HttpClient& onward) {
                   auto response = onward.send(request);
                   auto body = nlohmann::json::parse(response->body);
                   moved_["ledgerDate"] = date.next().to_string();
                   body["items"].insert(body["items"].begin(), moved_);
                   response->body = body.dump();
                   return response;
                 });
  }

 private:
  nlohmann::json moved_;
};

TEST_F(FeesTest, ATwinOnALaterDateClearsSuspenseAndTheFinding) {
  simple_day(monday);
  move_last_fee_to_next_date(monday);
  close_proven();
  EXPECT_EQ(balance(2998, monday), 175);
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("fees-retained-unpaired fees-retained funds")));
  EXPECT_THAT(finding_message("fees-retained-unpaired"),
              AllOf(HasSubstr("-1.75"), HasSubstr("2026-03-02T21:59:59")));

  simple_day(tuesday);
  close_proven();
  EXPECT_THAT(references(), Contains(reference("fee", tuesday)));
  EXPECT_EQ(balance(2998, tuesday), 0);
  EXPECT_EQ(balance(2960, tuesday), 0);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(FeesTest, ATwinThatComesLateOnItsOwnDateClearsSuspenseAndTheFinding) {
  simple_day(monday);
  http.disturb(report_of("fees", monday), [](const Request& request, HttpClient& onward) {
    auto response = onward.send(request);
    auto body = nlohmann::json::parse(response->body);
    body["items"].erase(body["items"].size() - 1);
    response->body = body.dump();
    return response;
  });
  close_proven();
  EXPECT_EQ(balance(2998, monday), 175);
  close_proven(monday, monday);
  EXPECT_EQ(balance(2998, monday), 0);
  EXPECT_THAT(references(), Contains(reference("fee", monday, 2)));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(FeesTest, ADraftOfBothDatesSeesTheTwinsToo) {
  simple_day(monday);
  simple_day(tuesday);
  move_last_fee_to_next_date(monday);
  const auto report = dry_run();
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_EQ(report->drafts.size(), 2U);
  EXPECT_EQ(report->drafts.at(0).findings.size(), 1U);
  EXPECT_THAT(report->drafts.at(1).findings, IsEmpty());
}

/// Gross settlement: a sale on 30 March, and on the 31st the invoice for its fee, 1.75.
class FeeInvoiceTest : public CloseTest {
 protected:
  FeeInvoiceTest() {
    sandbox::LedgerTerms gross;
    gross.ledger_id = "302399";
    gross.owner_organisation_number = "987654325";
    gross.payout_bank_account = "86011117947";
    gross.recipient_handle = "api:123499";
    gross.sales_unit_name = "Kafé Prøve";
    gross.settlement = sandbox::LedgerTerms::Settlement::gross;
    ledger = vipps.add_ledger(std::move(gross)).value();
    EXPECT_TRUE(vipps.grant("accountant", "302399"));
    client.ledgers.front().id = LedgerId("302399");
    client.ledgers.front().start = sale;
  }
  void close_month() {
    sell("order", 10'000, sale);
    end_day(sale);
    end_day(sale.next());
    close_proven();
  }
  /// The bookkeeper's voucher of the invoice.
  std::string post_invoice(std::int64_t amount = 175) {
    auto posted = company->manual_voucher(Date(2026, 4, 2), "Vipps, faktura",
                                          {{7770, amount}, {2400, -amount}});
    EXPECT_TRUE(posted) << posted.error().message;
    clock.sleep(std::chrono::seconds(2));
    return posted ? (*posted)->id : std::string();
  }

  const Date sale{2026, 3, 30};
  const Date april{2026, 4, 30};
};

TEST_F(FeeInvoiceTest, OursIsTheOnlyVoucherAndTheCostStandsOnce) {
  close_month();
  EXPECT_EQ(balance(7770, april), 175);
  EXPECT_EQ(balance(2400, april), -175);
  EXPECT_EQ(balance(2960, april), 0);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(FeeInvoiceTest, TheBookkeepersVoucherOfTheSameInvoiceIsAFindingUntilItIsReversed) {
  close_month();
  const std::string id = post_invoice();
  close_proven();
  EXPECT_EQ(balance(7770, april), 350);
  EXPECT_THAT(findings(),
              ElementsAre(HasSubstr("fee-invoice-twice fee invoice 302399 2026-03-31 voucher ")));
  EXPECT_THAT(finding_message("fee-invoice-twice"),
              AllOf(HasSubstr("2026-04-02"), HasSubstr("1.75"), HasSubstr("reverse it")));
  ASSERT_TRUE(company->reverse(id));
  clock.sleep(std::chrono::seconds(2));
  close_proven();
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(FeeInvoiceTest, AnInvoiceOfAnotherAmountIsNobodysBusiness) {
  close_month();
  post_invoice(176);
  close_proven();
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(FeeInvoiceTest, WhatTheInvoicePaidIsNotASecondOne) {
  close_month();
  ASSERT_TRUE(company->manual_voucher(Date(2026, 4, 14), "Betalt", {{2400, 175}, {1920, -175}}));
  clock.sleep(std::chrono::seconds(2));
  close_proven();
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(FeeInvoiceTest, WhereTheBookkeeperPostsItTheCostStandsOnceToo) {
  client.fee_invoices = books::FeeInvoices::bookkeeper;
  close_month();
  EXPECT_EQ(balance(2400, april), 0);
  post_invoice();
  close_proven();
  EXPECT_EQ(balance(7770, april), 175);
  EXPECT_EQ(balance(2400, april), -175);
  EXPECT_EQ(balance(2960, april), 0);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(FeeInvoiceTest, AnInvoiceTheBookkeeperForgetsIsAFindingAfterTheWait) {
  client.fee_invoices = books::FeeInvoices::bookkeeper;
  close_month();
  const Date invoiced = sale.next();
  clock.set(oslo().at(invoiced.plus_days(services::Prove::fee_invoice_wait_days),
                      std::chrono::minutes(390)));
  ASSERT_TRUE(close(sale, sale));
  EXPECT_THAT(findings(), Not(Contains(HasSubstr("fee-invoice-missing"))));
  clock.set(oslo().at(invoiced.plus_days(services::Prove::fee_invoice_wait_days + 1),
                      std::chrono::minutes(390)));
  ASSERT_TRUE(close(sale, sale));
  EXPECT_THAT(finding_message("fee-invoice-missing"),
              AllOf(HasSubstr("1.75"), HasSubstr("2026-03-31"), HasSubstr("7770")));
  post_invoice();
  ASSERT_TRUE(close(sale, sale));
  EXPECT_THAT(findings(), Not(Contains(HasSubstr("fee-invoice-missing"))));
}

/// The old year is 2025: captures on 31 December, fees on 1 January.
class NewYearFeesTest : public CloseTest {
 protected:
  NewYearFeesTest() { client.ledgers.front().start = december; }
  /// A capture in December with three fees, of which two come in January.
  std::string december_capture() {
    auto captured = ledger->capture("order-dec", 10'000, Instant(december.days()), december);
    EXPECT_TRUE(captured) << captured.error().message;
    return captured.value_or("");
  }
  void january_fees(const std::string& psp_reference) {
    EXPECT_TRUE(ledger->end_date(december));
    clock.set(oslo().at(january, std::chrono::minutes(390)));
    EXPECT_TRUE(ledger->extra_fee(psp_reference, 20, clock.now(), january));
    EXPECT_TRUE(ledger->extra_fee(psp_reference, 30, clock.now(), january));
    end_day(january);
  }
  const Date december{2025, 12, 31};
  const Date january{2026, 1, 1};
};

TEST_F(NewYearFeesTest, SeveralLateFeesOnOneCaptureAreCostOfItsYear) {
  january_fees(december_capture());
  close_proven();
  EXPECT_EQ(balance(7770, december), 225);
  EXPECT_EQ(balance(7770, january), 225);
  EXPECT_THAT(references(), Contains(reference("acc", january)));
}

TEST_F(NewYearFeesTest, AFeeWithAWrongPspReferenceIsFoundByItsOrderId) {
  const std::string psp_reference = december_capture();
  january_fees(psp_reference);
  http.exchange(report_of("fees", january), psp_reference, "wrong-1");
  close_proven();
  EXPECT_EQ(balance(7770, december), 225);
  EXPECT_THAT(findings(), Not(Contains(HasSubstr("fee-without-capture"))));
}

TEST_F(NewYearFeesTest, AFeeThatMeetsNoPaymentIsPointedOut) {
  const std::string psp_reference = december_capture();
  january_fees(psp_reference);
  http.disturb(report_of("fees", january), [](const Request& request, HttpClient& onward) {
    auto response = onward.send(request);
    auto body = nlohmann::json::parse(response->body);
    body["items"][0]["pspReference"] = "wrong-1";
    body["items"][0]["reference"] = "";
    response->body = body.dump();
    return response;
  });
  close_proven();
  EXPECT_EQ(balance(7770, december), 205);
  EXPECT_EQ(balance(7770, january), 225);
  EXPECT_THAT(finding_message("fee-without-capture"),
              AllOf(HasSubstr("1 fees"), HasSubstr("-0.20"), HasSubstr("2026")));
}

TEST_F(NewYearFeesTest, AnOrderCapturedInBothYearsDoesNotSayWhichYearAFeeIsOf) {
  const std::string psp_reference = december_capture();
  EXPECT_TRUE(ledger->end_date(december));
  clock.set(oslo().at(january, std::chrono::minutes(390)));
  ASSERT_TRUE(ledger->capture("order-dec", 5'000, clock.now(), january));
  ASSERT_TRUE(ledger->extra_fee(psp_reference, 20, clock.now(), january));
  end_day(january);
  http.disturb(report_of("fees", january), [&](const Request& request, HttpClient& onward) {
    auto response = onward.send(request);
    const auto at = response->body.find(psp_reference);
    EXPECT_NE(at, std::string::npos);
    response->body.replace(at, psp_reference.size(), "wrong-1");
    return response;
  });
  close_proven();
  EXPECT_THAT(findings(), Contains(HasSubstr("fee-without-capture")));
}

}  // namespace
}  // namespace avstem::tests
