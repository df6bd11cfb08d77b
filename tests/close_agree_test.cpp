// A settlement file and the API for the same dates: they agree, or a finding says what differs.
// Nothing is booked twice, whichever came first.

#include <fmt/format.h>

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
using ::testing::SizeIs;

std::string kroner(std::int64_t amount) {
  return Money(amount, Currency()).to_decimal();
}

struct FileLine {
  std::string id;
  std::string order;
  std::int64_t capture = 0;
  std::int64_t refund = 0;
  std::int64_t fee = 0;
};

struct FileSettlement {
  Date date;
  std::string id;
  std::string type = "Net";
  std::vector<FileLine> lines;
  /// The date of the lines; empty: the settlement's own.
  std::optional<Date> captured{};
};

std::string settlement_xml(const FileSettlement& settlement) {
  std::int64_t capture = 0;
  std::int64_t refund = 0;
  std::int64_t fee = 0;
  std::string lines;
  for (const FileLine& line : settlement.lines) {
    capture += line.capture;
    refund += line.refund;
    fee += line.fee;
    const std::int64_t gross = line.capture + line.refund;
    lines += fmt::format(
        "<TransactionInfo><TransactionTime>{}T12:00:00+01:00</TransactionTime>"
        "<TransactionCaptureAmount>{}</TransactionCaptureAmount>"
        "<TransactionRefundAmount>{}</TransactionRefundAmount>"
        "<TransactionGrossAmount>{}</TransactionGrossAmount>"
        "<TransactionNetAmount>{}</TransactionNetAmount>"
        "<TransactionFeeAmount>{}</TransactionFeeAmount>"
        "<SettlementCurrencyCode>NOK</SettlementCurrencyCode>"
        "<TransactionID>{}</TransactionID><OrderID>{}</OrderID></TransactionInfo>",
        settlement.captured.value_or(settlement.date).to_string(), kroner(line.capture),
        kroner(line.refund), kroner(gross), kroner(gross - line.fee), kroner(line.fee), line.id,
        line.order);
  }
  const std::int64_t gross = capture + refund;
  return fmt::format(
      "<SettlementInfo><SettlementDate>{}</SettlementDate><SettlementID>{}</SettlementID>"
      "<SettlementCurrencyCode>NOK</SettlementCurrencyCode><SettlementType>{}</SettlementType>{}"
      "<NumOfTransactions>{}</NumOfTransactions>"
      "<CaptureSettlementAmount>{}</CaptureSettlementAmount>"
      "<RefundSettlementAmount>{}</RefundSettlementAmount>"
      "<GrossSettlementAmount>{}</GrossSettlementAmount>"
      "<NetSettlementAmount>{}</NetSettlementAmount>"
      "<FeeSettlementAmount>{}</FeeSettlementAmount><SettledAmount>{}</SettledAmount>"
      "</SettlementInfo>",
      settlement.date.to_string(), settlement.id, settlement.type, lines, settlement.lines.size(),
      kroner(capture), kroner(refund), kroner(gross), kroner(gross - fee), kroner(fee),
      kroner(settlement.type == "Net" ? gross - fee : gross));
}

constexpr std::string_view vipps_info =
    "<VippsInfo><Name>Prøveavsender</Name><WebSite>example.no</WebSite>"
    "<VisitingAddress>Prøvegata 2</VisitingAddress><PostBox></PostBox>"
    "<PostAddress>0002 Oslo</PostAddress><Country>Norway</Country></VippsInfo>";

