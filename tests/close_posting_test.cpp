// Vouchers are posted once, whatever becomes of a request; and what a dry run shows is posted.

#include <fmt/format.h>

#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string refusal = R"({"Title":"One or more validation errors occurred.","Status":400,)"
                            R"("Detail":"Account 7770 needs a department"})";

TEST_F(CloseTest, ARefusedVoucherIsAFindingUntilItIsPutRight) {
  simple_day(monday);
  http.answer(post_journal, 400, refusal);
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->posting.posted, 2);
  EXPECT_EQ(report->posting.refused, 1);
  EXPECT_FALSE(report->proof.is_proven());
  EXPECT_THAT(
      finding_message("posting-refused"),
      AllOf(HasSubstr("V-2026-00001"), HasSubstr("needs a department"), HasSubstr("close again")));
  // The proof names the voucher that is missing.
  EXPECT_THAT(finding_message("balance-differs"), HasSubstr(reference("pay", monday)));

  const auto repaired = close_proven(monday, monday);
  EXPECT_EQ(repaired.posting.posted, 1);
  EXPECT_THAT(references(), SizeIs(3));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(CloseTest, ARefusedVoucherIsSentAgainByTheNextNight) {
  simple_day(monday);
  http.answer(post_journal, 400, refusal);
  ASSERT_TRUE(close());
  simple_day(tuesday);
  const auto report = close_proven();
  EXPECT_EQ(report.posting.posted, 4);
  EXPECT_THAT(references(), SizeIs(6));
  // The date before is proven again, so its difference is gone too.
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(CloseTest, ARequestLostBeforeItsEffectGivesOneVoucher) {
  simple_day(monday);
  http.lose_request(post_journal);
  close_proven();
  EXPECT_EQ(http.count(post_journal), 4);
  EXPECT_THAT(references(), ElementsAre(reference("pay", monday), reference("fee", monday),
                                        reference("out", monday)));
}

TEST_F(CloseTest, AnAnswerLostAfterTheEffectGivesOneVoucher) {
  simple_day(monday);
  http.lose_answer(post_journal, 3);
  close_proven();
  EXPECT_EQ(http.count(post_journal), 3);
  EXPECT_THAT(references(), ElementsAre(reference("pay", monday), reference("fee", monday),
                                        reference("out", monday)));
  EXPECT_EQ(number("SELECT count(*) FROM vouchers WHERE state = 'posted' AND remote_number > 0"),
            3);
}

TEST_F(CloseTest, AVoucherWhoseFateWasNotLearntIsLookedUpByTheNextRun) {
  simple_day(monday);
  http.lose_answer(post_journal);
  http.lose_request("/AccountTransactions");
  EXPECT_THAT(close_fails(ErrorKind::unavailable),
              AllOf(HasSubstr("client 'cafe'"), HasSubstr(reference("pay", monday))));
  EXPECT_EQ(number("SELECT count(*) FROM vouchers WHERE state = 'sending'"), 1);
  close_proven();
  EXPECT_EQ(http.count(post_journal), 3);
  EXPECT_THAT(references(), SizeIs(3));
}

TEST_F(CloseTest, ARefusalOfADoubleReferenceIsLookedUp) {
  simple_day(monday);
  http.disturb(post_journal, [](const Request& request, HttpClient& onward) {
    EXPECT_EQ(onward.send(request)->status, 201);
    auto doubled = onward.send(request);
    EXPECT_EQ(doubled->status, 400) << doubled->body;
    return doubled;
  });
  close_proven();
  EXPECT_THAT(references(), ElementsAre(reference("pay", monday), reference("fee", monday),
                                        reference("out", monday)));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(CloseTest, AnAnswerThatIsNoVoucherIsLookedUp) {
  simple_day(monday);
  http.disturb(post_journal, [](const Request& request, HttpClient& onward) {
    auto response = onward.send(request);
    response->body = "<html>";
    return response;
  });
  close_proven();
  EXPECT_THAT(references(), SizeIs(3));
}

TEST_F(CloseTest, ADryRunPlansAndPostsNothingAndTheNextRunPostsItsDraft) {
  sell("order-1", 10'000, monday);
  capture("nobody", 4'000, monday);
  end_day(monday);
  simple_day(tuesday);
  const auto draft = dry_run();
  ASSERT_TRUE(draft) << draft.error().message;
  EXPECT_EQ(number("SELECT count(*) FROM vouchers"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM findings"), 0);
  EXPECT_EQ(http.count("POST http://sandbox/poweroffice/v2"), 0);
  ASSERT_THAT(draft->drafts, SizeIs(2));
  EXPECT_THAT(draft->drafts[0].findings, SizeIs(1));
  std::vector<std::string> drafted;
  for (const services::Draft& date : draft->drafts) {
    for (const books::Voucher& voucher : date.vouchers) {
      drafted.push_back(voucher.head().reference + " " + voucher.head().date.to_string());
      for (const books::Posting& posting : voucher.postings()) {
        drafted.back() += fmt::format(" {}:{}", posting.account, posting.amount);
      }
    }
  }
  close_proven();
  EXPECT_EQ(journals(), drafted);
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("payment-without-claim")));
}

}  // namespace
}  // namespace avstem::tests
