#include "accounting/poweroffice/poweroffice.hpp"

#include <fmt/format.h>

#include "accounting/poweroffice/documents.hpp"
#include "accounting/poweroffice/ledger.hpp"
#include "accounting/poweroffice/vouchers.hpp"

namespace avstem::accounting::poweroffice {

PowerOffice::PowerOffice(HttpClient& http, Clock& clock, RateBucket& bucket, Settings settings)
    : settings_(std::move(settings)),
      read_lag_(clock, settings_.read_lag),
      session_(http, clock, bucket, settings_),
      reference_data_(session_) {}

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

}  // namespace avstem::accounting::poweroffice
