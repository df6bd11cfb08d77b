#include "platform/random.hpp"

#include <sodium.h>

#include "core/check.hpp"

namespace avstem {

std::uint64_t SystemRandom::next() {
  check(sodium_init() >= 0, "libsodium starts");
  std::uint64_t bits = 0;
  randombytes_buf(&bits, sizeof bits);
  return bits;
}

std::uint64_t SeededRandom::next() {
  // The constants are those of the published algorithm; others lose its statistical quality.
  state_ += 0x9e3779b97f4a7c15U;
  std::uint64_t bits = state_;
  bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31U);
}

}  // namespace avstem
