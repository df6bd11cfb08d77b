#include "books/remap.hpp"

#include <gtest/gtest.h>

#include "books/recipes.hpp"

namespace avstem::books {
namespace {

using enum AccountRole;

Posting line(AccountNumber account, std::int64_t amount, std::string vat_code = "",
             std::string match = "") {
  Posting made;
  made.account = account;
  made.amount = amount;
  made.vat_code = std::move(vat_code);
  made.match = std::move(match);
  return made;
}

Voucher voucher(std::vector<Posting> lines, VoucherKind kind = VoucherKind::fees) {
  auto made = Voucher::make({kind, "cafe:1:fee:20260302:1", Date(2026, 3, 2), Currency(), "gebyr"},
                            std::move(lines));
  EXPECT_TRUE(made);
  return *made;
}

Mapping with(AccountRole role, AccountNumber account) {
  Mapping mapping = Mapping::defaults(true);
  EXPECT_TRUE(mapping.set_account(role, account));
  return mapping;
}

const Mapping before = Mapping::defaults(true);

TEST(Remap, LinesFollowTheirRole) {
  const auto now =
      remapped(voucher({line(7770, 175, "0"), line(2960, -175)}), before, with(payment_fees, 7775));
  ASSERT_TRUE(now);
  EXPECT_EQ(now->postings()[0], line(7775, 175, "0"));
  EXPECT_EQ(now->postings()[1], line(2960, -175));
  EXPECT_EQ(now->head().reference, "cafe:1:fee:20260302:1");
}

TEST(Remap, TheVatCodeFollowsToo) {
  Mapping changed = before;
  changed.set_vat_code(gifts, "6");
  const auto now = remapped(voucher({line(1903, 100), line(3900, -100, "7")}), before, changed);
  ASSERT_TRUE(now);
  EXPECT_EQ(now->postings()[1].vat_code, "6");
}

TEST(Remap, WhatASaleOrARulePlacedStays) {
  const Mapping changed = with(gifts, 3905);
  EXPECT_FALSE(remapped(voucher({line(1903, 100), line(3900, -100, "7", "M1")}), before, changed));
  EXPECT_FALSE(
      remapped(voucher({line(1903, 100), line(3900, -100, "7", "M4:7@3")}), before, changed));
  // The ledger's own terms made this a gift: its account is the role's.
  EXPECT_TRUE(remapped(voucher({line(1903, 100), line(3900, -100, "7", "M4")}), before, changed));
}

TEST(Remap, AnAccountWhoseRolesPartWaysIsNotGuessed) {
  const Mapping shared = with(losses, 7740);
  const Voucher made = voucher({line(1500, -1), line(7740, 1)});
  EXPECT_FALSE(remapped(made, shared, before));
  EXPECT_TRUE(roles_part_ways(made, shared, before));
  EXPECT_FALSE(roles_part_ways(made, shared, shared));
  Mapping together = shared;
  ASSERT_TRUE(together.set_account(losses, 7745));
  ASSERT_TRUE(together.set_account(rounding, 7745));
  EXPECT_TRUE(remapped(made, shared, together));
}

TEST(Remap, NothingToChangeIsNoVoucher) {
  EXPECT_FALSE(remapped(voucher({line(7770, 1, "0"), line(2960, -1)}), before, before));
}

TEST(Remap, VouchersThatAnswerToOthersStay) {
  for (const auto kind : {VoucherKind::reversal, VoucherKind::decision, VoucherKind::recognition}) {
    EXPECT_FALSE(remapped(voucher({line(7770, 1, "0"), line(2960, -1)}, kind), before,
                          with(payment_fees, 7775)));
  }
}

}  // namespace
}  // namespace avstem::books
