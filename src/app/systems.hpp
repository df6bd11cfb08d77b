#pragma once

#include <map>
#include <memory>
#include <string>

#include "accounting/poweroffice/poweroffice.hpp"
#include "accounting/twentyfour/twentyfour.hpp"
#include "app/config.hpp"
#include "app/patient_client.hpp"
#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "platform/rate_bucket.hpp"
#include "services/clients/client_store.hpp"
#include "vipps/ledgers.hpp"
#include "vipps/report.hpp"

namespace avstem::app {

/// A client's way to Vipps.
struct VippsAccess {
  vipps::TokenSource tokens;
  vipps::LedgerClient ledgers;
  vipps::ReportClient report;

  VippsAccess(HttpClient& http, Clock& clock, vipps::Endpoint endpoint,
              vipps::Credentials credentials, vipps::ReportOptions options)
      : tokens(http, clock, std::move(endpoint), std::move(credentials)),
        ledgers(http, tokens),
        report(http, tokens, options) {}
};

/// Connects clients to the outside systems of their environments. Rate limits are shared by all
/// clients of a subscription key.
class Systems {
 public:
  Systems(const Config& config, HttpClient& http, Clock& clock)
      : config_(config), http_(http, clock), clock_(clock) {}

  Result<std::unique_ptr<VippsAccess>> vipps(services::ClientStore& clients, const ClientId& id);
  Result<std::unique_ptr<accounting::AccountingSystem>> accounting(services::ClientStore& clients,
                                                                   const services::Client& client);
  /// The keys of the one accounting system the client's books are in, if it is connected.
  static Result<services::Connection> accounting_connection(services::ClientStore& clients,
                                                            const ClientId& id);

 private:
  Result<std::unique_ptr<accounting::AccountingSystem>> poweroffice(
      const services::Connection& connection, const services::Client& client);
  Result<std::unique_ptr<accounting::AccountingSystem>> twentyfour(
      const services::Connection& connection, const services::Client& client);

  const Config& config_;
  PatientClient http_;
  Clock& clock_;
  std::map<std::string, std::unique_ptr<RateBucket>> buckets_;
  /// 24SevenOffice throttles logins: one session serves all who have the same keys.
  std::map<std::string, std::unique_ptr<accounting::twentyfour::SoapLogin>> logins_;
};

}  // namespace avstem::app
