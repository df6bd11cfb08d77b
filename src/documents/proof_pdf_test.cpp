#include "documents/proof_pdf.hpp"

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

books::ProofDocument sample() {
  books::ProofDocument document;
  document.client = ClientId("kafe");
  document.client_name = "Kafé Ærlig Øl & Ål AS";
  document.organisation_number = "987654325";
  document.number = 17;
  document.previous = std::string(64, 'a');
  document.date = Date(2026, 3, 2);
  document.proven_at = parse_instant("2026-03-03T05:30:00Z").value();
  books::ProvenLedger ledger;
  ledger.id = LedgerId("302321");
  ledger.start = document.date;
  document.ledgers.push_back(ledger);
  books::ProvenAccount account;
  account.figures.account = 1903;
  account.figures.accounting_balance = 500;
  account.figures.foreign = 500;
  account.foreign.push_back({"", document.date, 500, "Feil", 42, false});
  account.timing.push_back({"kafe:302321:acc:20270102:1", document.date, document.date, 7, 0});
  account.differing.push_back({"kafe:302321:pay:20260302:1", document.date, document.date, 9});
  document.accounts.push_back(account);
  books::ProvenTransit transit;
  transit.account = 1904;
  transit.balance = transit.expected = 9'825;
  books::TransferOnTheWay way;
  way.transfer = {"kafe:302321:out:20260226:1", Date(2026, 2, 26), 9'825, "Utbetaling 2000001"};
  way.expected = document.date;
  way.late = true;
  transit.on_the_way.push_back(way);
  transit.arrived.push_back({way.transfer, {"", document.date, -100, "Vipps", 43, false}});
  transit.unexplained.push_back({"", document.date, 3, "Ukjent", 44, false});
  document.transits.push_back(transit);
  document.pages.push_back(
      {ledger.id, books::Topic::funds, document.date, 1, std::string(64, 'b')});
  document.vouchers.push_back({"kafe:302321:pay:20260302:1", "posted", std::string(64, 'c')});
  return document;
}

std::string pdf_of(const books::ProofDocument& document, const std::string& sha256 = "abc") {
  auto pdf = proof_pdf(document, sha256, oslo_winter());
  EXPECT_TRUE(pdf) << pdf.error().message;
  return pdf.value_or("");
}

TEST(ProofPdf, IsAWholePdfMadeOnItsDate) {
  const std::string pdf = pdf_of(sample());
  // A developer looks at the pages: AVSTEM_KEEP_PDF names a folder for them.
  if (const char* folder = std::getenv("AVSTEM_KEEP_PDF")) {
    std::ofstream(std::string(folder) + "/proof.pdf", std::ios::binary) << pdf;
  }
  EXPECT_THAT(pdf, StartsWith("%PDF-"));
  EXPECT_EQ(pdf.substr(pdf.size() - 6), "%%EOF\n");
  EXPECT_THAT(pdf, HasSubstr("D:20260302000000"));
  EXPECT_EQ(pdf, pdf_of(sample()));
}

TEST(ProofPdf, EveryFactChangesIt) {
  const std::string pdf = pdf_of(sample());
  EXPECT_NE(pdf_of(sample(), "abd"), pdf);
  using Document = books::ProofDocument;
  const std::vector<void (*)(Document&)> changes = {
      [](Document& d) { d.client_name = "Another"; },
      [](Document& d) { d.organisation_number.clear(); },
      [](Document& d) { d.number = 18; },
      [](Document& d) { d.previous.clear(); },
      [](Document& d) { d.date = d.date.next(); },
      [](Document& d) { d.proven_at += std::chrono::seconds(1); },
      [](Document& d) { d.ledgers[0].funds_balance = 1; },
      [](Document& d) { d.ledgers[0].fees_balance = 1; },
      [](Document& d) { d.accounts[0].opening = 1; },
      [](Document& d) { d.accounts[0].figures.books_balance = 1; },
      [](Document& d) { d.accounts[0].figures.accounting_balance = 0; },
      [](Document& d) { d.accounts[0].foreign[0].voucher_number = 1; },
      [](Document& d) { d.accounts[0].foreign[0].text = "x"; },
      [](Document& d) { d.accounts[0].foreign[0].reversed = true; },
      [](Document& d) { d.accounts[0].timing[0].amount = 1; },
      [](Document& d) { d.accounts[0].differing[0].reference = "x"; },
      [](Document& d) { d.transits[0].balance = 1; },
      [](Document& d) { d.transits[0].opening_left = 1; },
      [](Document& d) { d.transits[0].on_the_way[0].late = false; },
      [](Document& d) { d.transits[0].on_the_way[0].seen = d.date; },
      [](Document& d) { d.transits[0].on_the_way[0].expected = d.date.next(); },
      [](Document& d) { d.transits[0].arrived[0].row.amount = 1; },
      [](Document& d) { d.transits[0].unexplained[0].amount = 1; },
      [](Document& d) { d.pages[0].sha256[0] = 'd'; },
      [](Document& d) { d.vouchers[0].sha256[0] = 'd'; },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Document changed = sample();
    changes[i](changed);
    EXPECT_NE(pdf_of(changed), pdf) << "change " << i;
  }
}

TEST(ProofPdf, RowsBeyondTheLimitAreCountedAndLeftOut) {
  books::ProofDocument at_limit = sample();
  at_limit.vouchers.resize(proof_rows_printed_max, at_limit.vouchers.front());
  books::ProofDocument above = at_limit;
  above.vouchers.push_back(above.vouchers.front());
  books::ProofDocument far_above = above;
  far_above.vouchers.push_back(above.vouchers.front());
  EXPECT_NE(pdf_of(above), pdf_of(at_limit)) << "it says that one is left out";
  EXPECT_NE(pdf_of(far_above), pdf_of(above)) << "it says how many";
  const auto size = [](const std::string& pdf) { return static_cast<std::int64_t>(pdf.size()); };
  EXPECT_LT(std::abs(size(pdf_of(far_above)) - size(pdf_of(above))), 100) << "none is printed";
}

}  // namespace
}  // namespace avstem::documents
