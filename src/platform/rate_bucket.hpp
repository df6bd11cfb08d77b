#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <vector>

#include "platform/clock.hpp"

namespace avstem {

/// Holds back callers so that no window of time holds more than the agreed number of requests,
/// wherever the window begins. One bucket is shared, by reference, by everything that draws on the
/// same limit: for PowerOffice Go all clients under one subscription key.
/// Safe to use from several threads, when its clock is.
class RateBucket {
 public:
  /// At least one request per window. The clock must outlive the bucket.
  RateBucket(Clock& clock, std::size_t requests_max,
             std::chrono::milliseconds window = std::chrono::seconds(1));

  /// Returns when one more request may be sent; sleeps on the clock until then.
  void take();

  /// No caller waits longer. A longer wait means that the clock was set back, and that what the
  /// bucket remembers is worth nothing.
  static constexpr std::chrono::seconds wait_max{60};

 private:
  std::chrono::milliseconds reserve();

  Clock& clock_;
  const std::chrono::milliseconds window_;
  std::mutex mutex_;
  std::vector<Instant> sent_;  ///< ring of the last `requests_max` moments of sending
  std::size_t oldest_ = 0;     ///< index of the next moment to be overwritten
};

}  // namespace avstem
