#include "books/sale_document.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace avstem::books {
namespace {

constexpr AccountNumber rounding = 7740;

SaleDocument invoice(std::vector<SoldItem> items) {
  SaleDocument document;
  document.reference = "shop:1001";
  document.matching_reference = "1001";
  document.customer_number = 10001;
  document.date = Date(2026, 3, 2);
  document.due_date = Date(2026, 3, 16);
  document.currency = *Currency::parse("NOK");
  document.items = std::move(items);
  return document;
}

TEST(SaleDocument, NetPricesOfAnOrdinaryInvoice) {
  auto lines =
      net_lines(invoice({{"Jacket", 120000, "3", 3000}, {"Freight", 5000, "3", 3000}}), rounding);
  ASSERT_TRUE(lines) << lines.error().message;
  ASSERT_EQ(lines->size(), 2U);
  EXPECT_EQ((*lines)[0].net, 96000);
  EXPECT_EQ((*lines)[1].net, 4000);
}

// 86.96 + 13.04 is 100.00, but 0.05 has no net price in whole øre at 15 %.
TEST(SaleDocument, AnOreThatNoNetPriceCanSayIsARoundingLine) {
  auto lines = net_lines(invoice({{"Bread", 10000, "31", 3030}}), rounding);
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->size(), 1U);

  lines = net_lines(invoice({{"A crumb", 4, "31", 3030}}), rounding);
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), 2U);
  EXPECT_EQ((*lines)[1].account, rounding);
  EXPECT_EQ(std::abs((*lines)[1].net), 1);
}

RC_GTEST_PROP(SaleDocument, NetPricesEndWithTheTotalToTheOre, ()) {
  const auto amounts = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange(1, 500000));
  RC_PRE(!amounts.empty());
  const std::vector<std::string> codes = {"3", "31", "33", "32", "5", "6", ""};
  std::vector<SoldItem> items;
  for (const std::int64_t amount : amounts) {
    const auto code = *rc::gen::elementOf(codes);
    const bool discount = !items.empty() && *rc::gen::inRange(0, 5) == 0;
    items.push_back({"thing", discount ? -(amount % 7 + 1) : amount, code, 3000});
  }
  const SaleDocument document = invoice(std::move(items));
  RC_PRE(document.total() > 0);
  auto lines = net_lines(document, rounding);
  RC_ASSERT(lines);
  auto total = total_with_vat(*lines, document.date);
  RC_ASSERT(total);
  RC_ASSERT(*total == document.total());
  const auto& last = lines->back();
  if (last.account == rounding) {
    RC_ASSERT(std::abs(last.net) <= static_cast<std::int64_t>(codes.size()));
  }
}

void expect_wrong(const SaleDocument& document, const std::string& words) {
  auto checked = check_sale_document(document);
  ASSERT_FALSE(checked) << words;
  EXPECT_NE(checked.error().message.find(words), std::string::npos) << checked.error().message;
  EXPECT_FALSE(net_lines(document, rounding));
}

TEST(SaleDocument, WhatIsWrongIsNamed) {
  expect_wrong(invoice({}), "it has 0 items");
  expect_wrong(invoice({{"", 100, "3", 3000}}), "description");
  expect_wrong(invoice({{"Jacket", 0, "3", 3000}}), "no amount");
  expect_wrong(invoice({{"Jacket", 100, "25", 3000}}), "'25' is no VAT code");
  expect_wrong(invoice({{"Jacket", 100, "1", 3000}}), "of a purchase");
  expect_wrong(invoice({{"Jacket", 100, "3", 42}}), "42 is no account number");
  expect_wrong(invoice({{"Jacket", 100, "3", 3000}, {"Discount", -200, "3", 3000}}), "-100 øre");
  SaleDocument document = invoice({{"Jacket", 100, "3", 3000}});
  document.due_date = Date(2026, 3, 1);
  expect_wrong(document, "before its date");
  document = invoice({{"Jacket", 100, "3", 3000}});
  document.kind = SaleDocumentKind::credit_note;
  expect_wrong(document, "must name the invoice");
  document.kind = SaleDocumentKind::invoice;
  document.credits = "10023";
  expect_wrong(document, "leave out 'credits'");
}

TEST(SaleDocument, LimitsHoldToTheItem) {
  std::vector<SoldItem> items(sale_document_items_max, {"Ticket", 100, "33", 3050});
  EXPECT_TRUE(check_sale_document(invoice(items)));
  items.push_back(items.front());
  expect_wrong(invoice(items), "it has 501 items");
  SaleDocument document =
      invoice({{std::string(item_description_length_max, 'x'), 100, "3", 3000}});
  document.reference = std::string(sale_document_reference_length_max, 'r');
  EXPECT_TRUE(check_sale_document(document));
  document.reference += 'r';
  expect_wrong(document, "1 to 50");
  expect_wrong(invoice({{std::string(item_description_length_max + 1, 'x'), 100, "3", 3000}}),
               "1 to 300 bytes");
}

}  // namespace
}  // namespace avstem::books
