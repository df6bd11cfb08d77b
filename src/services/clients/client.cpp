#include "services/clients/client.hpp"

#include "core/check.hpp"

namespace avstem::services {

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
