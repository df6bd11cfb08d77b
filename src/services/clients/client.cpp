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
  return check_matching(matching);
}

Result<void> Client::check_matching(const books::MatchSettings& settings) const {
  if (auto good = settings.check(); !good) return good;
  const auto suits = [&](const books::Mapping& accounts) -> Result<void> {
    auto made = books::MatchRules::make(settings.rules.version(), settings.rules.rules(), accounts);
    if (!made) return made.error().in(fmt::format("client '{}'", id.text()));
    return {};
  };
  if (auto good = suits(mapping); !good) return good;
  for (const LedgerTerms& ledger : ledgers) {
    if (auto good = suits(mapping_of(ledger)); !good) return good;
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
