#include "books/reversal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace avstem::books {
namespace {

Voucher::Head head_on(Date date) {
  return {VoucherKind::payments, "kari:302321:pay:20260105:1", date, Currency(), "Vipps 302321"};
}

Posting line(AccountNumber account, std::int64_t amount) {
  Posting made;
  made.account = account;
  made.amount = amount;
  return made;
}

/// A payment by a customer and a sale with VAT, with all that a line can carry.
Voucher sample() {
  Posting customer = line(1500, -125000);
  customer.customer_number = 10001;
  customer.matching_reference = "order-1";
  customer.line_reference = "psp-1";
  customer.invoice_number = "1001";
  customer.kid = "12345674";
  Posting income = line(3000, -50000);
  income.vat_code = "3";
  income.department = "2";
  income.project = "P7";
  income.rule = "R10";
  income.match = "M4:7@3";
  return *Voucher::make(head_on(Date(2026, 1, 5)), {line(1903, 175000), customer, income});
}

TEST(Reversal, MirrorsEachLineAndKeepsAllElse) {
  const Voucher original = sample();
  const auto mirror = reverse(original, Date(2026, 2, 1), "kari:302321:rev:20260105:1");
  ASSERT_TRUE(mirror) << mirror.error().message;
  ASSERT_EQ(mirror->postings().size(), original.postings().size());
  for (std::size_t i = 0; i < original.postings().size(); ++i) {
    Posting turned = mirror->postings()[i];
    turned.amount = -turned.amount;
    EXPECT_EQ(turned, original.postings()[i]) << "line " << i;
  }
}

TEST(Reversal, NamesItsOriginalAndTheDateItBelongsTo) {
  const auto mirror = reverse(sample(), Date(2026, 2, 1), "kari:302321:rev:20260105:1");
  ASSERT_TRUE(mirror);
  EXPECT_EQ(mirror->head().kind, VoucherKind::reversal);
  EXPECT_EQ(mirror->head().date, Date(2026, 2, 1));
  EXPECT_EQ(mirror->head().reverses, "kari:302321:pay:20260105:1");
  EXPECT_EQ(mirror->head().original_date, Date(2026, 1, 5));
  EXPECT_EQ(mirror->head().text,
            "Tilbakeføring av kari:302321:pay:20260105:1 (2026-01-05): Vipps 302321");
}

TEST(Reversal, OfAMovedVoucherBelongsToTheDateBeforeTheMove) {
  const auto mirror = reverse(sample().moved_to(Date(2026, 3, 1)), Date(2026, 3, 2), "r:1");
  ASSERT_TRUE(mirror);
  EXPECT_EQ(mirror->head().original_date, Date(2026, 1, 5));
}

TEST(Reversal, AReversalIsNotReversed) {
  const auto mirror = reverse(sample(), Date(2026, 1, 5), "r:1");
  ASSERT_TRUE(mirror);
  const auto again = reverse(*mirror, Date(2026, 1, 5), "r:2");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::invalid);
  EXPECT_NE(again.error().message.find("is itself the reversal"), std::string::npos);
}

TEST(Reversal, StandsOnNoDateBeforeItsOriginal) {
  EXPECT_TRUE(reverse(sample(), Date(2026, 1, 5), "r:1"));
  const auto early = reverse(sample(), Date(2026, 1, 4), "r:1");
  ASSERT_FALSE(early);
  EXPECT_NE(early.error().message.find("2026-01-04"), std::string::npos);
}

TEST(Reversal, NeedsAReferenceOfItsOwn) {
  EXPECT_FALSE(reverse(sample(), Date(2026, 1, 5), sample().head().reference));
  EXPECT_FALSE(reverse(sample(), Date(2026, 1, 5), ""));
}

Voucher mirror_of(std::int64_t customer_amount) {
  Posting customer = line(1500, customer_amount);
  customer.customer_number = 10001;
  customer.matching_reference = "order-1";
  customer.invoice_number = "1001";
  const auto original =
      Voucher::make(head_on(Date(2026, 1, 5)), {line(1903, -customer_amount), customer});
  return *reverse(*original, Date(2026, 1, 6), "r:1");
}

Claim claim_of(std::int64_t open) {
  return {10001, "order-1", "1001", "", Money(open, Currency()), Date(2026, 1, 1)};
}

std::vector<std::int64_t> open_after(std::vector<Claim> claims, const Voucher& mirror) {
  give_back_to_claims(claims, mirror);
  std::vector<std::int64_t> open;
  for (const Claim& claim : claims) {
    EXPECT_EQ(claim.matching_reference, "order-1");
    open.push_back(claim.open.minor());
  }
  return open;
}

