#include "accounting/poweroffice/poweroffice.hpp"

#include <fmt/format.h>

#include "accounting/poweroffice/documents.hpp"
#include "accounting/poweroffice/invoices.hpp"
#include "accounting/poweroffice/ledger.hpp"
#include "accounting/poweroffice/sales_orders.hpp"
#include "accounting/poweroffice/vouchers.hpp"

namespace avstem::accounting::poweroffice {
namespace {

std::string name_of(const books::Customer& customer) {
  return fmt::format("customer '{}'", customer.reference);
}

std::string name_of(const books::SaleDocument& document) {
  return fmt::format("{} '{}'", to_string(document.kind), document.reference);
}

}  // namespace

PowerOffice::PowerOffice(HttpClient& http, Clock& clock, RateBucket& bucket, Settings settings)
    : settings_(std::move(settings)),
      read_lag_(clock, settings_.read_lag),
      session_(http, clock, bucket, settings_),
      reference_data_(session_),
      customers_(session_),
      products_(session_, read_lag_) {}

Result<Chart> PowerOffice::chart() {
  return reference_data_.load();
}

Result<std::optional<Date>> PowerOffice::lock_date() {
  auto settings = session_.read_object("/LockDateSettings", "CommonServices");
  if (!settings) return settings.error();
  const std::string text = text_or_empty(*settings, "LockDate");
  // The field has no "none" in the specification; year 1 is how .NET writes an unset date.
  if (text.empty() || text.starts_with("0001-")) return std::optional<Date>();
  auto date = date_field(*settings, "LockDate");
  if (!date) return date.error().in("GET /LockDateSettings");
  return std::optional<Date>(*date);
}

Result<std::vector<books::Claim>> PowerOffice::open_claims(Date date) {
  read_lag_.wait_after_any_write();
  return read_open_claims(session_, settings_, date);
}

Result<PostedVoucher> PowerOffice::post(const books::Voucher& voucher) {
  auto body = bank_journal_body(voucher, settings_, reference_data_);
  if (!body) return body.error();
  auto response = session_.send("POST", "/Vouchers/BankJournals", {}, {std::move(*body)});
  read_lag_.note_write();
  if (!response) {
    return response.error().in(fmt::format("voucher '{}'", voucher.head().reference));
  }
  return read_posted(voucher, *response);
}

Result<std::optional<PostedVoucher>> PowerOffice::find(const books::Voucher& voucher) {
  read_lag_.wait_after_any_write();
  return find_voucher(session_, voucher).in(fmt::format("voucher '{}'", voucher.head().reference));
}

Result<void> PowerOffice::attach(const PostedVoucher& voucher, const std::string& name,
                                 const std::string& pdf) {
  return attach_document(session_, voucher, name, pdf)
      .in(fmt::format("document '{}' of voucher {}", name, voucher.remote_number));
}

Result<std::vector<LedgerRow>> PowerOffice::rows(const std::vector<books::AccountNumber>& accounts,
                                                 Date from, Date to) {
  read_lag_.wait_after_any_write();
  return read_rows(session_, settings_, accounts, from, to);
}

Result<std::optional<KnownCustomer>> PowerOffice::find_customer(const books::Customer& customer) {
  read_lag_.wait_after_any_write();
  return customers_.find(customer).in(name_of(customer));
}

Result<KnownCustomer> PowerOffice::create_customer(const books::Customer& customer) {
  auto body = customer_body(customer);
  if (!body) return body.error();
  auto response = session_.send("POST", "/Customers", {}, {std::move(*body)});
  read_lag_.note_write();
  if (!response) return response.error().in(name_of(customer));
  return read_created_customer(*response).in(name_of(customer));
}

Result<DocumentState> PowerOffice::find_document(const books::SaleDocument& document,
                                                 const std::string& order_id) {
  read_lag_.wait_after_any_write();
  return document_state(session_, document, order_id).in(name_of(document));
}

Result<std::string> PowerOffice::place_order(const books::SaleDocument& document) {
  auto body = sales_order_body(document, settings_, products_);
  if (!body) return body.error().in(name_of(document));
  auto response = session_.send("POST", "/SalesOrders/Complete", {}, {std::move(*body)});
  read_lag_.note_write();
  if (!response) return response.error().in(name_of(document));
  auto placed = read_placed(document, *response);
  if (!placed) return placed.error().in(name_of(document));
  auto checked = check_total(document, *placed);
  if (checked) return placed->id;
  // An order that stays is found, and refused again, by find_document().
  const auto deleted = session_.send("DELETE", "/SalesOrders/" + placed->id, {});
  read_lag_.note_write();
  Error error = checked.error().in(name_of(document));
  const bool is_gone = deleted && deleted->status == 200;
  error.message += is_gone ? "; the order was deleted again" : ", and delete it there";
  return error;
}

Result<void> PowerOffice::issue(const books::SaleDocument& document, const std::string& order_id) {
  auto response =
      session_.send("POST", fmt::format("/SalesOrders/{}/createAndSendInvoice", order_id), {},
                    {invoice_request_body(document)});
  read_lag_.note_write();
  if (!response) return response.error().in(name_of(document));
  return read_queued(*response).in(name_of(document));
}

}  // namespace avstem::accounting::poweroffice
