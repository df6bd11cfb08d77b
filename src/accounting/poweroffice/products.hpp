#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "accounting/poweroffice/session.hpp"
#include "accounting/read_lag.hpp"
#include "books/sale_document.hpp"

namespace avstem::accounting::poweroffice {

/// The products that order lines name. A line in Go has no account and no VAT code: both follow
/// from its product's sales account, so there is one product of ours for each account and VAT
/// code. Not for use from two threads at once.
class Products {
 public:
  /// The references must outlive the object.
  Products(Session& session, ReadLag& read_lag) : session_(session), read_lag_(read_lag) {}

  /// Makes sure that each line has its product, and makes those that are missing. The accounts are
  /// read anew each time, since their VAT codes decide the VAT of the sale. `not_found` names every
  /// account that is missing or cannot be used; `invalid` every one whose own VAT code is another
  /// than the line's, and a product that has got another sales account.
  Result<void> ensure(const std::vector<books::NetLine>& lines);

  /// The product's id; ensure() must have been asked for the line.
  Result<std::int64_t> id_of(const books::NetLine& line) const;

 private:
  struct Account {
    std::int64_t id = 0;
    std::string vat_code;
  };

  Result<std::map<books::AccountNumber, Account>> read_accounts(
      const std::vector<books::NetLine>& lines);
  Result<void> read_products(const std::map<std::string, books::AccountNumber>& wanted);
  Result<void> take_product(const JsonValue& row,
                            const std::map<std::string, books::AccountNumber>& wanted);
  Result<void> create(const std::string& code, books::AccountNumber account,
                      std::int64_t account_id);

  Session& session_;
  ReadLag& read_lag_;
  std::map<std::string, std::int64_t> ids_;  ///< by code
};

/// `AVS-3000-3`, and `AVS-7740-0` for a line without VAT treatment.
std::string product_code(books::AccountNumber account, std::string_view vat_code);

}  // namespace avstem::accounting::poweroffice
