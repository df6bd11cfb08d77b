#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/live_world.hpp"
#include "platform/files.hpp"
#include "platform/http_server.hpp"
#include "platform/interrupt.hpp"
#include "sandbox/world_files.hpp"

namespace avstem::app {
namespace {

constexpr std::chrono::milliseconds watch_interval{500};

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
  auto server = HttpServer::start(live, static_cast<std::uint16_t>(options.port));
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
    host.output.result(
        fmt::format("sandbox on {}: /vipps and /poweroffice, {} days up to {}; Ctrl-C ends it\n",
                    url, options.days, today.previous().to_string()));
  }
  while (!interrupted()) {
    host.clock.sleep(watch_interval);
    live.play_until_yesterday(host.zone);
  }
  (*server)->stop();
  return static_cast<int>(done);
}

}  // namespace avstem::app
