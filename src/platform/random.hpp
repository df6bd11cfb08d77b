#pragma once

#include <cstdint>

namespace avstem {

/// Where chance comes from, so that a simulation can be repeated.
class Random {
 public:
  virtual ~Random() = default;
  /// 64 uniformly distributed bits.
  virtual std::uint64_t next() = 0;
};

/// The operating system's own generator; fit for keys and tokens. Thread-safe.
class SystemRandom final : public Random {
 public:
  std::uint64_t next() override;
};

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed on every machine.
/// For the demo, tests and the simulator; never for anything secret. Not thread-safe.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() override;

 private:
  std::uint64_t state_;
};

}  // namespace avstem
