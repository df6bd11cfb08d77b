#include "tests/crash/crash_installation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/client_file.hpp"
#include "app/installation.hpp"
#include "platform/files.hpp"
#include "sandbox/world_day.hpp"
#include "sandbox/world_files.hpp"
#include "services/settlement/finding_store.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::crash {
namespace {

using sandbox::must;

constexpr Date long_before{2000, 1, 1};
constexpr Date long_after{2099, 12, 31};
constexpr std::size_t output_bytes_max = 16U * 1024 * 1024;

std::string config_text(const InstallationTerms& terms) {
  return fmt::format(
      "data = \"data\"\n"
      "[environments.sandbox]\n"
      "vipps = \"http://127.0.0.1:{0}/vipps\"\n"
      "poweroffice = \"http://127.0.0.1:{0}/poweroffice\"\n"
      "poweroffice_token = \"http://127.0.0.1:{0}/poweroffice/OAuth/Token\"\n"
      "poweroffice_read_lag_ms = {1}\n"
      "poweroffice_requests_per_second = {2}\n",
      terms.port, terms.read_lag.count(), terms.requests_per_second);
}

void read_client(app::Installation& installation, const services::Client& client,
                 Knowledge& knowledge) {
  services::VoucherStore vouchers(installation.database());
  for (const auto& stored : must(vouchers.of_dates(client.id, long_before, long_after))) {
    knowledge.vouchers.push_back(
        fmt::format("{} {} {} {} {} {}", stored.number, stored.voucher.head().reference,
                    stored.voucher.head().date.to_string(), to_string(stored.state),
                    stored.remote.remote_id, stored.remote.remote_number));
    if (stored.state != services::VoucherState::posted) knowledge.all_posted = false;
  }
  services::FindingStore findings(installation.database());
  for (const auto& stored : must(findings.open(client.id))) {
    knowledge.findings.push_back(fmt::format("{} {} {} {}", stored.finding.ledger_date.to_string(),
                                             to_string(stored.finding.kind), stored.finding.subject,
                                             stored.finding.amount));
  }
  std::sort(knowledge.findings.begin(), knowledge.findings.end());
  for (const auto& proof : must(findings.proofs(client.id, long_before, long_after))) {
    knowledge.proofs.push_back(
        fmt::format("{} {} {}", proof.account, proof.date.to_string(), proof.difference()));
    if (!proof.is_proven()) knowledge.all_proven = false;
  }
}

}  // namespace

CrashInstallation::CrashInstallation(const InstallationTerms& terms,
                                     const sandbox::SampleClient& client) {
  must(create_private_file(config(), config_text(terms)));
  const auto installation = must(app::Installation::open(must(app::read_config(config())), "test"));
  const auto file = must(app::parse_client_file(sandbox::client_toml(client), "client.toml"));
  must(installation->clients().add(file.client));
  for (const auto& connection : file.connections)
    must(installation->clients().connect(file.client.id, connection));
}

CrashInstallation::CrashInstallation(const CrashInstallation& model) {
  std::filesystem::copy(model.directory_.path(), directory_.path(),
                        std::filesystem::copy_options::recursive);
}

std::string CrashInstallation::output() const {
  auto text = read_file(file("output"), output_bytes_max);
  return text ? *text : "";
}

Knowledge CrashInstallation::knowledge() const {
  const auto installation = must(app::Installation::open(must(app::read_config(config())), "test"));
  Knowledge knowledge;
  for (const auto& client : must(installation->clients().list()))
    read_client(*installation, client, knowledge);
  return knowledge;
}

}  // namespace avstem::crash
