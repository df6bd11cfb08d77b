#pragma once

#include <map>

#include "accounting/accounting_system.hpp"
#include "accounting/read_lag.hpp"
#include "accounting/twentyfour/reference_data.hpp"
#include "accounting/twentyfour/rest.hpp"
#include "accounting/twentyfour/sales_orders.hpp"
#include "accounting/twentyfour/settings.hpp"
#include "accounting/twentyfour/soap.hpp"
#include "core/oslo_time.hpp"

namespace avstem::accounting::twentyfour {

/// A client's books in 24SevenOffice (Finago Office), which has two APIs that each lack something:
///
///     SOAP  posts, since REST cannot name a customer on a line; number series, tax codes, fiscal
///           years, open items and customers (found by our reference) are there too
///     REST  reads the ledger back, page by page and in plain dates, and makes invoices and credit
///           notes out of sales orders
///
/// There is no field for an outside reference, so ours stands in the comment of every line and is
/// looked for before a voucher is sent; the transaction number, which we choose, is refused the
/// second time. A document can only be given to REST's POST /transactions, never to a voucher that
/// stands already, so none is attached. One object serves one client; not for use from two threads
/// at once.
class TwentyFour final : public AccountingSystem {
 public:
  /// The references must outlive the object. `bucket` is made with soap_requests_per_second_max and
  /// shared by all who log in as the same user; `login` too.
  TwentyFour(HttpClient& http, Clock& clock, const TimeZone& zone, RateBucket& bucket,
             SoapLogin& login, Settings settings);
  TwentyFour(const TwentyFour&) = delete;
  TwentyFour& operator=(const TwentyFour&) = delete;

  Abilities abilities() const override { return {voucher_postings_max, false}; }
  Result<Chart> chart() override;
  /// The last day of the last fiscal year that is locked. A month that is closed within an open
  /// year is not told by any of the APIs: posting into it is refused there.
  Result<std::optional<Date>> lock_date() override;
  Result<std::vector<books::Claim>> open_claims(Date date) override;
  Result<PostedVoucher> post(const books::Voucher& voucher) override;
  Result<std::optional<PostedVoucher>> find(const books::Voucher& voucher) override;
  Result<void> attach(const PostedVoucher& voucher, const std::string& name,
                      const std::string& pdf) override;
  Result<std::vector<LedgerRow>> rows(const std::vector<books::AccountNumber>& accounts, Date from,
                                      Date to) override;

  Result<std::optional<KnownCustomer>> find_customer(const books::Customer& customer) override;
  Result<KnownCustomer> create_customer(const books::Customer& customer) override;
  Result<DocumentState> find_document(const books::SaleDocument& document,
                                      const std::string& order_id) override;
  Result<std::string> place_order(const books::SaleDocument& document) override;
  Result<void> issue(const books::SaleDocument& document, const std::string& order_id) override;

 private:
  Result<PostedVoucher> post_unless_there(const books::Voucher& voucher);
  Result<PostedVoucher> send(const books::Voucher& voucher, const std::string& entries);
  Result<void> know_invoices(const books::Voucher& voucher);
  std::string invoice_of(const books::Posting& posting) const;

  const Settings settings_;
  Clock& clock_;
  const TimeZone& zone_;
  ReadLag read_lag_;
  Rest rest_;
  Soap soap_;
  ReferenceData reference_data_;
  SalesOrders sales_orders_;
  /// Invoice number by customer and matching reference, of all open items read so far.
  std::map<std::pair<std::int64_t, std::string>, std::string> invoices_;
  bool invoices_read_ = false;
  /// Number a voucher was last sent with when no usable answer came, by its reference: sent anew
  /// with the same one, it is refused if it is there after all.
  std::map<std::string, std::int64_t> unsure_;
};

}  // namespace avstem::accounting::twentyfour
