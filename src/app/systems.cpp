#include "app/systems.hpp"

#include "platform/digest.hpp"

namespace avstem::app {

Result<std::unique_ptr<VippsAccess>> Systems::vipps(services::ClientStore& clients,
                                                    const ClientId& id) {
  auto connection = clients.connection(id, "vipps");
  if (!connection) return connection.error();
  auto environment = config_.environment(connection->environment);
  if (!environment) return environment.error();
  vipps::Credentials credentials;
  if (connection->key("subscription_key").empty()) {
    credentials = vipps::AccountingKeys{connection->key("client_id"),
                                        Secret(connection->key("client_secret"))};
  } else {
    credentials = vipps::SalesUnitKeys{
        connection->key("client_id"), Secret(connection->key("client_secret")),
        Secret(connection->key("subscription_key")), connection->key("merchant_serial_number")};
  }
  if (auto usable = vipps::check_credentials(credentials); !usable) return usable.error();
  auto client = clients.get(id);
  if (!client) return client.error();
  return std::make_unique<VippsAccess>(http_, clock_, vipps::Endpoint{environment->vipps},
                                       std::move(credentials),
                                       vipps::ReportOptions{client->fetch_personal_data});
}

Result<std::unique_ptr<accounting::AccountingSystem>> Systems::accounting(
    services::ClientStore& clients, const services::Client& client) {
  namespace poweroffice = accounting::poweroffice;
  auto connection = clients.connection(client.id, "poweroffice");
  if (!connection) return connection.error();
  auto environment = config_.environment(connection->environment);
  if (!environment) return environment.error();
  poweroffice::Settings settings;
  settings.base_url = environment->poweroffice;
  settings.token_url = environment->poweroffice_token;
  settings.application_key = Secret(connection->key("application_key"));
  settings.client_key = Secret(connection->key("client_key"));
  settings.subscription_key = Secret(connection->key("subscription_key"));
  settings.read_lag = environment->poweroffice_read_lag;
  settings.control_account = client.mapping.account(books::AccountRole::receivables);
  // The map's key is a digest, so that no key of an outside system lies about as a map key.
  auto& bucket = buckets_[connection->environment + sha256_hex(settings.subscription_key.reveal())];
  if (bucket == nullptr) {
    bucket = std::make_unique<RateBucket>(clock_, environment->poweroffice_requests_per_second);
  }
  std::unique_ptr<accounting::AccountingSystem> system =
      std::make_unique<poweroffice::PowerOffice>(http_, clock_, *bucket, std::move(settings));
  return system;
}

}  // namespace avstem::app
