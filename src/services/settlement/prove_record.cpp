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

/// One document a date. What does not depend on the date is gathered once.
Result<void> Prove::record(const Client& client, const std::vector<books::ProofInput>& facts,
                           const std::vector<Date>& dates,
                           const std::vector<books::AccountProof>& proofs) {
  std::vector<books::TransitInput> transits;
  for (const books::ProofInput& input : facts) {
    if (input.role != AccountRole::in_transit) continue;
    auto transit = transit_input(client, input);
    if (!transit) return transit.error();
    transits.push_back(*std::move(transit));
  }
  const Date today = zone_.date_of(clock_.now());
  for (const Date date : dates) {
    books::ProofDocument document;
    document.client = client.id;
    document.client_name = client.name;
    document.organisation_number = client.organisation_number;
    document.date = date;
    document.proven_at = clock_.now();
    auto ledgers = ledgers_on(client, date);
    if (!ledgers) return ledgers.error();
    document.ledgers = *std::move(ledgers);
    for (const books::AccountProof& figures : proofs) {
      if (figures.date != date) continue;
      const auto input = std::ranges::find(facts, figures.account, &books::ProofInput::account);
      check(input != facts.end(), "an account is proven from its facts");
      document.accounts.push_back(books::describe_account(*input, figures));
    }
    auto before = documents_.date_before(client.id, date);
    if (!before) return before.error();
    for (const books::TransitInput& transit : transits) {
      document.transits.push_back(
          books::describe_transit(transit, date, before->value_or(date.previous()), today));
    }
    if (auto kept = documents_.keep(std::move(document)); !kept) return kept;
  }
  return {};
}

}  // namespace avstem::services
