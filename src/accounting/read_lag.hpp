#pragma once

#include <chrono>
#include <optional>

#include "platform/clock.hpp"

namespace avstem::accounting {

/// Remembers our last write, and waits until reads can be trusted to show it: an outside system may
/// answer reads from a copy that runs a little behind. Not for use from two threads at once.
class ReadLag {
 public:
  /// The clock must outlive the object.
  ReadLag(Clock& clock, std::chrono::milliseconds lag)
      : clock_(clock), lag_(lag), created_(clock.now()) {}

  /// A write was answered, or given up.
  void note_write() { last_write_ = clock_.now(); }

  /// Waits out what is left of the lag since the last write. The object's creation counts as one:
  /// before it another process may have posted a voucher and died.
  void wait_after_any_write() { wait_since(last_write_.value_or(created_)); }

 private:
  void wait_since(Instant write) {
    using std::chrono::milliseconds;
    const auto passed = std::chrono::floor<milliseconds>(clock_.now() - write);
    // A clock that was set back makes us wait the whole lag, and never longer.
    const milliseconds left = passed.count() < 0 ? lag_ : lag_ - passed;
    if (left.count() > 0) clock_.sleep(left);
  }

  Clock& clock_;
  const std::chrono::milliseconds lag_;
  const Instant created_;
  std::optional<Instant> last_write_;
};

}  // namespace avstem::accounting
