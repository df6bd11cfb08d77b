#include "vipps/credentials.hpp"

#include <gmock/gmock.h>

namespace avstem::vipps {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

SalesUnitKeys sales_unit() {
  return {"11111111-2222-3333-4444-555555555555", Secret("s3cr3t=="), Secret("0011223344556677"),
          "123456"};
}

TEST(Credentials, PortalKeysAreAccepted) {
  EXPECT_TRUE(check_credentials(sales_unit()));
  EXPECT_TRUE(check_credentials(AccountingKeys{"id", Secret("secret")}));
}

TEST(Credentials, EachMissingKeyIsNamed) {
  SalesUnitKeys keys = sales_unit();
  keys.client_id.clear();
  EXPECT_THAT(check_credentials(keys).error().message, HasSubstr("client_id"));
  keys = sales_unit();
  keys.client_secret = Secret();
  EXPECT_THAT(check_credentials(keys).error().message, HasSubstr("client_secret"));
  keys = sales_unit();
  keys.subscription_key = Secret();
  EXPECT_THAT(check_credentials(keys).error().message, HasSubstr("subscription key"));
}

TEST(Credentials, MerchantSerialNumberHasFourToTenDigits) {
  SalesUnitKeys keys = sales_unit();
  for (const char* good : {"1234", "1234567890"}) {
    keys.merchant_serial_number = good;
    EXPECT_TRUE(check_credentials(keys)) << good;
  }
  for (const char* bad : {"", "123", "12345678901", "12345a", "1234 "}) {
    keys.merchant_serial_number = bad;
    EXPECT_FALSE(check_credentials(keys)) << bad;
  }
}

TEST(Credentials, NothingThatBreaksAHeaderAndNoSecretInTheMessage) {
  const auto checked = check_credentials(AccountingKeys{"id", Secret("hidden\r\nX-Forged: yes")});
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::invalid);
  EXPECT_THAT(checked.error().message, Not(HasSubstr("hidden")));
  EXPECT_FALSE(check_credentials(AccountingKeys{"id:x", Secret("secret")}));
}

TEST(Credentials, KeyLengthLimit) {
  EXPECT_TRUE(check_credentials(AccountingKeys{"id", Secret(std::string(key_length_max, 'x'))}));
  EXPECT_FALSE(
      check_credentials(AccountingKeys{"id", Secret(std::string(key_length_max + 1, 'x'))}));
}

TEST(Endpoint, JoinsWithOneSlash) {
  EXPECT_EQ(Endpoint{"https://api.vipps.no"}.url("/a"), "https://api.vipps.no/a");
  EXPECT_EQ(Endpoint{"http://127.0.0.1:9200/vipps/"}.url("/a"), "http://127.0.0.1:9200/vipps/a");
}

}  // namespace
}  // namespace avstem::vipps
