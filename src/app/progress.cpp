#include "app/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::app {

void Progress::step(std::string_view text) {
  ++done_;
  if (!output_.is_terminal()) {
    output_.note(fmt::format("{}: {} of {}, {}\n", what_, done_, steps_, text));
    return;
  }
  const int filled = steps_ == 0 ? bar_width : std::min(bar_width, bar_width * done_ / steps_);
  output_.note(fmt::format("\r\033[K{} [{}{}] {}", what_,
                           std::string(static_cast<std::size_t>(filled), '#'),
                           std::string(static_cast<std::size_t>(bar_width - filled), '.'), text));
}

void Progress::finish() {
  if (output_.is_terminal()) output_.note("\r\033[K");
}

}  // namespace avstem::app