TEST(Reversal, OfAPaymentThatClosedAnInvoiceOpensItAgain) {
  EXPECT_EQ(open_after({}, mirror_of(-1000)), (std::vector<std::int64_t>{1000}));
  // Of an invoice that was paid in part, the part that was paid.
  EXPECT_EQ(open_after({claim_of(400)}, mirror_of(-600)), (std::vector<std::int64_t>{400, 600}));
}

TEST(Reversal, OfAPaymentThatClosedNothingLeavesNothingOpen) {
  EXPECT_EQ(open_after({claim_of(-1000)}, mirror_of(-1000)), (std::vector<std::int64_t>{0}));
  // It closed a part, and the rest stood as the customer's credit.
  EXPECT_EQ(open_after({claim_of(-300)}, mirror_of(-1000)), (std::vector<std::int64_t>{0, 700}));
}

TEST(Reversal, APartlyPaidInvoiceIsOneItemAgain) {
  std::vector<Claim> claims{claim_of(85)};
  claims.push_back({10002, "order-1", "", "", Money(7, Currency()), Date(2026, 1, 1)});
  give_back_to_claims(claims, mirror_of(-93'006));
  // As the accounting system lists it: the mirror's line is no invoice.
  claims.back().invoice_number.clear();
  ASSERT_EQ(claims.size(), 3U);
  Posting customer = line(1500, -93'006);
  customer.customer_number = 10001;
  customer.matching_reference = "order-1";
  const auto paid = Voucher::make(head_on(Date(2026, 1, 5)), {line(1903, 93'006), customer});
  join_reopened_claims(claims, *paid);
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(claims[0].open.minor(), 93'091);
  EXPECT_EQ(claims[0].invoice_number, "1001");
  EXPECT_EQ(claims[1].customer_number, 10002);
}

TEST(Reversal, TwoInvoicesOfOneReferenceStayTwo) {
  std::vector<Claim> claims{claim_of(400), claim_of(600)};
  claims[1].invoice_number = "1002";
  Posting customer = line(1500, -400);
  customer.customer_number = 10001;
  customer.matching_reference = "order-1";
  const auto paid = Voucher::make(head_on(Date(2026, 1, 5)), {line(1903, 400), customer});
  join_reopened_claims(claims, *paid);
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(claims[0].open.minor(), 400);
}

TEST(Reversal, GivesBackToNobodyElse) {
  std::vector<Claim> claims{claim_of(-1000)};
  claims[0].customer_number = 10002;
  give_back_to_claims(claims, mirror_of(-1000));
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(claims[0].open.minor(), -1000);
  EXPECT_EQ(claims[1].open.minor(), 1000);
}

RC_GTEST_PROP(Reversal, LeavesNothingOnAnyAccountCustomerOrVatCode, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 12);
  std::vector<Posting> lines;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    Posting posting = line(*rc::gen::element<AccountNumber>(1500, 2998, 3000, 3050),
                           *rc::gen::nonZero<std::int32_t>());
    if (posting.account == 1500) posting.customer_number = *rc::gen::inRange(1, 4);
    if (posting.account >= 3000) posting.vat_code = *rc::gen::element<std::string>("3", "33", "6");
    posting.matching_reference = *rc::gen::element<std::string>("", "a", "b");
    posting.department = *rc::gen::element<std::string>("", "1");
    sum += posting.amount;
    lines.push_back(posting);
  }
  if (sum == 0) {
    sum = 1;
    lines.front().amount += lines.front().amount == -1 ? 2 : 1;
    if (lines.front().amount == 1) sum = 2;
  }
  lines.push_back(line(1903, -sum));
  const auto original = Voucher::make(head_on(Date(2026, 1, 5)), lines);
  RC_ASSERT(original.has_value());
  const auto mirror =
      reverse(*original, Date(2026, 1, 5).plus_days(*rc::gen::inRange(0, 400)), "r:1");
  RC_ASSERT(mirror.has_value());
  std::map<std::vector<std::string>, std::int64_t> left;
  for (const Voucher& voucher : {*original, *mirror}) {
    for (const Posting& p : voucher.postings()) {
      left[{std::to_string(p.account), std::to_string(p.customer_number), p.vat_code,
            p.matching_reference, p.department}] += p.amount;
    }
  }
  for (const auto& [place, amount] : left)
    RC_ASSERT(amount == 0);
}

}  // namespace
}  // namespace avstem::books
