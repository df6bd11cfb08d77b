#include "bench/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace avstem::bench {
namespace {

Figure median_of(std::vector<Figure> figures) {
  if (figures.empty()) return {};
  std::sort(figures.begin(), figures.end(),
            [](const Figure& a, const Figure& b) { return a.seconds < b.seconds; });
  Figure median = figures[figures.size() / 2];
  std::vector<double> processor;
  for (const Figure& figure : figures)
    processor.push_back(figure.processor_seconds);
  std::sort(processor.begin(), processor.end());
  median.processor_seconds = processor[processor.size() / 2];
  for (const Figure& figure : figures)
    median.peak_bytes = std::max(median.peak_bytes, figure.peak_bytes);
  return median;
}

double megabytes(std::int64_t bytes) {
  return static_cast<double>(bytes) / 1e6;
}

std::string shown(const Measured& measured, const Figure& figure) {
  if (measured.unit.empty()) return fmt::format("{:.2f} s", figure.seconds);
  const double value = measured.value(figure);
  return fmt::format("{:.{}f} {}", value, value < 100 ? 1 : 0, measured.unit);
}

std::string shown_bar(const Measured& measured) {
  if (measured.unit.empty()) return fmt::format("≤ {} s", measured.bar);
  return fmt::format("≥ {} {}", measured.bar, measured.unit);
}

std::string spread(const Measured& measured) {
  const auto by_time = [](const Figure& a, const Figure& b) { return a.seconds < b.seconds; };
  const auto [first, last] =
      std::minmax_element(measured.runs.begin(), measured.runs.end(), by_time);
  return fmt::format("{} to {}", shown(measured, *first), shown(measured, *last));
}

/// How many times longer than its floor the work took, each for the same entries.
double times_floor(const Measured& measured) {
  return measured.median().seconds / measured.floor_median().seconds;
}

std::string_view verdict(bool holds) {
  return holds ? "held" : "MISSED";
}

}  // namespace

Figure Measured::median() const {
  return median_of(runs);
}
Figure Measured::floor_median() const {
  return median_of(floors);
}

double Measured::value(const Figure& figure) const {
  if (unit.empty()) return figure.seconds;
  return static_cast<double>(figure.amount) / unit_amount / figure.seconds;
}

bool Measured::holds() const {
  const double reached = value(median());
  if (memory_bar && median().peak_bytes > *memory_bar) return false;
  return unit.empty() ? reached <= bar : reached >= bar;
}

bool Results::holds() const {
  return (!large || large->figure.peak_bytes <= close_memory_bar) &&
         std::all_of(measured.begin(), measured.end(),
                     [](const Measured& each) { return each.holds(); });
}

std::string to_json(const Results& results) {
  nlohmann::ordered_json all = {
      {"machine", results.machine},        {"taken", results.taken},
      {"loadBefore", results.load_before}, {"entries", results.entries},
      {"holds", results.holds()},          {"measured", nlohmann::ordered_json::array()}};
  for (const Measured& each : results.measured) {
    nlohmann::ordered_json runs = nlohmann::ordered_json::array();
    for (const Figure& run : each.runs)
      runs.push_back(run.seconds);
    all["measured"].push_back({{"name", each.name},
                               {"unit", each.unit.empty() ? "s" : each.unit},
                               {"median", each.value(each.median())},
                               {"bar", each.bar},
                               {"holds", each.holds()},
                               {"processorSeconds", each.median().processor_seconds},
                               {"floor", each.value(each.floor_median())},
                               {"floorProcessorSeconds", each.floor_median().processor_seconds},
                               {"timesFloor", times_floor(each)},
                               {"runSeconds", runs},
                               {"peakBytes", each.median().peak_bytes}});
  }
  if (results.large) {
    all["largeDay"] = {{"entries", results.large->entries},
                       {"seconds", results.large->figure.seconds},
                       {"peakBytes", results.large->figure.peak_bytes}};
  }
  return all.dump(2);
}

std::string to_markdown(const Results& results) {
  std::string text = fmt::format(
      "# Benchmark results\n\n"
      "Written by `./dev bench` on {}.\n\n"
      "Machine: {}. Other work on it before the first run: load {:.1f}.\n\n"
      "A day of {} entries. Each figure is the median of {} runs, each in a process of its own, "
      "work and floor by turns.\n\n"
      "| what | median | spread | bar | | processor time | floor | its processor time | times the "
      "floor |\n"
      "|---|---|---|---|---|---|---|---|---|\n",
      results.taken, results.machine, results.load_before, results.entries,
      results.measured.empty() ? 0 : results.measured.front().runs.size());
  for (const Measured& each : results.measured) {
    text += fmt::format("| {} | {} | {} | {} | {} | {:.3g} s | {} | {:.3g} s | {:.1f} |\n",
                        each.words, shown(each, each.median()), spread(each), shown_bar(each),
                        verdict(each.holds()), each.median().processor_seconds,
                        shown(each, each.floor_median()), each.floor_median().processor_seconds,
                        times_floor(each));
  }
  text +=
      "\n## Memory of the close\n\n| entries | peak resident | bar | | time "
      "|\n|---|---|---|---|---|\n";
  const auto memory_row = [&](std::int64_t entries, const Figure& figure) {
    text += fmt::format("| {} | {:.0f} MB | ≤ {:.0f} MB | {} | {:.1f} s |\n", entries,
                        megabytes(figure.peak_bytes), megabytes(close_memory_bar),
                        verdict(figure.peak_bytes <= close_memory_bar), figure.seconds);
  };
  for (const Measured& each : results.measured) {
    if (each.memory_bar) memory_row(results.entries, each.median());
  }
  if (results.large) memory_row(results.large->entries, results.large->figure);
  text += "\n## What is measured\n\n";
  for (const Measured& each : results.measured)
    text += fmt::format("- **{}**. Floor: {}.\n", each.words, each.floor_words);
  text +=
      "\nHalf of the day's entries are gifts, half their fees. The close reads pages of 1,000 "
      "entries\nfrom another process, keeps them compressed, checks and stores the entries, and "
      "books them\ninto vouchers in an SQLite database with write-ahead log and synchronous FULL. "
      "The page writer\nshares the machine; its memory is not counted. Processor time is the "
      "measuring process's alone: on\na busy machine it says more than the clock.\n";
  return text;
}

}  // namespace avstem::bench
