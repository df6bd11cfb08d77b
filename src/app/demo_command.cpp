// The demo: a seeded world on a virtual clock, closed day by day in one thread, so that the same
// seed gives the same bytes. Afterwards the world can be tried by hand until Ctrl-C.

#include <fmt/format.h>

#include <algorithm>

#include "app/client_file.hpp"
#include "app/commands.hpp"
#include "app/control.hpp"
#include "app/live_world.hpp"
#include "app/progress.hpp"
#include "app/tables.hpp"
#include "platform/handler_client.hpp"
#include "platform/http_server.hpp"
#include "platform/interrupt.hpp"
#include "platform/temporary_directory.hpp"
#include "sandbox/world_files.hpp"

namespace avstem::app {
namespace {

using services::CloseReport;

constexpr std::chrono::milliseconds control_wait{500};

std::string demo_config_text(int port) {
  return fmt::format(
      "data = \"data\"\n"
      "[environments.sandbox]\n"
      "vipps = \"http://127.0.0.1:{0}/vipps\"\n"
      "poweroffice = \"http://127.0.0.1:{0}/poweroffice\"\n"
      "poweroffice_token = \"http://127.0.0.1:{0}/poweroffice/OAuth/Token\"\n",
      port);
}

/// The sample clients, given to the installation the way a firm would: by their files.
Result<void> add_clients(Installation& installation, const sandbox::World& world) {
  for (const sandbox::SampleClient& sample : world.clients()) {
    auto file = parse_client_file(sandbox::client_toml(sample), sample.id + ".toml");
    if (!file) return file.error();
    if (auto added = installation.clients().add(file->client); !added) return added;
    for (const services::Connection& connection : file->connections) {
      auto kept = installation.clients().connect(file->client.id, connection);
      if (!kept) return kept;
    }
  }
  return {};
}

/// Adds one night's report to what the client has had before.
void append(CloseReport& all, CloseReport night) {
  all.client = night.client;
  all.dates.insert(all.dates.end(), night.dates.begin(), night.dates.end());
  all.posting.posted += night.posting.posted;
  all.posting.refused += night.posting.refused;
  night.proof.accounts.insert(night.proof.accounts.begin(), all.proof.accounts.begin(),
                              all.proof.accounts.end());
  all.proof = std::move(night.proof);
  all.open_findings = night.open_findings;
}

/// One night: every client's date is closed.
Result<void> close_night(Host& host, Installation& installation, Date date,
                         std::vector<CloseReport>& reports) {
  auto clients = installation.clients().list();
  if (!clients) return clients.error();
  reports.resize(clients->size());
  for (std::size_t i = 0; i < clients->size(); ++i) {
    const services::Client& client = (*clients)[i];
    auto vipps = host.systems->vipps(installation.clients(), client.id);
    if (!vipps) return vipps.error();
    auto accounting = host.systems->accounting(installation.clients(), client);
    if (!accounting) return accounting.error();
    services::Close close(
        {installation.database(), &(*vipps)->report, **accounting, host.clock, host.zone});
    auto report = close.run(client, {date, date});
    if (!report) return report.error();
    append(reports[i], *std::move(report));
  }
  return {};
}

void print_days(Output& output, const std::vector<CloseReport>& reports) {
  Table table = day_table();
  for (const CloseReport& report : reports) {
    if (&report != &reports.front()) table.rule();
    add_days(table, report);
  }
  output.result(table.to_string() + "\n");
}

/// What the demo comes to over all clients.
struct Outcome {
  bool proven = true;
  std::int64_t findings = 0;
  int vouchers = 0;

