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

TEST(Base64, DecodesItsOwnTextAndNoOther) {
  for (const char* bytes : {"", "f", "fo", "foo", "foobar", "\xff\xfe\xfd"}) {
    EXPECT_EQ(base64_decode(base64_encode(bytes)), bytes);
  }
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9v=", "====", "Zm 9", "Zm9-", "Z==="}) {
    EXPECT_FALSE(base64_decode(text)) << text;
  }
}

TEST(Base64, TheUrlFormHasNoPaddingAndNoSlash) {
  EXPECT_EQ(base64url_encode("\xff\xfe\xfd\xff"), "__79_w");
}

TEST(Base64, EncodesThePairOfTheBasicScheme) {  // RFC 7617 § 2
  EXPECT_EQ(base64_encode("Aladdin:open sesame"), "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

}  // namespace
}  // namespace avstem
