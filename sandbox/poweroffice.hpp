#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "sandbox/poweroffice_access.hpp"
#include "sandbox/poweroffice_company.hpp"
#include "sandbox/poweroffice_settings.hpp"

namespace avstem::sandbox {

/// A stand-in for the PowerOffice Go API v2, made from its published specification:
///
///     POST /OAuth/Token
///     GET  /v2/ClientIntegrationInformation   GET  /v2/GeneralLedgerAccounts
///     GET  /v2/VatCodes                       GET  /v2/LockDateSettings
///     GET  /v2/Departments                    GET  /v2/Projects
///     GET  /v2/Customers                      GET  /v2/Customerledger/OpenItems
///     GET  /v2/AccountTransactions            POST /v2/Vouchers/BankJournals
///     GET  /v2/Vouchers/BankJournals/{id}     POST /v2/Vouchers/Reverse/{id}
///     PUT  /v2/VoucherDocumentation           GET  /v2/VoucherDocumentation
///     GET  /v2/VoucherDocumentation/Download
///     POST /v2/Customers                      GET, POST   /v2/Products
///     POST /v2/SalesOrders/Complete           GET         /v2/SalesOrders
///     GET  /v2/SalesOrders/{id}/Complete      GET, DELETE /v2/SalesOrders/{id}
///     GET  /v2/SalesOrders/sentState          GET         /v2/OutgoingInvoices
///     POST /v2/SalesOrders/{id}/createAndSendInvoice
///
/// `/v2` may be left out, and `/Demo` may stand first, as in the addresses of the real one.
/// Nothing is random and time is the given clock's: the same calls give the same answers. Called
/// by one thread.
class PowerOffice final : public Handler {
 public:
  /// The clock must outlive this object.
  explicit PowerOffice(const Clock& clock, PowerOfficeLimits limits = {},
                       PowerOfficeMode mode = PowerOfficeMode::strict);

  /// A key that calls must carry; each has a request limit of its own.
  void add_subscription_key(std::string key);
  /// A new company; it lives as long as this object.
  Company& add_company(CompanySettings settings);
  /// Lets an integration into a company of this object. A token is for this pair only.
  void connect(Company& company, PowerOfficeAccess access);

  Response handle(const Request& request) override;

 private:
  const Clock& clock_;
  PowerOfficeLimits limits_;
  PowerOfficeMode mode_;
  poweroffice::Gate gate_;
  std::vector<std::unique_ptr<Company>> companies_;
};

}  // namespace avstem::sandbox
