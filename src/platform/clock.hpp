#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "core/instant.hpp"

namespace avstem {

/// What time it is, and waiting. Only adapters of this port read the machine's clock.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual void sleep(std::chrono::milliseconds duration) = 0;
};

/// The machine's own clock.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
  void sleep(std::chrono::milliseconds duration) override;
};

/// A clock that moves only when told to, or when somebody sleeps on it: for tests, the demo and
/// the sandbox. Thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : micros_(start.time_since_epoch().count()) {}
  Instant now() const override { return Instant(std::chrono::microseconds(micros_.load())); }
  void sleep(std::chrono::milliseconds duration) override {
    micros_ += std::chrono::microseconds(duration).count();
  }
  void set(Instant instant) { micros_ = instant.time_since_epoch().count(); }

 private:
  std::atomic<std::int64_t> micros_;
};

}  // namespace avstem
