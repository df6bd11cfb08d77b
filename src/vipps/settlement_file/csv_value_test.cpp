#include "vipps/settlement_file/csv_value.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "core/money.hpp"
#include "vipps/settlement_file/csv_text.hpp"
#include "vipps/settlement_file/element_reader.hpp"

namespace avstem::vipps::settlement_file {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(CsvValue, AmountsInEitherNotation) {
  const std::vector<std::pair<const char*, std::int64_t>> amounts{{"0", 0},
                                                                  {"100", 10000},
                                                                  {"-8.35", -835},
                                                                  {"16450,62", 1645062},
                                                                  {"1 234,50", 123450},
                                                                  {"1\u00A0234,5", 123450},
                                                                  {"1.234,50", 123450},
                                                                  {"1,234.50", 123450},
                                                                  {"\u22125,5", -550},
                                                                  {"1.234.567", 123456700},
                                                                  {"1,234,567.89", 123456789}};
  for (const auto& [text, minor] : amounts)
    EXPECT_EQ(parse_csv_amount(text), minor) << text;
}

TEST(CsvValue, AmountsThatCannotBeToldAreRefusedByValue) {
  for (const char* text : {"", "-", "fem", "1,234", "1.234", "1.5.2", "12.34,567.00", "1,2345",
                           "5.", ",", "--5", "1e3", "1.23,45.6", "0.001"}) {
    auto amount = parse_csv_amount(text);
    ASSERT_FALSE(amount) << text;
    EXPECT_THAT(amount.error().message, HasSubstr(std::string("'") + text + "'"));
  }
  EXPECT_TRUE(parse_csv_amount("100000000000.00"));
  EXPECT_THAT(parse_csv_amount("100000000000.01").error().message, HasSubstr("larger"));
}

RC_GTEST_PROP(CsvValue, WhatMachinesAndNorwegiansWriteComesBack, ()) {
  const auto minor = *rc::gen::inRange(-figure_minor_max, figure_minor_max);
  const Money money(minor, Currency());
  RC_ASSERT(parse_csv_amount(money.to_decimal()).value() == minor);
  RC_ASSERT(parse_csv_amount(money.to_norwegian()).value() == minor);
}

TEST(CsvValue, DatesAndTimes) {
  EXPECT_EQ(parse_csv_date("28.02.2026"), Date(2026, 2, 28));
  EXPECT_EQ(parse_csv_date("2026-02-28"), Date(2026, 2, 28));
  for (const char* text : {"", "29.02.2026", "28/02/2026", "28.2.26", "2026-13-01"})
    EXPECT_THAT(parse_csv_date(text).error().message, HasSubstr("is no date")) << text;
  const auto instant = [](const char* text) { return parse_instant(text).value(); };
  EXPECT_EQ(parse_csv_time("28.02.2026"), instant("2026-02-27T23:00:00Z"));
  EXPECT_EQ(parse_csv_time("28.02.2026 09:53"), instant("2026-02-28T08:53:00Z"));
  EXPECT_EQ(parse_csv_time("2026-07-01 09:53:07"), instant("2026-07-01T07:53:07Z"));
  EXPECT_EQ(parse_csv_time("2026-07-01T09:53:07Z"), instant("2026-07-01T09:53:07Z"));
  for (const char* text : {"28.02.2026 9", "28.02.2026 25:00", "2026-02-28_09:53"})
    EXPECT_THAT(parse_csv_time(text).error().message, HasSubstr(text));
}

TEST(CsvText, EncodingsBecomeUtf8) {
  EXPECT_EQ(csv_text("\xEF\xBB\xBFOppgjør"), "Oppgjør");
  EXPECT_EQ(csv_text("Oppgj\xF8r \x80"), "Oppgjør €");
  EXPECT_THAT(csv_text("\xFF\xFEO").error().message, HasSubstr("UTF-16"));
  EXPECT_THAT(csv_text("a\nb\x81").error().message, HasSubstr("line 2: byte 0x81"));
}

TEST(CsvText, RowsKeepQuotesAndTheirLine) {
  const auto rows = csv_rows("a;\"x;y\"\r\n\r\n;;\n\"to\nlinjer\"; \"si \"\"hei\"\"\" ;c", ';', 9);
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_THAT(rows->at(0).cells, ElementsAre("a", "x;y"));
  EXPECT_THAT(rows->at(1).cells, ElementsAre("to\nlinjer", "si \"hei\"", "c"));
  EXPECT_EQ(rows->at(1).line, 4U);
  EXPECT_EQ(csv_separator("\n\"a;b\",c\n;"), ',');
  EXPECT_EQ(csv_separator("a,b;c"), ';');
}

TEST(CsvText, EveryLimitIsNamed) {
  EXPECT_THAT(csv_rows("a\n\"b", ',', 9).error().message, HasSubstr("line 2: a quote"));
  EXPECT_THAT(csv_rows("\"a\"b", ',', 9).error().message, HasSubstr("closing quote of 'a'"));
  EXPECT_TRUE(csv_rows("a\nb\n", ',', 2));
  EXPECT_THAT(csv_rows("a\nb\nc\n", ',', 2).error().message, HasSubstr("line 3: is more than"));
  EXPECT_TRUE(csv_rows(std::string(csv_cells_max - 1, ',') + "a", ',', 9));
  EXPECT_THAT(csv_rows(std::string(csv_cells_max, ','), ',', 9).error().message,
              HasSubstr("more than 100 cells"));
  EXPECT_TRUE(csv_rows(std::string(csv_cell_length_max, 'a'), ',', 9));
  EXPECT_THAT(csv_rows(std::string(csv_cell_length_max + 1, 'a'), ',', 9).error().message,
              HasSubstr("2001 bytes"));
}

}  // namespace
}  // namespace avstem::vipps::settlement_file
