#include "sandbox/poweroffice.hpp"

#include <algorithm>

#include "platform/url.hpp"
#include "sandbox/poweroffice_endpoints.hpp"
#include "sandbox/poweroffice_query.hpp"

namespace avstem::sandbox {
namespace {

using poweroffice::Call;
using poweroffice::problem;
using poweroffice::same_name;

struct Route {
  std::string_view method;
  /// One that ends with '/' takes an id behind it; a '*' stands for an id.
  std::string_view path;
  /// Any one of these privileges opens the endpoint; without names it is open to all.
  std::vector<std::string_view> privileges;
  Result<Response> (*answer)(const Call&);
};

const std::vector<Route>& routes() {
  static const std::vector<Route> table = {
      {"GET", "/ClientIntegrationInformation", {}, poweroffice::get_client_integration_information},
      {"GET",
       "/GeneralLedgerAccounts",
       {"GeneralLedgerAccount", "GeneralLedgerAccount_Full"},
       poweroffice::get_general_ledger_accounts},
      {"GET", "/VatCodes", {"CommonServices", "CommonServices_Full"}, poweroffice::get_vat_codes},
      {"GET", "/Departments", {"Department", "Department_Full"}, poweroffice::get_departments},
      {"GET", "/Projects", {"Project", "Project_Full"}, poweroffice::get_projects},
      {"GET",
       "/LockDateSettings",
       {"CommonServices", "CommonServices_Full"},
       poweroffice::get_lock_date_settings},
      {"GET", "/Customers", {"Customer", "Customer_Full"}, poweroffice::get_customers},
      {"POST", "/Customers", {"Customer_Full"}, poweroffice::post_customer},
      {"GET", "/Products", {"Product", "Product_Full"}, poweroffice::get_products},
      {"POST", "/Products", {"Product_Full"}, poweroffice::post_product},
      {"POST", "/SalesOrders/Complete", {"SalesOrders_Full"}, poweroffice::post_sales_order},
      {"GET", "/SalesOrders", {"SalesOrders", "SalesOrders_Full"}, poweroffice::get_sales_orders},
      {"GET", "/SalesOrders/sentState", {"SalesOrders_Full"}, poweroffice::get_sent_state},
      {"GET", "/SalesOrders/", {"SalesOrders", "SalesOrders_Full"}, poweroffice::get_sales_order},
      {"DELETE", "/SalesOrders/", {"SalesOrders_Full"}, poweroffice::delete_sales_order},
      {"GET",
       "/SalesOrders/*/Complete",
       {"SalesOrders", "SalesOrders_Full"},
       poweroffice::get_complete_sales_order},
      // The specification asks for an "invoice sending privilege" too, and does not name it.
      {"POST",
       "/SalesOrders/*/createAndSendInvoice",
       {"SalesOrders_Full"},
       poweroffice::post_invoice_request},
      {"GET",
       "/OutgoingInvoices",
       {"OutgoingInvoice", "OutgoingInvoice_Full"},
       poweroffice::get_outgoing_invoices},
      {"GET",
       "/Customerledger/OpenItems",
       {"CustomerLedger", "CustomerLedger_Full"},
       poweroffice::get_open_items},
      {"GET",
       "/AccountTransactions",
       {"AccountTransaction", "AccountTransaction_Full"},
       poweroffice::get_account_transactions},
      {"POST", "/Vouchers/BankJournals", {"BankVoucher_Full"}, poweroffice::post_bank_journal},
      {"GET", "/Vouchers/BankJournals/", {"BankVoucher_Full"}, poweroffice::get_bank_journal},
      // The specification asks for the year-end privilege here, which looks like a slip of the
      // pen; whoever may post a bank voucher may take it back.
      {"POST",
       "/Vouchers/Reverse/",
       {"YearEndVoucher_Full", "BankVoucher_Full"},
       poweroffice::post_reversal},
      {"PUT",
       "/VoucherDocumentation",
       {"VoucherDocumentation_Full"},
       poweroffice::put_voucher_documentation},
      {"GET",
       "/VoucherDocumentation",
       {"VoucherDocumentation", "VoucherDocumentation_Full"},
       poweroffice::get_voucher_documentation},
      {"GET",
       "/VoucherDocumentation/Download",
       {"VoucherDocumentation", "VoucherDocumentation_Full"},
       poweroffice::get_voucher_documentation_download},
  };
  return table;
}

/// The path without `/Demo` and `/v2` in front.
std::string_view inner_path(std::string_view path) {
  for (const std::string_view prefix : {"/Demo", "/v2"}) {
    if (path.size() > prefix.size() && path[prefix.size()] == '/' &&
        same_name(path.substr(0, prefix.size()), prefix, PowerOfficeMode::field)) {
      path.remove_prefix(prefix.size());
    }
  }
  return path;
}

/// Whether the path is the route's; an id in it is written to `id` in lower case.
bool matches(const Route& route, std::string_view path, PowerOfficeMode mode, std::string& id) {
  const std::size_t star = route.path.find('*');
  if (star == std::string_view::npos && !route.path.ends_with('/')) {
    return same_name(route.path, path, mode);
  }
  const std::string_view before = route.path.substr(0, star);
  const std::string_view behind = star == std::string_view::npos ? "" : route.path.substr(star + 1);
  if (path.size() <= before.size() + behind.size()) return false;
  const std::size_t length = path.size() - before.size() - behind.size();
  if (!same_name(before, path.substr(0, before.size()), mode)) return false;
  if (!same_name(behind, path.substr(before.size() + length), mode)) return false;
  const std::string_view between = path.substr(before.size(), length);
  if (!poweroffice::is_uuid(between)) return false;
  id = between;
  std::ranges::transform(id, id.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return true;
}

}  // namespace

PowerOffice::PowerOffice(const Clock& clock, PowerOfficeLimits limits, PowerOfficeMode mode)
    : clock_(clock), limits_(limits), mode_(mode), gate_(clock, limits_, mode) {}

void PowerOffice::add_subscription_key(std::string key) {
  gate_.add_subscription_key(std::move(key));
}

Company& PowerOffice::add_company(CompanySettings settings) {
  companies_.push_back(std::make_unique<Company>(clock_, std::move(settings)));
  return *companies_.back();
}

void PowerOffice::connect(Company& company, PowerOfficeAccess access) {
  gate_.add({std::move(access), &company});
}

Response PowerOffice::handle(const Request& request) {
  const Target target = parse_target(request.target);
  if (std::optional<Response> refusal = gate_.admit(request, target.query)) return *refusal;
  const std::string_view path = inner_path(target.path);
  const bool is_upload = same_name(path, "/VoucherDocumentation", mode_);
  if (request.body.size() > (is_upload ? limits_.upload_bytes_max : limits_.body_bytes_max)) {
    return problem(mode_, 413, "Payload Too Large", "the body is too large");
  }
  if (same_name(path, "/OAuth/Token", PowerOfficeMode::field)) {
    if (request.method == "POST") return gate_.issue_token(request);
    return problem(mode_, 405, "Method Not Allowed", "the token endpoint takes POST");
  }
  const poweroffice::Grant* grant = gate_.grant_of(request);
  if (grant == nullptr) return Response{401, {{"WWW-Authenticate", "Bearer"}}, ""};
  grant->company->finish_invoicing();
  bool is_known_path = false;
  for (const Route& route : routes()) {
    std::string id;
    if (!matches(route, path, mode_, id)) continue;
    is_known_path = true;
    if (route.method != request.method) continue;
    const auto is_granted = [&](std::string_view name) { return grant->allows(name); };
    if (!route.privileges.empty() && std::ranges::none_of(route.privileges, is_granted)) {
      return Response{403, {}, ""};
    }
    const Call call{request,
                    target.query,
                    *grant->company,
                    *grant,
                    limits_,
                    mode_,
                    clock_.now() - limits_.read_lag,
                    std::move(id)};
    Result<Response> answer = route.answer(call);
    return answer ? std::move(*answer) : problem(mode_, answer.error());
  }
  if (is_known_path) return problem(mode_, 405, "Method Not Allowed", request.method);
  return problem(mode_, 404, "Not Found", target.path);
}

}  // namespace avstem::sandbox
