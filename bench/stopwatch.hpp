#pragma once

#include <chrono>
#include <ctime>
#include <fstream>
#include <string>

#include "bench/measures.hpp"

namespace avstem::bench {

/// Adds what has passed since it was made to a figure.
class Stopwatch {
 public:
  void add_to(Figure& figure) const {
    figure.seconds +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    figure.processor_seconds +=
        static_cast<double>(std::clock() - processor_start_) / CLOCKS_PER_SEC;
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::clock_t processor_start_ = std::clock();
};

/// The peak of resident memory since this program was started; getrusage would count what the
/// parent held when it forked.
inline std::int64_t peak_resident_bytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  std::int64_t kibibytes = 0;
  while (status >> word) {
    if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
  }
  return 0;
}

/// Keeps the compiler from leaving out work whose result nobody looks at.
template <class T>
void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace avstem::bench
