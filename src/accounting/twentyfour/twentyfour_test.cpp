#include "accounting/twentyfour/twentyfour.hpp"

#include <gmock/gmock.h>

#include "accounting/twentyfour/scripted_twentyfour.hpp"

namespace avstem::accounting::twentyfour {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST_F(TwentyFourTest, TheChartHasSaftCodesAndNotTaxIds) {
  script_chart();
  const Chart chart = books.chart().value();
  ASSERT_EQ(chart.accounts().size(), 3U);
  EXPECT_EQ(chart.account(3000)->vat_code, "3");
  EXPECT_EQ(chart.account(3200)->vat_code, "33");  // the client's own number is 11
  EXPECT_EQ(chart.account(1903)->vat_code, "0");
  EXPECT_EQ(chart.vat_code("33", Date(2026, 11, 20))->rate, VatRate{1200});
  EXPECT_EQ(chart.vat_code("11", Date(2026, 11, 20)), nullptr);
}

TEST_F(TwentyFourTest, ATransactionTypeThatMayNotBePostedIsNamedWithThoseThatMay) {
  script_chart();
  Settings other = settings();
  other.transaction_type = -1;
  TwentyFour wrong(http, clock, oslo(), bucket, login, other);
  const auto chart = wrong.chart();
  ASSERT_FALSE(chart);
  EXPECT_EQ(chart.error().kind, ErrorKind::not_found);
  EXPECT_THAT(chart.error().message, HasSubstr("1 (Bilag), 5 (Bank)"));
}

TEST_F(TwentyFourTest, TheLastLockedYearIsTheLock) {
  office.result("GetFiscalYears",
                fiscal_year(2024, true) + fiscal_year(2025, true) + fiscal_year(2026, false));
  EXPECT_EQ(books.lock_date().value(), Date(2025, 12, 31));
  office.result("GetFiscalYears", fiscal_year(2026, false));
  EXPECT_EQ(books.lock_date().value(), std::nullopt);
}

TEST_F(TwentyFourTest, AVoucherGoesStraightToTheLedgerInTheOrderOfTheWsdl) {
  load_chart();
  nothing_there();
  number(4711);
  saved("Ok");
  const auto posted = books.post(payout());
  ASSERT_TRUE(posted) << posted.error().message;
  EXPECT_EQ(*posted, (PostedVoucher{"2026-25-4711", 4711}));
  const std::string entry =
      "<Date>2026-11-20T00:00:00</Date><Amount>{}</Amount><CurrencyId>NOK</CurrencyId>"
      "<CurrencyRate>1</CurrencyRate><CurrencyUnit>1</CurrencyUnit><TaxNo>0</TaxNo>"
      "<Comment>kafe:302321:pay:20261120:1 Vipps 2026-11-20</Comment></Entry>";
  const auto with = [&](const std::string& amount) {
    std::string text = entry;
    return text.replace(text.find("{}"), 2, amount);
  };
  EXPECT_THAT(
      office.last("SaveBundleList").body,
      HasSubstr("<SaveBundleList xmlns=\"http://24sevenOffice.com/webservices\"><BundleList>"
                "<Bundles><Bundle><YearId>2026</YearId><Vouchers><Voucher>"
                "<TransactionNo>4711</TransactionNo><Entries><Entry><AccountNo>1904"
                "</AccountNo>" +
                with("1468.01") + "<Entry><AccountNo>1903</AccountNo>" + with("-1468.01") +
                "</Entries><Sort>5</Sort></Voucher></Vouchers><Sort>5</Sort>"
                "<Name>kafe:302321:pay:20261120:1</Name></Bundle></Bundles>"
                "<AllowDifference>false</AllowDifference><DirectLedger>false</DirectLedger>"
                "<SaveOption>0</SaveOption></BundleList></SaveBundleList>"));
  EXPECT_THAT(office.last("GetEntryId").body,
              HasSubstr("<argEntryId><Date>2026-11-20T00:00:00</Date><SortNo>3</SortNo>"
                        "<EntryNo>0</EntryNo></argEntryId>"));
}

TEST_F(TwentyFourTest, VatIsALineOfItsOwnToTheOere) {
  load_chart();
  nothing_there();
  number(1);
  saved("Ok");
  ASSERT_TRUE(books.post(voucher({on(1903, 10'001), on(3000, -10'001, "3")})));
  const std::string& body = office.last("SaveBundleList").body;
  EXPECT_THAT(body, HasSubstr("<AccountNo>3000</AccountNo><Date>2026-11-20T00:00:00</Date>"
                              "<Amount>-80.01</Amount><VatAmount>-20.00</VatAmount>"));
  EXPECT_THAT(body, HasSubstr("<AccountNo>2701</AccountNo><Date>2026-11-20T00:00:00</Date>"
                              "<Amount>-20.00</Amount><CurrencyId>"));
}

TEST_F(TwentyFourTest, ACustomersLineNamesItsInvoice) {
  load_chart();
  books::Posting by_number = of_customer(6001, -100);
  by_number.invoice_number = "10234";
  by_number.kid = "2345676";
  by_number.department = "2";
  nothing_there();
  number(1);
  saved("Ok");
  ASSERT_TRUE(books.post(voucher({on(1903, 100), by_number})));
  EXPECT_THAT(office.last("SaveBundleList").body,
              HasSubstr("<Entry><CustomerId>6001</CustomerId><AccountNo>1500</AccountNo>"));
  EXPECT_THAT(office.last("SaveBundleList").body,
              HasSubstr("<CurrencyUnit>1</CurrencyUnit><DepartmentId>2</DepartmentId>"
                        "<InvoiceReferenceNo>10234</InvoiceReferenceNo>"
                        "<InvoiceOcr>2345676</InvoiceOcr><TaxNo>0</TaxNo>"));
}

TEST_F(TwentyFourTest, AMatchingReferenceBecomesTheNumberOfItsInvoice) {
  load_chart();
  nothing_there();
  office.result(
      "GetTransactions",
      "<Transaction><Date>2026-11-01T00:00:00</Date><Amount>1.00</Amount><Id>a</Id>"
      "<InvoiceNo>10234</InvoiceNo><Dimensions><Dimension><Type>Customer</Type><Value>6001"
      "</Value></Dimension></Dimensions><Open>true</Open></Transaction>");
  office.result("GetInvoices",
                "<InvoiceOrder><InvoiceId>10234</InvoiceId><ReferenceNumber>order-1"
                "</ReferenceNumber></InvoiceOrder>");
  number(1);
  saved("Ok");
  ASSERT_TRUE(books.post(voucher({on(1903, 100), of_customer(6001, -100, "order-1")})));
  EXPECT_THAT(office.last("SaveBundleList").body,
              HasSubstr("<InvoiceReferenceNo>10234</InvoiceReferenceNo>"));
}

TEST_F(TwentyFourTest, WhatCannotBePostedIsRefusedBeforeAnythingIsSent) {
  load_chart();
  const std::size_t before = office.requests.size();
  std::vector<books::Posting> many;
  for (std::size_t i = 0; i < voucher_lines_max; ++i)
    many.push_back(on(1903, 1));
  many.push_back(on(1904, -static_cast<std::int64_t>(voucher_lines_max)));
  books::Posting in_department = on(1903, 1);
  in_department.department = "BUTIKK";
  const std::vector<std::pair<books::Voucher, std::string>> wrong{
      {voucher(many), "1001 lines"},
      {voucher({on(1903, 1), on(1500, -1)}), "names no customer"},
      {voucher({on(1903, 1), on(3000, -1, "52")}), "tax number 52"},
      {voucher({in_department, on(1904, -1)}), "department 'BUTIKK'"},
      {voucher({on(1903, 1), on(1904, -1)}, Date(2027, 1, 1)), "no fiscal year"}};
  for (const auto& [each, words] : wrong) {
    const auto posted = books.post(each);
    ASSERT_FALSE(posted) << words;
    EXPECT_EQ(posted.error().kind, ErrorKind::invalid);
    EXPECT_THAT(posted.error().message, HasSubstr(words));
  }
  EXPECT_EQ(office.requests.size(), before);
}

TEST_F(TwentyFourTest, AVoucherThatIsThereIsNotSentAgain) {
  load_chart();
  office.answer("GET /v1/transactionlines", 200,
                "[" + line("a", "-1468.01", 17, std::string(reference) + " Vipps") + "]");
  const auto posted = books.post(payout());
  ASSERT_FALSE(posted);
  EXPECT_EQ(posted.error().kind, ErrorKind::conflict);
  EXPECT_EQ(office.count("SaveBundleList"), 0);
}

TEST_F(TwentyFourTest, ANumberThatSomebodyTookIsLeftToHim) {
  load_chart();
  nothing_there();
  number(4711);
  saved("DuplicateData");
  nothing_there();
  number(4711);  // a copy that runs behind
  saved("Ok");
  const auto posted = books.post(payout());
  ASSERT_TRUE(posted) << posted.error().message;
  EXPECT_EQ(posted->remote_number, 4712);
}

TEST_F(TwentyFourTest, NumbersAreNotTriedForEver) {
  load_chart();
  nothing_there();
  for (int i = 0; i < numbers_tried_max; ++i) {
    number(4711 + i);
    saved("DataAlreadySaved");
    nothing_there();
  }
  EXPECT_EQ(books.post(payout()).error().kind, ErrorKind::refused);
  EXPECT_EQ(office.count("SaveBundleList"), numbers_tried_max);
}

TEST_F(TwentyFourTest, AVoucherWithoutAnAnswerKeepsItsNumber) {
  load_chart();
  nothing_there();
  number(4711);
  office.answer("SaveBundleList", 503, "");
  EXPECT_EQ(books.post(payout()).error().kind, ErrorKind::unavailable);
  nothing_there();
  saved("DuplicateData");  // it had come through
  office.answer("GET /v1/transactionlines", 200,
                "[" + line("a", "-1468.01", 4711, std::string(reference)) + "]");
  const auto posted = books.post(payout());
  ASSERT_TRUE(posted) << posted.error().message;
  EXPECT_EQ(posted->remote_number, 4711);
  EXPECT_EQ(office.count("GetEntryId"), 1);
}

TEST_F(TwentyFourTest, RepliesOtherThanOkAreErrors) {
  load_chart();
  const std::vector<std::pair<std::string, ErrorKind>> kinds{
      {"NotSaved", ErrorKind::refused},
      {"Exception", ErrorKind::refused},
      {"SystemError", ErrorKind::unavailable},
      {"Whatever", ErrorKind::unavailable}};
  for (const auto& [type, kind] : kinds) {
    nothing_there();
    // One whose effect is not known is sent again with its number.
    if (type != "Whatever") number(1);
    saved(type, "the period is closed");
    const auto posted = books.post(payout());
    ASSERT_FALSE(posted);
    EXPECT_EQ(posted.error().kind, kind) << type;
    EXPECT_THAT(posted.error().message, HasSubstr("the period is closed"));
  }
  nothing_there();
  office.result("GetEntryId", "<EntryNo>-1</EntryNo>");
  TwentyFour fresh(http, clock, oslo(), bucket, login, settings());
  script_chart();
  EXPECT_EQ(fresh.post(payout()).error().kind, ErrorKind::refused);
}

TEST_F(TwentyFourTest, ASaveOutsideASessionIsRepeatedInANewOne) {
  load_chart();
  nothing_there();
  number(1);
  saved("NotAuthenticated");
  office.result("HasSession", "false");
  saved("Ok");
  EXPECT_TRUE(books.post(payout()));
  EXPECT_EQ(office.count("Login"), 2);
}

TEST_F(TwentyFourTest, RowsNameOurReferenceAndBothDaysAreIn) {
  office.answer("GET /v1/transactionlines", 200,
                "[" + line("a", "31.49", 17, std::string(reference) + " Vipps") + "," +
                    line("b", "-12", 18, "Husleie", R"(,"currency":{"code":"LOCAL","rate":1})") +
                    "]");
  const auto rows = books.rows({1903, 1903}, Date(2026, 11, 1), Date(2026, 11, 30)).value();
  EXPECT_EQ(
      office.requests.back().target,
      "/v1/transactionlines?dateFrom=2026-11-01&dateTo=2026-12-01&accountNumber=1903&limit=3");
  EXPECT_THAT(rows, ElementsAre(testing::AllOf(
                                    testing::Field(&LedgerRow::amount, 3'149),
                                    testing::Field(&LedgerRow::external_reference, reference),
                                    testing::Field(&LedgerRow::remote_id, "2026-25-17"),
                                    testing::Field(&LedgerRow::posting_date, Date(2026, 11, 20))),
                                testing::AllOf(testing::Field(&LedgerRow::amount, -1'200),
                                               testing::Field(&LedgerRow::external_reference, ""),
                                               testing::Field(&LedgerRow::text, "Husleie"))));
}

TEST_F(TwentyFourTest, ARowInAnotherCurrencyStopsTheReading) {
  office.answer("GET /v1/transactionlines", 200,
                "[" + line("a", "1", 17, "", R"(,"currency":{"code":"EUR","rate":11.5})") + "]");
  const auto rows = books.rows({1903}, Date(2026, 11, 1), Date(2026, 11, 30));
  ASSERT_FALSE(rows);
  EXPECT_THAT(rows.error().message, HasSubstr("voucher 17 is in EUR"));
}

TEST_F(TwentyFourTest, TwoVouchersWithOneReferenceAreAConflict) {
  office.answer("GET /v1/transactionlines", 200,
                "[" + line("a", "1", 17, reference) + "," + line("b", "1", 19, reference) + "]");
  const auto found = books.find(payout());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::conflict);
  EXPECT_THAT(found.error().message, HasSubstr("17 and 19"));
}

TEST_F(TwentyFourTest, FindWaitsOutTheLagAfterAWrite) {
  load_chart();
  nothing_there();
  number(1);
  saved("Ok");
  ASSERT_TRUE(books.post(payout()));
  const Instant written = clock.now();
  nothing_there();
  EXPECT_EQ(books.find(payout()).value(), std::nullopt);
  EXPECT_EQ(clock.now() - written, settings().read_lag);
}

std::string open_entry(const std::string& id, const std::string& date, const std::string& amount,
                       const std::string& invoice, const std::string& customer = "6001",
                       const std::string& ocr = "") {
  return "<Transaction><Date>" + date + "</Date><Amount>" + amount + "</Amount><Id>" + id +
         "</Id>" + (invoice.empty() ? "" : "<InvoiceNo>" + invoice + "</InvoiceNo>") +
         "<Dimensions><Dimension><Type>Department</Type><Value>2</Value></Dimension><Dimension>"
         "<Type>Customer</Type><Value>" +
         customer +
         "</Value></Dimension></Dimensions><Hidden>false</Hidden><Open>true</Open><OCR>" + ocr +
         "</OCR></Transaction>";
}

TEST_F(TwentyFourTest, OpenEntriesOfAnInvoiceAreOneClaim) {
  office.result("GetTransactions",
                open_entry("a", "2026-10-31T23:00:00", "100.00", "10234", "6001", "2345676") +
                    open_entry("b", "2026-11-05T00:00:00", "-40.00", "10234") +
                    open_entry("c", "2026-11-05T00:00:00Z", "7.00", "", "6002") +
                    open_entry("f", "2026-11-07T00:00:00", "9.00", "10236", "6002", "shop-7") +
                    open_entry("d", "2026-11-05T00:00:00", "5.00", "10235") +
                    open_entry("e", "2026-11-06T00:00:00", "-5.00", "10235"));
  office.result("GetInvoices",
                "<InvoiceOrder><InvoiceId>10234</InvoiceId><ReferenceNumber>order-1"
                "</ReferenceNumber></InvoiceOrder>");
  const auto claims = books.open_claims(Date(2026, 11, 23)).value();
  // What is paid, and what no payment could name, is left out. 23:00 UTC is the next day in Oslo.
  EXPECT_THAT(claims, ElementsAre(books::Claim{6001, "order-1", "10234", "2345676",
                                               Money(6'000, Currency()), Date(2026, 11, 1)},
                                  books::Claim{6002, "shop-7", "10236", "", Money(900, Currency()),
                                               Date(2026, 11, 7)}));
  EXPECT_THAT(office.last("GetTransactions").body,
              HasSubstr("<DateEnd>2026-11-23T23:59:59</DateEnd><AccountNoStart>1500"
                        "</AccountNoStart><AccountNoEnd>1500</AccountNoEnd>"
                        "<SystemType xsi:nil=\"true\" /><HasInvoiceId xsi:nil=\"true\" />"));
  EXPECT_THAT(office.last("GetInvoices").body, Not(HasSubstr("10235")));
}

TEST_F(TwentyFourTest, InvoicesAreAskedForInParts) {
  std::string entries;
  for (std::size_t i = 0; i < invoices_per_request_max + 1; ++i) {
    entries += open_entry("e" + std::to_string(i), "2026-11-05T00:00:00", "1.00",
                          std::to_string(20'000 + i));
  }
  office.result("GetTransactions", entries);
  office.result("GetInvoices", "");
  office.result("GetInvoices", "");
  EXPECT_EQ(books.open_claims(Date(2026, 11, 23)).value().size(), invoices_per_request_max + 1);
}

TEST_F(TwentyFourTest, NoDocumentIsTakenAndItSaysSo) {
  EXPECT_FALSE(books.abilities().takes_documents);
  EXPECT_EQ(books.attach({"2026-25-17", 17}, "settlement.pdf", "%PDF").error().kind,
            ErrorKind::invalid);
  EXPECT_TRUE(office.requests.empty());
}

}  // namespace
}  // namespace avstem::accounting::twentyfour
