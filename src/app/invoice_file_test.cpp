#include "app/invoice_file.hpp"

#include <gtest/gtest.h>

namespace avstem::app {
namespace {

constexpr std::string_view ordinary = R"(
[[customer]]
reference = "c-17"
first_name = "Bj&oslash;rn"
last_name = "S&aelig;ther"
email = "bjorn@example.no"
address = { line_1 = "Storgata 1", postal_code = "0155", city = "Oslo" }
[[customer]]
reference = "c-18"
company = "Tom &amp; Jerry AS"
organisation_number = "974760673"
[[invoice]]
reference = "ORD-1001"
customer = "c-17"
date = "2026-03-02"
due = "2026-03-16"
kid = "20260001233"
items = [
  { description = "Jacket", account = 3000, vat = "3", amount = "1250.00" },
  { description = "Freight", account = 3000, vat = "3", amount = "50.00", department = "10" },
]
[[credit_note]]
reference = "ORD-1001-R1"
matching_reference = "ORD-1001"
customer = "c-17"
date = "2026-03-09"
credits = "ORD-1001"
items = [{ description = "Jacket", account = 3000, vat = "3", amount = "1250.00" }]
)";

TEST(InvoiceFile, CustomersInvoicesAndCreditNotes) {
  auto file = parse_invoice_file(ordinary, "faktura.toml");
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_EQ(file->customers.size(), 2U);
  EXPECT_EQ(file->customers[0].full_name(), "Bjørn Sæther");
  EXPECT_EQ(file->customers[0].address.country, "NO");
  EXPECT_FALSE(file->customers[1].is_person);
  EXPECT_EQ(file->customers[1].name, "Tom & Jerry AS");
  ASSERT_EQ(file->documents.size(), 2U);
  const auto& invoice = file->documents[0];
  EXPECT_EQ(invoice.customer_reference, "c-17");
  EXPECT_EQ(invoice.document.matching_reference, "ORD-1001");
  EXPECT_EQ(invoice.document.total(), 130000);
  EXPECT_EQ(invoice.document.items[1].department, "10");
  EXPECT_EQ(invoice.document.due_date, Date(2026, 3, 16));
  const auto& credit = file->documents[1];
  EXPECT_EQ(credit.document.kind, books::SaleDocumentKind::credit_note);
  EXPECT_EQ(credit.credits_reference, "ORD-1001");
  EXPECT_EQ(credit.document.matching_reference, "ORD-1001");
  EXPECT_EQ(credit.document.due_date, credit.document.date);
}

void expect_refused(std::string text, const std::string& from, const std::string& to,
                    const std::string& words) {
  const std::size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  auto file = parse_invoice_file(text, "faktura.toml");
  ASSERT_FALSE(file) << to;
  EXPECT_NE(file.error().message.find(words), std::string::npos) << file.error().message;
  EXPECT_NE(file.error().message.find("faktura.toml"), std::string::npos) << file.error().message;
}

TEST(InvoiceFile, WhatIsWrongIsNamedWithItsPlace) {
  const std::string text(ordinary);
  expect_refused(text, "due =", "dew =", "'dew'");
  expect_refused(text, "2026-03-02", "2026-02-30", "ORD-1001");
  expect_refused(text, "\"1250.00\"", "\"1250,00\"", "1250,00");
  expect_refused(text, "\"1250.00\"", "1250.00", "'amount'");
  expect_refused(text, "account = 3000", "account = \"3000\"", "'account'");
  expect_refused(text, "customer = \"c-17\"", "", "'customer'");
  expect_refused(text, "kid = ", "credits = ", "'credits'");
  expect_refused(text, "organisation_number = \"974760673\"", "organisation_number = \"1\"",
                 "c-18");
  expect_refused(text, "items = [\n", "itens = [\n", "'itens'");
  EXPECT_FALSE(parse_invoice_file("", "faktura.toml"));
}

}  // namespace
}  // namespace avstem::app
