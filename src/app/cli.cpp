#include "app/cli.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/command_line.hpp"
#include "app/control.hpp"

namespace avstem::app {

std::string check_date(const std::string& text) {
  auto date = Date::parse(text);
  return date ? "" : date.error().message;
}

CommandLine::CommandLine(const std::vector<std::string>& arguments) : arguments_(arguments) {
  app_.description("Avstem books every Vipps krone once, and proves it.");
  app_.require_subcommand(1);
  app_.set_version_flag("--version", AVSTEM_VERSION);
  common(app_);
  add_setup();
  add_clients();
  add_settlement();
  add_findings();
  add_vouchers();
  add_proofs();
  add_sales();
  add_invoices();
  add_rules();
  add_mapping();
}

int CommandLine::run(Host& host) {
  auto reversed = arguments_;
  std::reverse(reversed.begin(), reversed.end());
  try {
    app_.parse(reversed);
  } catch (const CLI::ParseError& error) {
    return explain(error, host);
  }
  auto code = action_(host);
  if (code) return *code;
  host.output.note(fmt::format("avstem: {}\n", code.error().message));
  return failed;
}

int CommandLine::explain(const CLI::ParseError& error, Host& host) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = app_.exit(error, out, err);
  // The library only says that a command is required, also when there is one it does not know.
  const std::vector<std::string> unknown = app_.remaining(true);
  if (error.get_name() == "RequiredError" && !unknown.empty()) {
    err.str(
        fmt::format("'{}' is no command here; --help lists those there are\n", unknown.front()));
  }
  host.output.result(out.str());
  host.output.note(err.str());
  return code == 0 ? done : wrong_usage;
}

void CommandLine::common(CLI::App& command) {
  command.add_option("--config", options_.config, "configuration file")->capture_default_str();
  command.add_flag("--json", options_.json, "one JSON document on stdout");
}

CLI::App& CommandLine::plain(CLI::App& parent, const std::string& name, const std::string& text,
                             Action action) {
  CLI::App& command = *parent.add_subcommand(name, text);
  common(command);
  command.callback([this, action = std::move(action)] { action_ = action; });
  return command;
}

CLI::App& CommandLine::with_data(CLI::App& parent, const std::string& name, const std::string& text,
                                 std::function<Result<int>(Session&)> action) {
  return plain(parent, name, text,
               [this, action = std::move(action)](Host& host) { return in_session(host, action); });
}

Result<int> CommandLine::in_session(Host& host,
                                    const std::function<Result<int>(Session&)>& action) {
  std::unique_ptr<Installation> opened;
  if (host.installation == nullptr) {
    auto config = read_config(host.path(options_.config));
    if (!config) return config.error();
    auto installation = Installation::open(*config, "avstem " + arguments_.front());
    if (!installation && installation.error().kind == ErrorKind::conflict) {
      auto answered = ask_owner(*config, arguments_, host);
      if (answered || answered.error().kind != ErrorKind::not_found) return answered;
      return installation.error();
    }
    if (!installation) return installation.error();
    opened = *std::move(installation);
  }
  Installation& installation = opened ? *opened : *host.installation;
  if (host.systems == nullptr) {
    host.systems = std::make_unique<Systems>(installation.config(), host.http, host.clock);
  }
  Session session{host, installation, *host.systems, options_};
  auto code = action(session);
  if (opened) host.systems.reset();
  return code;
}

int run_cli(const std::vector<std::string>& arguments, Host& host) {
  return CommandLine(arguments).run(host);
}

}  // namespace avstem::app
