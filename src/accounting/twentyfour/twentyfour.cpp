#include "accounting/twentyfour/twentyfour.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accounting/twentyfour/bundles.hpp"
#include "accounting/twentyfour/claims.hpp"
#include "accounting/twentyfour/ledger.hpp"

namespace avstem::accounting::twentyfour {
namespace {

std::string place_of(const books::Voucher& voucher) {
  return fmt::format("voucher '{}'", voucher.head().reference);
}

/// A customer's line that names its open item by matching reference alone.
bool needs_invoice(const books::Posting& posting) {
  return posting.customer_number != 0 && !posting.matching_reference.empty() &&
         posting.invoice_number.empty();
}

}  // namespace

TwentyFour::TwentyFour(HttpClient& http, Clock& clock, const TimeZone& zone, RateBucket& bucket,
                       SoapLogin& login, Settings settings)
    : settings_(std::move(settings)),
      clock_(clock),
      zone_(zone),
      read_lag_(clock, settings_.read_lag),
      rest_(http, clock, settings_),
      soap_(http, bucket, login, settings_),
      reference_data_(rest_, soap_, settings_) {}

Result<Chart> TwentyFour::chart() {
  return reference_data_.load();
}

Result<std::optional<Date>> TwentyFour::lock_date() {
  auto years = read_fiscal_years(soap_);
  if (!years) return years.error();
  std::optional<Date> lock;
  for (const FiscalYear& year : *years) {
    if (year.locked) lock = std::max(lock.value_or(year.last), year.last);
  }
  return lock;
}

Result<std::vector<books::Claim>> TwentyFour::open_claims(Date date) {
  read_lag_.wait_after_any_write();
  auto claims = read_open_claims(soap_, settings_, zone_, date);
  if (!claims) return claims;
  for (const books::Claim& claim : *claims) {
    if (claim.matching_reference.empty()) continue;
    invoices_[{claim.customer_number, claim.matching_reference}] = claim.invoice_number;
  }
  invoices_read_ = true;
  return claims;
}

Result<PostedVoucher> TwentyFour::post(const books::Voucher& voucher) {
  return post_unless_there(voucher).in(place_of(voucher));
}

Result<PostedVoucher> TwentyFour::post_unless_there(const books::Voucher& voucher) {
  if (!reference_data_.is_loaded()) {
    if (auto loaded = reference_data_.load(); !loaded) return loaded.error();
  }
  // Whatever can be wrong with the voucher is found before anything is asked or sent.
  if (auto year = reference_data_.year_of(voucher.head().date); !year) return year.error();
  const InvoiceOf no_invoice = [](const books::Posting&) { return std::string(); };
  auto checked = entries_of(voucher, settings_, reference_data_, no_invoice);
  if (!checked) return checked.error();
  // Nothing there refuses a second voucher of ours, so we do: a database that was restored from a
  // copy has forgotten what it sent.
  auto there = find_voucher(rest_, settings_, voucher);
  if (!there) {
    // No effect: nothing was sent. To find that out costs the caller another look.
    return there.error();
  }
  if (*there) {
    return Error{ErrorKind::conflict,
                 fmt::format("voucher {} in 24SevenOffice has the reference already",
                             (*there)->remote_number)};
  }
  if (auto known = know_invoices(voucher); !known) return known.error();
  auto entries = entries_of(voucher, settings_, reference_data_,
                            [this](const books::Posting& posting) { return invoice_of(posting); });
  if (!entries) return entries.error();
  return send(voucher, *entries);
}

Result<PostedVoucher> TwentyFour::send(const books::Voucher& voucher, const std::string& entries) {
  const TransactionType& type = reference_data_.type();
  const std::string& reference = voucher.head().reference;
  const auto unsure = unsure_.find(reference);
  std::int64_t number = unsure == unsure_.end() ? 0 : unsure->second;
  for (int tried = 0; tried < numbers_tried_max; ++tried) {
    if (number == 0 || tried > 0) {
      auto next = next_number(soap_, type, voucher.head().date);
      if (!next) return next.error();
      // A series that is read from a copy may tell the number that was just refused.
      number = std::max(*next, number + 1);
    }
    auto saved = save(soap_, voucher, reference_data_, number, entries);
    read_lag_.note_write();
    if (!saved) {
      if (saved.error().kind == ErrorKind::unavailable) unsure_[reference] = number;
      return saved.error();
    }
    unsure_.erase(reference);
    if (*saved == Saved::yes) {
      return PostedVoucher{remote_id_of(voucher.head().date.year(), type.id, number), number};
    }
    // The number is in use: by somebody else, or by this voucher after all.
    read_lag_.wait_after_any_write();
    auto there = find_voucher(rest_, settings_, voucher);
    if (!there) return there.error();
    if (*there) return **there;
  }
  return Error{ErrorKind::refused,
               fmt::format("{} transaction numbers in a row were taken, the last of them {}; who "
                           "else posts type {}?",
                           numbers_tried_max, number, type.number)};
}

/// Vouchers may be planned in one run and sent in another, that has read no open items yet.
Result<void> TwentyFour::know_invoices(const books::Voucher& voucher) {
  if (invoices_read_ || std::ranges::none_of(voucher.postings(), needs_invoice)) return {};
  auto read = open_claims(zone_.date_of(clock_.now()));
  if (!read) return read.error();
  return {};
}

std::string TwentyFour::invoice_of(const books::Posting& posting) const {
  const auto found = invoices_.find({posting.customer_number, posting.matching_reference});
  return found == invoices_.end() ? std::string() : found->second;
}

Result<std::optional<PostedVoucher>> TwentyFour::find(const books::Voucher& voucher) {
  read_lag_.wait_after_any_write();
  return find_voucher(rest_, settings_, voucher).in(place_of(voucher));
}

Result<void> TwentyFour::attach(const PostedVoucher& voucher, const std::string& name,
                                const std::string& /*pdf*/) {
  return Error{ErrorKind::invalid,
               fmt::format("24SevenOffice takes no document for a voucher that stands already, so "
                           "'{}' is not attached to voucher {}; it is kept here",
                           name, voucher.remote_number)};
}

Result<std::vector<LedgerRow>> TwentyFour::rows(const std::vector<books::AccountNumber>& accounts,
                                                Date from, Date to) {
  read_lag_.wait_after_any_write();
  return read_rows(rest_, settings_, accounts, from, to);
}

}  // namespace avstem::accounting::twentyfour
