// What every adapter of an accounting system keeps, whatever its system is like. A new adapter
// gives a bench (accounting_bench.hpp) and its line in the list at the end.

#include <gmock/gmock.h>

#include "tests/accounting_bench.hpp"

namespace avstem::tests {
namespace {

using accounting::AccountingSystem;
using accounting::LedgerRow;
using books::Posting;
using books::Voucher;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

struct Adapter {
  std::string name;
  std::unique_ptr<AccountingBench> (*make)();
};

class Contract : public testing::TestWithParam<Adapter> {
 protected:
  void SetUp() override { ASSERT_TRUE(books_->chart()); }

  static Posting on(books::AccountNumber account, std::int64_t amount) {
    Posting posting;
    posting.account = account;
    posting.amount = amount;
    posting.text = "Vipps";
    return posting;
  }
  static Voucher voucher(std::vector<Posting> postings, Date date = day, int part = 1) {
    auto made = Voucher::make({books::VoucherKind::payments,
                               "cafe:302321:pay:" + date.to_compact() + ":" + std::to_string(part),
                               date, Currency(), "Vipps " + date.to_string()},
                              std::move(postings));
    EXPECT_TRUE(made);
    return *made;
  }
  static Voucher payout(std::int64_t amount, Date date = day) {
    return voucher({on(1904, amount), on(1903, -amount)}, date);
  }
  /// Money for the one open claim, as the books would post it.
  static Voucher payment_of(const books::Claim& claim, std::int64_t amount, int part = 1) {
    Posting line = on(1500, -amount);
    line.customer_number = claim.customer_number;
    line.matching_reference = claim.matching_reference;
    if (line.matching_reference.empty()) {
      line.invoice_number = claim.invoice_number;
      line.kid = claim.kid;
    }
    return voucher({on(1903, amount), line}, day, part);
  }
  std::int64_t sum_on(books::AccountNumber account) {
    std::int64_t sum = 0;
    const auto rows = books_->rows({account}, day.previous(), day.plus_days(7));
    EXPECT_TRUE(rows) << rows.error().message;
    for (const LedgerRow& row : rows.value())
      sum += row.amount;
    return sum;
  }

