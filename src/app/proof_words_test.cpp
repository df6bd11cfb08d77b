#include "app/proof_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace avstem::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

books::ProofDocument sample() {
  books::ProofDocument document;
  document.client = ClientId("kafe");
  document.client_name = "Kafé \"Nord\", AS";
  document.number = 17;
  document.date = Date(2026, 3, 2);
  books::ProvenAccount account;
  account.figures.account = 1903;
  account.figures.vipps_balance = 1'000;
  account.figures.books_balance = 1'000;
  account.figures.accounting_balance = 1'500;
  account.figures.foreign = 500;
  account.foreign.push_back({"", Date(2026, 3, 2), 500, "=HYPERLINK(1)", 42, false});
  document.accounts.push_back(account);
  books::ProvenTransit transit;
  transit.account = 1904;
  transit.balance = 9'825;
  transit.expected = 9'825;
  books::TransferOnTheWay way;
  way.transfer = {"kafe:302321:out:20260226:1", Date(2026, 2, 26), 9'825, "Payout 2000001"};
  way.expected = Date(2026, 3, 2);
  way.late = true;
  transit.on_the_way.push_back(way);
  document.transits.push_back(transit);
  return document;
}

TEST(ProofWords, APersonReadsWhatIsNotProvenAndWhy) {
  const std::string text = proof_document_text(sample(), "abc");
  EXPECT_THAT(text,
              AllOf(HasSubstr("Proof kafe:17"), HasSubstr("sha-256 abc"), HasSubstr("NOT PROVEN"),
                    HasSubstr("LATE"), HasSubstr("5.00"), HasSubstr("42"),
                    HasSubstr("Payout 2000001"), HasSubstr("avstem verify kafe:17")));
}

TEST(ProofWords, CsvQuotesWhatNeedsItAndRunsNoFormula) {
  const std::string csv = proof_document_csv(sample(), "abc");
  EXPECT_THAT(csv, HasSubstr("proof,,,client,2026-03-02,,\"Kafé \"\"Nord\"\", AS\",\r\n"));
  EXPECT_THAT(csv, HasSubstr("row,1903,NOK,foreign,2026-03-02,42,'=HYPERLINK(1),5.00\r\n"));
  EXPECT_THAT(csv, HasSubstr("account,1903,NOK,difference,2026-03-02,,clearing,5.00\r\n"));
  EXPECT_THAT(csv, HasSubstr("in transit,1904,NOK,LATE,2026-03-02,,"));
}

TEST(ProofWords, VerifySaysEachThingAndTheWhole) {
  services::VerifyReport report;
  report.document = sample();
  report.checks.push_back({true, "the chain is whole"});
  EXPECT_THAT(verify_text("kafe:17", report), AllOf(HasSubstr("holds          the chain is whole"),
                                                    HasSubstr("proof kafe:17 holds\n")));
  report.checks.push_back({false, "a page was changed"});
  EXPECT_THAT(verify_text("kafe:17", report),
              AllOf(HasSubstr("DOES NOT HOLD  a page was changed"),
                    HasSubstr("proof kafe:17 DOES NOT HOLD\n"), Not(HasSubstr("17 holds"))));
  EXPECT_THAT(verify_json("kafe:17", report), HasSubstr("\"holds\": false"));
}

}  // namespace
}  // namespace avstem::app
