#include "platform/user.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <unistd.h>

namespace avstem {
namespace {

TEST(User, IsTheOneThisProcessRunsAs) {
  const std::string name = current_user();
  const passwd* const known = ::getpwnam(name.c_str());
  if (known == nullptr) {
    EXPECT_EQ(name, fmt::format("uid {}", ::geteuid()));
  } else {
    EXPECT_EQ(known->pw_uid, ::geteuid());
  }
}

}  // namespace
}  // namespace avstem
