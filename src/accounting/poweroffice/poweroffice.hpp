#pragma once

#include "accounting/accounting_system.hpp"
#include "accounting/poweroffice/customers.hpp"
#include "accounting/poweroffice/products.hpp"
#include "accounting/poweroffice/reference_data.hpp"
#include "accounting/poweroffice/session.hpp"
#include "accounting/poweroffice/settings.hpp"
#include "accounting/read_lag.hpp"

namespace avstem::accounting::poweroffice {

/// A client's books in PowerOffice Go, through its API v2. Vouchers are posted as bank journals,
/// finally; Go holds each external import reference once a client, which is what makes a second
/// try safe. What is sold on invoice is a sales order that Go makes its invoice or credit note of.
/// One object serves one client; not for use from two threads at once.
class PowerOffice final : public AccountingSystem {
 public:
  /// The references must outlive the object. `bucket` is the one that all clients of the
  /// subscription key share, made with requests_per_second_max.
  PowerOffice(HttpClient& http, Clock& clock, RateBucket& bucket, Settings settings);
  PowerOffice(const PowerOffice&) = delete;
  PowerOffice& operator=(const PowerOffice&) = delete;

  Result<Chart> chart() override;
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
  /// An order that Go reckons to another total than the document's is deleted again: `invalid`.
  Result<std::string> place_order(const books::SaleDocument& document) override;
  Result<void> issue(const books::SaleDocument& document, const std::string& order_id) override;

 private:
  const Settings settings_;
  ReadLag read_lag_;
  Session session_;
  ReferenceData reference_data_;
  CustomerDirectory customers_;
  Products products_;
};

}  // namespace avstem::accounting::poweroffice
