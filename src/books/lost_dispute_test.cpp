#include "books/lost_dispute.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace avstem::books {
namespace {

LostDispute lost(std::vector<LostPart> parts) {
  return {ClientId("butikk"), LedgerId("302321"), Date(2026, 5, 4),
          Date(2026, 1, 5),   Currency(),         "5001",
          std::move(parts)};
}

TEST(LostDispute, LossAndVatStandAgainstTheDisputedClaim) {
  const auto voucher =
      propose_loss(lost({{1'250'00, VatRateClass::regular}}), Mapping::defaults(true));
  ASSERT_TRUE(voucher);
  EXPECT_EQ(voucher->head().reference, "butikk:302321:dec:20260504:1");
  EXPECT_EQ(voucher->movement(7830), 1'000'00);
  EXPECT_EQ(voucher->movement(2710), 250'00);
  EXPECT_EQ(voucher->movement(1579), -1'250'00);
  EXPECT_EQ(voucher->postings()[1].vat_code, "1");
}

TEST(LostDispute, WithoutVatAllOfItIsLoss) {
  const auto voucher = propose_loss(lost({{1'250'00, {}}}), Mapping::defaults(false));
  ASSERT_TRUE(voucher);
  EXPECT_EQ(voucher->movement(7830), 1'250'00);
  EXPECT_EQ(voucher->postings().size(), 2U);
}

TEST(LostDispute, TheRateIsThatOfTheSale) {
  LostDispute old = lost({{112'00, VatRateClass::low}});
  old.supplied = Date(2020, 6, 1);
  const auto voucher = propose_loss(old, Mapping::defaults(true));
  ASSERT_TRUE(voucher);
  EXPECT_EQ(voucher->movement(2713), 6'34);
}

TEST(LostDispute, WhatIsWrongIsNamed) {
  const Mapping mapping = Mapping::defaults(true);
  EXPECT_FALSE(propose_loss(lost({}), mapping));
  EXPECT_FALSE(propose_loss(lost({{0, {}}}), mapping));
  EXPECT_FALSE(propose_loss(lost({{-100, {}}}), mapping));
  EXPECT_FALSE(propose_loss(lost({{100, VatRateClass::fish}}), mapping));
}

TEST(LostDispute, TheClaimIsReducedByExactlyWhatWasLost) {
  EXPECT_TRUE(rc::check([] {
    std::vector<LostPart> parts;
    std::int64_t gross = 0;
    const auto count = *rc::gen::inRange(1, 5);
    for (int i = 0; i < count; ++i) {
      LostPart part{*rc::gen::inRange<std::int64_t>(1, 1'000'000), {}};
      const auto rate = *rc::gen::inRange(0, 4);
      if (rate > 0) part.vat = static_cast<VatRateClass>(rate - 1);
      gross += part.gross;
      parts.push_back(part);
    }
    const auto voucher = propose_loss(lost(parts), Mapping::defaults(true));
    RC_ASSERT(voucher.has_value());
    RC_ASSERT(voucher->movement(1579) == -gross);
  }));
}

}  // namespace
}  // namespace avstem::books
