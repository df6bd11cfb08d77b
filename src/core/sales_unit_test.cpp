#include "core/sales_unit.hpp"

#include <gtest/gtest.h>

namespace avstem {
namespace {

TEST(Msn, LengthsAtTheLimitsAndOneBeyond) {
  EXPECT_EQ(parse_msn("123456")->text(), "123456");
  EXPECT_EQ(parse_msn("0123")->text(), "0123");
  EXPECT_TRUE(parse_msn(std::string(msn_length_min, '1')));
  EXPECT_FALSE(parse_msn(std::string(msn_length_min - 1, '1')));
  EXPECT_TRUE(parse_msn(std::string(msn_length_max, '1')));
  EXPECT_FALSE(parse_msn(std::string(msn_length_max + 1, '1')));
}

TEST(Msn, DigitsOnly) {
  for (const char* text : {"", "12 345", "12345a", "-12345", "api:123456"}) {
    EXPECT_FALSE(parse_msn(text)) << text;
  }
}

TEST(RecipientHandle, BothKindsReadAndWriteTheSameText) {
  const auto unit = RecipientHandle::parse("api:123456").value();
  EXPECT_EQ(unit.kind(), RecipientHandle::Kind::sales_unit);
  EXPECT_EQ(unit.number(), "123456");
  EXPECT_EQ(unit.text(), "api:123456");
  EXPECT_EQ(unit, RecipientHandle::of(parse_msn("123456").value()));

  const auto number = RecipientHandle::parse("NO:12345").value();
  EXPECT_EQ(number.kind(), RecipientHandle::Kind::vipps_number);
  EXPECT_EQ(number.text(), "NO:12345");
  EXPECT_NE(number, RecipientHandle::parse("api:12345").value());
}

TEST(RecipientHandle, RefusesOtherShapes) {
  for (const char* text : {"", "api:", "api:123", "api:12345678901", "API:123456", "no:12345",
                           "123456", "api: 123456", "api:123456 ", "NO:12a45", "api:NO:12345"}) {
    EXPECT_FALSE(RecipientHandle::parse(text)) << text;
  }
}

}  // namespace
}  // namespace avstem
