#include "vipps/settlement_file/any_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "platform/test_zip.hpp"
#include "vipps/settlement_file/control_sums.hpp"
#include "vipps/settlement_file/test_files.hpp"

namespace avstem::vipps::settlement_file {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string refusal(const std::string& bytes, const ReadOptions& options = {}) {
  auto report = read_any_report(bytes, options);
  if (report) return "was read";
  EXPECT_EQ(report.error().kind, ErrorKind::invalid);
  return report.error().message;
}

TEST(AnyReport, EveryFormatIsKnownByItsContent) {
  const std::vector<std::pair<const char*, SchemaVersion>> samples{
      {"net-2.0.xml", SchemaVersion::v2},
      {"gross-3.0.xml", SchemaVersion::v3},
      {"sectioned-2022.csv", SchemaVersion::sectioned_csv},
      {"norwegian-2022.csv", SchemaVersion::norwegian_csv},
      {"portal-2026.csv", SchemaVersion::portal_csv}};
  for (const auto& [name, version] : samples) {
    const auto alone = read_any_report(sample(name));
    ASSERT_TRUE(alone) << alone.error().message;
    EXPECT_EQ(alone->report.version, version);
    const auto zipped = read_any_report(zip_of({{std::string("x/") + name, sample(name)}}));
    ASSERT_TRUE(zipped) << zipped.error().message;
    EXPECT_EQ(zipped->report, alone->report);
  }
}

TEST(AnyReport, LineEndsAndAByteOrderMarkChangeNothing) {
  for (const char* name : {"sectioned-2022.csv", "norwegian-2022.csv", "portal-2026.csv"}) {
    const std::string text = csv_text(sample(name)).value();
    std::string unix_text = text;
    std::erase(unix_text, '\r');
    std::string dos_text;
    for (const char letter : unix_text)
      dos_text += letter == '\n' ? std::string("\r\n") : std::string(1, letter);
    const auto expected = read_any_report(sample(name)).value().report;
    for (const std::string& variant : {unix_text, dos_text, "\xEF\xBB\xBF" + dos_text})
      EXPECT_EQ(read_any_report(variant).value().report, expected) << name;
  }
}

TEST(AnyReport, ReportsOfAnArchiveBecomeOne) {
  const std::string first = sample("sectioned-2022.csv");
  // The same sales unit, other settlements.
  std::string second = sample("norwegian-2022.csv");
  for (const auto& [from, to] : {std::pair("2000101", "2000111"), std::pair("2000102", "2000112"),
                                 std::pair("700000000", "710000000")}) {
    for (auto at = second.find(from); at != std::string::npos; at = second.find(from, at + 1))
      second.replace(at, std::string_view(from).size(), to);
  }
  const auto read = read_any_report(zip_of({{"a.csv", first},
                                            {"b.CSV", second},
                                            {"gross.xml", sample("gross-3.0.xml")},
                                            {"__MACOSX/a.csv", "shadow"},
                                            {"report.pdf", "%PDF"}}));
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_THAT(read->report.sales_units, SizeIs(3));
  EXPECT_EQ(read->report.sales_units[0].serial_number, "612345");
  EXPECT_THAT(read->report.sales_units[0].settlements, SizeIs(4));
  EXPECT_FALSE(read->report.sales_units[0].stated_settlements);
  EXPECT_EQ(read->report.sales_units[1].serial_number, "623456");
  EXPECT_THAT(read->notes, Contains(AllOf(HasSubstr("report.pdf"), HasSubstr("__MACOSX/a.csv"))));
  EXPECT_THAT(read->notes, Contains(HasSubstr("a.csv: line 6")));
}

TEST(AnyReport, TheTotalsOfVersion2AreAddedUp) {
  std::string second = sample("net-2.0.xml");
  const auto whole = read_report(second).value();
  for (const auto& settlement : whole.sales_units[0].settlements) {
    second = with(second, ">" + settlement.id + "<", ">9" + settlement.id + "<");
    for (const auto& line : settlement.transactions)
      second = with(second, ">" + line.id + "<", ">9" + line.id + "<");
  }
  const auto read = read_any_report(zip_of({{"1.xml", sample("net-2.0.xml")}, {"2.xml", second}}));
  ASSERT_TRUE(read) << read.error().message;
  const SalesUnit& unit = read->report.sales_units.at(0);
  EXPECT_EQ(unit.stated_totals->gross, 2 * whole.sales_units[0].stated_totals->gross);
  EXPECT_EQ(unit.stated_settlements, 2 * *whole.sales_units[0].stated_settlements);
  for (const ControlSum& sum : control_sums(read->report))
    EXPECT_TRUE(sum.agrees()) << sum.to_string();
}

RC_GTEST_PROP(AnyReport, ADamagedFileIsReadSoundOrRefused, ()) {
  std::string bytes = sample(*rc::gen::elementOf(
      std::vector<std::string>{"sectioned-2022.csv", "norwegian-2022.csv", "portal-2026.csv"}));
  const auto changes = *rc::gen::inRange(1, 4);
  for (int change = 0; change < changes; ++change) {
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    bytes[at] = *rc::gen::arbitrary<char>();
  }
  bytes.resize(*rc::gen::inRange<std::size_t>(bytes.size() / 2, bytes.size() + 1));
  const auto read = read_any_report(bytes);
  if (read) {
    RC_ASSERT(check_report(read->report));
    RC_ASSERT(!read->report.sales_units.empty());
    for (const SalesUnit& unit : read->report.sales_units)
      RC_ASSERT(!unit.settlements.empty());
  } else {
    RC_ASSERT(read.error().kind == ErrorKind::invalid);
  }
}

TEST(AnyReport, ErrorsInAnArchiveNameTheFile) {
  const std::string good = sample("sectioned-2022.csv");
  EXPECT_THAT(refusal(zip_of({{"a.csv", good}, {"b.csv", with(good, "98.75,1", "98.70,1")}})),
              AllOf(HasSubstr("b.csv: "), HasSubstr("98.70")));
  EXPECT_THAT(refusal(zip_of({{"a.csv", good}, {"b.csv", good}})), HasSubstr("stands twice"));
  EXPECT_THAT(refusal(zip_of({{"a.xml", zip_of({{"b.csv", good}})}})), HasSubstr("a.xml: "));
  EXPECT_THAT(refusal(zip_of({{"a.pdf", "%PDF"}})),
              AllOf(HasSubstr("no .xml or .csv"), HasSubstr("a.pdf")));
  EXPECT_THAT(refusal(zip_of({{"[Content_Types].xml", "<x/>"}})), HasSubstr("Excel"));
  EXPECT_THAT(refusal(zip_of({{"a.csv", good}}).substr(0, 300)), HasSubstr("zip archive"));
  ReadOptions few;
  few.transactions_max = 6;
  EXPECT_THAT(refusal(zip_of({{"a.csv", good}, {"b.csv", sample("norwegian-2022.csv")}}), few),
              AllOf(HasSubstr("b.csv: "), HasSubstr("transactions")));
}

}  // namespace
}  // namespace avstem::vipps::settlement_file
