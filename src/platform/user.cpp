#include "platform/user.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <array>

namespace avstem {

std::string current_user() {
  const uid_t id = ::geteuid();
  constexpr std::size_t facts_bytes = 16'384;  // as much as an entry of any directory service
  std::array<char, facts_bytes> room{};
  passwd facts{};
  passwd* found = nullptr;
  const int failed = ::getpwuid_r(id, &facts, room.data(), room.size(), &found);
  if (failed != 0 || found == nullptr || facts.pw_name == nullptr) return fmt::format("uid {}", id);
  return facts.pw_name;
}

}  // namespace avstem
