#include "platform/zip_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/test_zip.hpp"

namespace avstem {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string refusal(const std::string& bytes, const ZipLimits& limits = {}) {
  auto entries = unzip(bytes, limits);
  if (entries) return "was unpacked";
  EXPECT_EQ(entries.error().kind, ErrorKind::invalid);
  return entries.error().message;
}

TEST(ZipArchive, GivesItsFilesInOrderWithoutFolders) {
  const std::string bytes = zip_of({{"b.csv", "two"}, {"year/", ""}, {"year/a.xml", "one"}});
  EXPECT_TRUE(is_zip(bytes));
  const auto entries = unzip(bytes).value();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].name, "b.csv");
  EXPECT_EQ(entries[0].bytes, "two");
  EXPECT_EQ(entries[1].name, "year/a.xml");
  EXPECT_EQ(entries[1].bytes, "one");
  EXPECT_FALSE(is_zip("PK and more"));
}

TEST(ZipArchive, EveryLimitHoldsAndIsNamed) {
  const std::string two = zip_of({{"a", "12345"}, {"b", "67890"}});
  EXPECT_TRUE(unzip(two, {2, 10, 1}));
  EXPECT_THAT(refusal(two, {1, 10, 1}), AllOf(HasSubstr("2 entries"), HasSubstr("more than 1")));
  EXPECT_THAT(refusal(two, {2, 9, 1}), AllOf(HasSubstr("'b'"), HasSubstr("bytes")));
  const std::string bomb = zip_of({{"bomb", std::string(10'000'000, '0')}});
  EXPECT_THAT(refusal(bomb), AllOf(HasSubstr("'bomb'"), HasSubstr("200 times")));
  EXPECT_TRUE(unzip(bomb, {1, 10'000'000, 2'000}));
}

TEST(ZipArchive, DamageIsAnErrorWhereverItIs) {
  const std::string whole = zip_of({{"a.csv", "some text that is long enough to be there"}});
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(unzip(whole.substr(0, length))) << length;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    const auto entries = unzip(flipped);
    if (entries && !entries->empty()) {
      EXPECT_EQ(entries->front().bytes, unzip(whole)->front().bytes) << at;
    }
  }
}

}  // namespace
}  // namespace avstem
