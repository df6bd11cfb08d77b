#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/live_world.hpp"
#include "platform/files.hpp"
#include "platform/http_server.hpp"
#include "platform/interrupt.hpp"
#include "sandbox/world_files.hpp"

namespace avstem::app {
namespace {

constexpr std::chrono::milliseconds watch_interval{500};

/// Writes one client file each; they hold the sample keys.
Result<void> write_clients(Host& host, const sandbox::World& world, const std::string& folder) {
  const std::string path = host.path(folder);
  if (auto made = create_private_directory(path); !made) return made;
  for (const sandbox::SampleClient& client : world.clients()) {
    const std::string file = fmt::format("{}/{}.toml", path, client.id);
    if (auto written = write_file_atomically(file, sandbox::client_toml(client)); !written) {
      return written;
    }
    host.output.result(fmt::format("client file {}\n", file));
  }
  return {};
}

}  // namespace

Result<int> sandbox_command(Host& host, const CommonOptions&, const SandboxOptions& options) {
  const Date today = host.zone.date_of(host.clock.now());
  ManualClock clock{Instant()};
  sandbox::WorldOptions world_options;
  world_options.seed = options.seed;
  world_options.start = today.plus_days(-options.days);
  sandbox::World world(clock, world_options);
  for (int day = 0; day < options.days; ++day)
    world.play_day(world.next_day());
  if (!options.write_clients.empty()) {
    auto written = write_clients(host, world, options.write_clients);
    if (!written) return written.error();
  }
  LiveWorld live(world, clock, host.clock);
  auto server = HttpServer::start(live, static_cast<std::uint16_t>(options.port));
  if (!server) return server.error();
  host.output.result(fmt::format(
      "sandbox on http://127.0.0.1:{}: /vipps and /poweroffice, {} days up to {}; Ctrl-C ends it\n",
      (*server)->port(), options.days, today.previous().to_string()));
  catch_interrupts();
  while (!interrupted()) {
    host.clock.sleep(watch_interval);
    live.play_until_yesterday(host.zone);
  }
  (*server)->stop();
  return static_cast<int>(done);
}

}  // namespace avstem::app
