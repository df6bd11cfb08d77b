#include "books/sale.hpp"

#include <gtest/gtest.h>

namespace avstem::books {
namespace {

std::string refusal(std::vector<SaleLine> lines, bool vat_registered = true) {
  const auto checked = check_sale_lines(lines, Mapping::defaults(vat_registered), vat_registered);
  return checked ? "" : checked.error().message;
}

TEST(SaleLines, OfASaleAreTaken) {
  EXPECT_EQ(refusal({{3000, "3", 250'00}, {2910, "", 30'00}}), "");
  EXPECT_EQ(refusal({{2900, "", 200'00}}), "");
  EXPECT_EQ(refusal({{3200, "", 200'00}}, false), "");
}

TEST(SaleLines, WhatIsWrongIsNamed) {
  EXPECT_NE(refusal({{300, "3", 1}}).find("account 300 "), std::string::npos);
  for (const AccountNumber account : {1500, 1903, 1904, 2960})
    EXPECT_NE(refusal({{account, "", 1}}), "") << account;
  EXPECT_NE(refusal({{3000, "3", 0}}).find("0.00"), std::string::npos);
  for (const char* code : {"1", "0", "2", "NA"})
    EXPECT_NE(refusal({{3000, code, 1}}).find("VAT code"), std::string::npos) << code;
  EXPECT_NE(refusal({{3000, "3", 1}}, false).find("not VAT registered"), std::string::npos);
  EXPECT_NE(refusal({}), "");
  EXPECT_EQ(refusal(std::vector<SaleLine>(sale_lines_max, {3000, "3", 1})), "");
  EXPECT_NE(refusal(std::vector<SaleLine>(sale_lines_max + 1, {3000, "3", 1})), "");
}

}  // namespace
}  // namespace avstem::books
