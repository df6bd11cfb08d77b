#include "books/till.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "books/booking.hpp"

namespace avstem::books {
namespace {

constexpr Date day{2026, 1, 17};

struct Collected final : BookingSink {
  std::vector<Voucher> vouchers;
  std::vector<Finding> findings;
  Result<void> voucher(const Voucher& voucher, const std::vector<SourceRange>&) override {
    vouchers.push_back(voucher);
    return {};
  }
  Result<void> finding(const Finding& finding) override {
    findings.push_back(finding);
    return {};
  }
  Result<void> withdraw(const Finding&) override { return {}; }
  std::int64_t movement(AccountNumber account) const {
    std::int64_t sum = 0;
    for (const Voucher& voucher : vouchers)
      sum += voucher.movement(account);
    return sum;
  }
};

TillDay kiosk() {
  return {"NO:12345", day, "42", {{3030, "31", 1'150'00}, {3000, "3", 500'00}}, "R09"};
}

Entry payment(std::int64_t amount, const std::string& unit, const std::string& reference,
              std::int64_t sequence) {
  Entry made;
  made.ledger_date = day;
  made.type = amount > 0 ? EntryType::capture : EntryType::refund;
  made.amount = amount;
  made.recipient_handle = unit;
  made.reference = reference;
  made.psp_reference = std::to_string(9'000 + sequence);
  made.sequence = sequence;
  return made;
}

Collected book(const std::vector<Entry>& entries, const Sales& sales = {}) {
  BookingTerms terms;
  terms.client = ClientId("klubben");
  terms.ledger = LedgerId("302321");
  terms.ledger_date = day;
  terms.tills = {kiosk()};
  Collected collected;
  OpenItems items({});
  DateBooking booking(std::move(terms), items, sales, collected);
  for (const Entry& each : entries)
    EXPECT_TRUE(booking.add(each));
  EXPECT_TRUE(booking.finish());
  return collected;
}

TEST(Till, ADaysCapturesAreTakenTogether) {
  const Collected collected =
      book({payment(1'000'00, "NO:12345", "", 1), payment(700'00, "NO:12345", "", 2),
            payment(-50'00, "NO:12345", "", 3)});
  ASSERT_EQ(collected.vouchers.size(), 1U);
  EXPECT_TRUE(collected.findings.empty());
  EXPECT_EQ(collected.movement(1903), 1'650'00);
  EXPECT_EQ(collected.movement(3030), -1'150'00);
  EXPECT_EQ(collected.movement(3000), -500'00);
}

TEST(Till, WhatDiffersStandsInSuspenseAndIsTold) {
  for (const std::int64_t received : {1'600'00, 1'700'00}) {
    const Collected collected = book({payment(received, "NO:12345", "", 1)});
    EXPECT_EQ(collected.movement(3030) + collected.movement(3000), -1'650'00);
    EXPECT_EQ(collected.movement(2998), 1'650'00 - received);
    ASSERT_EQ(collected.findings.size(), 1U);
    EXPECT_EQ(collected.findings[0].kind, FindingKind::till_differs);
    EXPECT_EQ(collected.findings[0].amount, received - 1'650'00);
    EXPECT_EQ(collected.findings[0].subject, "NO:12345#42");
  }
}

TEST(Till, OtherUnitsAndSalesThatNameTheirPaymentStayOutOfIt) {
  const Sales sales{{"GAVE-1", {"GAVE-1", {{3900, "7", 300'00}}, "R10"}}};
  const Collected collected =
      book({payment(1'650'00, "NO:12345", "", 1), payment(300'00, "NO:12345", "GAVE-1", 2),
            payment(40'00, "NO:99999", "", 3)},
           sales);
  EXPECT_EQ(collected.movement(3900), -300'00);
  EXPECT_EQ(collected.movement(2998), -40'00);
  EXPECT_EQ(collected.movement(1903), 1'990'00);
}

TEST(Till, ADayWithoutPaymentsIsToldAndNotBooked) {
  const Collected collected = book({});
  EXPECT_TRUE(collected.vouchers.empty());
  ASSERT_EQ(collected.findings.size(), 1U);
  EXPECT_EQ(collected.findings[0].amount, -1'650'00);
}

TEST(Till, ATipIsOwedToTheStaff) {
  TillDay cafe = kiosk();
  cafe.lines = {{3000, "3", 200'00}, {2910, "", 30'00}};
  const TillPlacement placement = place_till(cafe, 230'00, Mapping::defaults(true));
  ASSERT_EQ(placement.lines.size(), 2U);
  EXPECT_EQ(placement.lines[1].account, 2910);
  EXPECT_EQ(placement.lines[1].rule, "R22");
  EXPECT_FALSE(placement.finding);
}

TEST(Till, ClearingFollowsVippsAndIncomeFollowsTheRegister) {
  EXPECT_TRUE(rc::check([] {
    std::vector<Entry> entries;
    std::int64_t funds = 0;
    const auto amounts = *rc::gen::nonEmpty(
        rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange(-90'000, 90'000)));
    for (const std::int64_t amount : amounts) {
      entries.push_back(payment(amount, *rc::gen::element<std::string>("NO:12345", "NO:1"), "",
                                static_cast<std::int64_t>(entries.size()) + 1));
      funds += amount;
    }
    const Collected collected = book(entries);
    RC_ASSERT(collected.movement(1903) == funds);
    const std::int64_t income = collected.movement(3030) + collected.movement(3000);
    RC_ASSERT(income == -1'650'00 || income == 0);
    RC_ASSERT(collected.movement(1903) + income + collected.movement(2998) == 0);
  }));
}

}  // namespace
}  // namespace avstem::books
