#include "books/accounts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.hpp"

namespace avstem::books {
namespace {

struct Default {
  AccountRole role;
  std::string_view name;
  AccountNumber account;
  std::string_view vat_code;  // SAF-T standard code; rules § 1.2
};

using enum AccountRole;

constexpr std::array<Default, account_role_count> default_places{{
    {receivables, "receivables", 1500, ""},
    {disputed, "disputed", 1579, ""},
    {cash, "cash", 1900, ""},
    {clearing, "clearing", 1903, ""},
    {in_transit, "in_transit", 1904, ""},
    {bank, "bank", 1920, ""},
    {supplier, "supplier", 2400, ""},
    {output_vat_regular, "output_vat_regular", 2700, ""},
    {output_vat_middle, "output_vat_middle", 2701, ""},
    {output_vat_low, "output_vat_low", 2703, ""},
    {input_vat_regular, "input_vat_regular", 2710, ""},
    {input_vat_middle, "input_vat_middle", 2711, ""},
    {input_vat_low, "input_vat_low", 2713, ""},
    {prepayments, "prepayments", 2900, ""},
    {gift_cards, "gift_cards", 2901, ""},
    {tips, "tips", 2910, ""},
    {accrued_fees, "accrued_fees", 2960, ""},
    {deferred_income, "deferred_income", 2965, ""},
    {suspense, "suspense", 2998, ""},
    {sales_regular, "sales_regular", 3000, "3"},
    {sales_middle, "sales_middle", 3030, "31"},
    {sales_low, "sales_low", 3050, "33"},
    {sales_zero_rated, "sales_zero_rated", 3100, "5"},
    {sales_exempt_goods, "sales_exempt_goods", 3200, "6"},
    {sales_exempt_services, "sales_exempt_services", 3220, "6"},
    {gifts, "gifts", 3900, "7"},
    {rounding, "rounding", 7740, ""},
    {payment_fees, "payment_fees", 7770, "0"},
    {losses, "losses", 7830, ""},
    {exchange_gain, "exchange_gain", 8060, ""},
    {exchange_loss, "exchange_loss", 8160, ""},
}};

/// Roles whose accounts the settlement line itself posts to.
constexpr std::array<AccountRole, 9> settlement_roles{receivables, disputed, clearing,
                                                      in_transit,  supplier, accrued_fees,
                                                      suspense,    gifts,    payment_fees};

constexpr AccountNumber tax_withholding_bank = 1950;
constexpr AccountNumber cash_difference = 1909;

std::size_t index(AccountRole role) {
  return static_cast<std::size_t>(role);
}

}  // namespace

std::string_view to_string(AccountRole role) {
  return default_places[index(role)].name;
}

Result<AccountRole> parse_account_role(std::string_view name) {
  for (const Default& place : default_places) {
    if (place.name == name) return place.role;
  }
  return Error{ErrorKind::invalid,
               fmt::format("account role '{}' is unknown; roles are named as in "
                           "docs/accounts.md, e.g. clearing or payment_fees",
                           name)};
}

Mapping Mapping::defaults(bool vat_registered) {
  Mapping mapping;
  for (const Default& place : default_places) {
    check(mapping.places_[index(place.role)].account == 0, "each role has one default");
    mapping.places_[index(place.role)] = {place.account,
                                          std::string(vat_registered ? place.vat_code : "")};
  }
  return mapping;
}

Result<void> Mapping::set_account(AccountRole role, AccountNumber account) {
  if (account < 1000 || account > 9999) {
    return Error{ErrorKind::invalid, fmt::format("account {} for {} is not a four-digit number of "
                                                 "the chart",
                                                 account, to_string(role))};
  }
  const bool holds_vipps_money = role == clearing || role == in_transit;
  if (holds_vipps_money && (account == tax_withholding_bank || account == cash_difference)) {
    return Error{
        ErrorKind::invalid,
        fmt::format("account {} cannot be the {} account: {} is kept for {}; use 1903 or "
                    "another free 19xx account",
                    account, to_string(role), account,
                    account == cash_difference ? "cash differences" : "tax withheld from wages")};
  }
  places_[index(role)].account = account;
  return {};
}

void Mapping::set_vat_code(AccountRole role, std::string code) {
  places_[index(role)].vat_code = std::move(code);
}

AccountNumber Mapping::account(AccountRole role) const {
  return places_[index(role)].account;
}

const std::string& Mapping::vat_code(AccountRole role) const {
  return places_[index(role)].vat_code;
}

std::vector<AccountNumber> Mapping::settlement_accounts() const {
  std::vector<AccountNumber> accounts;
  for (const AccountRole role : settlement_roles)
    accounts.push_back(account(role));
  std::sort(accounts.begin(), accounts.end());
  accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
  return accounts;
}

std::vector<std::string> Mapping::settlement_vat_codes() const {
  std::vector<std::string> codes;
  for (const AccountRole role : settlement_roles)
    codes.push_back(vat_code(role));
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

}  // namespace avstem::books
