#include "documents/settlement_pdf.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace avstem::documents {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TimeZone oslo_winter() {
  return TimeZone::from_transitions({{Instant(), std::chrono::hours(1)}}).value();
}

SettlementFacts facts_of(int captures) {
  SettlementFacts facts;
  facts.client_name = "Kafé Ærlig Øl & Ål AS";
  facts.organisation_number = "987654325";
  facts.ledger = LedgerId("302321");
  facts.date = Date(2026, 3, 2);
  books::Entry entry;
  entry.ledger_date = facts.date;
  entry.type_word = "capture";
  entry.time = parse_instant("2026-03-02T11:00:00Z").value();
  for (int i = 1; i <= captures; ++i) {
    entry.sequence = i;
    entry.reference = fmt::format("ordre-ÆØÅæøå-{}", i);
    entry.psp_reference = fmt::format("1833b062-0d41-470c-80c3-{:012}", i);
    entry.amount = 125'000 + i;
    entry.balance_before = entry.balance_after;
    entry.balance_after += entry.amount;
    facts.funds.entries.push_back(entry);
  }
  facts.funds.totals = {{"capture", captures, entry.balance_after},
                        {"campaign-adjustment", 1, 500}};
  facts.funds.closing = entry.balance_after + 500;
  facts.funds.source_pages = {{1, std::string(64, 'a')}, {2, std::string(64, 'b')}};
  facts.funds.source_page_count = 2;
  facts.vouchers = {{"V-2026-00001", books::VoucherKind::payments, "cafe:302321:pay:20260302:1",
                     facts.date, entry.balance_after, 1, 10'023, true}};
  return facts;
}

/// "/Count n" of the page tree.
int pages_of(const std::string& pdf) {
  const std::size_t at = pdf.find("/Count ");
  return at == std::string::npos ? 0 : std::atoi(pdf.c_str() + at + 7);
}

/// A developer looks at the pages: AVSTEM_KEEP_PDF names a folder for them.
void keep(const std::string& name, const std::string& pdf) {
  const char* folder = std::getenv("AVSTEM_KEEP_PDF");
  if (folder == nullptr) return;
  std::ofstream(std::string(folder) + "/" + name, std::ios::binary) << pdf;
}

TEST(SettlementPdf, IsAWholePdfWithItsFontsInIt) {
  const auto pdf = settlement_pdf(facts_of(60), oslo_winter());
  ASSERT_TRUE(pdf) << pdf.error().message;
  keep("small.pdf", *pdf);
  EXPECT_THAT(*pdf, StartsWith("%PDF-"));
  EXPECT_EQ(pdf->substr(pdf->size() - 6), "%%EOF\n");
  EXPECT_THAT(*pdf, HasSubstr("AVSTEM+DejaVuSans"));
  EXPECT_THAT(*pdf, HasSubstr("/FontFile2"));
  EXPECT_THAT(*pdf, HasSubstr("D:20260302000000")) << "made on its date, whenever it is made";
  EXPECT_EQ(pages_of(*pdf), 3);
}

TEST(SettlementPdf, TheSameFactsMakeTheSameBytes) {
  const auto once = settlement_pdf(facts_of(100), oslo_winter());
  const auto again = settlement_pdf(facts_of(100), oslo_winter());
  ASSERT_TRUE(once && again);
  EXPECT_EQ(*once, *again);
  SettlementFacts other = facts_of(100);
  other.funds.source_pages.back().sha256.back() = 'c';
  EXPECT_NE(settlement_pdf(other, oslo_winter()).value(), *once);
}

TEST(SettlementPdf, EveryFactChangesIt) {
  const SettlementFacts plain = facts_of(3);
  const std::string pdf = settlement_pdf(plain, oslo_winter()).value();
  const std::vector<void (*)(SettlementFacts&)> changes = {
      [](SettlementFacts& f) { f.client_name = "Another"; },
      [](SettlementFacts& f) { f.organisation_number.clear(); },
      [](SettlementFacts& f) { f.ledger = LedgerId("302322"); },
      [](SettlementFacts& f) { f.date = f.date.next(); },
      [](SettlementFacts& f) { f.part = 2; },
      [](SettlementFacts& f) { f.from_file = true; },
      [](SettlementFacts& f) { f.funds.opening = 1; },
      [](SettlementFacts& f) { f.fees.closing = -1; },
      [](SettlementFacts& f) { f.fees.totals = {{"capture-fee", 1, -100}}; },
      [](SettlementFacts& f) { f.funds.totals.push_back({"payout-scheduled", 1, -100}); },
      [](SettlementFacts& f) { f.funds.entries[1].reference = "x"; },
      [](SettlementFacts& f) { f.funds.entries[1].psp_reference = "x"; },
      [](SettlementFacts& f) { f.funds.entries[1].time += std::chrono::seconds(1); },
      [](SettlementFacts& f) { f.funds.entries[1].type_word = "refund"; },
      [](SettlementFacts& f) { f.funds.entries[1].amount = 1; },
      [](SettlementFacts& f) { f.funds.entries[1].balance_after = 1; },
      [](SettlementFacts& f) { f.vouchers[0].number = "V-2026-00002"; },
      [](SettlementFacts& f) { f.vouchers[0].remote_number = 0; },
      [](SettlementFacts& f) { f.vouchers[0].mapping_version = 2; },
      [](SettlementFacts& f) { f.vouchers[0].debit = 1; },
      [](SettlementFacts& f) { f.vouchers[0].kind = books::VoucherKind::fees; },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    SettlementFacts changed = plain;
    changes[i](changed);
    EXPECT_NE(settlement_pdf(changed, oslo_winter()).value(), pdf) << "change " << i;
  }
}

TEST(SettlementPdf, HundredsOfPagesStayFarBelowWhatAnUploadMayBe) {
  SettlementFacts facts = facts_of(static_cast<int>(lines_listed_max));
  facts.fees.entries = facts.funds.entries;
  facts.fees.totals = facts.funds.totals;
  facts.funds.totals.front().count += 1;  // one more than is listed
  const auto pdf = settlement_pdf(facts, oslo_winter());
  ASSERT_TRUE(pdf) << pdf.error().message;
  keep("large.pdf", *pdf);
  EXPECT_GT(pages_of(*pdf), 800);
  EXPECT_LT(pdf->size(), 8U * 1024 * 1024);
}

TEST(SettlementPdf, ADateWithoutLinesAndTextsThatAreTooLongAreSetToo) {
  SettlementFacts empty;
  empty.ledger = LedgerId("302321");
  EXPECT_EQ(pages_of(settlement_pdf(empty, oslo_winter()).value()), 1);
  SettlementFacts odd = facts_of(2);
  odd.client_name = std::string(2'000, 'W');
  odd.funds.entries[0].reference = std::string(3'000, 'M') + "\xff\xf0\x9f\x8d\xba" + "\n";
  odd.funds.entries[1].psp_reference = std::string(200, 'i');
  const auto pdf = settlement_pdf(odd, oslo_winter());
  ASSERT_TRUE(pdf) << pdf.error().message;
  keep("odd.pdf", *pdf);
}

}  // namespace
}  // namespace avstem::documents
