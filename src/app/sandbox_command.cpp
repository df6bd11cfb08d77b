#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/commands.hpp"
#include "app/live_world.hpp"
#include "platform/files.hpp"
#include "platform/http_server.hpp"
#include "platform/interrupt.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/world_files.hpp"

namespace avstem::app {
namespace {

constexpr std::chrono::milliseconds watch_interval{500};

/// Which requests are to be disturbed.
struct FaultPlan {
  std::vector<sandbox::FaultRule> rules;
  std::optional<std::uint64_t> seed;
};

Result<FaultPlan> read_fault_plan(const Host& host, const std::string& option) {
  FaultPlan plan;
  if (option.empty()) return plan;
  std::uint64_t seed = 0;
  const char* const end = option.data() + option.size();
  const auto read = std::from_chars(option.data(), end, seed);
  if (read.ec == std::errc() && read.ptr == end) {
    plan.seed = seed;
    return plan;
  }
  auto script = read_file(host.path(option), sandbox::fault_script_bytes_max);
  if (!script) return script.error().in("--faults");
  auto rules = sandbox::parse_fault_script(*script, option);
  if (!rules) return rules.error();
  plan.rules = *std::move(rules);
  return plan;
}

/// Says on stderr what went wrong on purpose.
void tell_disturbed(Host& host, sandbox::Faults& faults) {
  for (const sandbox::Disturbed& disturbed : faults.take_disturbed()) {
    host.output.note(
        fmt::format("fault {}: {}\n", sandbox::to_string(disturbed.fault), disturbed.request));
  }
}

/// Writes one client file each and returns their names; they hold the sample keys.
Result<std::vector<std::string>> write_clients(const Host& host, const sandbox::World& world,
                                               const std::string& folder) {
  std::vector<std::string> files;
  if (folder.empty()) return files;
  const std::string path = host.path(folder);
  if (auto made = create_private_directory(path); !made) return made.error();
  for (const sandbox::SampleClient& client : world.clients()) {
    const std::string file = fmt::format("{}/{}.toml", path, client.id);
    if (auto written = write_file_atomically(file, sandbox::client_toml(client)); !written) {
      return written.error();
    }
    files.push_back(file);
  }
  return files;
}

}  // namespace

Result<int> sandbox_command(Host& host, const CommonOptions& common,
                            const SandboxOptions& options) {
  auto plan = read_fault_plan(host, options.faults);
  if (!plan) return plan.error();
  const Date today = host.zone.date_of(host.clock.now());
  ManualClock clock{Instant()};
  sandbox::WorldOptions world_options;
  world_options.seed = options.seed;
  world_options.start = today.plus_days(-options.days);
  sandbox::World world(clock, world_options);
  for (int day = 0; day < options.days; ++day)
    world.play_day(world.next_day());
  auto files = write_clients(host, world, options.write_clients);
  if (!files) return files.error();
  LiveWorld live(world, clock, host.clock);
  sandbox::Faults faults(live, host.clock);
  for (sandbox::FaultRule& rule : plan->rules)
    faults.add(std::move(rule));
  if (plan->seed) faults.add_seed(*plan->seed);
  ServerLimits limits;
  limits.body_bytes_max = sandbox::PowerOfficeLimits{}.upload_bytes_max;
  auto server = HttpServer::start(faults, static_cast<std::uint16_t>(options.port), limits);
  if (!server) return server.error();
  // Before a script is told that it may go on, and perhaps end us.
  catch_interrupts();
  const std::string url = fmt::format("http://127.0.0.1:{}", (*server)->port());
  if (common.json) {
    host.output.result(nlohmann::json{{"url", url}, {"client_files", *files}}.dump() + "\n");
  } else {
    for (const std::string& file : *files) {
      host.output.result(fmt::format("client file {}\n", file));
    }
    host.output.result(fmt::format(
        "sandbox on {}: /vipps, /poweroffice and /24so, {} days up to {}; Ctrl-C ends it\n", url,
        options.days, today.previous().to_string()));
  }
  while (!interrupted()) {
    host.clock.sleep(watch_interval);
    tell_disturbed(host, faults);
    live.play_until_yesterday(host.zone);
  }
  (*server)->stop();
  return static_cast<int>(done);
}

}  // namespace avstem::app
