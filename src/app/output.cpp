#include "app/output.hpp"

#include <unistd.h>

#include <cstdio>

namespace avstem::app {

void StandardOutput::result(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  complete_ = std::fflush(stdout) == 0 && written && complete_;
}

void StandardOutput::note(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

bool StandardOutput::is_terminal() const {
  return ::isatty(STDERR_FILENO) == 1;
}

}  // namespace avstem::app