  int exit_code() const {
    if (!proven) return failed;
    return findings == 0 ? done : findings_remain;
  }
};

Outcome outcome_of(const std::vector<CloseReport>& reports) {
  Outcome outcome;
  for (const CloseReport& report : reports) {
    const bool all_closed =
        std::all_of(report.dates.begin(), report.dates.end(),
                    [](const auto& date) { return date.status == services::DateStatus::closed; });
    outcome.proven =
        outcome.proven && all_closed && report.proof.is_proven() && !report.proof.accounts.empty();
    outcome.findings += report.open_findings;
    outcome.vouchers += report.posting.posted;
  }
  return outcome;
}

Result<int> print_json(Host& host, const std::vector<CloseReport>& reports) {
  host.output.result(close_json(reports));
  return outcome_of(reports).exit_code();
}

Result<int> print_text(Host& host, Installation& installation,
                       const std::vector<CloseReport>& reports) {
  print_days(host.output, reports);
  for (const CloseReport& report : reports) {
    auto client = installation.clients().get(report.client);
    if (!client) return client.error();
    host.output.result(proof_text(report, client->name) + "\n");
  }
  const Outcome outcome = outcome_of(reports);
  host.output.result(fmt::format(
      "{} vouchers posted; {}; {} findings for a person to look at\n", outcome.vouchers,
      outcome.proven ? "every ledger is proven: difference 0.00" : "NOT every ledger is proven",
      outcome.findings));
  return outcome.exit_code();
}

/// Serves the world and answers commands from other terminals until Ctrl-C.
Result<void> serve(Host& host, sandbox::World& world, ManualClock& clock, const Clock& wall,
                   int port) {
  LiveWorld live(world, clock, wall);
  ServerLimits limits;
  limits.body_bytes_max = sandbox::PowerOfficeLimits{}.upload_bytes_max;
  auto server = HttpServer::start(live, static_cast<std::uint16_t>(port), limits);
  if (!server) return server.error();
  HandlerClient http(live);
  Host owner{host.output, clock, http, host.zone, "", host.installation, nullptr};
  const Config& config = host.installation->config();
  auto control = ControlServer::listen(Installation::socket_path(config));
  if (!control) return control.error();
  const std::string command = fmt::format("build/release/avstem --config {}", config.path);
  // Stdout may be a JSON document that has ended.
  host.output.note(fmt::format(
      "\nThe sandbox goes on at http://127.0.0.1:{}. Try in another terminal:\n"
      "  {} findings list\n  {} vouchers list --client {}\n  {} close\nCtrl-C ends it.\n",
      (*server)->port(), command, command, world.clients().front().id, command));
  while (!interrupted()) {
    auto answered = answer_one(*control, owner, control_wait);
    if (!answered && !interrupted()) {
      host.output.note(fmt::format("avstem: {}\n", answered.error().message));
    }
  }
  (*server)->stop();
  return {};
}

}  // namespace

Result<int> demo_command(Host& host, const CommonOptions& common, const DemoOptions& options) {
  ManualClock clock{Instant()};
  sandbox::WorldOptions world_options;
  world_options.seed = options.seed;
  sandbox::World world(clock, world_options);
  Mounts mounts;
  mounts.mount("/vipps", world.vipps());
  mounts.mount("/poweroffice", world.poweroffice());
  HandlerClient http(mounts);

  // From here on Ctrl-C ends the demo in order: its folder holds keys and is to be removed.
  catch_interrupts();
  auto directory = TemporaryDirectory::make();
  if (!directory) return directory.error();
  const std::string path = directory->path() + "/avstem.toml";
  if (auto kept = create_private_file(path, demo_config_text(options.port)); !kept) {
    return kept.error();
  }
  auto config = read_config(path);
  if (!config) return config.error();
  auto installation = Installation::open(*config, "avstem demo");
  if (!installation) return installation.error();
  if (auto added = add_clients(**installation, world); !added) return added.error();

  Host inner{host.output,
             clock,
             http,
             host.zone,
             "",
             installation->get(),
             std::make_unique<Systems>(*config, http, clock)};
  std::vector<CloseReport> reports;
  Progress progress(host.output, "demo", options.days);
  for (int day = 0; day < options.days; ++day) {
    if (interrupted()) return Error{ErrorKind::unavailable, "the demo was stopped"};
    const Date date = world.next_day();
    world.play_day(date);
    if (auto closed = close_night(inner, **installation, date, reports); !closed) {
      return closed.error();
    }
    progress.step(fmt::format("{} closed", date.to_string()));
  }
  progress.finish();
  auto code = common.json ? print_json(inner, reports) : print_text(inner, **installation, reports);
  if (!code || options.once) return code;
  if (auto served = serve(inner, world, clock, host.clock, options.port); !served) {
    return served.error();
  }
  return code;
}

}  // namespace avstem::app
