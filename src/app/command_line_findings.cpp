// What a person must look at, and does about it.

#include "app/command_line.hpp"

namespace avstem::app {

void CommandLine::add_findings() {
  CLI::App& findings = *app_.add_subcommand("findings", "what a person must look at");
  findings.require_subcommand(1);
  auto& list = with_data(findings, "list", "list open findings", [this](Session& session) {
    return findings_list_command(session, finding_);
  });
  list.add_option("--client", finding_.client, "client id; without it every client");
  list.add_option("--kind", finding_.kind, "only those of a kind, e.g. payment-without-claim");
  list.add_option("--older-than", finding_.older_than, "only those of more days than this")
      ->check(CLI::Range(0, 100'000));
  list.add_option("--sort", finding_.sort, "age: the oldest first; risk: the largest amount first")
      ->check(CLI::IsMember({"age", "risk"}))
      ->capture_default_str();
  list.add_flag("--waiting", finding_.waiting, "those that wait for a date instead");
  add_finding_command(findings, "show", "show one finding and what was done about it",
                      findings_show_command);
  add_decisions(findings);
  auto& wait = add_finding_action(findings, "wait", "expect it later; it does not count till then",
                                  findings_wait_command);
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

void CommandLine::add_decisions(CLI::App& findings) {
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
  add_finding_action(findings, "split", "move the money to several places", findings_split_command)
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

CLI::App& CommandLine::add_finding_command(CLI::App& findings, const std::string& name,
                                           const std::string& text, FindingCommand action) {
  auto& command = with_data(findings, name, text,
                            [this, action](Session& session) { return action(session, finding_); });
  command.add_option("finding", finding_.id, "number of the finding")->required();
  return command;
}

CLI::App& CommandLine::add_finding_action(CLI::App& findings, const std::string& name,
                                          const std::string& text, FindingCommand action) {
  auto& command = add_finding_command(findings, name, text, action);
  command.add_option("--note", finding_.note, "why, kept with the action");
  return command;
}

}  // namespace avstem::app
