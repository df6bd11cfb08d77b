#include "platform/compression.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace avstem {
namespace {

RC_GTEST_PROP(Compression, WhatGoesInComesOut, (const std::string& bytes)) {
  RC_ASSERT(decompress(compress(bytes)).value() == bytes);
}

TEST(Compression, MakesRepetitiveTextSmaller) {
  const std::string page(1'000'000, 'a');
  EXPECT_LT(compress(page).size(), 1'000U);
  EXPECT_EQ(decompress(compress(page)).value(), page);
}

TEST(Compression, StopsAtTheLimit) {
  const std::string frame = compress(std::string(1'000'000, '0'));
  EXPECT_TRUE(decompress(frame, 1'000'000));
  const auto refused = decompress(frame, 999'999);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_NE(refused.error().message.find("999999"), std::string::npos);
}

TEST(Compression, EveryCutAndEveryFlippedByteIsNoticed) {
  const std::string frame = compress("to kroner og femti øre");
  for (std::size_t length = 0; length < frame.size(); ++length) {
    EXPECT_FALSE(decompress(std::string_view(frame).substr(0, length))) << length;
  }
  // The last four bytes are the checksum: a change there or in the text before must be seen.
  for (std::size_t at = frame.size() - 10; at < frame.size(); ++at) {
    std::string changed = frame;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(decompress(changed)) << at;
  }
  EXPECT_FALSE(decompress(frame + "x"));
}

}  // namespace
}  // namespace avstem
