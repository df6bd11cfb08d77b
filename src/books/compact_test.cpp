// R03: what one voucher for a date may pass by, and that both laws of booking hold all the same.

#include "books/compact.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace avstem::books {
namespace {

constexpr Date day{2026, 1, 5};

struct Collected final : BookingSink {
  std::vector<PlannedVoucher> vouchers;
  std::vector<Finding> findings;
  Result<void> voucher(const Voucher& voucher, const std::vector<SourceRange>& from) override {
    vouchers.push_back({voucher, from});
    return {};
  }
  Result<void> finding(const Finding& finding) override {
    findings.push_back(finding);
    return {};
  }
  Result<void> withdraw(const Finding&) override { return {}; }
  std::int64_t movement(AccountRole role) const {
    std::int64_t sum = 0;
    for (const PlannedVoucher& planned : vouchers)
      sum += planned.voucher.movement(Mapping::defaults(true).account(role));
    return sum;
  }
};

struct DayOf {
  std::vector<Entry> entries;
  std::int64_t funds = 0;
  std::int64_t fees = 0;

  void add(Topic topic, EntryType type, std::int64_t amount, const std::string& reference = "") {
    Entry made;
    made.topic = topic;
    made.ledger_date = day;
    made.type = type;
    made.type_word = std::string(to_string(type));
    made.amount = amount;
    made.reference = reference;
    made.psp_reference = reference.empty() ? "302321-2000001" : "psp-" + reference;
    std::int64_t& balance = topic == Topic::funds ? funds : fees;
    balance += amount;
    made.sequence = static_cast<std::int64_t>(entries.size()) + 1;
    entries.push_back(made);
  }
};

constexpr int claim_count = 6;

std::vector<Claim> some_claims() {
  std::vector<Claim> claims;
  for (int i = 0; i < claim_count; ++i) {
    claims.push_back(
        {10'001 + i, "ORD-" + std::to_string(i), "", "", Money(1'000 * (i + 1), Currency()), day});
  }
  return claims;
}

