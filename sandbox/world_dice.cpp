#include "sandbox/world_dice.hpp"

#include "sandbox/vipps_numbers.hpp"

namespace avstem::sandbox {

Dice::Dice(std::uint64_t seed, std::string_view name)
    : random_(SeededRandom(seed).next() ^ vipps_numbers::hash(name)) {}

std::int64_t Dice::between(std::int64_t low, std::int64_t high) {
  check(low <= high, "the range of a throw is not empty");
  // The remainder favours low numbers by less than one part in a hundred million million: no
  // range here is wider than a few hundred thousand.
  const auto range = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<std::int64_t>(random_.next() % range);
}

}  // namespace avstem::sandbox
