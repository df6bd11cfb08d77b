#pragma once

#include <string>
#include <string_view>

#include "app/output.hpp"

namespace avstem::app {

/// Shows how far long work has come: a bar drawn over itself on a terminal, plain lines elsewhere.
class Progress {
 public:
  Progress(Output& output, std::string what, int steps)
      : output_(output), what_(std::move(what)), steps_(steps) {}

  /// One step is done; `text` says which.
  void step(std::string_view text);
  /// The work is done; the bar is cleared away.
  void finish();

  static constexpr int bar_width = 30;

 private:
  Output& output_;
  std::string what_;
  int steps_;
  int done_ = 0;
};

}  // namespace avstem::app
