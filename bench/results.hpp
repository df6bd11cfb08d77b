#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/measures.hpp"

namespace avstem::bench {

/// The five alternating runs of one measurement and of its floor.
struct Measured {
  std::string name;   ///< as a program reads it, e.g. `parse`
  std::string words;  ///< as a person reads it
  std::string floor_words;
  std::string unit;        ///< of a rate, `MB/s`; empty: seconds are shown
  double unit_amount = 1;  ///< how much of the figure's amount is one unit
  double bar = 0;          ///< at least this rate, or at most these seconds
  std::vector<Figure> runs;
  std::vector<Figure> floors;
  std::optional<std::int64_t> memory_bar;  ///< bytes at the most

  Figure median() const;  ///< by time; the peak is the largest of all runs
  Figure floor_median() const;
  /// A rate or seconds, as `unit` says.
  double value(const Figure& figure) const;
  bool holds() const;
};

/// The close of ten times the entries, once: memory must not follow the day's size.
struct LargeDay {
  std::int64_t entries = 0;
  Figure figure;
};

struct Results {
  std::string machine;
  std::string taken;       ///< the moment, UTC
  double load_before = 0;  ///< the machine's load average of a minute, before the first run
  std::int64_t entries = 0;
  std::vector<Measured> measured;
  std::optional<LargeDay> large;

  bool holds() const;
};

std::string to_json(const Results& results);
/// What bench/RESULTS.md holds, and what a person sees.
std::string to_markdown(const Results& results);

/// 150 MB, whatever the size of the day.
inline constexpr std::int64_t close_memory_bar = 150'000'000;

}  // namespace avstem::bench
