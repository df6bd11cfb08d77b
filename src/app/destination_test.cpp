#include "app/destination.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace avstem::app {
namespace {

using testing::HasSubstr;

TEST(DestinationText, AnAccountWithAndWithoutVatCode) {
  const auto plain = parse_destination("3900=150.00");
  ASSERT_TRUE(plain) << plain.error().message;
  EXPECT_EQ(plain->account, 3900);
  EXPECT_EQ(plain->amount, 150'00);
  EXPECT_EQ(plain->vat_code, "");
  const auto with = parse_destination("3000/3=99.5");
  ASSERT_TRUE(with) << with.error().message;
  EXPECT_EQ(with->account, 3000);
  EXPECT_EQ(with->vat_code, "3");
  EXPECT_EQ(with->amount, 99'50);
}

TEST(DestinationText, ACustomer) {
  const auto to = parse_destination("customer:10015=300");
  ASSERT_TRUE(to) << to.error().message;
  EXPECT_EQ(to->customer_number, 10'015);
  EXPECT_EQ(to->account, 0);
  EXPECT_EQ(to->amount, 300'00);
}

TEST(DestinationText, WhatIsNoneIsRefusedWithTheWayToWriteIt) {
  for (const char* text : {"", "3900", "=150", "3900=", "3900=1,50", "3900=0.001", "customer:=1",
                           "customer:x=1", "-3900=1", "3000/=1", "kari=1", "3900 =1"}) {
    const auto to = parse_destination(text);
    ASSERT_FALSE(to) << text;
    EXPECT_THAT(to.error().message, HasSubstr("customer:10015=300.00")) << text;
  }
}

}  // namespace
}  // namespace avstem::app
