#include "vipps/settlement_file/control_sums.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vipps/settlement_file/test_files.hpp"

namespace avstem::vipps::settlement_file {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

SettlementReport read(std::string_view name) {
  return read_report(sample(name)).value();
}

/// The message of a report that contradicts itself.
std::string contradiction(const SettlementReport& report) {
  auto sound = check_report(report);
  if (sound) return "agrees";
  EXPECT_EQ(sound.error().kind, ErrorKind::invalid);
  return sound.error().message;
}

/// The message when the stated `from` of a sample says `to` instead.
std::string stating(std::string_view name, std::string_view from, std::string_view to) {
  auto report = read_checked_report(with(sample(name), from, to));
  return report ? "agrees" : report.error().message;
}

TEST(ControlSums, OurSamplesAgree) {
  for (const char* name : {"net-3.0.xml", "gross-3.0.xml", "net-2.0.xml", "gross-2.0.xml"}) {
    auto report = read_checked_report(sample(name));
    EXPECT_TRUE(report) << report.error().message;
  }
}

TEST(ControlSums, Version3StatesSevenFiguresASettlementAndACount) {
  const auto sums = control_sums(read("net-3.0.xml"));
  ASSERT_EQ(sums.size(), 3U * 7 + 1);
  const std::string place = "sales unit 612345, settlement 2000101";
  EXPECT_EQ(sums[0], (ControlSum{place, "NumOfTransactions", 3, 3, true}));
  EXPECT_EQ(sums[1], (ControlSum{place, "CaptureSettlementAmount", 62000, 62000}));
  EXPECT_EQ(sums[2], (ControlSum{place, "RefundSettlementAmount", -12000, -12000}));
  EXPECT_EQ(sums[3], (ControlSum{place, "GrossSettlementAmount", 50000, 50000}));
  EXPECT_EQ(sums[4], (ControlSum{place, "NetSettlementAmount", 49225, 49225}));
  EXPECT_EQ(sums[5], (ControlSum{place, "FeeSettlementAmount", 775, 775}));
  EXPECT_EQ(sums[6], (ControlSum{place, "SettledAmount", 49225, 49225}));
  EXPECT_EQ(sums.back(), (ControlSum{"sales unit 612345", "NumOfSettlements", 3, 3, true}));
  EXPECT_EQ(sums[5].to_string(), place + ": FeeSettlementAmount 7.75, computed 7.75");
  EXPECT_EQ(sums[0].to_string(), place + ": NumOfTransactions 3, computed 3");
}

TEST(ControlSums, AGrossSettlementSettlesItsGrossAmount) {
  const auto sums = control_sums(read("gross-3.0.xml"));
  EXPECT_EQ(sums[6].name, "SettledAmount");
  EXPECT_EQ(sums[6].computed, 77000);
}

TEST(ControlSums, Version2StatesFourFiguresASettlementAndFiveOverAll) {
  const auto sums = control_sums(read("net-2.0.xml"));
  ASSERT_EQ(sums.size(), 2U * 4 + 5);
  const std::string place = "sales unit 645678";
  EXPECT_EQ(sums[9], (ControlSum{place, "TotalSettledGrossAmount", 24000, 24000}));
  EXPECT_EQ(sums[10], (ControlSum{place, "TotalSettledNetAmount", 23492, 23492}));
  EXPECT_EQ(sums[11], (ControlSum{place, "TotalSettledFeeAmount", 508, 508}));
  EXPECT_EQ(sums[12], (ControlSum{place, "TotalSettledRefundAmount", -5000, -5000}));
}

TEST(ControlSums, TheRefundTotalOfVersion2MayHaveEitherSign) {
  const auto sums = control_sums(read("gross-2.0.xml"));
  EXPECT_EQ(sums.back(), (ControlSum{"sales unit 656789", "TotalSettledRefundAmount", 1000, 1000}));
}

TEST(ControlSums, EachStatedFigureOfVersion3ThatDiffersIsNamedWithBoth) {
  const auto says = [](std::string_view element, std::string_view right, std::string_view wrong) {
    const std::string name(element);
    EXPECT_THAT(stating("net-3.0.xml", "<" + name + ">" + std::string(right) + "<",
                        "<" + name + ">" + std::string(wrong) + "<"),
                AllOf(HasSubstr("settlement 2000101: "),
                      HasSubstr(fmt::format("{} {}, computed {}", element, wrong, right))));
  };
  says("NumOfTransactions", "3", "4");
  says("CaptureSettlementAmount", "620.00", "620.01");
  says("RefundSettlementAmount", "-120.00", "-119.99");
  says("GrossSettlementAmount", "500.00", "500.01");
  says("NetSettlementAmount", "492.25", "492.24");
  says("FeeSettlementAmount", "7.75", "7.76");
  says("SettledAmount", "492.25", "500.00");
  EXPECT_THAT(stating("net-3.0.xml", "<NumOfSettlements>3<", "<NumOfSettlements>2<"),
              HasSubstr("sales unit 612345: NumOfSettlements 2, computed 3"));
}

TEST(ControlSums, EachStatedFigureOfVersion2ThatDiffersIsNamedWithBoth) {
  const auto says = [](std::string_view element, std::string_view right, std::string_view wrong) {
    const std::string name(element);
    EXPECT_THAT(stating("net-2.0.xml", "<" + name + ">" + std::string(right) + "<",
                        "<" + name + ">" + std::string(wrong) + "<"),
                HasSubstr(fmt::format("{} {}, computed {}", element, wrong, right)));
  };
  says("TotalSettledGrossAmount", "240.00", "250.00");
  says("TotalSettledNetAmount", "234.92", "234.93");
  says("TotalSettledFeeAmount", "5.08", "-5.08");
  says("TotalSettledRefundAmount", "-50.00", "-49.00");
  says("NumOfSettlements", "2", "1");
  says("GrossSettlementAmount", "200.00", "200.01");
  says("NetSettlementAmount", "195.62", "195.63");
  says("FeeSettlementAmount", "4.38", "4.39");
  says("NumOfTransactions", "2", "1");
}

TEST(ControlSums, ATransactionThatBreaksTheSchemasArithmeticIsNamed) {
  SettlementReport report = read("net-3.0.xml");
  report.sales_units[0].settlements[0].transactions[0].gross += 1;
  EXPECT_THAT(contradiction(report),
              AllOf(HasSubstr("settlement 2000101, transaction 7000000001: TransactionGrossAmount "
                              "500.01, but capture + refund is 500.00"),
                    HasSubstr("TransactionNetAmount 493.75, but gross - fee is 493.76"),
                    HasSubstr("GrossSettlementAmount 500.00, computed 500.01")));
}

TEST(ControlSums, AMessageNamesTenDifferencesAndCountsTheRest) {
  SettlementReport report = read("net-3.0.xml");
  for (Settlement& settlement : report.sales_units[0].settlements) {
    settlement.stated = {99, 99, -99, 98, 97, 96, 95};
  }
  report.sales_units[0].settlements[2].stated.fee = 63;
  const std::string message = contradiction(report);
  EXPECT_EQ(differences_named_max, 10U);
  EXPECT_THAT(message, HasSubstr("RefundSettlementAmount -0.99, computed 0.00"));
  EXPECT_THAT(message, Not(HasSubstr("settlement 2000103")));
  EXPECT_THAT(message, HasSubstr("; and 10 more"));
}

TEST(ControlSums, ASettlementOrTransactionThatStandsTwiceIsRefused) {
  SettlementReport report = read("net-3.0.xml");
  report.sales_units[0].settlements[2].id = "2000102";
  EXPECT_THAT(contradiction(report), HasSubstr("settlement 2000102 stands twice"));
  report = read("net-3.0.xml");
  report.sales_units[0].settlements[2].transactions[0].id = "7000000001";
  EXPECT_THAT(contradiction(report),
              HasSubstr("settlement 2000103, transaction 7000000001 stands twice"));
}

TEST(ControlSums, ThePublishedSamplesAgreeInEveryFigure) {
  const auto folder = published_samples();
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "skipped: no specs";
  const auto figures = [&](const char* name) {
    auto report = read_checked_report(file_text(folder / name));
    EXPECT_TRUE(report) << report.error().message;
    std::vector<ControlSum> sums;
    if (report) sums = control_sums(*report);
    for (const ControlSum& sum : sums)
      EXPECT_TRUE(sum.agrees()) << sum.to_string();
    return sums.size();
  };
  EXPECT_EQ(figures("Example-Net.xml"), 2U * 7 + 1);
  EXPECT_EQ(figures("Example-Gross.xml"), 3U * 7 + 1);
}

}  // namespace
}  // namespace avstem::vipps::settlement_file
