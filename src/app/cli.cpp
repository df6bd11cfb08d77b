#include "app/cli.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>

#include "app/commands.hpp"
#include "app/control.hpp"

namespace avstem::app {
namespace {

using Action = std::function<Result<int>(Host&)>;

/// Refuses what is no date while the line is read, so that nothing is opened for it.
std::string check_date(const std::string& text) {
  auto date = Date::parse(text);
  return date ? "" : date.error().message;
}

/// The command line, its options and what was chosen.
class CommandLine {
 public:
  explicit CommandLine(const std::vector<std::string>& arguments) : arguments_(arguments) {
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
    add_rules();
  }

  int run(Host& host) {
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

 private:
  int explain(const CLI::ParseError& error, Host& host) {
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

  void common(CLI::App& command) {
    command.add_option("--config", options_.config, "configuration file")->capture_default_str();
    command.add_flag("--json", options_.json, "one JSON document on stdout");
  }

  /// A command under `parent` that runs without an installation.
  CLI::App& plain(CLI::App& parent, const std::string& name, const std::string& text,
                  Action action) {
    CLI::App& command = *parent.add_subcommand(name, text);
    common(command);
    command.callback([this, action = std::move(action)] { action_ = action; });
    return command;
  }

  /// A command that opens the installation, or asks the process that has it open.
  CLI::App& with_data(CLI::App& parent, const std::string& name, const std::string& text,
                      std::function<Result<int>(Session&)> action) {
    return plain(parent, name, text, [this, action = std::move(action)](Host& host) {
      return in_session(host, action);
    });
  }

  Result<int> in_session(Host& host, const std::function<Result<int>(Session&)>& action) {
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

  void add_setup() {
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

  void add_clients() {
    CLI::App& client = *app_.add_subcommand("client", "clients of the firm");
    client.require_subcommand(1);
    with_data(client, "add", "add a client from a file",
              [this](Session& session) { return client_add_command(session, client_); })
        .add_option("--from", client_.from, "client file (TOML)")
        ->required();
    with_data(client, "list", "list clients", client_list_command);
    with_data(client, "show", "show a client",
              [this](Session& session) { return client_show_command(session, client_); })
        .add_option("client", client_.id, "client id")
        ->required();
    auto& set =
        with_data(client, "set", "change accounts, or add a ledger",
                  [this](Session& session) { return client_set_command(session, client_); });
    set.add_option("client", client_.id, "client id")->required();
    set.add_option("--account", client_.accounts, "role=number, e.g. payment_fees=7775");
    set.add_option("--add-ledger", client_.add_ledger, "file with one ledger");
    CLI::App& connect = *app_.add_subcommand("connect", "give a client's keys");
    connect.require_subcommand(1);
    for (const char* system : {"vipps", "poweroffice"}) {
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

  void add_settlement() {
    with_data(app_, "balance", "what stands at Vipps now, and what came in today",
              [this](Session& session) { return balance_command(session, client_); })
        .add_option("--client", client_.id, "client id; without it every client");
    auto& close = with_data(app_, "close", "fetch, book, post and prove ledger dates",
                            [this](Session& session) { return close_command(session, close_); });
    close.add_option("--client", close_.client, "client id; without it every client");
    auto* date = close.add_option("--date", close_.date, "one ledger date")->check(check_date);
    close.add_option("--from", close_.from, "first ledger date; without it the first open one")
        ->excludes(date)
        ->check(check_date);
    close.add_option("--to", close_.to, "last ledger date; without it yesterday")
        ->excludes(date)
        ->check(check_date);
    close.add_flag("--dry-run", close_.dry_run, "print the vouchers, post nothing");
    auto& import = with_data(app_, "import", "take Vipps settlement reports (XML, CSV, zip)",
                             [this](Session& session) { return import_command(session, import_); });
    import.add_option("files", import_.files, "settlement report files")->required();
    import.add_option("--client", import_.client, "client id")->required();
    import.add_option("--ledger", import_.ledger, "ledger id, when the client has several");
    import.add_option("--sales-unit", import_.sales_unit,
                      "serial number, when the file has several sales units");
  }

  void add_findings() {
    CLI::App& findings = *app_.add_subcommand("findings", "what a person must look at");
    findings.require_subcommand(1);
    auto& list = with_data(findings, "list", "list open findings", [this](Session& session) {
      return findings_list_command(session, finding_);
    });
    list.add_option("--client", finding_.client, "client id; without it every client");
    list.add_option("--kind", finding_.kind, "only those of a kind, e.g. payment-without-claim");
    list.add_option("--older-than", finding_.older_than, "only those of more days than this")
        ->check(CLI::Range(0, 100'000));
    list.add_option("--sort", finding_.sort,
                    "age: the oldest first; risk: the largest amount first")
        ->check(CLI::IsMember({"age", "risk"}))
        ->capture_default_str();
    list.add_flag("--waiting", finding_.waiting, "those that wait for a date instead");
    add_finding_command(findings, "show", "show one finding and what was done about it",
                        findings_show_command);
    add_decisions(findings);
    auto& wait = add_finding_action(
        findings, "wait", "expect it later; it does not count till then", findings_wait_command);
    wait.add_option("--until", finding_.until, "the day it counts again")
        ->required()
        ->check(check_date);
    add_finding_command(findings, "resolve", "close a finding with a reason",
                        findings_resolve_command)
        .add_option("--note", finding_.note, "the reason, kept with the finding")
        ->required();
    auto& undo = with_data(findings, "undo", "take an action back", [this](Session& session) {
      return findings_undo_command(session, finding_);
    });
    undo.add_option("action", finding_.action, "number of the action, as 'findings show' has it")
        ->required();
    undo.add_option("--note", finding_.note, "why, kept with the action");
  }

  /// Those that make a voucher.
  void add_decisions(CLI::App& findings) {
    auto& link = add_finding_action(findings, "link",
                                    "move the money to a customer; without options as suggested",
                                    findings_link_command);
    auto* customer = link.add_option("--customer", finding_.customer, "customer number")
                         ->check(CLI::PositiveNumber);
    auto* reference =
        link.add_option("--reference", finding_.reference, "the open item's matching reference")
            ->needs(customer);
    link.add_option("--invoice", finding_.invoice, "the open item's invoice number")
        ->needs(customer)
        ->excludes(reference);
    add_finding_action(findings, "split", "move the money to several places",
                       findings_split_command)
        .add_option("--to", finding_.to, "3900=150.00, 3000/3=150.00 or customer:10015=300.00")
        ->required();
    auto& post =
        add_finding_action(findings, "post", "move the money to an account", findings_post_command);
    post.add_option("--account", finding_.account, "account number")->required();
    post.add_option("--vat", finding_.vat_code, "SAF-T standard VAT code");
    post.add_option("--department", finding_.department, "department code");
    post.add_option("--project", finding_.project, "project code");
    add_finding_action(findings, "force", "accept the loss of a disputed capture",
                       findings_force_command)
        .add_option("--vat-back", finding_.vat_back,
                    "take the sale's VAT back; only for a confirmed loss (mval. § 4-7)")
        ->check(CLI::IsMember({"regular", "middle", "low"}));
  }

  using FindingCommand = Result<int> (*)(Session&, const FindingOptions&);

  CLI::App& add_finding_command(CLI::App& findings, const std::string& name,
                                const std::string& text, FindingCommand action) {
    auto& command = with_data(findings, name, text, [this, action](Session& session) {
      return action(session, finding_);
    });
    command.add_option("finding", finding_.id, "number of the finding")->required();
    return command;
  }

  CLI::App& add_finding_action(CLI::App& findings, const std::string& name, const std::string& text,
                               FindingCommand action) {
    auto& command = add_finding_command(findings, name, text, action);
    command.add_option("--note", finding_.note, "why, kept with the action");
    return command;
  }

  void add_vouchers() {
    CLI::App& vouchers = *app_.add_subcommand("vouchers", "our journal");
    vouchers.require_subcommand(1);
    auto& list = with_data(vouchers, "list", "list vouchers", [this](Session& session) {
      return vouchers_list_command(session, voucher_);
    });
    list.add_option("--client", voucher_.client, "client id")->required();
    list.add_option("--from", voucher_.from, "first ledger date")->check(check_date);
    list.add_option("--to", voucher_.to, "last ledger date")->check(check_date);
    auto& show = with_data(vouchers, "show", "show a voucher's lines", [this](Session& session) {
      return vouchers_show_command(session, voucher_);
    });
    show.add_option("voucher", voucher_.voucher, "number or reference")->required();
    show.add_option("--client", voucher_.client, "client id")->required();
    auto& why = with_data(app_, "why", "say why a voucher is what it is",
                          [this](Session& session) { return why_command(session, voucher_); });
    why.add_option("voucher", voucher_.voucher, "number or reference; number:line for one line")
        ->required();
    why.add_option("--client", voucher_.client, "client id")->required();
  }

  void add_proofs() {
    CLI::App& proof = *app_.add_subcommand("proof", "what was proven, and on what it rests");
    proof.require_subcommand(1);
    auto& list = with_data(proof, "list", "list proofs", [this](Session& session) {
      return proof_list_command(session, proof_);
    });
    list.add_option("--client", proof_.client, "client id")->required();
    list.add_option("--from", proof_.from, "first ledger date")->check(check_date);
    list.add_option("--to", proof_.to, "last ledger date")->check(check_date);
    const auto named = [this](CLI::App& command) {
      command.add_option("proof", proof_.proof, "CLIENT:NUMBER, or CLIENT:DATE for the last of it")
          ->required();
    };
    named(with_data(proof, "show", "show a proof; with --json its canonical document",
                    [this](Session& session) { return proof_show_command(session, proof_); }));
    auto& print = with_data(proof, "print", "write a proof to files", [this](Session& session) {
      return proof_print_command(session, proof_);
    });
    named(print);
    print.add_option("--csv", proof_.csv, "file for the figures and rows as CSV");
    print.add_option("--pdf", proof_.pdf, "file for the proof as an auditor files it");
    print.add_option("--document", proof_.document, "file for the canonical document");
    auto& verify = with_data(app_, "verify", "replay a proof from the raw pages, offline",
                             [this](Session& session) { return verify_command(session, proof_); });
    named(verify);
    verify.add_option("--file", proof_.file, "a canonical document that was handed out");
  }

  void add_sales() {
    CLI::App& sale = *app_.add_subcommand("sale", "what was sold for the payments");
    sale.require_subcommand(1);
    auto& add = with_data(sale, "add", "add sales or registers' Z reports from a file",
                          [this](Session& session) { return sale_add_command(session, sale_); });
    add.add_option("--client", sale_.client, "client id")->required();
    add.add_option("--from", sale_.from, "file with sales or Z reports (TOML or CSV)")->required();
  }

  void add_rules() {
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

  const std::vector<std::string>& arguments_;
  CLI::App app_{"", "avstem"};
  CommonOptions options_;
  SandboxOptions sandbox_;
  DemoOptions demo_;
  ClientOptions client_;
  ConnectOptions connect_;
  CloseOptions close_;
  ImportOptions import_;
  FindingOptions finding_;
  VoucherOptions voucher_;
  ProofOptions proof_;
  SaleOptions sale_;
  RuleOptions rule_;
  Action action_;
};

}  // namespace

int run_cli(const std::vector<std::string>& arguments, Host& host) {
  return CommandLine(arguments).run(host);
}

}  // namespace avstem::app