  static constexpr Date day{2026, 3, 2};
  std::unique_ptr<AccountingBench> bench_ = GetParam().make();
  DisturbedHttp& http_ = bench_->http();
  std::unique_ptr<AccountingSystem> books_ = bench_->connect();
};

TEST_P(Contract, TheChartTellsWhatIsMissing) {
  const accounting::Chart chart = books_->chart().value();
  EXPECT_TRUE(chart.require({{1500, 1903, 1904, 3000}, {"", "3"}}));
  const auto missing = chart.require({{1903, 9999}, {"3", "99"}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  EXPECT_THAT(missing.error().message, HasSubstr("9999"));
  EXPECT_THAT(missing.error().message, HasSubstr("99"));
  EXPECT_THAT(missing.error().message, Not(HasSubstr("1903")));
  EXPECT_EQ(chart.account(3000)->vat_code, "3");
}

TEST_P(Contract, WhatIsPostedIsFoundTheSameByANewProcess) {
  EXPECT_EQ(books_->find(payout(100)).value(), std::nullopt);
  const auto posted = books_->post(payout(100));
  ASSERT_TRUE(posted) << posted.error().message;
  EXPECT_GT(posted->remote_number, 0);
  EXPECT_EQ(books_->find(payout(100)).value(), *posted);
  EXPECT_EQ(bench_->connect()->find(payout(100)).value(), *posted);
}

TEST_P(Contract, ASecondVoucherWithTheReferenceIsNotPosted) {
  ASSERT_TRUE(books_->post(payout(100)));
  bench_->clock().sleep(std::chrono::seconds(3));
  auto other = bench_->connect();
  ASSERT_TRUE(other->chart());
  const auto again = other->post(payout(100));
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().kind, AnyOf(ErrorKind::conflict, ErrorKind::refused));
  EXPECT_EQ(sum_on(1903), -100);
}

TEST_P(Contract, AVoucherWhoseAnswerWasLostIsFoundAndCannotBeDoubled) {
  http_.disturb(
      "POST",
      [&](const Request& request, HttpClient& onward) -> Result<Response> {
        auto response = onward.send(request);
        // Only the request that posts: before it may stand questions to the same address.
        if (request.target.find(bench_->posting_request()) == std::string::npos) return response;
        if (request.body.find("GetEntryId") != std::string::npos) return response;
        return Error{ErrorKind::unavailable, "the connection was cut"};
      },
      DisturbedHttp::always);
  EXPECT_EQ(books_->post(payout(100)).error().kind, ErrorKind::unavailable);
  http_.undisturbed();
  const auto found = books_->find(payout(100));
  ASSERT_TRUE(found);
  ASSERT_TRUE(*found) << "its effect was there";
  const auto again = books_->post(payout(100));
  EXPECT_TRUE(again ? again->remote_number == (*found)->remote_number
                    : again.error().kind == ErrorKind::conflict ||
                          again.error().kind == ErrorKind::refused);
  EXPECT_EQ(sum_on(1903), -100);
}

TEST_P(Contract, AVoucherThatWasLostOnItsWayIsNotThereAndCanBeSentAgain) {
  http_.lose_request(bench_->posting_request());
  EXPECT_EQ(books_->post(payout(100)).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(books_->find(payout(100)).value(), std::nullopt);
  ASSERT_TRUE(books_->post(payout(100)));
  EXPECT_EQ(sum_on(1903), -100);
}

TEST_P(Contract, RowsHoldBothDaysAndEveryOere) {
  std::int64_t expected = 0;
  for (int i = 0; i < 4; ++i) {
    const std::int64_t amount = 29 + 100'000'000'000 * i;
    ASSERT_TRUE(books_->post(payout(amount, day.plus_days(i - 1))));
    if (i == 1 || i == 2) expected -= amount;
  }
  const auto rows = books_->rows({1903}, day, day.next());
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 2U);
  std::int64_t sum = 0;
  for (const LedgerRow& row : *rows)
    sum += row.amount;
  EXPECT_EQ(sum, expected);
  EXPECT_EQ(rows->front().posting_date, day);
  EXPECT_EQ(rows->front().external_reference, payout(1).head().reference);
  EXPECT_EQ(rows->back().posting_date, day.next());
  EXPECT_EQ(rows->back().account, 1903);
}

TEST_P(Contract, RowsOfManyPagesComeOnce) {
  std::vector<Posting> lines;
  for (int i = 1; i <= 40; ++i)
    lines.push_back(on(1903, i));
  lines.push_back(on(1904, -820));
  ASSERT_TRUE(books_->post(voucher(lines)));
  EXPECT_EQ(sum_on(1903), 820);
  EXPECT_EQ(books_->rows({1903, 1904}, day, day).value().size(), 41U);
}

TEST_P(Contract, AClaimIsClosedByItsPayment) {
  bench_->invoice("order-1", 12'345, day);
  const auto claims = books_->open_claims(day);
  ASSERT_TRUE(claims) << claims.error().message;
  ASSERT_EQ(claims->size(), 1U);
  const books::Claim claim = claims->front();
  EXPECT_EQ(claim.matching_reference, "order-1");
  EXPECT_EQ(claim.invoice_number, "1001");
  EXPECT_EQ(claim.open, Money(12'345, Currency()));
  EXPECT_EQ(claim.date, day);
  // By a process that has not asked for open items.
  auto other = bench_->connect();
  ASSERT_TRUE(other->chart());
  const auto paid = other->post(payment_of(claim, 12'345));
  ASSERT_TRUE(paid) << paid.error().message;
  bench_->clock().sleep(std::chrono::seconds(3));
  EXPECT_TRUE(books_->open_claims(day).value().empty());
  EXPECT_EQ(sum_on(1500), 0);
}

TEST_P(Contract, AnInvoiceOfTomorrowIsNotOpenToday) {
  bench_->invoice("order-1", 12'345, day.next());
  EXPECT_TRUE(books_->open_claims(day).value().empty());
}

TEST_P(Contract, AVoucherOfTheLargestSizeIsTaken) {
  std::vector<Posting> lines(books_->abilities().voucher_postings_max - 1, on(1903, 1));
  lines.push_back(on(1904, -static_cast<std::int64_t>(lines.size())));
  const auto posted = books_->post(voucher(lines));
  ASSERT_TRUE(posted) << posted.error().message;
}

TEST_P(Contract, AWrongVoucherIsInvalidBeforeAnythingIsSent) {
  const int sent = http_.count(bench_->posting_request());
  Posting customer_elsewhere = on(1903, -1);
  customer_elsewhere.customer_number = 7;
  for (const Voucher& wrong :
       {voucher({on(1904, 1), on(1500, -1)}), voucher({on(1904, 1), customer_elsewhere})}) {
    EXPECT_EQ(books_->post(wrong).error().kind, ErrorKind::invalid);
  }
  EXPECT_EQ(http_.count(bench_->posting_request()), sent);
}

TEST_P(Contract, StatusesMeanTheSameEverywhere) {
  const std::vector<std::pair<int, ErrorKind>> kinds{{401, ErrorKind::unauthorised},
                                                     {403, ErrorKind::unauthorised},
                                                     {429, ErrorKind::busy},
                                                     {500, ErrorKind::unavailable},
                                                     {503, ErrorKind::unavailable}};
  for (const auto& [status, kind] : kinds) {
    http_.undisturbed();
    http_.answer("http", status, "", DisturbedHttp::always);
    const std::string place = std::to_string(status);
    EXPECT_EQ(books_->chart().error().kind, kind) << place;
    EXPECT_EQ(books_->lock_date().error().kind, kind) << place;
    EXPECT_EQ(books_->open_claims(day).error().kind, kind) << place;
    EXPECT_EQ(books_->rows({1903}, day, day).error().kind, kind) << place;
    EXPECT_EQ(books_->find(payout(100)).error().kind, kind) << place;
    auto fresh = bench_->connect();
    http_.undisturbed();
    ASSERT_TRUE(fresh->chart());
    http_.answer("http", status, "", DisturbedHttp::always);
    EXPECT_EQ(fresh->post(payout(100)).error().kind, kind) << place;
  }
}

TEST_P(Contract, ADocumentIsTakenOrSaidToBeNone) {
  const auto posted = books_->post(payout(100));
  ASSERT_TRUE(posted);
  bench_->clock().sleep(std::chrono::seconds(3));
  const auto attached = books_->attach(*posted, "settlement.pdf", "%PDF-1.7 x");
  EXPECT_EQ(attached.has_value(), books_->abilities().takes_documents);
}

INSTANTIATE_TEST_SUITE_P(Adapters, Contract,
                         testing::Values(Adapter{"PowerOffice", poweroffice_bench},
                                         Adapter{"TwentyFour", twentyfour_bench}),
                         [](const auto& given) { return given.param.name; });

}  // namespace
}  // namespace avstem::tests
