#include "platform/rate_bucket.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace avstem {

RateBucket::RateBucket(Clock& clock, std::size_t requests_max, std::chrono::milliseconds window)
    : clock_(clock), window_(window), sent_(requests_max, Instant::min()) {
  check(requests_max > 0, "a rate bucket lets at least one request through");
  check(window.count() > 0, "the window of a rate bucket has a length");
}

void RateBucket::take() {
  const auto wait = reserve();
  if (wait.count() > 0) clock_.sleep(wait);
}

std::chrono::milliseconds RateBucket::reserve() {
  const std::lock_guard lock(mutex_);
  const Instant now = clock_.now();
  Instant moment = now;
  if (sent_[oldest_] != Instant::min()) moment = std::max(now, sent_[oldest_] + window_);
  if (moment - now > wait_max) {
    std::fill(sent_.begin(), sent_.end(), Instant::min());
    moment = now;
  }
  // Rounded up, since a sleep that ends a microsecond early is one request too many.
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(moment - now);
  sent_[oldest_] = now + wait;
  oldest_ = (oldest_ + 1) % sent_.size();
  return wait;
}

}  // namespace avstem
