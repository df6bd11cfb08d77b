#include "app/systems.hpp"

#include <fmt/format.h>

#include "app/twentyfour_connection.hpp"
#include "platform/digest.hpp"
#include "platform/oslo_zone.hpp"

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

Result<services::Connection> Systems::accounting_connection(services::ClientStore& clients,
                                                            const ClientId& id) {
  auto connection = clients.connection(id, "poweroffice");
  if (connection || connection.error().kind != ErrorKind::not_found) return connection;
  auto other = clients.connection(id, "24sevenoffice");
  if (other || other.error().kind != ErrorKind::not_found) return other;
  return Error{ErrorKind::not_found, connection.error().message +
                                         "; if its books are in 24SevenOffice, 'avstem connect "
                                         "24sevenoffice'"};
}

Result<std::unique_ptr<accounting::AccountingSystem>> Systems::accounting(
    services::ClientStore& clients, const services::Client& client) {
  auto connection = accounting_connection(clients, client.id);
  if (!connection) return connection.error();
  return connection->system == "24sevenoffice" ? twentyfour(*connection, client)
                                               : poweroffice(*connection, client);
}

Result<std::unique_ptr<accounting::AccountingSystem>> Systems::poweroffice(
    const services::Connection& connection, const services::Client& client) {
  namespace poweroffice = accounting::poweroffice;
  auto environment = config_.environment(connection.environment);
  if (!environment) return environment.error();
  poweroffice::Settings settings;
  settings.base_url = environment->poweroffice;
  settings.token_url = environment->poweroffice_token;
  settings.application_key = Secret(connection.key("application_key"));
  settings.client_key = Secret(connection.key("client_key"));
  settings.subscription_key = Secret(connection.key("subscription_key"));
  settings.read_lag = environment->poweroffice_read_lag;
  settings.control_account = client.mapping.account(books::AccountRole::receivables);
  settings.rounding_account = client.mapping.account(books::AccountRole::rounding);
  // The map's key is a digest, so that no key of an outside system lies about as a map key.
  auto& bucket = buckets_[connection.environment + sha256_hex(settings.subscription_key.reveal())];
  if (bucket == nullptr) {
    bucket = std::make_unique<RateBucket>(clock_, environment->poweroffice_requests_per_second);
  }
  std::unique_ptr<accounting::AccountingSystem> system =
      std::make_unique<poweroffice::PowerOffice>(http_, clock_, *bucket, std::move(settings));
  return system;
}

Result<std::unique_ptr<accounting::AccountingSystem>> Systems::twentyfour(
    const services::Connection& connection, const services::Client& client) {
  namespace twentyfour = accounting::twentyfour;
  auto environment = config_.environment(connection.environment);
  if (!environment) return environment.error();
  if (environment->twentyfour_rest.empty()) {
    return Error{ErrorKind::invalid,
                 fmt::format("environment '{}' has no 24SevenOffice; {} names its hosts in "
                             "twentyfour_rest, twentyfour_login and twentyfour_soap",
                             connection.environment, config_.path)};
  }
  auto settings = twentyfour_settings(connection);
  if (!settings) return settings.error().in(fmt::format("client '{}'", client.id.text()));
  settings->rest_url = environment->twentyfour_rest;
  settings->login_url = environment->twentyfour_login;
  settings->soap_url = environment->twentyfour_soap;
  settings->control_account = client.mapping.account(books::AccountRole::receivables);
  settings->rounding_account = client.mapping.account(books::AccountRole::rounding);
  // The limit is the user's, the session is for one client's books.
  const std::string user = connection.environment + sha256_hex(settings->username);
  auto& bucket = buckets_[user];
  if (bucket == nullptr) {
    bucket = std::make_unique<RateBucket>(clock_, twentyfour::soap_requests_per_second_max);
  }
  auto& login = logins_[user + sha256_hex(settings->application_id + settings->identity_id +
                                          settings->password.reveal())];
  if (login == nullptr) login = std::make_unique<twentyfour::SoapLogin>();
  std::unique_ptr<accounting::AccountingSystem> system = std::make_unique<twentyfour::TwentyFour>(
      http_, clock_, oslo(), *bucket, *login, *std::move(settings));
  return system;
}

}  // namespace avstem::app
