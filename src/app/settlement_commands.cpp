#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/close_progress.hpp"
#include "app/commands.hpp"
#include "app/tables.hpp"
#include "platform/interrupt.hpp"
#include "platform/log.hpp"
#include "services/settlement/close.hpp"
#include "services/settlement/import.hpp"

namespace avstem::app {
namespace {

Result<std::vector<services::Client>> chosen_clients(Session& session, const std::string& id) {
  if (id.empty()) return session.installation.clients().list();
  auto client = session.installation.clients().get(ClientId(id));
  if (!client) return client.error();
  return std::vector<services::Client>{*std::move(client)};
}

Result<services::CloseRange> read_range(const CloseOptions& options, Date today) {
  services::CloseRange range;
  const auto read = [](const std::string& text, std::optional<Date>& into) -> Result<void> {
    if (text.empty()) return {};
    auto date = Date::parse(text);
    if (!date) return date.error();
    into = *date;
    return {};
  };
  const std::string& from = options.date.empty() ? options.from : options.date;
  const std::string& to = options.date.empty() ? options.to : options.date;
  if (auto first = read(from, range.from); !first) return first.error();
  if (auto last = read(to, range.to); !last) return last.error();
  if (range.from && range.to && *range.to < *range.from) {
    return Error{ErrorKind::invalid, fmt::format("--from {} lies after --to {}", from, to)};
  }
  // Otherwise every date up to a mistyped year would be asked for, one by one.
  for (const auto& date : {range.from, range.to}) {
    if (date && *date > today) {
      return Error{ErrorKind::invalid,
                   fmt::format("{} lies in the future; the last date that can be closed is {}",
                               date->to_string(), today.previous().to_string())};
    }
  }
  return range;
}

bool has_failed(const services::CloseReport& report) {
  return !report.proof.is_proven();
}

int exit_code(const std::vector<services::CloseReport>& reports) {
  int code = done;
  for (const auto& report : reports) {
    const bool drafted_findings =
        std::any_of(report.drafts.begin(), report.drafts.end(),
                    [](const services::Draft& draft) { return !draft.findings.empty(); });
    if (report.open_findings > 0 || drafted_findings || has_failed(report)) {
      code = findings_remain;
    }
  }
  return code;
}

void print_closed(Session& session, const std::vector<services::CloseReport>& reports) {
  Output& output = session.host.output;
  if (session.options.json) {
    output.result(close_json(reports));
    return;
  }
  const bool any_date =
      std::any_of(reports.begin(), reports.end(),
                  [](const services::CloseReport& report) { return !report.dates.empty(); });
  if (any_date) {
    Table days = day_table();
    for (const auto& report : reports)
      add_days(days, report);
    output.result(days.to_string());
  } else {
    output.result("no ledger date is left to close\n");
  }
  for (const auto& report : reports) {
    for (const auto& agreement : report.compared)
      output.result(agreement.to_string() + "\n");
  }
  std::int64_t findings = 0;
  std::int64_t waiting = 0;
  for (const auto& report : reports) {
    findings += report.open_findings;
    waiting += report.waiting_findings;
    for (const services::Draft& draft : report.drafts) {
      for (const auto& voucher : draft.vouchers)
        output.result("\n" + journal_text(voucher));
      for (const auto& finding : draft.findings) {
        output.result(fmt::format("finding {}: {}\n", to_string(finding.kind), finding.message));
      }
    }
    if (!report.proof.accounts.empty()) {
      auto client = session.installation.clients().get(report.client);
      output.result("\n" + proof_text(report, client ? client->name : report.client.text()));
    }
  }
  if (findings > 0) {
    output.result(fmt::format("\n{} open findings; 'avstem findings list' shows them\n", findings));
  }
  if (waiting > 0) {
    output.result(fmt::format(
        "\n{} findings wait for a date; 'avstem findings list --waiting' shows them\n", waiting));
  }
}

Result<services::CloseReport> close_client(Session& session, const services::Client& client,
                                           const CloseOptions& options,
                                           const services::CloseRange& range) {
  services::ClientStore& clients = session.installation.clients();
  auto vipps = session.systems.vipps(clients, client.id);
  if (!vipps) return vipps.error();
  auto accounting = session.systems.accounting(clients, client);
  if (!accounting) return accounting.error();
  services::Close close({session.installation.database(), &(*vipps)->report, **accounting,
                         session.host.clock, session.host.zone});
  if (options.dry_run) return close.dry_run(client, range);
  JsonLog log(session.host.clock);
  CloseProgress progress(session.host.output, session.host.clock, client.id.text());
  services::CloseWatch watch;
  watch.stop = interrupted;
  watch.date_done = [&](const services::ClosedDate& date, int number, int count) {
    if (!session.options.json) return progress.date_done(date, number, count);
    log.event(Level::info, "ledger_date_read",
              {{"client", client.id.text()},
               {"ledger", date.ledger.text()},
               {"ledger_date", date.date.to_string()},
               {"status", to_string(date.status)},
               {"vouchers", date.vouchers},
               {"findings", date.findings}});
  };
  auto report = close.run(client, range, watch);
  progress.finish();
  return report;
}

/// What a person who stopped a close does to go on.
std::string how_to_go_on(const services::CloseReport& stopped, const services::CloseRange& range) {
  return fmt::format(
      "avstem: client '{}' was stopped before {}; what is done is kept, and nothing is done twice. "
      "Go on with: avstem close --client {} --from {}{}\n",
      stopped.client.text(), stopped.stopped_before->to_string(), stopped.client.text(),
      stopped.stopped_before->to_string(),
      range.to ? fmt::format(" --to {}", range.to->to_string()) : "");
}

}  // namespace

/// A client that fails does not keep the others from closing; the command fails in the end.
Result<int> close_command(Session& session, const CloseOptions& options) {
  if (options.mapping != 0) return mapping_compare_command(session, options);
  const Host& host = session.host;
  auto range = read_range(options, host.zone.date_of(host.clock.now()));
  if (!range) {
    session.host.output.note(fmt::format("avstem: {}\n", range.error().message));
    return static_cast<int>(wrong_usage);
  }
  auto clients = chosen_clients(session, options.client);
  if (!clients) return clients.error();
  // Who owns the installation has its own way to end; a dry run has nothing to finish.
  if (host.installation == nullptr && !options.dry_run) catch_first_interrupt();
  std::vector<services::CloseReport> reports;
  bool any_failed = false;
  for (const services::Client& client : *clients) {
    auto report = close_client(session, client, options, *range);
    if (report) {
      reports.push_back(*std::move(report));
      if (!reports.back().stopped_before) continue;
      any_failed = true;
      session.host.output.note(how_to_go_on(reports.back(), *range));
      if (&client != &clients->back()) {
        session.host.output.note("avstem: the clients after it were not begun\n");
      }
      break;
    } else {
      any_failed = true;
      session.host.output.note(fmt::format("avstem: {}\n", report.error().message));
    }
  }
  print_closed(session, reports);
  if (any_failed) return static_cast<int>(failed);
  return exit_code(reports);
}

Result<int> import_command(Session& session, const ImportOptions& options) {
  services::ClientStore& clients = session.installation.clients();
  auto client = clients.get(ClientId(options.client));
  if (!client) return client.error();
  const services::LedgerTerms* ledger = nullptr;
  for (const services::LedgerTerms& each : client->ledgers) {
    const bool only_one = options.ledger.empty() && client->ledgers.size() == 1;
    if (only_one || each.id.text() == options.ledger) ledger = &each;
  }
  if (ledger == nullptr) {
    return Error{
        ErrorKind::invalid,
        options.ledger.empty()
            ? fmt::format("client '{}' has {} ledgers; say which with --ledger", options.client,
                          client->ledgers.size())
            : fmt::format("client '{}' has no ledger '{}'", options.client, options.ledger)};
  }
  auto accounting = session.systems.accounting(clients, *client);
  if (!accounting) return accounting.error();
  std::vector<Date> dates;
  std::vector<services::Agreement> compared;
  services::Import import(session.installation.database(), session.host.clock, session.host.zone);
  for (const std::string& name : options.files) {
    auto bytes = read_file(session.host.path(name), 128U * 1024 * 1024);
    if (!bytes) return bytes.error();
    auto taken = import.file(*client, *ledger, *bytes, options.sales_unit);
    if (!taken) return taken.error().in(name);
    for (const auto& sum : taken->control_sums) {
      session.host.output.note(sum.to_string() + "\n");
    }
    for (const std::string& note : taken->notes) {
      session.host.output.note(fmt::format("{}: {}\n", name, note));
    }
    session.host.output.note(
        fmt::format("{}: {} ledger dates, {} new entries, {} control sums "
                    "agree\n",
                    name, taken->dates.size(), taken->new_entries, taken->control_sums.size()));
    compared.insert(compared.end(), taken->compared.begin(), taken->compared.end());
    dates.insert(dates.end(), taken->dates.begin(), taken->dates.end());
  }
  std::sort(dates.begin(), dates.end());
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  // A file needs no connection to Vipps.
  services::Close close({session.installation.database(), nullptr, **accounting, session.host.clock,
                         session.host.zone});
  auto report = close.run_stored(*client, *ledger, dates);
  if (!report) return report.error();
  report->compared = std::move(compared);
  const std::vector<services::CloseReport> reports{*std::move(report)};
  print_closed(session, reports);
  return exit_code(reports);
}

}  // namespace avstem::app
