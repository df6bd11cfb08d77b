#include "app/sale_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace avstem::app {
namespace {

services::Client client(int ledgers = 1) {
  services::Client made;
  made.id = ClientId("klubben");
  for (int i = 0; i < ledgers; ++i) {
    services::LedgerTerms ledger;
    ledger.id = LedgerId(std::to_string(302321 + i));
    made.ledgers.push_back(ledger);
  }
  return made;
}

SaleFile read(std::string_view text, const std::string& path = "salg.toml") {
  auto file = parse_sale_file(text, path, client());
  EXPECT_TRUE(file) << file.error().message;
  return file ? *file : SaleFile{};
}

std::string refusal(std::string_view text, const std::string& path = "salg.toml", int ledgers = 1) {
  const auto file = parse_sale_file(text, path, client(ledgers));
  return file ? "" : file.error().message;
}

TEST(SaleFile, ASaleMayBeEarnedLater) {
  const SaleFile file = read(R"(
[[sale]]
reference = "GAVE-1"
recipe = "R10"
lines = [{ account = 3900, vat = "7", amount = "300.00" }]
[[sale]]
reference = "MEDLEM-1"
recipe = "R12"
lines = [{ account = 2965, amount = "600.00" }]
[sale.earned]
from = "2027-01-01"
to = "2027-12-31"
lines = [{ account = 3220, vat = "6", amount = "600.00" }]
)");
  ASSERT_EQ(file.sales.size(), 2U);
  EXPECT_EQ(file.sales[0].sale.reference, "GAVE-1");
  EXPECT_EQ(file.sales[0].sale.lines, (std::vector<books::SaleLine>{{3900, "7", 300'00}}));
  EXPECT_FALSE(file.sales[0].earned);
  ASSERT_TRUE(file.sales[1].earned);
  EXPECT_EQ(file.sales[1].earned->from, Date(2027, 1, 1));
  EXPECT_EQ(file.sales[1].earned->to, Date(2027, 12, 31));
  EXPECT_EQ(file.sales[1].earned->income[0].amount, 600'00);
}

constexpr std::string_view z_report = R"(
[[till]]
unit = "NO:12345"
date = "2026-01-17"
report = "42"
lines = [{ account = 3030, vat = "31", amount = "1150.00" }]
)";

TEST(SaleFile, AReportIsForTheClientsOnlyLedger) {
  const SaleFile file = read(z_report);
  ASSERT_EQ(file.tills.size(), 1U);
  EXPECT_EQ(file.tills[0].ledger, LedgerId("302321"));
  EXPECT_EQ(file.tills[0].day.recipe, "R09");
  EXPECT_EQ(file.tills[0].day.date, Date(2026, 1, 17));
  EXPECT_NE(refusal(z_report, "salg.toml", 2).find("which of the client's 2 ledgers"),
            std::string::npos);
}

TEST(SaleFile, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_NE(refusal("").find("salg.toml"), std::string::npos);
  EXPECT_NE(refusal("[[sales]]\n").find("'sales' is not known"), std::string::npos);
  EXPECT_NE(refusal("[sale]\n").find("[[sale]]"), std::string::npos);
  EXPECT_NE(refusal("[[sale]]\nreference = \"A\"\nrecipe = \"R10\"\n").find("'A': 'lines'"),
            std::string::npos);
  EXPECT_NE(refusal("[[sale]]\nreference = \"A\"\nrecipe = \"R10\"\n"
                    "lines = [{ account = 3900, amount = 300 }]\n"),
            "");
  EXPECT_NE(refusal("[[sale]]\nreference = \"A\"\nrecipe = \"R10\"\n"
                    "lines = [{ account = \"3900\", amount = \"300.00\" }]\n")
                .find("account"),
            std::string::npos);
  EXPECT_NE(refusal("[[till]]\nreport = \"1\"\ndate = \"2026-02-30\"\nlines = []\n").find("'1'"),
            std::string::npos);
}

TEST(SaleCsv, HasARowForEachLine) {
  for (const std::string separator : {",", ";"}) {
    std::string text =
        "\xEF\xBB\xBFreference,recipe,account,vat,amount\r\n"
        "ORD-1,R01,3030,31,1150.00\r\n"
        "GAVE-1,R10,3900,7,300.00\r\n"
        "ORD-1,R01,3000,3,500.00\r\n";
    std::replace(text.begin(), text.end(), ',', separator[0]);
    const SaleFile file = read(text, "salg.csv");
    ASSERT_EQ(file.sales.size(), 2U);
    EXPECT_EQ(file.sales[0].sale.lines.size(), 2U);
    EXPECT_EQ(file.sales[0].sale.lines[1], (books::SaleLine{3000, "3", 500'00}));
    EXPECT_EQ(file.sales[1].sale.rule, "R10");
  }
}

TEST(SaleCsv, ReportsAreKeptApartByUnitAndDate) {
  const SaleFile file = read(
      "ledger,unit,date,report,account,vat,amount\n"
      ",NO:12345,2026-01-17,42,3030,31,1150.00\n"
      ",NO:12345,2026-01-17,42,2910,,30.00\n"
      ",NO:12345,2026-01-18,43,3030,31,200.00\n",
      "kasse.csv");
  ASSERT_EQ(file.tills.size(), 2U);
  EXPECT_EQ(file.tills[0].day.lines.size(), 2U);
  EXPECT_EQ(file.tills[0].ledger, LedgerId("302321"));
  EXPECT_EQ(file.tills[1].day.report_number, "43");
}

TEST(SaleCsv, WhatIsWrongIsNamedWithItsRow) {
  const std::string head = "reference,recipe,account,vat,amount\n";
  const auto wrong = [&](const std::string& rows) { return refusal(head + rows, "salg.csv"); };
  EXPECT_NE(refusal("a,b\n", "salg.csv").find("salg.csv:1"), std::string::npos);
  EXPECT_NE(wrong("").find("no rows"), std::string::npos);
  EXPECT_NE(wrong("A,R10,3900,7,1\nB,R10,3900,7,1,5\n").find("salg.csv:3"), std::string::npos);
  EXPECT_NE(wrong("A,R10,39x0,7,1\n").find("39x0"), std::string::npos);
  EXPECT_NE(wrong("A,R10,3900,7,1.005\n"), "");
  EXPECT_NE(wrong("A,R10,3900,7,1\nA,R11,3900,7,1\n").find("R11"), std::string::npos);
  EXPECT_NE(wrong("\"A\",R10,3900,7,1\n").find("quote"), std::string::npos);
  EXPECT_NE(refusal("ledger,unit,date,report,account,vat,amount\n,,2026-01-17,42,3000,3,1\n",
                    "kasse.csv", 2)
                .find("several"),
            std::string::npos);
}

}  // namespace
}  // namespace avstem::app
