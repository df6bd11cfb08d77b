#pragma once

#include <chrono>

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

/// A clock that moves only when told to, or when somebody sleeps on it: for tests and the demo.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  void sleep(std::chrono::milliseconds duration) override { now_ += duration; }
  void set(Instant instant) { now_ = instant; }

 private:
  Instant now_;
};

}  // namespace avstem
