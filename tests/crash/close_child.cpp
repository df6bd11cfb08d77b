// A process that runs one command of the command line on a virtual clock and can be made to die
// by SIGKILL before or after any write or request. Waiting costs no time, and a read lag is as
// long as it says, whatever the machine does.
//
//   close_child --config FILE --now MICROS [--kill-at N] [--count FILE] -- COMMAND...
//   close_child --config FILE --die-as-owner    dies while it holds lock and control socket

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli.hpp"
#include "app/installation.hpp"
#include "platform/control_socket.hpp"
#include "platform/curl_client.hpp"
#include "platform/files.hpp"
#include "platform/oslo_zone.hpp"
#include "tests/crash/kill_points.hpp"

namespace avstem::crash {
namespace {

constexpr int cannot_run = 99;

struct Options {
  std::string config;
  std::int64_t now_us = 0;
  int kill_at = 0;
  std::string count_file;
  bool die_as_owner = false;
  std::vector<std::string> command;
};

template <class Number>
bool read_number(std::string_view text, Number& into) {
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, into);
  return read.ec == std::errc() && read.ptr == end;
}

std::optional<Options> read_options(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--die-as-owner") {
      options.die_as_owner = true;
      continue;
    }
    if (words[i] == "--") {
      options.command.assign(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
      break;
    }
    if (i + 1 == words.size()) return std::nullopt;
    const std::string& name = words[i];
    const std::string& value = words[++i];
    bool good = true;
    if (name == "--config") {
      options.config = value;
    } else if (name == "--now") {
      good = read_number(value, options.now_us);
    } else if (name == "--kill-at") {
      good = read_number(value, options.kill_at);
    } else if (name == "--count") {
      options.count_file = value;
    } else {
      good = false;
    }
    if (!good) return std::nullopt;
  }
  return options;
}

int complain(const Error& error) {
  fmt::print(stderr, "close_child: {}\n", error.message);
  return cannot_run;
}

int die_as_owner(const app::Config& config) {
  auto socket = ControlServer::listen(app::Installation::socket_path(config));
  if (!socket) return complain(socket.error());
  ::kill(::getpid(), SIGKILL);
  return cannot_run;
}

int run(const Options& options) {
  auto zone = load_zone("Europe/Oslo");
  if (!zone) return complain(zone.error());
  auto config = app::read_config(options.config);
  if (!config) return complain(config.error());
  auto installation = app::Installation::open(*config, "close_child");
  if (!installation) return complain(installation.error());
  if (options.die_as_owner) return die_as_owner(*config);

  KillPoints points(options.kill_at);
  KillAtCommits commits(points);
  (*installation)->database().observe_commits(&commits);
  ManualClock clock{Instant(std::chrono::microseconds(options.now_us))};
  CurlClient curl;
  KillAtRequests http(curl, clock, points);
  app::StandardOutput output;
  app::Host host{output, clock, http, *zone, "", installation->get()};
  const int code = app::run_cli(options.command, host);
  (*installation)->database().observe_commits(nullptr);
  if (!options.count_file.empty()) {
    const std::string counts =
        fmt::format("{} {} {}", points.passed(), commits.commits(), http.requests());
    if (auto kept = write_file_atomically(options.count_file, counts); !kept) {
      return complain(kept.error());
    }
  }
  return code;
}

}  // namespace
}  // namespace avstem::crash

int main(int count, char** words) {
  const auto options = avstem::crash::read_options({words + 1, words + count});
  if (!options) {
    fmt::print(stderr, "close_child: see the head of close_child.cpp for its options\n");
    return avstem::crash::cannot_run;
  }
  return avstem::crash::run(*options);
}
