#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "books/voucher.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "core/vat.hpp"

namespace avstem::accounting {

/// An account of the client's general ledger.
struct ChartAccount {
  books::AccountNumber number = 0;
  std::string name;
  bool active = true;
  std::string vat_code;          ///< SAF-T standard code its lines usually carry; empty: none
  bool vat_code_locked = false;  ///< lines with any other code are refused
  bool department_required = false;
  bool project_required = false;

  friend bool operator==(const ChartAccount&, const ChartAccount&) = default;
};

/// A VAT code, for as long as its rate holds: one code is there once for each of its rates.
struct ChartVatCode {
  std::string code;  ///< SAF-T standard code, e.g. `3`
  std::string name;
  std::optional<VatRate> rate;  ///< empty when the system does not tell
  bool active = true;
  std::optional<Date> first_day;  ///< empty: always was
  std::optional<Date> last_day;   ///< empty: no end

  friend bool operator==(const ChartVatCode&, const ChartVatCode&) = default;
};

/// Accounts and VAT codes that something needs.
struct Requirements {
  std::vector<books::AccountNumber> accounts;
  std::vector<std::string> vat_codes;  ///< SAF-T standard codes; empty text is "no treatment"
};

/// Why the chart cannot take a line.
struct ChartProblem {
  books::AccountNumber account = 0;  ///< 0 when it is about a VAT code alone
  std::string vat_code;              ///< empty when it is about the account alone
  std::string words;                 ///< `account 7775 is inactive`

  friend bool operator==(const ChartProblem&, const ChartProblem&) = default;
};

/// A client's accounts and VAT codes, as the accounting system told them. Immutable.
class Chart {
 public:
  Chart() = default;
  Chart(std::vector<ChartAccount> accounts, std::vector<ChartVatCode> vat_codes);

  const std::vector<ChartAccount>& accounts() const { return accounts_; }  ///< by number
  const std::vector<ChartVatCode>& vat_codes() const { return vat_codes_; }

  /// The account, or null.
  const ChartAccount* account(books::AccountNumber number) const;
  /// The active code that holds on the day, or null.
  const ChartVatCode* vat_code(std::string_view code, Date day) const;

  /// What of this is missing or inactive, each once.
  std::vector<ChartProblem> problems(const Requirements& needed) const;
  /// `not_found` names all of them at once.
  Result<void> require(const Requirements& needed) const;
  /// What keeps the voucher from being posted: an account that is missing, inactive, locked to
  /// another VAT code, or demands a dimension that the line has not; a code that is not active on
  /// the voucher's date. Each once. "No treatment" is always there.
  std::vector<ChartProblem> problems(const books::Voucher& voucher) const;

 private:
  std::vector<ChartAccount> accounts_;
  std::vector<ChartVatCode> vat_codes_;
};

}  // namespace avstem::accounting
