#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "books/voucher.hpp"
#include "core/result.hpp"

namespace avstem::books {

/// What an account is used for. The number behind a role is the client's own choice; the default
/// follows NS 4102 and common Norwegian practice (rules § 1.1).
enum class AccountRole : std::size_t {
  receivables,            ///< 1500, control account: every line names a customer
  disputed,               ///< 1579 captures that Vipps holds back in a dispute
  cash,                   ///< 1900
  clearing,               ///< 1903 V: equals Vipps' funds balance on every closed date
  in_transit,             ///< 1904 T: paid out by Vipps, not yet seen in the bank
  bank,                   ///< 1920
  supplier,               ///< 2400 Vipps MobilePay AS as supplier
  output_vat_regular,     ///< 2700
  output_vat_middle,      ///< 2701
  output_vat_low,         ///< 2703
  input_vat_regular,      ///< 2710
  input_vat_middle,       ///< 2711
  input_vat_low,          ///< 2713
  prepayments,            ///< 2900 from customers
  gift_cards,             ///< 2901
  tips,                   ///< 2910 owed to staff
  accrued_fees,           ///< 2960 F: equals Vipps' fees balance on every closed date
  deferred_income,        ///< 2965 membership
  suspense,               ///< 2998 U: money whose reason is not known yet
  sales_regular,          ///< 3000
  sales_middle,           ///< 3030
  sales_low,              ///< 3050
  sales_zero_rated,       ///< 3100
  sales_exempt_goods,     ///< 3200
  sales_exempt_services,  ///< 3220
  gifts,                  ///< 3900
  rounding,               ///< 7740
  payment_fees,           ///< 7770
  losses,                 ///< 7830
  exchange_gain,          ///< 8060
  exchange_loss,          ///< 8160
};

inline constexpr std::size_t account_role_count =
    static_cast<std::size_t>(AccountRole::exchange_loss) + 1;

/// The role's name in settings, e.g. `payment_fees`.
std::string_view to_string(AccountRole role);
Result<AccountRole> parse_account_role(std::string_view name);

/// A client's choice of account number and VAT code for each role. Immutable once a voucher has
/// been planned under it: a change is a new version.
class Mapping {
 public:
  /// The defaults of rules § 1.1. Without VAT registration no line carries a VAT code (R29).
  static Mapping defaults(bool vat_registered);

  /// Sets the account of a role. Refused: a number outside 1000–9999, and 1950 (tax withholding)
  /// and 1909 (cash difference) as clearing or in-transit account (rules § 1.1).
  Result<void> set_account(AccountRole role, AccountNumber account);
  /// Sets the SAF-T standard VAT code a line on the role's account carries; empty for none.
  void set_vat_code(AccountRole role, std::string code);

  AccountNumber account(AccountRole role) const;
  const std::string& vat_code(AccountRole role) const;

  /// Accounts that vouchers of the settlement line can touch; the chart must hold them.
  std::vector<AccountNumber> settlement_accounts() const;
  /// VAT codes such vouchers can carry, each once.
  std::vector<std::string> settlement_vat_codes() const;

  friend bool operator==(const Mapping&, const Mapping&) = default;

 private:
  struct Place {
    AccountNumber account = 0;
    std::string vat_code;
    friend bool operator==(const Place&, const Place&) = default;
  };
  std::array<Place, account_role_count> places_;
};

}  // namespace avstem::books
