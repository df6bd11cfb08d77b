#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/check.hpp"
#include "platform/random.hpp"

namespace avstem::sandbox {

/// Chance for the sample clients: the same throws for the same seed and name on every machine,
/// which the standard library's distributions do not promise.
class Dice {
 public:
  /// Each name has throws of its own, so that one client's day does not change another's.
  Dice(std::uint64_t seed, std::string_view name);

  /// A whole number from `low` to `high`, both included.
  std::int64_t between(std::int64_t low, std::int64_t high);
  bool happens(int percent) { return between(1, 100) <= percent; }

  template <class T>
  const T& pick(std::span<const T> choices) {
    check(!choices.empty(), "there is something to pick from");
    return choices[static_cast<std::size_t>(
        between(0, static_cast<std::int64_t>(choices.size()) - 1))];
  }

 private:
  SeededRandom random_;
};

}  // namespace avstem::sandbox