std::string file_xml(const std::vector<FileSettlement>& settlements) {
  std::string all;
  for (const FileSettlement& settlement : settlements)
    all += settlement_xml(settlement);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
      "<SettlementReport xmlns=\"http://vipps.no/xmlschema/SettlementReport-3.0.xsd\">"
      "<SettlementDetailsInfo><SaleUnitName>Kafé Prøve</SaleUnitName>"
      "<SerialNumber>123455</SerialNumber><OrganizationName>Kafé Prøve AS</OrganizationName>"
      "<OrganizationNumber>987654325</OrganizationNumber>"
      "<MainAddress>Prøvegata 1</MainAddress><MainAddressZipCode>0001</MainAddressZipCode>"
      "<MainAddressCity>Oslo</MainAddressCity><MainAddressCountryCode>NOR</MainAddressCountryCode>"
      "<PaymentsInfo><ReportDateFrom>{}</ReportDateFrom><ReportDateTo>{}</ReportDateTo>"
      "<SettlementCurrencyCode>NOK</SettlementCurrencyCode>"
      "<SettlementAccountNum>86011117947</SettlementAccountNum>{}"
      "<NumOfSettlements>{}</NumOfSettlements></PaymentsInfo></SettlementDetailsInfo>{}"
      "</SettlementReport>",
      settlements.front().date.to_string(), settlements.back().date.to_string(), all,
      settlements.size(), vipps_info);
}

