#include "sandbox/world_actor.hpp"

namespace avstem::sandbox {
namespace {

// Keys of a stand-in protect nothing; they say what they are, so that nobody takes them for more.
constexpr const char* vipps_client_id = "sandbox-accounting-partner";
constexpr const char* vipps_client_secret = "sandbox-vipps-client-secret";
constexpr const char* application_key = "sandbox-application-key";
constexpr const char* subscription_key = "sandbox-subscription-key";

}  // namespace

void add_shared_keys(Vipps& vipps, PowerOffice& poweroffice) {
  must(vipps.add_accounting_keys(vipps_client_id, Secret(vipps_client_secret)));
  poweroffice.add_subscription_key(subscription_key);
}

Actor::Actor(ActorPlace place, SampleClient client)
    : place_(place),
      client_(std::move(client)),
      company_(place.poweroffice.add_company(
          {client_.id, client_.name, poweroffice::PartialMatching::none})) {
  check(client_.id.size() <= sample_client_id_length_max, "a sample client's id is short");
  const std::string client_key = "sandbox-client-key-" + client_.id;
  client_.vipps_keys = {vipps_client_id, Secret(vipps_client_secret)};
  client_.poweroffice_keys = {Secret(application_key), Secret(client_key),
                              Secret(subscription_key)};
  place_.poweroffice.connect(company_, {application_key, client_key, std::nullopt});
}

VippsLedger& Actor::add_ledger(LedgerTerms terms, bool gifts) {
  terms.owner_organisation_number = client_.organisation_number;
  client_.ledgers.push_back({terms.ledger_id, terms.currency, place_.start, 0, 0, 0, gifts});
  ledgers_.push_back(must(place_.vipps.add_ledger(std::move(terms))));
  must(place_.vipps.grant(vipps_client_id, client_.ledgers.back().id));
  return *ledgers_.back();
}

}  // namespace avstem::sandbox
