// Installation, clients, their keys, rules and accounts.

#include "app/command_line.hpp"

namespace avstem::app {

void CommandLine::add_setup() {
  plain(app_, "init", "make a configuration file and an empty installation",
        [this](Host& host) { return init_command(host, options_); });
  with_data(app_, "doctor", "check configuration, keys and connections", doctor_command);
  auto& sandbox =
      plain(app_, "sandbox", "serve stand-ins for Vipps and PowerOffice with sample clients",
            [this](Host& host) { return sandbox_command(host, options_, sandbox_); });
  sandbox.add_option("--port", sandbox_.port, "port on 127.0.0.1")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  sandbox.add_option("--seed", sandbox_.seed, "seed of the world")->capture_default_str();
  sandbox.add_option("--days", sandbox_.days, "days played, up to yesterday")
      ->check(CLI::Range(1, 366))
      ->capture_default_str();
  sandbox.add_option("--write-clients", sandbox_.write_clients,
                     "folder to write the sample clients' files to");
  sandbox.add_option("--faults", sandbox_.faults,
                     "requests to disturb: a script's file name, or a number as a seed");
  auto& demo = plain(app_, "demo", "three sample clients, ten days, closed and proven",
                     [this](Host& host) { return demo_command(host, options_, demo_); });
  demo.add_flag("--once", demo_.once, "exit after the proof");
  demo.add_option("--seed", demo_.seed, "seed of the world")->capture_default_str();
  demo.add_option("--days", demo_.days, "days to play")
      ->check(CLI::Range(1, 366))
      ->capture_default_str();
  demo.add_option("--port", demo_.port, "port of the sandbox afterwards")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
}

void CommandLine::add_clients() {
  CLI::App& client = *app_.add_subcommand("client", "clients of the firm");
  client.require_subcommand(1);
  auto& add = with_data(client, "add", "add a client from a file",
                        [this](Session& session) { return client_add_command(session, client_); });
  add.add_option("--from", client_.from, "client file (TOML)")->required();
  add.add_option("--template", client_.from_template,
                 "accounts of a trade: webshop, club, cafe, gym");
  with_data(client, "list", "list clients", client_list_command);
  with_data(client, "show", "show a client",
            [this](Session& session) { return client_show_command(session, client_); })
      .add_option("client", client_.id, "client id")
      ->required();
  auto& set = with_data(client, "set", "change accounts, or add a ledger",
                        [this](Session& session) { return client_set_command(session, client_); });
  set.add_option("client", client_.id, "client id")->required();
  set.add_option("--account", client_.accounts, "role=number, e.g. payment_fees=7775");
  set.add_option("--add-ledger", client_.add_ledger, "file with one ledger");
  set.add_option("--locked-until", client_.locked_until, "lock the client's periods up to a date")
      ->check(check_date);
  auto* reason = set.add_option("--reason", client_.reason, "why it is unlocked; it is kept");
  set.add_flag("--unlock", client_.unlock, "move the lock back to --locked-until, or remove it")
      ->needs(reason);
  CLI::App& connect = *app_.add_subcommand("connect", "give a client's keys");
  connect.require_subcommand(1);
  for (const char* system : {"vipps", "poweroffice", "24sevenoffice"}) {
    auto& one = with_data(connect, system, std::string("keys of ") + system,
                          [this, system](Session& session) {
                            connect_.system = system;
                            return connect_command(session, connect_);
                          });
    one.add_option("--client", connect_.client, "client id")->required();
    one.add_option("--from", connect_.from, "file with the keys (TOML)")->required();
  }
  with_data(app_, "ledgers", "list the Vipps ledgers a client's keys can see",
            [this](Session& session) { return ledgers_command(session, client_); })
      .add_option("--client", client_.id, "client id")
      ->required();
}

void CommandLine::add_rules() {
  CLI::App& rules = *app_.add_subcommand("rules", "how a client's payments are matched");
  rules.require_subcommand(1);
  auto& list = with_data(rules, "list", "show rules, tolerance and collective customer",
                         [this](Session& session) { return rules_list_command(session, rule_); });
  list.add_option("--client", rule_.client, "client id")->required();
  list.add_option("--version", rule_.version, "an earlier version")
      ->check(CLI::Range(1, 1'000'000));
  auto& set = with_data(rules, "set", "put all rules of a file in force, as a new version",
                        [this](Session& session) { return rules_set_command(session, rule_); });
  set.add_option("--client", rule_.client, "client id")->required();
  set.add_option("--from", rule_.from, "file with the rules (TOML)")->required();
}

void CommandLine::add_mapping() {
  CLI::App& mapping = *app_.add_subcommand("mapping", "accounts and VAT codes by role");
  mapping.require_subcommand(1);
  const auto command = [&](const char* name, const char* words, auto action) -> CLI::App& {
    return with_data(mapping, name, words,
                     [this, action](Session& session) { return action(session, mapping_); });
  };
  const auto of_client = [&](CLI::App& one) {
    one.add_option("--client", mapping_.client, "client id")->required();
  };
  auto& show = command("show", "show a mapping", mapping_show_command);
  of_client(show);
  show.add_option("--version", mapping_.version, "an earlier version")
      ->check(CLI::Range(1, 1'000'000));
  of_client(command("history", "list the versions of a mapping", mapping_history_command));
  auto& set = command("set", "put a mapping in force, as a new version", mapping_set_command);
  of_client(set);
  set.add_option("--from", mapping_.from, "file with roles (TOML)");
  set.add_option("--template", mapping_.from_template,
                 "accounts of a trade: webshop, club, cafe, gym");
  auto& copy = command("copy", "give other clients the same mapping", mapping_copy_command);
  copy.add_option("from", mapping_.client, "client to copy from")->required();
  copy.add_option("to", mapping_.to, "clients that get it")->required();
  auto& propose =
      command("propose", "propose a mapping from the chart of accounts", mapping_propose_command);
  of_client(propose);
  propose.add_flag("--accept", mapping_.accept, "put what is at least medium in force");
  propose.add_option("--out", mapping_.out, "file to write the whole proposal to");
}

}  // namespace avstem::app
