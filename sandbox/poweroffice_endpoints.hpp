#pragma once

#include <string>

#include "core/instant.hpp"
#include "platform/http.hpp"
#include "platform/url.hpp"
#include "sandbox/poweroffice_access.hpp"
#include "sandbox/poweroffice_company.hpp"
#include "sandbox/poweroffice_settings.hpp"

namespace avstem::sandbox::poweroffice {

/// An admitted call: who calls, on whose books, and what a reader may see by now.
struct Call {
  const Request& request;
  const QueryParameters& parameters;
  Company& company;
  const Grant& grant;
  const PowerOfficeLimits& limits;
  PowerOfficeMode mode;
  Instant seen_at;  ///< what is younger is hidden from reads
  std::string id;   ///< the last part of the path, where it names one thing
};

// Each answers one endpoint of the specification; an error becomes a ProblemDetails answer.
Result<Response> get_client_integration_information(const Call& call);
Result<Response> get_general_ledger_accounts(const Call& call);
Result<Response> get_vat_codes(const Call& call);
Result<Response> get_departments(const Call& call);
Result<Response> get_projects(const Call& call);
Result<Response> get_lock_date_settings(const Call& call);
Result<Response> get_customers(const Call& call);
Result<Response> post_customer(const Call& call);
Result<Response> get_products(const Call& call);
Result<Response> post_product(const Call& call);
Result<Response> post_sales_order(const Call& call);
Result<Response> get_sales_orders(const Call& call);
Result<Response> get_sales_order(const Call& call);
Result<Response> get_complete_sales_order(const Call& call);
Result<Response> delete_sales_order(const Call& call);
Result<Response> post_invoice_request(const Call& call);
Result<Response> get_sent_state(const Call& call);
Result<Response> get_outgoing_invoices(const Call& call);
Result<Response> get_account_transactions(const Call& call);
Result<Response> get_open_items(const Call& call);
Result<Response> post_bank_journal(const Call& call);
Result<Response> get_bank_journal(const Call& call);
Result<Response> post_reversal(const Call& call);
Result<Response> put_voucher_documentation(const Call& call);
Result<Response> get_voucher_documentation(const Call& call);
Result<Response> get_voucher_documentation_download(const Call& call);

/// Whether a body is said to be JSON; else the answer is 415.
bool is_json(const Request& request);
/// Whether a text is written as a uuid, in small or capital letters.
bool is_uuid(std::string_view text);
/// The error of a voucher that is not there, or not to be seen.
Error no_voucher(const std::string& id);

/// The privileges that the endpoints above ask for.
const std::vector<std::string>& all_privileges();

}  // namespace avstem::sandbox::poweroffice
