#include "platform/secret_box.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

#include "platform/files.hpp"
#include "platform/test_directory.hpp"

namespace avstem {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// 32 zero bytes, and 32 bytes with a one at the end.
const Secret zero_key("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
const Secret other_key("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=");

SecretBox box(const Secret& key = zero_key) {
  return SecretBox::from_text(key, "AVSTEM_KEY").value();
}

RC_GTEST_PROP(SecretBoxProperty, OpensWhatItSealed,
              (const std::string& text, const std::string& context)) {
  RC_ASSERT(box().open(box().seal(Secret(text), context), context).value() == Secret(text));
}

TEST(SecretBox, ASealedValueHidesTheTextAndNeverLooksTheSame) {
  const std::string sealed = box().seal(Secret("top secret"), "a");
  EXPECT_THAT(sealed, StartsWith("v1:"));
  EXPECT_THAT(sealed, Not(HasSubstr("top secret")));
  EXPECT_NE(sealed, box().seal(Secret("top secret"), "a"));
}

TEST(SecretBox, AValueDoesNotOpenInAnotherPlaceOrUnderAnotherKey) {
  const std::string sealed = box().seal(Secret("hush"), "client kafe-nord, vipps key");
  const auto moved = box().open(sealed, "client kafe-sør, vipps key");
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().kind, ErrorKind::unauthorised);
  EXPECT_THAT(moved.error().message, HasSubstr("client kafe-sør"));
  EXPECT_FALSE(box(other_key).open(sealed, "client kafe-nord, vipps key"));
}

TEST(SecretBox, EveryChangedOrMissingCharacterIsNoticed) {
  const std::string sealed = box().seal(Secret("hush"), "a");
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(box().open(changed, "a")) << at;
    EXPECT_FALSE(box().open(sealed.substr(0, at), "a")) << at;
  }
  EXPECT_FALSE(box().open(sealed + "A", "a"));
}

TEST(SecretBox, OpensAValueSealedByAnEarlierRelease) {
  // Fixed once: nonce and key of zeros. If this fails, stored secrets are lost on upgrade.
  EXPECT_EQ(
      box()
          .open("v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEPv75IBM5BiEj0HJidcXVJShz5cn3Ga2", "context")
          .value(),
      Secret("hemmelig"));
}

TEST(SecretBox, TheKeyFileIsMadeOnceAndPrivate) {
  const TestDirectory directory;
  const auto path = directory.path() / "key";
  const std::string sealed = SecretBox::load_or_create(path).value().seal(Secret("hush"), "a");
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(SecretBox::load_or_create(path).value().open(sealed, "a").value(), Secret("hush"));
  const Secret text(read_file(path, 1'000).value());
  EXPECT_TRUE(SecretBox::from_text(text, "AVSTEM_KEY").value().open(sealed, "a"));
}

TEST(SecretBox, AKeyFileOpenToOthersIsRefused) {
  const TestDirectory directory;
  const auto path = directory.path() / "key";
  ASSERT_TRUE(SecretBox::load_or_create(path));
  for (const mode_t mode : {0640U, 0604U, 0620U, 0610U}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    const auto refused = SecretBox::load_or_create(path);
    ASSERT_FALSE(refused) << mode;
    EXPECT_EQ(refused.error().kind, ErrorKind::unauthorised);
    EXPECT_THAT(refused.error().message, HasSubstr("chmod 600 '" + path.string() + "'"));
  }
  ASSERT_EQ(::chmod(path.c_str(), 0400), 0);
  EXPECT_TRUE(SecretBox::load_or_create(path));
}

TEST(SecretBox, WhatIsNoKeyIsNamedButNotShown) {
  const TestDirectory directory;
  const auto path = directory.path() / "key";
  for (const char* text :
       {"", "hush", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="}) {
    ASSERT_TRUE(write_file_atomically(path, text));
    EXPECT_EQ(SecretBox::load_or_create(path).error().kind, ErrorKind::invalid) << text;
    const auto refused = SecretBox::from_text(Secret(text), "AVSTEM_KEY");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("AVSTEM_KEY"));
    EXPECT_THAT(refused.error().message, Not(HasSubstr("hush")));
  }
}

}  // namespace
}  // namespace avstem
