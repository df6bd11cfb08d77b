// Vipps' settlement files, imported into the same line: booked, posted and proven.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "platform/oslo_zone.hpp"
#include "platform/test_zip.hpp"
#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string sample(std::string_view name) {
  return file_text(std::filesystem::path(AVSTEM_SOURCE_DIR) / "tests/data/settlement" / name);
}

/// The published specifications: beside the checkout, or where AVSTEM_SHARED says.
std::filesystem::path published() {
  const char* shared = std::getenv("AVSTEM_SHARED");
  const std::filesystem::path base =
      shared != nullptr ? std::filesystem::path(shared)
                        : std::filesystem::path(AVSTEM_SOURCE_DIR).parent_path() / "shared";
  return base / "specs/vipps/settlement-report";
}

class ImportTest : public CloseTest {
 protected:
  /// Imports a file for a client that begins on a date, and runs the rest of the line on the day
  /// after its last settlement.
  void import_and_prove(const std::string& xml, const std::string& serial_number, Date start) {
    client.ledgers.front().start = start;
    const auto imported = import(xml, serial_number);
    ASSERT_TRUE(imported) << imported.error().message;
    ASSERT_THAT(imported->dates, Not(IsEmpty()));
    EXPECT_GT(imported->new_entries, 0);
    for (const auto& sum : imported->control_sums)
      EXPECT_TRUE(sum.agrees()) << sum.to_string();
    EXPECT_THAT(imported->control_sums, Not(IsEmpty()));
    clock.set(oslo().at(imported->dates.back().next(), std::chrono::minutes(390)));
    const auto report = run_imported(imported->dates);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_TRUE(report->proof.is_proven());
    EXPECT_THAT(report->proof.accounts, SizeIs(2 * imported->dates.size()));
    EXPECT_THAT(references(), Not(IsEmpty()));
    std::int64_t paid_out = 0;
    for (const auto& date : report->dates)
      paid_out -= date.payout;
    std::int64_t settled = 0;
    for (const auto& sum : imported->control_sums) {
      // A negative settlement is not paid out but waits for a later one.
      if (sum.place.find(serial_number) == std::string::npos) continue;
      if (sum.name == "SettledAmount" && sum.stated > 0) settled += sum.stated;
    }
    if (settled != 0) {
      EXPECT_EQ(paid_out, settled);
    }

    const auto before = journals();
    const auto again = import(xml, serial_number);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->new_entries, 0);
    EXPECT_EQ(again->dates, imported->dates);
    ASSERT_TRUE(run_imported(again->dates));
    EXPECT_EQ(journals(), before);
  }
};

TEST_F(ImportTest, ACloseBooksWhatAnImportStoredBeforeItWasKilled) {
  client.ledgers.front().start = Date(2026, 2, 1);
  const auto imported = import(sample("net-3.0.xml"));
  ASSERT_TRUE(imported) << imported.error().message;
  clock.set(oslo().at(imported->dates.back().next(), std::chrono::minutes(390)));
  ASSERT_TRUE(close({}, imported->dates.back()));
  EXPECT_THAT(references(), Not(IsEmpty()));
  const auto before = journals();
  ASSERT_TRUE(run_imported(imported->dates));
  EXPECT_EQ(journals(), before);
}

TEST_F(ImportTest, AFileOfAnotherOrganisationIsRefused) {
  client.organisation_number = "974760673";
  client.ledgers.front().start = Date(2026, 2, 1);
  const auto imported = import(sample("net-3.0.xml"));
  ASSERT_FALSE(imported);
  EXPECT_THAT(imported.error().message, AllOf(HasSubstr("999999999"), HasSubstr("974760673")));
  EXPECT_EQ(number("SELECT count(*) FROM entries"), 0);
}

TEST_F(ImportTest, ANetFileOfVersion3IsBookedPostedAndProven) {
  import_and_prove(sample("net-3.0.xml"), "", Date(2026, 2, 1));
}

TEST_F(ImportTest, AGrossFileOfVersion3IsBookedPostedAndProven) {
  EXPECT_THAT(import(sample("gross-3.0.xml")).error().message,
              AllOf(HasSubstr("623456"), HasSubstr("634567"), HasSubstr("--sales-unit")));
  import_and_prove(sample("gross-3.0.xml"), "623456", Date(2026, 2, 1));
}

TEST_F(ImportTest, ANetFileOfVersion2IsBookedPostedAndProven) {
  import_and_prove(sample("net-2.0.xml"), "", Date(2017, 7, 1));
}

TEST_F(ImportTest, AGrossFileOfVersion2IsBookedPostedAndProven) {
  import_and_prove(sample("gross-2.0.xml"), "", Date(2017, 1, 1));
}

