#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "accounting/poweroffice/session.hpp"

namespace avstem::accounting::poweroffice {

/// The ids by which PowerOffice wants accounts, VAT codes and customers named, instead of the
/// numbers and codes that people use. Not for use from two threads at once.
class ReferenceData {
 public:
  /// The session must outlive the object.
  explicit ReferenceData(Session& session) : session_(session) {}

  /// Reads accounts and VAT codes anew, and tells them.
  Result<Chart> load();

  /// Reads the customers that are not known yet; `not_found` names those that are not there.
  Result<void> load_customers(const std::vector<std::int64_t>& customer_numbers);

  /// Reads departments and projects when the voucher names some that are not known yet; `not_found`
  /// names those that are not there or not active. Needs the privileges for them only then.
  Result<void> load_dimensions(const books::Voucher& voucher);

  /// `invalid` when Go has no such account, or it is locked to another VAT code than this.
  Result<std::int64_t> account_id(books::AccountNumber account, std::string_view vat_code) const;

  /// The id of a code as it stood on a date: a changed rate gives the same code a new id.
  /// `invalid` when the code is not there on that date.
  Result<std::int64_t> vat_id(std::string_view vat_code, Date date) const;

  /// The subledger account id, which is neither the customer's id nor its number.
  Result<std::int64_t> subledger_account_id(std::int64_t customer_number) const;

  Result<std::int64_t> department_id(const std::string& code) const;
  Result<std::int64_t> project_id(const std::string& code) const;

 private:
  struct Account {
    std::int64_t id = 0;
    std::string locked_vat_code;  ///< empty: not locked
  };
  /// First and last day as PowerOffice writes them, which compare as text; empty: no end. Go may
  /// write years (0001, 9999) that are no dates of ours.
  struct VatCode {
    std::int64_t id = 0;
    std::string first_day;
    std::string last_day;
  };

  Result<ChartAccount> take_account(const JsonValue& row);
  Result<ChartVatCode> take_vat_code(const JsonValue& row);

  using Ids = std::map<std::string, std::int64_t>;  ///< by code
  Result<void> load_ids(std::string_view path, std::string_view what,
                        const std::set<std::string>& codes, Ids& ids);

  Session& session_;
  std::map<books::AccountNumber, Account> accounts_;
  std::multimap<std::string, VatCode, std::less<>> vat_codes_;
  Ids departments_;
  Ids projects_;
  std::map<std::int64_t, std::int64_t> customers_;  ///< number → subledger account id
};

/// What we call "no VAT treatment" is SAF-T code 0; PowerOffice wants a code on every line.
std::string_view saft_code(std::string_view vat_code);

}  // namespace avstem::accounting::poweroffice
