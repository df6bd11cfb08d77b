// The document of one client's proof of one date: every figure, and every row behind it.

#include <algorithm>

#include "services/settlement/prove.hpp"

namespace avstem::services {

using books::AccountRole;

Result<std::vector<books::ProvenLedger>> Prove::ledgers_on(const Client& client, Date date) {
  std::vector<books::ProvenLedger> ledgers;
  for (const LedgerTerms& terms : client.ledgers) {
    if (terms.start > date) continue;
    const books::Mapping mapping = client.mapping_of(terms);
    books::ProvenLedger ledger;
    ledger.id = terms.id;
    ledger.currency = terms.currency;
    ledger.start = terms.start;
    ledger.opening_funds = terms.opening_funds;
    ledger.opening_fees = terms.opening_fees;
    ledger.clearing_account = mapping.account(AccountRole::clearing);
    ledger.fees_account = mapping.account(AccountRole::accrued_fees);
    auto funds =
        reports_.balance_on({client.id, terms.id, books::Topic::funds, date}, terms.opening_funds);
    if (!funds) return funds.error();
    auto fees =
        reports_.balance_on({client.id, terms.id, books::Topic::fees, date}, terms.opening_fees);
    if (!fees) return fees.error();
    ledger.funds_balance = *funds;
    ledger.fees_balance = *fees;
    ledgers.push_back(std::move(ledger));
  }
  return ledgers;
}

Result<void> Prove::record(const Client& client, const std::vector<Account>& accounts,
                           const std::vector<books::ProofInput>& facts, const ClientProof& proof,
                           Date date) {
  books::ProofDocument document;
  document.client = client.id;
  document.client_name = client.name;
  document.organisation_number = client.organisation_number;
  document.date = date;
  document.proven_at = clock_.now();
  auto ledgers = ledgers_on(client, date);
  if (!ledgers) return ledgers.error();
  document.ledgers = *std::move(ledgers);
  auto before = documents_.date_before(client.id, date);
  if (!before) return before.error();
  const Date arrivals_after = before->value_or(date.previous());
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (accounts[i].role == AccountRole::in_transit) {
      auto transit = transit_input(client, facts[i]);
      if (!transit) return transit.error();
      document.transits.push_back(
          books::describe_transit(*transit, date, arrivals_after, zone_.date_of(clock_.now())));
      continue;
    }
    const auto figures = std::ranges::find_if(proof.accounts, [&](const auto& it) {
      return it.account == accounts[i].number && it.date == date;
    });
    check(figures != proof.accounts.end(), "an account is proven before it is recorded");
    document.accounts.push_back(books::describe_account(facts[i], *figures));
  }
  return documents_.keep(std::move(document));
}

}  // namespace avstem::services