class AgreeTest : public CloseTest {
 protected:
  /// The file that Vipps would make of a date.
  FileSettlement file_of(Date date, const std::string& type = "Net") const {
    FileSettlement settlement{date, "", type, {}};
    for (const auto& entry : ledger->entries_on(date, sandbox::Topic::funds)) {
      if (entry.entry_type == "payout-scheduled") {
        settlement.id = entry.psp_reference.substr(entry.psp_reference.find('-') + 1);
      } else if (entry.entry_type == "capture") {
        settlement.lines.push_back({entry.psp_reference, entry.reference, entry.amount, 0, 0});
      } else if (entry.entry_type == "refund") {
        settlement.lines.push_back({entry.psp_reference, entry.reference, 0, entry.amount, 0});
      }
    }
    for (FileLine& line : settlement.lines) {
      for (const auto& fee : ledger->entries(sandbox::Topic::fees)) {
        if (fee.psp_reference == line.id) line.fee -= fee.amount;
      }
    }
    return settlement;
  }
  /// A date with two captures and a refund.
  void full_day(Date date) {
    sell("a-" + date.to_compact(), 10'000, date);
    sell("b-" + date.to_compact(), 25'050, date);
    ASSERT_TRUE(ledger->refund("a-" + date.to_compact(), 1'000, clock.now(), date));
    end_day(date);
  }
  services::ImportOutcome imported(const std::vector<FileSettlement>& settlements) {
    auto outcome = import(file_xml(settlements));
    EXPECT_TRUE(outcome) << outcome.error().message;
    return outcome ? *std::move(outcome) : services::ImportOutcome{};
  }
};

TEST_F(AgreeTest, AFileOfDatesTheApiToldAgreesAndNothingIsStored) {
  full_day(monday);
  full_day(tuesday);
  close_proven();
  const auto before = journals();
  const auto entries = number("SELECT count(*) FROM entries");
  const auto open = findings();
  const auto outcome = imported({file_of(monday), file_of(tuesday)});
  ASSERT_THAT(outcome.compared, SizeIs(2));
  EXPECT_EQ(outcome.compared[0].to_string(), "2026-03-02 settlement 2000001: file and API agree");
  EXPECT_EQ(outcome.compared[1].to_string(), "2026-03-03 settlement 2000002: file and API agree");
  EXPECT_THAT(outcome.dates, IsEmpty());
  EXPECT_EQ(outcome.new_entries, 0);
  ASSERT_TRUE(run_imported(outcome.dates));
  EXPECT_EQ(journals(), before);
  EXPECT_EQ(number("SELECT count(*) FROM entries"), entries);
  EXPECT_EQ(number("SELECT count(*) FROM ledger_dates WHERE from_file = 1"), 0);
  EXPECT_EQ(findings(), open);
}

TEST_F(AgreeTest, WhatDiffersIsNamedWithBothFiguresAndGoesWhenTheRightFileComes) {
  full_day(monday);
  close_proven();
  const FileSettlement right = file_of(monday);
  FileSettlement wrong = right;
  wrong.lines.at(0).capture += 100;
  wrong.lines.at(1).id = "7999999999";
  wrong.lines.at(1).fee -= 1;
  const auto outcome = imported({wrong});
  ASSERT_THAT(outcome.compared, SizeIs(1));
  EXPECT_FALSE(outcome.compared[0].agrees());
  EXPECT_THAT(findings(), Contains("file-differs settlement 2000001"));
  EXPECT_THAT(finding_message("file-differs"),
              AllOf(HasSubstr("payment " + right.lines[0].id + ": file 101.00, API 100.00"),
                    HasSubstr("payment 7999999999: file 250.50, API nothing"),
                    HasSubstr("payment " + right.lines[1].id + ": file nothing, API 250.50"),
                    HasSubstr("captures: file 351.50, API 350.50"), HasSubstr("fees: file -6.12"),
                    HasSubstr("payout 302321-2000001: file -335.38, API -334.37")));
  EXPECT_EQ(number("SELECT count(*) FROM ledger_dates WHERE from_file = 1"), 0);

  EXPECT_TRUE(imported({right}).compared.at(0).agrees());
  EXPECT_THAT(findings(), Not(Contains(HasSubstr("file-differs"))));
}

TEST_F(AgreeTest, AFileThatDatesASettlementOnTheDayAfterIsComparedByPayoutNumber) {
  full_day(monday);
  full_day(tuesday);
  close_proven();
  FileSettlement next_day = file_of(monday);
  next_day.date = tuesday;
  next_day.captured = monday;
  const auto outcome = imported({next_day});
  EXPECT_TRUE(outcome.compared.at(0).agrees()) << outcome.compared.at(0).to_string();
}

TEST_F(AgreeTest, FeesOfGrossSettlementAreComparedByPayment) {
  client.ledgers.front().id = LedgerId("302399");
  sandbox::LedgerTerms gross;
  gross.ledger_id = "302399";
  gross.owner_organisation_number = "987654325";
  gross.payout_bank_account = "86011117947";
  gross.recipient_handle = "api:123499";
  gross.sales_unit_name = "Kafé Prøve";
  gross.settlement = sandbox::LedgerTerms::Settlement::gross;
  ledger = vipps.add_ledger(std::move(gross)).value();
  ASSERT_TRUE(vipps.grant("accountant", "302399"));
  // One fee comes a day late.
  ASSERT_TRUE(ledger->capture("late-fee", 10'000, clock.now(), monday, tuesday));
  full_day(monday);
  full_day(tuesday);
  close_proven();
  FileSettlement right = file_of(monday, "Gross");
  EXPECT_TRUE(imported({right}).compared.at(0).agrees());
  right.lines.at(0).fee += 1;
  EXPECT_THAT(imported({right}).compared.at(0).differences, ElementsAre(HasSubstr("fees: file -")));
}

TEST_F(AgreeTest, AnotherPayoutNumberIsADifference) {
  full_day(monday);
  close_proven();
  FileSettlement other = file_of(monday);
  other.id = "2000099";
  const auto outcome = imported({other});
  EXPECT_THAT(outcome.compared.at(0).differences,
              ElementsAre(HasSubstr("payout 302321-2000001: file nothing"),
                          HasSubstr("payout 302321-2000099: file -")));
}

TEST_F(AgreeTest, DatesTheApiWasNotReadForAreImportedBesideThoseThatAreCompared) {
  full_day(monday);
  full_day(tuesday);
  close_proven(tuesday, tuesday);
  const auto outcome = imported({file_of(monday), file_of(tuesday)});
  EXPECT_THAT(outcome.dates, ElementsAre(monday));
  ASSERT_THAT(outcome.compared, SizeIs(1));
  EXPECT_TRUE(outcome.compared[0].agrees()) << outcome.compared[0].to_string();
  const auto report = run_imported(outcome.dates);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->proof.is_proven());
  EXPECT_THAT(references(),
              AllOf(Contains(reference("pay", monday)), Contains(reference("pay", tuesday))));
}

TEST_F(AgreeTest, ASettlementTheApiToldInPartIsRefusedAndNothingIsStored) {
  full_day(monday);
  full_day(tuesday);
  FileSettlement both = file_of(tuesday);
  for (const FileLine& line : file_of(monday).lines)
    both.lines.push_back(line);
  both.id = "2000077";
  both.captured = monday;
  close_proven(monday, monday);
  const auto outcome = import(file_xml({both}));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::conflict);
  EXPECT_THAT(outcome.error().message,
              AllOf(HasSubstr("2000077"), HasSubstr("booked twice"), HasSubstr("avstem close")));
  EXPECT_EQ(number("SELECT count(*) FROM ledger_dates WHERE from_file = 1"), 0);
}

TEST_F(AgreeTest, AFileWhoseBalancesDoNotLeadToTheApisIsRefused) {
  full_day(monday);
  full_day(tuesday);
  close_proven(tuesday, tuesday);
  FileSettlement less = file_of(monday);
  less.type = "Gross";
  const auto outcome = import(file_xml({less}));
  ASSERT_FALSE(outcome);
  EXPECT_THAT(outcome.error().message, AllOf(HasSubstr("fees"), HasSubstr("-6.13")));
  EXPECT_EQ(number("SELECT count(*) FROM ledger_dates WHERE from_file = 1"), 0);
}

TEST_F(AgreeTest, DatesOfAFileAreComparedWhenACloseNamesThem) {
  full_day(monday);
  full_day(tuesday);
  const auto outcome = imported({file_of(monday), file_of(tuesday)});
  ASSERT_TRUE(run_imported(outcome.dates));
  const auto before = journals();
  const auto report = close(monday, tuesday);
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_THAT(report->compared, SizeIs(2));
  for (const auto& agreement : report->compared)
    EXPECT_TRUE(agreement.agrees()) << agreement.to_string();
  EXPECT_EQ(journals(), before);
}

TEST_F(AgreeTest, ALateFeeOfTheApiForACaptureOfAFileIsCostOfTheCapturesYear) {
  const Date december(2025, 12, 31);
  const Date january = december.next();
  client.ledgers.front().start = december;
  auto psp_reference = ledger->capture("order", 10'000, Instant(december.days()), december);
  ASSERT_TRUE(psp_reference);
  ASSERT_TRUE(ledger->end_date(december));
  const FileSettlement settlement = file_of(december);
  clock.set(oslo().at(january, std::chrono::minutes(390)));
  const auto outcome = imported({settlement});
  ASSERT_TRUE(run_imported(outcome.dates));
  ASSERT_TRUE(ledger->extra_fee(*psp_reference, 20, clock.now(), january));
  end_day(january);
  close_proven();
  EXPECT_EQ(balance(7770, december), 195);
  EXPECT_THAT(references(), Contains(reference("acc", january)));
}

TEST_F(AgreeTest, ADateOfAFileThatTheApiTellsDifferentlyIsAFinding) {
  full_day(monday);
  FileSettlement wrong = file_of(monday);
  wrong.lines.at(0).capture += 100;
  const auto outcome = imported({wrong});
  ASSERT_TRUE(run_imported(outcome.dates));
  const auto before = journals();
  const auto report = close(monday, monday);
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_THAT(report->compared, SizeIs(1));
  EXPECT_FALSE(report->compared[0].agrees());
  EXPECT_THAT(finding_message("file-differs"), HasSubstr("captures: file 351.50, API 350.50"));
  EXPECT_EQ(journals(), before);
  // A close that names no dates goes on after the file.
  full_day(tuesday);
  const auto next = close();
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_THAT(next->compared, IsEmpty());
}

}  // namespace
}  // namespace avstem::tests
