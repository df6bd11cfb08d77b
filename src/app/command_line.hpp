#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "app/commands.hpp"

namespace avstem::app {

/// Refuses what is no date while the line is read, so that nothing is opened for it.
std::string check_date(const std::string& text);

/// The command line, its options and what was chosen. For .cpp files only: the parser is a heavy
/// header.
class CommandLine {
 public:
  explicit CommandLine(const std::vector<std::string>& arguments);
  /// Parses the line and runs what it says; an exit code.
  int run(Host& host);

 private:
  using Action = std::function<Result<int>(Host&)>;
  using FindingCommand = Result<int> (*)(Session&, const FindingOptions&);

  int explain(const CLI::ParseError& error, Host& host);
  void common(CLI::App& command);
  /// A command under `parent` that runs without an installation.
  CLI::App& plain(CLI::App& parent, const std::string& name, const std::string& text,
                  Action action);
  /// A command that opens the installation, or asks the process that has it open.
  CLI::App& with_data(CLI::App& parent, const std::string& name, const std::string& text,
                      std::function<Result<int>(Session&)> action);
  Result<int> in_session(Host& host, const std::function<Result<int>(Session&)>& action);

  // command_line_setup.cpp
  void add_setup();
  void add_clients();
  void add_rules();
  void add_mapping();

  // command_line_books.cpp
  void add_settlement();
  void add_vouchers();
  void add_corrections(CLI::App& vouchers);
  void add_proofs();
  void add_sales();
  void add_invoices();

  // command_line_findings.cpp
  void add_findings();
  /// Those that make a voucher.
  void add_decisions(CLI::App& findings);
  CLI::App& add_finding_command(CLI::App& findings, const std::string& name,
                                const std::string& text, FindingCommand action);
  CLI::App& add_finding_action(CLI::App& findings, const std::string& name, const std::string& text,
                               FindingCommand action);

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
  CorrectOptions correct_;
  ProofOptions proof_;
  SaleOptions sale_;
  InvoiceOptions invoice_;
  RuleOptions rule_;
  MappingOptions mapping_;
  Action action_;
};

}  // namespace avstem::app
