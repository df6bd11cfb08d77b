#pragma once

#include <source_location>

namespace avstem {

/// Writes the broken promise with its place to stderr and aborts.
[[noreturn]] void check_failed(const char* promise, std::source_location where);

/// A promise of our own code, kept on in release builds: a books program that goes on after a
/// broken promise is worse than one that stops. Never used on outside input.
inline void check(bool holds, const char* promise,
                  std::source_location where = std::source_location::current()) {
  if (!holds) check_failed(promise, where);
}

}  // namespace avstem
