#include "books/exchange.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace avstem::books {
namespace {

constexpr Date day{2026, 5, 4};

Currency eur() {
  return Currency::parse("EUR").value();
}

ExchangeRate rate(std::string_view text) {
  return ExchangeRate::parse(eur(), day, text, "test").value();
}

Voucher voucher(VoucherKind kind, std::vector<std::pair<AccountNumber, std::int64_t>> amounts) {
  std::vector<Posting> lines;
  for (const auto& [account, amount] : amounts) {
    lines.emplace_back();
    lines.back().account = account;
    lines.back().amount = amount;
    lines.back().rule = "R01";
  }
  return Voucher::make({kind, "r", day, eur(), ""}, std::move(lines)).value();
}

TEST(ExchangeRate, IsReadExactly) {
  EXPECT_EQ(rate("11.80").millionths, 11'800'000);
  EXPECT_EQ(rate("0.000001").millionths, 1);
  EXPECT_EQ(rate("999.999999").millionths, 999'999'999);
  for (const char* wrong :
       {"", "0", "0.000000", "-1", "1,5", ".5", "5.", "1e1", "1.0000001", "1000", "11.8 "}) {
    EXPECT_FALSE(ExchangeRate::parse(eur(), day, wrong, "")) << wrong;
  }
  EXPECT_FALSE(ExchangeRate::parse(Currency(), day, "1", ""));
}

TEST(ExchangeRate, RoundsHalfAwayFromZero) {
  EXPECT_EQ(to_nok(100'00, rate("11.80")), 1'180'00);
  EXPECT_EQ(to_nok(1, rate("11.50")), 12);
  EXPECT_EQ(to_nok(-1, rate("11.50")), -12);
  EXPECT_EQ(to_nok(Money::max_minor, rate("1.000001")), 1'000'001'000'000'000);
}

TEST(ForeignBooks, APayoutThatBringsLessIsALoss) {
  ForeignBooks books(eur(), Mapping::defaults(true), {});
  ASSERT_TRUE(books.in_nok(voucher(VoucherKind::payments, {{1903, 100'00}, {3100, -100'00}}),
                           rate("11.80")));
  ASSERT_TRUE(
      books.in_nok(voucher(VoucherKind::payout, {{1904, 100'00}, {1903, -100'00}}), rate("12.00")));
  EXPECT_EQ(books.position(1903), Position());
  EXPECT_EQ(books.position(1904), (Position{100'00, 1'180'00})) << "a transfer changes no value";
  const auto fed = books.arrived({"b", day, 40'00, 470'00, false});
  ASSERT_TRUE(fed && *fed);
  EXPECT_EQ((*fed)->movement(8160), 2'00);
  EXPECT_EQ((*fed)->movement(1904), -2'00);
  const auto ours = books.arrived({"b", day, 60'00, 710'00, true});
  ASSERT_TRUE(ours && *ours);
  EXPECT_EQ((*ours)->movement(1920), 710'00);
  EXPECT_EQ((*ours)->movement(8060), -2'00);
  EXPECT_EQ(books.position(1904), Position());
  EXPECT_FALSE(books.arrived({"b", day, 1, 12, true})) << "nothing is on its way";
}

TEST(ForeignBooks, WhatTheBankFeedSaysWhollyNeedsNoVoucher) {
  ForeignBooks books(eur(), Mapping::defaults(true), {{1904, {100'00, 1'180'00}}});
  const auto fed = books.arrived({"b", day, 100'00, 1'180'00, false});
  ASSERT_TRUE(fed);
  EXPECT_FALSE(*fed);
}

TEST(ForeignBooks, AnotherCurrencyIsRefused) {
  ForeignBooks books(eur(), Mapping::defaults(true), {});
  const Voucher sold = voucher(VoucherKind::payments, {{1903, 100}, {3100, -100}});
  const auto sek = ExchangeRate::parse(Currency::parse("SEK").value(), day, "1.02", "");
  EXPECT_FALSE(books.in_nok(sold, *sek));
}

TEST(ForeignBooks, AnAccountThatIsEmptyInItsCurrencyIsEmptyInNok) {
  EXPECT_TRUE(rc::check([] {
    ForeignBooks books(eur(), Mapping::defaults(true), {});
    std::map<AccountNumber, std::int64_t> foreign;
    std::map<AccountNumber, std::int64_t> nok;
    const auto post = [&](const Voucher& made, const ExchangeRate& at) {
      for (const Posting& line : made.postings())
        foreign[line.account] += line.amount;
      const auto booked = books.in_nok(made, at);
      RC_ASSERT(booked.has_value());
      for (const Posting& line : booked->postings())
        nok[line.account] += line.amount;
    };
    const auto any_rate = [] {
      ExchangeRate at = rate("11.80");
      at.millionths = *rc::gen::inRange<std::int64_t>(8'000'000, 14'000'000);
      return at;
    };
    const auto steps = *rc::gen::inRange(1, 20);
    for (int i = 0; i < steps; ++i) {
      const auto amount =
          *rc::gen::distinctFrom(rc::gen::inRange<std::int64_t>(-90'000, 90'000), std::int64_t{0});
      switch (*rc::gen::inRange(0, 3)) {
        case 0:
          post(voucher(VoucherKind::payments, {{1903, amount}, {3100, -amount}}), any_rate());
          break;
        case 1:
          post(voucher(VoucherKind::fees, {{7770, amount}, {2960, -amount}}), any_rate());
          break;
        default:
          post(voucher(VoucherKind::payout, {{1904, amount}, {1903, -amount}}), any_rate());
      }
    }
    // All is taken back, an account at a time.
    if (foreign[1904] != 0) {
      post(voucher(VoucherKind::payout, {{1904, -foreign[1904]}, {1903, foreign[1904]}}),
           any_rate());
    }
    for (const AccountNumber account : {1903, 2960}) {
      const std::int64_t left = foreign[account];
      if (left != 0) {
        post(voucher(VoucherKind::payments, {{account, -left}, {3100, left}}), any_rate());
      }
    }
    for (const AccountNumber account : {1903, 1904, 2960}) {
      RC_ASSERT(books.position(account) == Position());
      RC_ASSERT(nok[account] == 0);
    }
  }));
}

}  // namespace
}  // namespace avstem::books
