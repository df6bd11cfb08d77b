#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounting/chart.hpp"
#include "accounting/twentyfour/rest.hpp"
#include "accounting/twentyfour/settings.hpp"
#include "accounting/twentyfour/soap.hpp"
#include "core/date.hpp"
#include "core/result.hpp"

namespace avstem::accounting::twentyfour {

/// A tax code of the client: its number is what a line names and people see; its id is another
/// number.
struct TaxCode {
  std::string number;
  std::int64_t id = 0;
  VatRate rate;
  books::AccountNumber vat_account = 0;  ///< where its VAT stands; 0: it carries none
};

/// The three numbers of a transaction type: vouchers name the number, GetEntryId the series, and
/// lines that are read back show the id.
struct TransactionType {
  std::int64_t number = 0;
  std::int64_t id = 0;
  std::int64_t series = 0;
};

struct FiscalYear {
  Date first;
  Date last;
  bool locked = false;
};

/// Fiscal years, which REST lists without saying which are closed.
Result<std::vector<FiscalYear>> read_fiscal_years(Soap& soap);

/// What a client's books are made of, read anew by load(). Not for use from two threads at once.
class ReferenceData {
 public:
  /// The references must outlive the object.
  ReferenceData(Rest& rest, Soap& soap, const Settings& settings)
      : rest_(rest), soap_(soap), settings_(settings) {}

  /// Accounts, tax codes, transaction types and fiscal years. `not_found` when the transaction
  /// type of the settings is not one that may be posted: the message lists those.
  Result<Chart> load();
  bool is_loaded() const { return type_.number != 0; }

  const TransactionType& type() const { return type_; }
  /// `invalid` when the client has no tax code for the SAF-T code; empty stands for "no
  /// treatment".
  Result<TaxCode> tax(std::string_view vat_code) const;
  /// Calendar year in which the fiscal year of the date begins. `invalid` when there is none.
  Result<int> year_of(Date date) const;

 private:
  Result<std::vector<ChartAccount>> read_accounts();
  Result<std::vector<ChartVatCode>> read_taxes();
  Result<void> read_type();
  std::string vat_code_of(const std::string& tax_number) const;
  std::string tax_number_of(std::string_view vat_code) const;

  Rest& rest_;
  Soap& soap_;
  const Settings& settings_;
  std::map<std::string, TaxCode, std::less<>> taxes_;  ///< by number
  std::vector<FiscalYear> years_;
  TransactionType type_;
};

}  // namespace avstem::accounting::twentyfour