TEST_F(ImportTest, ACsvFileInSectionsIsBookedPostedAndProven) {
  import_and_prove(sample("sectioned-2022.csv"), "", Date(2022, 2, 1));
}

TEST_F(ImportTest, ACsvFileWithNorwegianHeadingsIsBookedPostedAndProven) {
  import_and_prove(sample("norwegian-2022.csv"), "", Date(2022, 2, 1));
}

TEST_F(ImportTest, AnExportOfThePortalIsBookedPostedAndProven) {
  import_and_prove(sample("portal-2026.csv"), "", Date(2026, 2, 1));
}

TEST_F(ImportTest, AnArchiveOfSeveralReportsIsBookedPostedAndProven) {
  // The archive's own order does not matter: settlements are booked by date.
  import_and_prove(zip_of({{"2026/gross.xml", sample("gross-3.0.xml")},
                           {"2026/net.xml", sample("net-3.0.xml")}}),
                   "612345", Date(2026, 2, 1));
}

TEST_F(ImportTest, WhatWasNotReadOfAFileIsSaid) {
  client.ledgers.front().start = Date(2026, 2, 1);
  const auto imported = import(sample("portal-2026.csv"));
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_THAT(imported->notes, testing::ElementsAre(HasSubstr("after the last payout")));
}

TEST_F(ImportTest, ThePublishedSamplesEndProvenWithTheFilesOwnSums) {
  if (!std::filesystem::exists(published())) GTEST_SKIP() << "skipped: no specs";
  import_and_prove(file_text(published() / "Example-Net.xml"), "", Date(2018, 2, 1));
}

TEST_F(ImportTest, ThePublishedGrossSampleEndsProvenWithTheFilesOwnSums) {
  if (!std::filesystem::exists(published())) GTEST_SKIP() << "skipped: no specs";
  import_and_prove(file_text(published() / "Example-Gross.xml"), "", Date(2018, 2, 1));
}

TEST_F(ImportTest, DatesThatTheApiWasReadForAreNotImportedToo) {
  simple_day(monday);
  close_proven();
  const auto imported = import(sample("gross-3.0.xml"), "623456");
  ASSERT_FALSE(imported);
  EXPECT_EQ(imported.error().kind, ErrorKind::conflict);
  EXPECT_THAT(imported.error().message,
              AllOf(HasSubstr("302321"), HasSubstr("booked twice"), HasSubstr("2026-03-0")));
  EXPECT_EQ(number("SELECT count(*) FROM ledger_dates WHERE from_file = 1"), 0);
}

TEST_F(ImportTest, AFileBeforeTheLedgersStartIsRefused) {
  const auto imported = import(sample("net-3.0.xml"));
  ASSERT_FALSE(imported);
  EXPECT_EQ(imported.error().kind, ErrorKind::invalid);
  EXPECT_THAT(imported.error().message, AllOf(HasSubstr("2026-02-03"), HasSubstr("2026-03-02"),
                                              HasSubstr("opening balance")));
}

TEST_F(ImportTest, AControlSumThatDiffersIsRefusedWithBothFiguresAndNothingIsStored) {
  client.ledgers.front().start = Date(2026, 2, 1);
  std::string xml = sample("net-3.0.xml");
  const std::string stated = "<FeeSettlementAmount>7.75<";
  ASSERT_NE(xml.find(stated), std::string::npos);
  xml.replace(xml.find(stated), stated.size(), "<FeeSettlementAmount>8.75<");
  const auto imported = import(xml);
  ASSERT_FALSE(imported);
  EXPECT_EQ(imported.error().kind, ErrorKind::invalid);
  EXPECT_THAT(imported.error().message,
              AllOf(HasSubstr("8.75"), HasSubstr("7.75"), HasSubstr("FeeSettlementAmount")));
  for (const char* table : {"entries", "ledger_dates", "report_pages", "vouchers"}) {
    EXPECT_EQ(number(std::string("SELECT count(*) FROM ") + table), 0) << table;
  }
}

TEST_F(ImportTest, AFileThatBreaksOffIsRefusedAndNothingIsStored) {
  client.ledgers.front().start = Date(2026, 2, 1);
  std::string xml = sample("net-3.0.xml");
  xml.resize(xml.size() / 2);
  const auto imported = import(xml);
  ASSERT_FALSE(imported);
  EXPECT_EQ(imported.error().kind, ErrorKind::invalid);
  EXPECT_EQ(number("SELECT count(*) FROM entries"), 0);
}

}  // namespace
}  // namespace avstem::tests
