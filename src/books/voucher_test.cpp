#include "books/voucher.hpp"

#include <gtest/gtest.h>

#include <string>

namespace avstem::books {
namespace {

Voucher::Head head_of(Date date) {
  return {VoucherKind::payments, "kari:302321:pay:20260105:1", date, Currency(), "Vipps"};
}

std::vector<Posting> lines_of(std::int64_t debit, std::int64_t credit) {
  Posting in;
  in.account = 1903;
  in.amount = debit;
  Posting out;
  out.account = 2998;
  out.amount = credit;
  return {in, out};
}

TEST(Voucher, OneThatDoesNotBalanceCannotBeMade) {
  const auto made = Voucher::make(head_of(Date(2026, 1, 5)), lines_of(100, -99));
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("does not balance"), std::string::npos);
}

TEST(Voucher, OneWithAZeroLineOrASingleLineCannotBeMade) {
  EXPECT_FALSE(Voucher::make(head_of(Date(2026, 1, 5)), lines_of(0, 0)));
  EXPECT_FALSE(Voucher::make(head_of(Date(2026, 1, 5)), {}));
}

TEST(Voucher, AReferenceMayHaveFiftyCharactersAndNoMore) {
  Voucher::Head head = head_of(Date(2026, 1, 5));
  head.reference = std::string(Voucher::reference_length_max, 'x');
  EXPECT_TRUE(Voucher::make(head, lines_of(1, -1)));
  head.reference += 'x';
  EXPECT_FALSE(Voucher::make(head, lines_of(1, -1)));
}

TEST(Voucher, MovedTwiceKeepsTheDateItBelongsTo) {
  const auto made = Voucher::make(head_of(Date(2026, 1, 5)), lines_of(1, -1));
  ASSERT_TRUE(made);
  const Voucher moved = made->moved_to(Date(2026, 2, 1)).moved_to(Date(2026, 3, 1));
  EXPECT_EQ(moved.head().date, Date(2026, 3, 1));
  EXPECT_EQ(moved.head().original_date, Date(2026, 1, 5));
  EXPECT_EQ(moved.head().text, "Vipps (dated 2026-01-05, period locked)");
  EXPECT_EQ(moved.postings(), made->postings());
}

TEST(VoucherKind, EachHasACodeOfItsOwnThatIsReadBack) {
  for (std::size_t i = 0; i < voucher_kind_count; ++i) {
    const auto kind = static_cast<VoucherKind>(i);
    const auto read = parse_voucher_kind(to_string(kind));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, kind);
  }
  EXPECT_FALSE(parse_voucher_kind("xyz"));
}

}  // namespace
}  // namespace avstem::books
