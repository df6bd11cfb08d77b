#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/tables.hpp"
#include "services/settlement/chart_check.hpp"

namespace avstem::app {
namespace {

/// One thing that doctor looked at.
struct Check {
  std::string what;
  bool good = false;
  std::string verdict;
};

Check checked(std::string what, const Error& error) {
  return {std::move(what), false, error.message};
}

void check_vipps(Session& session, const services::Client& client, std::vector<Check>& checks) {
  const std::string what = client.id.text() + ": Vipps";
  auto vipps = session.systems.vipps(session.installation.clients(), client.id);
  if (!vipps) {
    checks.push_back(checked(what, vipps.error()));
    return;
  }
  auto visible = (*vipps)->ledgers.list();
  if (!visible) {
    checks.push_back(checked(what, visible.error()));
    return;
  }
  std::string missing;
  for (const services::LedgerTerms& ledger : client.ledgers) {
    const bool seen = std::any_of(visible->begin(), visible->end(),
                                  [&](const vipps::Ledger& it) { return it.id == ledger.id; });
    if (!seen) missing += " " + ledger.id.text();
  }
  if (missing.empty()) {
    checks.push_back({what, true, fmt::format("{} ledgers visible", visible->size())});
  } else {
    checks.push_back({what, false,
                      fmt::format("the keys do not see ledger{}; has access been granted in the "
                                  "portal?",
                                  missing)});
  }
}

void check_accounting(Session& session, const services::Client& client,
                      std::vector<Check>& checks) {
  auto connection = Systems::accounting_connection(session.installation.clients(), client.id);
  const bool twentyfour = connection && connection->system == "24sevenoffice";
  const std::string what = client.id.text() + (twentyfour ? ": 24SevenOffice" : ": PowerOffice");
  auto system = session.systems.accounting(session.installation.clients(), client);
  if (!system) {
    checks.push_back(checked(what, system.error()));
    return;
  }
  auto chart = (*system)->chart();
  if (!chart) {
    checks.push_back(checked(what, chart.error()));
    return;
  }
  auto there =
      chart->require({client.mapping.settlement_accounts(), client.mapping.settlement_vat_codes()});
  if (!there) {
    checks.push_back(checked(what, there.error()));
    return;
  }
  auto lock = (*system)->lock_date();
  if (!lock) {
    checks.push_back(checked(what, lock.error()));
    return;
  }
  checks.push_back({what, true,
                    fmt::format("accounts and VAT codes are there; lock date {}",
                                *lock ? (*lock)->to_string() : "is not set")});
}

}  // namespace

Result<int> init_command(Host& host, const CommonOptions& options) {
  const std::string path = host.path(options.config);
  auto written = create_private_file(path, default_config_text());
  if (!written && written.error().kind != ErrorKind::conflict) return written.error();
  auto config = read_config(path);
  if (!config) return config.error();
  auto installation = Installation::open(*config, "avstem init");
  if (!installation) return installation.error();
  if (options.json) {
    host.output.result(nlohmann::json{{"config", path}, {"data", config->data}}.dump(2) + "\n");
  } else {
    host.output.result(
        fmt::format("{} configuration {}\ndatabase {}\nkey {}: back it up, it opens "
                    "the clients' keys\n",
                    written ? "new" : "existing", path, Installation::database_path(*config),
                    Installation::key_path(*config)));
  }
  return static_cast<int>(done);
}

Result<int> doctor_command(Session& session) {
  std::vector<Check> checks;
  checks.push_back({"configuration", true, session.installation.config().path});
  checks.push_back({"database", true, Installation::database_path(session.installation.config())});
  auto clients = session.installation.clients().list();
  if (!clients) return clients.error();
  for (const services::Client& client : *clients) {
    check_vipps(session, client, checks);
    check_accounting(session, client, checks);
  }
  bool all_good = true;
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  Table table({{"checked"}, {""}, {"verdict"}});
  for (const Check& check : checks) {
    all_good = all_good && check.good;
    list.push_back({{"checked", check.what}, {"good", check.good}, {"verdict", check.verdict}});
    table.add({check.what, check.good ? "good" : "BAD", check.verdict});
  }
  session.host.output.result(
      session.options.json ? nlohmann::ordered_json{{"checks", std::move(list)}}.dump(2) + "\n"
                           : table.to_string());
  return static_cast<int>(all_good ? done : failed);
}

}  // namespace avstem::app
