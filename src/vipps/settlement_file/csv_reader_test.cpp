#include "vipps/settlement_file/csv_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vipps/settlement_file/any_report.hpp"
#include "vipps/settlement_file/control_sums.hpp"
#include "vipps/settlement_file/test_files.hpp"

namespace avstem::vipps::settlement_file {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

AnyReport read(const std::string& bytes) {
  auto report = read_any_report(bytes);
  EXPECT_TRUE(report) << report.error().message;
  return report ? *std::move(report) : AnyReport();
}

std::string refusal(const std::string& bytes, const ReadOptions& options = {}) {
  auto report = read_any_report(bytes, options);
  if (report) return "was read";
  EXPECT_EQ(report.error().kind, ErrorKind::invalid);
  return report.error().message;
}

std::string with_all(std::string text, std::string_view from, std::string_view to) {
  EXPECT_NE(text.find(from), std::string::npos) << from;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

Instant at(std::string_view time) {
  return parse_instant(time).value();
}

TEST(SectionedCsv, ReadsFeesRefundsAndAStrayDecimalComma) {
  const AnyReport read_file = read(sample("sectioned-2022.csv"));
  EXPECT_EQ(read_file.report.version, SchemaVersion::sectioned_csv);
  ASSERT_THAT(read_file.report.sales_units, SizeIs(1));
  const SalesUnit& unit = read_file.report.sales_units[0];
  EXPECT_EQ(unit.name, "Kafé Prøve");
  EXPECT_EQ(unit.serial_number, "612345");
  EXPECT_EQ(unit.organization_name, "Kafé Prøve AS");
  EXPECT_EQ(unit.organization_number, "999999999");
  EXPECT_EQ(unit.account_number, "99990012345");
  EXPECT_EQ(unit.from, Date(2022, 2, 3));
  EXPECT_EQ(unit.to, Date(2022, 2, 5));
  ASSERT_THAT(unit.settlements, SizeIs(2));
  const Settlement& settlement = unit.settlements[0];
  EXPECT_EQ(settlement.id, "2000101");
  EXPECT_EQ(settlement.stated, (StatedSums{3, 62000, -12000, std::nullopt, 49225, 775, {}}));
  EXPECT_EQ(settlement.settled_amount(), 49225);
  ASSERT_THAT(settlement.transactions, SizeIs(3));
  EXPECT_EQ(settlement.transactions[0], (Transaction{at("2022-02-01T23:00:00Z"), 50000, 0, 50000,
                                                     49375, 625, "7000000001", "bord-1"}));
  EXPECT_EQ(settlement.transactions[2], (Transaction{at("2022-02-02T23:00:00Z"), 0, -12000, -12000,
                                                     -12000, 0, "7000000003", "bord-2"}));
  EXPECT_THAT(read_file.notes, ElementsAre(AllOf(HasSubstr("line 6"), HasSubstr("612.25"),
                                                 HasSubstr("-120.00"), HasSubstr("492.25"))));
  EXPECT_THAT(control_sums(read_file.report), SizeIs(2 * 5));
}

TEST(SectionedCsv, ANetThatHasItsRefundsTakenOffNeedsNoNote) {
  const AnyReport read_file = read(with(sample("sectioned-2022.csv"), "612,25", "492.25"));
  EXPECT_EQ(read_file.report.sales_units[0].settlements[0].settled_amount(), 49225);
  EXPECT_THAT(read_file.notes, IsEmpty());
}

TEST(SectionedCsv, ContradictionsAreRefusedWithBothFigures) {
  const std::string text = sample("sectioned-2022.csv");
  EXPECT_THAT(refusal(with(text, "-7.75,-120.00,612,25", "-8.75,-120.00,611,25")),
              AllOf(HasSubstr("2000101"), HasSubstr("8.75"), HasSubstr("7.75")));
  EXPECT_THAT(refusal(with(text, "612,25,3", "612,25,4")), HasSubstr("NumOfTransactions 4"));
  EXPECT_THAT(refusal(with(text, "98.75,1\n", "98.70,1\n")), HasSubstr("98.70"));
  EXPECT_THAT(refusal(with(text, "0.00,118.50", "0.00,118.40")),
              AllOf(HasSubstr("line 11"), HasSubstr("Net '118.40'"), HasSubstr("118.50")));
  EXPECT_THAT(refusal(with(text, "7000000002,2000101", "7000000002,2000109")),
              AllOf(HasSubstr("line 11"), HasSubstr("SettlementId '2000109'")));
  EXPECT_THAT(refusal(with(text, "bord-3,05.02.2022", "bord-3,06.02.2022")),
              AllOf(HasSubstr("line 13"), HasSubstr("SettlementDate"), HasSubstr("2022-02-05")));
  EXPECT_THAT(refusal(with(text, "7000000002", "7000000001")), HasSubstr("stands twice"));
}

TEST(SectionedCsv, BadCellsAreNamedWithLineColumnAndValue) {
  const std::string text = sample("sectioned-2022.csv");
  EXPECT_THAT(refusal(with(text, "02.02.2022,", "31.02.2022,")),
              AllOf(HasSubstr("line 10"), HasSubstr("SalesDate '31.02.2022'")));
  EXPECT_THAT(refusal(with(text, "500.00,NOK", "fem,NOK")),
              AllOf(HasSubstr("line 10"), HasSubstr("Gross 'fem'")));
  EXPECT_THAT(refusal(with(text, ",-120.00,0.00", ",120.00,0.00")),
              AllOf(HasSubstr("line 12"), HasSubstr("Refund '120.00'")));
  EXPECT_THAT(refusal(with(text, "bord-3,", "bord-3,for,mye,")),
              AllOf(HasSubstr("line 13"), HasSubstr("15 cells under 13")));
  EXPECT_THAT(refusal(with(text, ",SettlementAccount,", ",Konto,")),
              AllOf(HasSubstr("line 5"), HasSubstr("'SettlementAccount' is missing")));
  EXPECT_THAT(refusal(with(text, "TransactionInfo,SalesDate",
                           "FeeInfo,03.02.2022,x,612345,1,-5.00,NOK\nTransactionInfo,SalesDate")),
              AllOf(HasSubstr("line 9"), HasSubstr("FeeInfo"), HasSubstr("XML")));
}

TEST(SectionedCsv, SplitAmountsThatCanBeJoinedTwoWaysAreRefused) {
  // Fee, Refund: -1.25 and 10, or -1 and 25.10.
  EXPECT_THAT(refusal(with(sample("sectioned-2022.csv"), "-1.25,0.00,98.75,1", "-1,25,10,98.75,1")),
              AllOf(HasSubstr("line 7"), HasSubstr("more than one way")));
}

TEST(SectionedCsv, ThePublishedSampleContradictsItselfAndReadsWhenItsNumbersAgree) {
  if (!std::filesystem::exists(published_samples())) GTEST_SKIP() << "skipped: no specs";
  std::string text = file_text(published_samples() / "settlement-report-2022.csv");
  // Its one settlement belongs to another sales unit than its transactions.
  EXPECT_THAT(refusal(text), AllOf(HasSubstr("2000720"), HasSubstr("595976")));
  text = with_all(with_all(text, "595976", "513428"), "2000720", "2000001");
  text = with_all(text, "10.04.2021", "12.04.2021");
  const AnyReport read_file = read(text);
  const Settlement& settlement = read_file.report.sales_units.at(0).settlements.at(0);
  EXPECT_THAT(settlement.transactions, SizeIs(7));
  EXPECT_EQ(settlement.settled_amount(), 1'645'062 - 149'000);
  EXPECT_THAT(read_file.notes, ElementsAre(HasSubstr("16450.62")));
}

TEST(NorwegianCsv, ReadsWindows1252SemicolonsAndDecimalCommas) {
  const AnyReport read_file = read(sample("norwegian-2022.csv"));
  EXPECT_EQ(read_file.report.version, SchemaVersion::norwegian_csv);
  EXPECT_THAT(read_file.notes, IsEmpty());
  ASSERT_THAT(read_file.report.sales_units, SizeIs(1));
  const SalesUnit& unit = read_file.report.sales_units[0];
  EXPECT_EQ(unit.name, "Kafé Prøve");
  ASSERT_THAT(unit.settlements, SizeIs(2));
  const Settlement& settlement = unit.settlements[0];
  EXPECT_EQ(settlement.date, Date(2022, 2, 3));
  EXPECT_EQ(settlement.type, SettlementType::net);
  EXPECT_EQ(settlement.stated.settled, 147975);
  ASSERT_THAT(settlement.transactions, SizeIs(3));
  EXPECT_EQ(settlement.transactions[1], (Transaction{at("2022-02-02T22:58:00Z"), 12000, 0, 12000,
                                                     11850, 150, "7000000002", ""}));
  EXPECT_EQ(settlement.transactions[2].refund, -12000);
}

TEST(NorwegianCsv, FeesMayBeNegativeAndARefundPositive) {
  std::string text = with(sample("norwegian-2022.csv"), ";18,75;", ";-18,75;");
  text = with(text, "-120,00;0,00;-120,00", "120,00;0,00;120,00");
  EXPECT_EQ(read(text).report, read(sample("norwegian-2022.csv")).report);
}

TEST(NorwegianCsv, APayoutOfTheGrossSumIsAGrossSettlement) {
  const std::string text =
      with(sample("norwegian-2022.csv"), "05.02.2022;98,75;", "05.02.2022;100,00;");
  const SalesUnit unit = read(text).report.sales_units.at(0);
  EXPECT_EQ(unit.settlements[1].type, SettlementType::gross);
  EXPECT_EQ(unit.settlements[1].settled_amount(), 10000);
}

TEST(NorwegianCsv, ContradictionsAreRefused) {
  const std::string text = sample("norwegian-2022.csv");
  EXPECT_THAT(refusal(with(text, "05.02.2022;98,75;", "05.02.2022;98,70;")),
              AllOf(HasSubstr("SettledAmount 98.70"), HasSubstr("98.75")));
  EXPECT_THAT(refusal(with(text, "1 479,75", "1 479,74")),
              AllOf(HasSubstr("line 3"), HasSubstr("Oppgjørssum"), HasSubstr("1479.74")));
  EXPECT_THAT(refusal(with(text, "118,50;Salg", "118,40;Salg")),
              AllOf(HasSubstr("line 3"), HasSubstr("Netto '118,40'"), HasSubstr("118.50")));
  EXPECT_THAT(refusal(with(text, "Refundering", "Gavekort")),
              AllOf(HasSubstr("line 4"), HasSubstr("Transaksjonstype 'Gavekort'")));
}

TEST(PortalCsv, ReadsPayoutsWithTheEntriesUpToThem) {
  const AnyReport read_file = read(sample("portal-2026.csv"));
  EXPECT_EQ(read_file.report.version, SchemaVersion::portal_csv);
  ASSERT_THAT(read_file.report.sales_units, SizeIs(1));
  const SalesUnit& unit = read_file.report.sales_units[0];
  EXPECT_EQ(unit.name, "Kafé Prøve");
  ASSERT_THAT(unit.settlements, SizeIs(2));
  EXPECT_EQ(unit.settlements[0].id, "2000101");
  EXPECT_EQ(unit.settlements[0].date, Date(2026, 2, 2));
  EXPECT_EQ(unit.settlements[0].stated.fee, 775);
  EXPECT_EQ(unit.settlements[0].stated.settled, 61225);
  EXPECT_THAT(unit.settlements[0].transactions, SizeIs(2));
  const Settlement& second = unit.settlements[1];
  ASSERT_THAT(second.transactions, SizeIs(2));
  EXPECT_EQ(second.transactions[0], (Transaction{at("2026-02-03T07:00:00Z"), 0, -12000, -12000,
                                                 -12000, 0, "7000000003", "bord-2"}));
  EXPECT_EQ(second.settled_amount(), 7750);
  EXPECT_THAT(read_file.notes, ElementsAre(AllOf(HasSubstr("612345"), HasSubstr("not read: 1;"))));
}

TEST(PortalCsv, OrderOfRowsAndColumnsIsFreeAndUnknownColumnsAreNamed) {
  const std::string text =
      "Type;Amount;Fee;PSP reference;Smiley;Order ID/Reference;Booking date;Time;Currency;"
      "msn/vipps number;Payout number\n"
      "Payout scheduled;-118,50;;302321-x;;;2026-02-02;2026-02-03 00:10:00;NOK;612345;2000101\n"
      "Fees retained;-1,50;;302321-20260202;;;2026-02-02;2026-02-03 00:10:00;NOK;612345;\n"
      "Capture;120,00;-1,50;7000000002;:);bord-2;2026-02-02;2026-02-02 23:58:00;NOK;612345;\n";
  const AnyReport read_file = read(text);
  EXPECT_EQ(read_file.report.sales_units.at(0).settlements.at(0).id, "2000101");
  EXPECT_EQ(read_file.report.sales_units[0].settlements[0].transactions.at(0).order_id, "bord-2");
  EXPECT_THAT(read_file.notes, ElementsAre(HasSubstr("Smiley")));
}

TEST(PortalCsv, ContradictionsAndUnknownTypesAreRefused) {
  const std::string text = sample("portal-2026.csv");
  EXPECT_THAT(refusal(with(text, "scheduled,-612.25", "scheduled,-612.20")),
              AllOf(HasSubstr("SettledAmount 612.20"), HasSubstr("612.25")));
  EXPECT_THAT(refusal(with(text, "retained,-7.75", "retained,-7.70")),
              AllOf(HasSubstr("FeeSettlementAmount 7.70"), HasSubstr("7.75")));
  EXPECT_THAT(refusal(with(text, "118.50,NOK", "118.40,NOK")),
              AllOf(HasSubstr("line 3"), HasSubstr("Net amount '118.40'"), HasSubstr("118.50")));
  EXPECT_THAT(refusal(with(text, ",Refund,", ",Correction,")),
              AllOf(HasSubstr("line 6"), HasSubstr("Type 'Correction'"), HasSubstr("API")));
  EXPECT_THAT(refusal(with(text, "2026-02-04,Payout", "2026-02-02,Payout")),
              AllOf(HasSubstr("line 9"), HasSubstr("second payout")));
  EXPECT_THAT(refusal(with(text, "Type,Amount", "Type,Type")), HasSubstr("stands twice"));
  EXPECT_THAT(refusal(text.substr(0, text.find("Kafé"))), HasSubstr("no settlement"));
}

TEST(CsvReader, LimitsAndUnknownHeadingsAreNamed) {
  EXPECT_THAT(refusal("Navn;Telefon\nOla;123\n"),
              AllOf(HasSubstr("line 1"), HasSubstr("Navn, Telefon")));
  EXPECT_THAT(refusal("\r\n\r\n"), HasSubstr("empty"));
  ReadOptions few;
  few.transactions_max = 3;
  EXPECT_THAT(refusal(sample("norwegian-2022.csv"), few), HasSubstr("4 transactions, more than 3"));
  ReadOptions small;
  small.file_size_max = 100;
  EXPECT_THAT(refusal(sample("norwegian-2022.csv"), small), HasSubstr("larger than the 100"));
}

}  // namespace
}  // namespace avstem::vipps::settlement_file
