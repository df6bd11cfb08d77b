// Runs every measurement in a process of its own, work and floor by turns, and writes down medians.
//
//   avstem_bench [--json] [--entries N] [--runs N] [--large N] [--results FILE]
//   avstem_bench --measure NAME ENTRIES FOLDER     one measurement, for the above

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/measures.hpp"
#include "bench/results.hpp"
#include "bench/sample_day.hpp"
#include "core/date.hpp"
#include "platform/clock.hpp"
#include "platform/temporary_directory.hpp"

namespace avstem::bench {
namespace {

struct Options {
  bool json = false;
  std::int64_t entries = 1'000'000;
  std::int64_t runs = 5;
  std::int64_t large = 10'000'000;  ///< 0: no large day
  std::string results;              ///< where to write; empty: nowhere
};

struct Measurement {
  std::string_view name;
  std::function<Result<Figure>(std::int64_t entries, const std::string& folder)> take;
};

std::string database_in(const std::string& folder) {
  return folder + "/close.db";
}

void remove_database(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm"})
    std::filesystem::remove(path + suffix);
}

const std::vector<Measurement>& measurements() {
  static const std::vector<Measurement> all{
      {"parse", [](auto entries, const auto&) { return parse_pages(entries); }},
      {"parse-floor", [](auto entries, const auto&) { return read_bytes(entries); }},
      {"fold", [](auto entries, const auto&) { return fold_day(entries); }},
      {"fold-floor", [](auto entries, const auto&) { return add_amounts(entries); }},
      {"close",
       [](auto entries, const auto& folder) { return close_day(entries, database_in(folder)); }},
      {"close-floor",
       [](auto, const auto& folder) {
         return insert_rows(database_in(folder), folder + "/copy.db");
       }},
  };
  return all;
}

int measure(std::string_view name, std::int64_t entries, const std::string& folder) {
  for (const Measurement& each : measurements()) {
    if (each.name != name) continue;
    const auto figure = each.take(entries, folder);
    if (!figure) {
      fmt::print(stderr, "bench: {}: {}\n", name, figure.error().message);
      return 1;
    }
    fmt::print("{} {} {} {}\n", figure->seconds, figure->processor_seconds, figure->amount,
               figure->peak_bytes);
    return 0;
  }
  fmt::print(stderr, "bench: measurement '{}' is unknown\n", name);
  return 2;
}

/// Starts this program again for one measurement and reads its line.
Result<Figure> in_a_process(std::string_view name, std::int64_t entries,
                            const std::string& folder) {
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  const std::string command =
      fmt::format("'{}' --measure {} {} '{}'", program, name, entries, folder);
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return Error{ErrorKind::unavailable, "cannot start " + command};
  Figure figure;
  long long amount = 0;
  long long peak = 0;
  const int fields = std::fscanf(pipe, "%lf %lf %lld %lld", &figure.seconds,
                                 &figure.processor_seconds, &amount, &peak);
  const int status = ::pclose(pipe);
  if (fields != 4 || status != 0) {
    return Error{ErrorKind::unavailable, fmt::format("measurement '{}' failed", name)};
  }
  figure.amount = amount;
  figure.peak_bytes = peak;
  return figure;
}

std::vector<Measured> what_is_measured() {
  Measured parse{
      "parse",     "Parsing report pages", "one pass over the same bytes", "MB/s", 1e6, 500, {}, {},
      std::nullopt};
  Measured fold{"fold",
                "Booking fold",
                "one pass over the same entries, adding amounts",
                "M entries/s",
                1e6,
                2,
                {},
                {},
                std::nullopt};
  Measured close{"close",
                 "Close, from pages to stored vouchers",
                 "the same rows put into the same tables by prepared statements, in one "
                 "transaction with synchronous FULL",
                 "",
                 1,
                 8,
                 {},
                 {},
                 close_memory_bar};
  return {std::move(parse), std::move(fold), std::move(close)};
}

std::string machine() {
  std::string model = "unknown processor";
  std::ifstream cpuinfo("/proc/cpuinfo");
  for (std::string line; std::getline(cpuinfo, line);) {
    if (!line.starts_with("model name")) continue;
    model = line.substr(line.find(':') + 2);
    break;
  }
  utsname system{};
  ::uname(&system);
  const auto memory = static_cast<std::int64_t>(::sysconf(_SC_PHYS_PAGES)) *
                      static_cast<std::int64_t>(::sysconf(_SC_PAGESIZE));
  return fmt::format("{}, {} processors, {:.0f} GB, {} {} {}, g++ {}", model,
                     ::sysconf(_SC_NPROCESSORS_ONLN), static_cast<double>(memory) / 1e9,
                     system.sysname, system.release, system.machine, __VERSION__);
}

Result<Results> run_all(const Options& options) {
  auto folder = TemporaryDirectory::make();
  if (!folder) return folder.error();
  Results results;
  results.machine = machine();
  results.taken = to_string(std::chrono::floor<std::chrono::seconds>(SystemClock().now()));
  ::getloadavg(&results.load_before, 1);
  results.entries = options.entries;
  results.measured = what_is_measured();
  for (std::int64_t run = 1; run <= options.runs; ++run) {
    for (Measured& each : results.measured) {
      fmt::print(stderr, "bench: run {} of {}: {}\n", run, options.runs, each.name);
      auto figure = in_a_process(each.name, options.entries, folder->path());
      if (!figure) return figure.error();
      each.runs.push_back(*figure);
      auto floor = in_a_process(each.name + "-floor", options.entries, folder->path());
      if (!floor) return floor.error();
      each.floors.push_back(*floor);
      remove_database(database_in(folder->path()));
      remove_database(folder->path() + "/copy.db");
    }
  }
  if (options.large > 0) {
    fmt::print(stderr, "bench: a close of {} entries\n", options.large);
    auto figure = in_a_process("close", options.large, folder->path());
    if (!figure) return figure.error();
    results.large = LargeDay{options.large, *figure};
  }
  return results;
}

std::optional<std::int64_t> read_number(std::string_view text, std::int64_t least) {
  std::int64_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (status != std::errc() || end != text.data() + text.size() || number < least) {
    return std::nullopt;
  }
  return number;
}

std::optional<Options> read_options(const std::vector<std::string_view>& words) {
  Options options;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (words[at] == "--json") {
      options.json = true;
      continue;
    }
    if (at + 1 == words.size()) return std::nullopt;
    const std::string_view name = words[at];
    const std::string_view value = words[++at];
    std::optional<std::int64_t> number;
    if (name == "--results") {
      options.results = value;
      continue;
    }
    if (name == "--entries" && (number = read_number(value, SampleDay::smallest))) {
      options.entries = *number;
      if (*number % 2 != 0) return std::nullopt;  // a gift and its fee
    } else if (name == "--runs" && (number = read_number(value, 1))) {
      options.runs = *number;
    } else if (name == "--large" && (number = read_number(value, 0))) {
      options.large = *number;
    } else {
      return std::nullopt;
    }
  }
  return options;
}

int run(const std::vector<std::string_view>& words) {
  if (words.size() == 4 && words[0] == "--measure") {
    const auto entries = read_number(words[2], SampleDay::smallest);
    if (entries) return measure(words[1], *entries, std::string(words[3]));
  }
  const auto options = read_options(words);
  if (!options) {
    fmt::print(stderr,
               "usage: avstem_bench [--json] [--entries N] [--runs N] [--large N]"
               " [--results FILE]\n");
    return 2;
  }
  const auto results = run_all(*options);
  if (!results) {
    fmt::print(stderr, "bench: {}\n", results.error().message);
    return 1;
  }
  fmt::print("{}\n", options->json ? to_json(*results) : to_markdown(*results));
  if (!options->results.empty()) std::ofstream(options->results) << to_markdown(*results);
  if (results->holds()) return 0;
  fmt::print(stderr, "bench: a bar is missed\n");
  return 1;
}

}  // namespace
}  // namespace avstem::bench

int main(int count, char** words) {
  return avstem::bench::run({words + 1, words + count});
}
