#include "platform/base64.hpp"

#include <gtest/gtest.h>

#include <string>

namespace avstem {
namespace {

TEST(Base64, EncodesTheVectorsOfTheStandard) {  // RFC 4648 § 10
  EXPECT_EQ(base64_encode(""), "");
  EXPECT_EQ(base64_encode("f"), "Zg==");
  EXPECT_EQ(base64_encode("fo"), "Zm8=");
  EXPECT_EQ(base64_encode("foo"), "Zm9v");
  EXPECT_EQ(base64_encode("foob"), "Zm9vYg==");
  EXPECT_EQ(base64_encode("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64_encode("foobar"), "Zm9vYmFy");
}

TEST(Base64, EncodesBytesOutsideAscii) {
  EXPECT_EQ(base64_encode("\xff\xfe\xfd"), "//79");
  EXPECT_EQ(base64_encode(std::string("\0\xfb", 2)), "APs=");
}

TEST(Base64, EncodesThePairOfTheBasicScheme) {  // RFC 7617 § 2
  EXPECT_EQ(base64_encode("Aladdin:open sesame"), "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

}  // namespace
}  // namespace avstem
