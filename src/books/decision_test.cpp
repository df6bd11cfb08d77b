#include "books/decision.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "books/reversal.hpp"

namespace avstem::books {
namespace {

using testing::HasSubstr;

StandingMoney received(std::int64_t amount = 450'00) {
  StandingMoney money;
  money.client = ClientId("klubb");
  money.ledger = LedgerId("302321");
  money.ledger_date = Date(2026, 2, 11);
  money.account = 2998;
  money.line_reference = "5001";
  money.amount = amount;
  return money;
}

DecisionTerms terms(bool vat_registered = true) {
  DecisionTerms terms;
  terms.mapping = Mapping::defaults(vat_registered);
  terms.vat_registered = vat_registered;
  terms.date = Date(2026, 2, 13);
  return terms;
}

Destination to_account(std::int64_t amount, AccountNumber account, std::string vat_code = "") {
  Destination to;
  to.amount = amount;
  to.account = account;
  to.vat_code = std::move(vat_code);
  return to;
}

Destination to_customer(std::int64_t amount, std::int64_t customer, std::string reference = "") {
  Destination to;
  to.amount = amount;
  to.customer_number = customer;
  to.matching_reference = std::move(reference);
  return to;
}

std::string refusal(const std::vector<Destination>& to, const DecisionTerms& of = terms()) {
  const auto voucher = decide(received(), to, of);
  return voucher ? "no refusal" : voucher.error().message;
}

// R18: Dr 2998 450.00 / Cr 1500 450.00, on the day it was cleared up.
TEST(Decision, APaymentInSuspenseMovesToItsCustomer) {
  const auto voucher = decide(received(), {to_customer(450'00, 10'015, "1015")}, terms());
  ASSERT_TRUE(voucher) << voucher.error().message;
  EXPECT_EQ(voucher->head().reference, "klubb:302321:dec:20260211:1");
  EXPECT_EQ(voucher->head().kind, VoucherKind::decision);
  EXPECT_EQ(voucher->head().date, Date(2026, 2, 13));
  EXPECT_EQ(voucher->movement(2998), 450'00);
  EXPECT_EQ(voucher->movement(1500), -450'00);
  ASSERT_EQ(voucher->postings().size(), 2U);
  const Posting& line = voucher->postings()[1];
  EXPECT_EQ(line.customer_number, 10'015);
  EXPECT_EQ(line.matching_reference, "1015");
  EXPECT_EQ(line.line_reference, "5001");
  EXPECT_EQ(line.rule, "R18");
  EXPECT_EQ(line.match, "M3");
}

TEST(Decision, MoneyIsSplitBetweenCustomersAndAccounts) {
  const auto voucher =
      decide(received(), {to_customer(300'00, 10'015), to_account(150'00, 3900, "7")}, terms());
  ASSERT_TRUE(voucher) << voucher.error().message;
  EXPECT_EQ(voucher->movement(1500), -300'00);
  EXPECT_EQ(voucher->movement(3900), -150'00);
  EXPECT_EQ(voucher->postings()[2].vat_code, "7");
}

TEST(Decision, ARefundMovesTheOtherWay) {
  const auto voucher = decide(received(-450'00), {to_customer(-450'00, 10'015)}, terms());
  ASSERT_TRUE(voucher) << voucher.error().message;
  EXPECT_EQ(voucher->movement(2998), -450'00);
  EXPECT_EQ(voucher->movement(1500), 450'00);
}

TEST(Decision, PartsThatDoNotAddUpAreRefused) {
  EXPECT_THAT(refusal({to_customer(449'99, 10'015)}),
              AllOf(HasSubstr("449.99"), HasSubstr("450.00"), HasSubstr("add up")));
  EXPECT_THAT(refusal({}), HasSubstr("1 to 50 places"));
  EXPECT_THAT(refusal({to_account(450'00, 3900), to_account(0, 3900)}), HasSubstr("0.00"));
}

TEST(Decision, AtMostFiftyPlaces) {
  std::vector<Destination> parts(destinations_max - 1, to_account(100, 3900));
  parts.push_back(to_account(450'00 - 49'00, 3900));
  EXPECT_TRUE(decide(received(), parts, terms()));
  parts.push_back(to_account(100, 3900));
  EXPECT_THAT(refusal(parts), HasSubstr("not to 51"));
}

TEST(Decision, AccountsThatFollowVippsOrTheCustomersAreRefused) {
  for (const AccountNumber account : {1903, 1904, 2960}) {
    EXPECT_THAT(refusal({to_account(450'00, account)}), HasSubstr("follows Vipps")) << account;
  }
  EXPECT_THAT(refusal({to_account(450'00, 1500)}), HasSubstr("name the customer"));
  EXPECT_THAT(refusal({to_account(450'00, 2998)}), HasSubstr("stands on account 2998 already"));
  EXPECT_THAT(refusal({to_account(450'00, 999)}), HasSubstr("four-digit"));
  EXPECT_THAT(refusal({to_account(450'00, 10'000)}), HasSubstr("four-digit"));
}

TEST(Decision, APartIsOneCustomerOrOneAccount) {
  Destination both = to_account(450'00, 3900);
  both.customer_number = 10'015;
  EXPECT_THAT(refusal({both}), HasSubstr("name one"));
  EXPECT_THAT(refusal({to_account(450'00, 0)}), HasSubstr("name one"));
  EXPECT_THAT(refusal({to_customer(450'00, -1)}), HasSubstr("no customer number"));
}

TEST(Decision, VatCodesAreTheClientsToHave) {
  EXPECT_THAT(refusal({to_account(450'00, 3000, "99")}), HasSubstr("VAT code '99'"));
  EXPECT_THAT(refusal({to_account(450'00, 3000, "3")}, terms(false)), HasSubstr("R29"));
  Destination customer = to_customer(450'00, 10'015);
  customer.vat_code = "3";
  EXPECT_THAT(refusal({customer}), HasSubstr("in the invoice"));
}

TEST(Decision, ALostDisputeIsAcceptedWithOrWithoutItsVat) {
  StandingMoney money = received(-1'250'00);
  money.account = 1579;
  const auto with = accept_loss(money, VatRateClass::regular, Date(2026, 1, 5), terms());
  ASSERT_TRUE(with) << with.error().message;
  EXPECT_EQ(with->movement(7830), 1'000'00);
  EXPECT_EQ(with->movement(2710), 250'00);
  EXPECT_EQ(with->movement(1579), -1'250'00);
  EXPECT_EQ(with->head().reference, "klubb:302321:dec:20260211:1");
  EXPECT_EQ(with->head().date, Date(2026, 2, 13));
  EXPECT_EQ(with->postings()[0].rule, "R08");
  const auto without = accept_loss(money, {}, Date(2026, 1, 5), terms());
  ASSERT_TRUE(without) << without.error().message;
  EXPECT_EQ(without->movement(7830), 1'250'00);
  EXPECT_FALSE(accept_loss(money, VatRateClass::regular, Date(2026, 1, 5), terms(false)));
  EXPECT_FALSE(accept_loss(received(), {}, Date(2026, 1, 5), terms())) << "money came in";
}

TEST(Decision, OnlyFindingsThatHoldMoneyHaveAPlace) {
  EXPECT_EQ(place_of(FindingKind::payment_without_claim), AccountRole::suspense);
  EXPECT_EQ(place_of(FindingKind::disputed_capture), AccountRole::disputed);
  EXPECT_EQ(place_of(FindingKind::fees_retained_unpaired), std::nullopt);
  EXPECT_EQ(place_of(FindingKind::overpayment), std::nullopt);
  EXPECT_TRUE(can_be_forced(FindingKind::disputed_capture));
  EXPECT_FALSE(can_be_forced(FindingKind::chain_gap));
}

rc::Gen<std::int64_t> non_zero(std::int64_t bound) {
  return rc::gen::suchThat(rc::gen::inRange<std::int64_t>(-bound, bound),
                           [](std::int64_t value) { return value != 0; });
}

/// Parts that add up to `amount`, none of them zero.
std::vector<Destination> parts_of(std::int64_t amount) {
  std::vector<Destination> parts;
  std::int64_t rest = amount;
  const auto count = *rc::gen::inRange<std::size_t>(0, destinations_max - 1);
  for (std::size_t i = 0; i < count; ++i) {
    const auto part = *non_zero(1'000'00);
    if (rest == part) continue;
    rest -= part;
    parts.push_back(i % 2 == 0 ? to_customer(part, 10'000 + static_cast<std::int64_t>(i))
                               : to_account(part, 3900, "7"));
  }
  parts.push_back(to_account(rest, 3000, "3"));
  return parts;
}

TEST(DecisionLaws, SuspenseMovesByExactlyTheAmountWhateverTheParts) {
  rc::check([] {
    const auto amount = *non_zero(10'000'00);
    const auto voucher = decide(received(amount), parts_of(amount), terms());
    RC_ASSERT(voucher.has_value());
    RC_ASSERT(voucher->movement(2998) == amount);
    std::int64_t sum = 0;
    for (const Posting& line : voucher->postings())
      sum += line.amount;
    RC_ASSERT(sum == 0);
    for (const AccountNumber account : {1903, 1904, 2960})
      RC_ASSERT(voucher->movement(account) == 0);
  });
}

TEST(DecisionLaws, WhatDoesNotAddUpByAnyAmountIsRefused) {
  rc::check([] {
    const auto amount = *rc::gen::inRange<std::int64_t>(1, 10'000'00);
    const auto wrong = *non_zero(100);
    auto parts = parts_of(amount);
    RC_PRE(parts.back().amount + wrong != 0);
    parts.back().amount += wrong;
    RC_ASSERT(!decide(received(amount), parts, terms()).has_value());
  });
}

TEST(DecisionLaws, UndoneItLeavesNothingOnAnyAccount) {
  rc::check([] {
    const auto amount = *rc::gen::inRange<std::int64_t>(1, 10'000'00);
    const auto voucher = decide(received(amount), parts_of(amount), terms());
    RC_ASSERT(voucher.has_value());
    const auto undone = reverse(*voucher, Date(2026, 2, 14), "klubb:302321:rev:20260211:1");
    RC_ASSERT(undone.has_value());
    RC_ASSERT(undone->head().reverses == voucher->head().reference);
    std::map<std::pair<AccountNumber, std::int64_t>, std::int64_t> balances;
    for (const Voucher* one : {&*voucher, &*undone}) {
      for (const Posting& line : one->postings())
        balances[{line.account, line.customer_number}] += line.amount;
    }
    for (const auto& [place, balance] : balances)
      RC_ASSERT(balance == 0);
  });
}

}  // namespace
}  // namespace avstem::books
