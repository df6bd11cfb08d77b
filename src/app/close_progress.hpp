#pragma once

#include <chrono>
#include <string>

#include "app/output.hpp"
#include "platform/clock.hpp"
#include "services/settlement/close.hpp"

namespace avstem::app {

/// How far a close has come, for who watches it: a bar drawn over itself on a terminal, elsewhere a
/// line now and then, and nothing at all for a close that is quickly done.
class CloseProgress {
 public:
  /// Time is counted from here on. Both must outlive the object.
  CloseProgress(Output& output, const Clock& clock, std::string client);

  /// Any ledger of the `number`th of `count` dates is done.
  void date_done(const services::ClosedDate& date, int number, int count);
  /// The close is over; the bar is cleared away.
  void finish();

  static constexpr int bar_width = 30;
  static constexpr std::chrono::seconds line_interval{10};

 private:
  Output& output_;
  const Clock& clock_;
  std::string client_;
  Instant start_;
  Instant last_line_;
  int shown_ = 0;
};

}  // namespace avstem::app