/// Captures of the first `count` claims, their fees, and a payout of what is left.
DayOf plain_day(int count) {
  DayOf made;
  std::int64_t fee = 0;
  for (int i = 0; i < count; ++i) {
    made.add(Topic::funds, EntryType::capture, 1'000 * (i + 1), "ORD-" + std::to_string(i));
    made.add(Topic::fees, EntryType::capture_fee, -20, "ORD-" + std::to_string(i));
    fee += 20;
  }
  made.add(Topic::fees, EntryType::fees_retained, fee);
  made.add(Topic::funds, EntryType::fees_retained, -fee);
  made.add(Topic::funds, EntryType::payout_scheduled, -made.funds);
  return made;
}

BookingTerms compact_terms() {
  BookingTerms terms;
  terms.client = ClientId("klient");
  terms.ledger = LedgerId("302321");
  terms.ledger_date = day;
  terms.compact = true;
  return terms;
}

Collected book(const DayOf& made, BookingTerms terms = compact_terms()) {
  Collected collected;
  OpenItems items(some_claims());
  const Sales sales;
  DateBooking booking(std::move(terms), items, sales, collected);
  for (const Entry& each : made.entries)
    EXPECT_TRUE(booking.add(each));
  EXPECT_TRUE(booking.finish());
  return collected;
}

TEST(Compact, APlainDayIsOneVoucherWithALineForEachCustomer) {
  const Collected collected = book(plain_day(3));
  ASSERT_EQ(collected.vouchers.size(), 1U);
  const Voucher& voucher = collected.vouchers[0].voucher;
  EXPECT_EQ(voucher.head().reference, "klient:302321:pay:20260105:1");
  EXPECT_EQ(voucher.postings().size(), 5U);
  EXPECT_EQ(voucher.movement(1904), 6'000 - 60);
  EXPECT_EQ(voucher.movement(7770), 60);
  EXPECT_EQ(voucher.movement(1500), -6'000);
  std::int64_t consumed = 0;
  for (const SourceRange& range : collected.vouchers[0].from)
    consumed += range.last - range.first + 1;
  EXPECT_EQ(consumed, static_cast<std::int64_t>(plain_day(3).entries.size()));
}

TEST(Compact, ThePayoutsBankLineStaysByItself) {
  BookingTerms terms = compact_terms();
  terms.post_bank_line = true;
  const Collected collected = book(plain_day(2), terms);
  ASSERT_EQ(collected.vouchers.size(), 2U);
  EXPECT_EQ(collected.vouchers[1].voucher.head().kind, VoucherKind::bank);
}

TEST(Compact, WhatIsNotPlainIsBookedGross) {
  const auto is_gross = [](const DayOf& made, BookingTerms terms = compact_terms()) {
    const Collected collected = book(made, terms);
    BookingTerms gross_terms = std::move(terms);
    gross_terms.compact = false;
    const Collected gross = book(made, gross_terms);
    if (collected.vouchers.size() != gross.vouchers.size()) return false;
    for (std::size_t i = 0; i < gross.vouchers.size(); ++i) {
      if (!(collected.vouchers[i].voucher == gross.vouchers[i].voucher)) return false;
    }
    return gross.vouchers.size() > 1;
  };
  EXPECT_FALSE(is_gross(plain_day(3)));

  DayOf refunded = plain_day(3);
  refunded.add(Topic::funds, EntryType::refund, -100, "ORD-1");
  EXPECT_TRUE(is_gross(refunded)) << "a refund";

  DayOf disputed = plain_day(3);
  disputed.add(Topic::funds, EntryType::retained_disputed_capture, -1'000, "ORD-1");
  EXPECT_TRUE(is_gross(disputed)) << "a dispute";

  DayOf unknown = plain_day(3);
  unknown.add(Topic::funds, EntryType::capture, 1'000, "ORD-99");
  unknown.add(Topic::funds, EntryType::payout_scheduled, -1'000);
  EXPECT_TRUE(is_gross(unknown)) << "a payment in suspense";

  DayOf short_paid;
  short_paid.add(Topic::funds, EntryType::capture, 900, "ORD-0");
  short_paid.add(Topic::funds, EntryType::payout_scheduled, -900);
  EXPECT_TRUE(is_gross(short_paid)) << "a payment that differs from its invoice";

  DayOf carried = plain_day(3);
  carried.entries.pop_back();
  EXPECT_TRUE(is_gross(carried)) << "no payout: the balance is carried over";

  DayOf reserve = plain_day(3);
  reserve.entries.back().amount += 500;
  EXPECT_TRUE(is_gross(reserve)) << "a part is held back";

  BookingTerms late = compact_terms();
  late.parts_taken[static_cast<std::size_t>(VoucherKind::payments)] = 1;
  EXPECT_TRUE(is_gross(plain_day(3), late)) << "entries that came late";

  BookingTerms small = compact_terms();
  small.voucher_lines_max = 4;
  EXPECT_TRUE(is_gross(plain_day(6), small)) << "too large for one voucher";
}

TEST(Compact, ClearingFollowsFundsAndAccruedFeesFollowFeesWhateverHappens) {
  EXPECT_TRUE(rc::check([] {
    DayOf made = plain_day(*rc::gen::inRange(1, claim_count + 1));
    const auto disturbances = *rc::gen::inRange(0, 3);
    for (int i = 0; i < disturbances; ++i) {
      made.add(*rc::gen::element(Topic::funds, Topic::fees),
               static_cast<EntryType>(*rc::gen::inRange(0, 14)),
               *rc::gen::inRange<std::int64_t>(-2'000, 2'000),
               "ORD-" + std::to_string(*rc::gen::inRange(0, 8)));
    }
    const Collected collected = book(made);
    RC_ASSERT(collected.movement(AccountRole::clearing) == made.funds);
    RC_ASSERT(collected.movement(AccountRole::accrued_fees) == made.fees);
  }));
}

}  // namespace
}  // namespace avstem::books
