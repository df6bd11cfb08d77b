#include "services/clients/client.hpp"

#include <fmt/format.h>

#include <map>

#include "core/check.hpp"

namespace avstem::services {

Result<void> Client::check_accounts() const {
  using books::AccountRole;
  std::map<books::AccountNumber, AccountRole> roles;
  std::map<books::AccountNumber, Currency> currencies;
  for (const LedgerTerms& ledger : ledgers) {
    const books::Mapping own = mapping_of(ledger);
    for (const AccountRole role : {AccountRole::clearing, AccountRole::in_transit,
                                   AccountRole::accrued_fees, AccountRole::suspense}) {
      const books::AccountNumber account = own.account(role);
      const auto taken = roles.emplace(account, role).first->second;
      if (taken != role) {
        return Error{ErrorKind::invalid,
                     fmt::format("client '{}': account {} is both {} and {}; each needs its own, "
                                 "or neither can be proven",
                                 id.text(), account, to_string(taken), to_string(role))};
      }
      const Currency kept_in = currencies.emplace(account, ledger.currency).first->second;
      if (role != AccountRole::suspense && kept_in != ledger.currency) {
        return Error{ErrorKind::invalid,
                     fmt::format("client '{}': ledger '{}' is in {} but account {} is kept in {}; "
                                 "currencies are never added",
                                 id.text(), ledger.id.text(), ledger.currency.code(), account,
                                 kept_in.code())};
      }
    }
  }
  return {};
}

books::Mapping Client::mapping_of(const LedgerTerms& ledger) const {
  books::Mapping own = mapping;
  if (ledger.clearing_account) {
    check(own.set_account(books::AccountRole::clearing, *ledger.clearing_account).has_value(),
          "a ledger's clearing account was checked when it was stored");
  }
  return own;
}

std::string Connection::key(std::string_view name) const {
  for (const auto& [known, value] : keys) {
    if (known == name) return value;
  }
  return "";
}

}  // namespace avstem::services
