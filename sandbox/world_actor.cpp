#include "sandbox/world_actor.hpp"

namespace avstem::sandbox {
namespace {

// Keys of a stand-in protect nothing; they say what they are, so that nobody takes them for more.
constexpr const char* vipps_client_id = "sandbox-accounting-partner";
constexpr const char* vipps_client_secret = "sandbox-vipps-client-secret";
constexpr const char* application_key = "sandbox-application-key";
constexpr const char* subscription_key = "sandbox-subscription-key";
constexpr const char* twentyfour_client_id = "sandbox-24so-application";
constexpr const char* twentyfour_client_secret = "sandbox-24so-client-secret";
constexpr const char* twentyfour_application_id = "24500000-0000-4000-8000-000000000001";
constexpr const char* twentyfour_username = "regnskap@avstem.example";
constexpr const char* twentyfour_password = "sandbox-24so-password";

}  // namespace

void add_shared_keys(Vipps& vipps, PowerOffice& poweroffice, TwentyFour& twentyfour) {
  must(vipps.add_accounting_keys(vipps_client_id, Secret(vipps_client_secret)));
  poweroffice.add_subscription_key(subscription_key);
  twentyfour.add_soap_application(twentyfour_application_id);
}

TwentyFourUser sample_user(const std::vector<std::unique_ptr<Actor>>& actors) {
  TwentyFourUser user{twentyfour_username, twentyfour_password, {}};
  for (const auto& actor : actors) {
    user.identities.push_back(
        {actor->client().twentyfour_keys.identity_id, &actor->twentyfour_company(), false});
  }
  return user;
}

Actor::Actor(ActorPlace place, SampleClient client)
    : place_(place),
      client_(std::move(client)),
      company_(place.poweroffice.add_company(
          {client_.id, client_.name, poweroffice::PartialMatching::none})),
      twentyfour_company_(
          place.twentyfour.add_company({client_.name, client_.id, place.reference_closing})) {
  check(client_.id.size() <= sample_client_id_length_max, "a sample client's id is short");
  const std::string client_key = "sandbox-client-key-" + client_.id;
  client_.vipps_keys = {vipps_client_id, Secret(vipps_client_secret)};
  client_.poweroffice_keys = {Secret(application_key), Secret(client_key),
                              Secret(subscription_key)};
  place_.poweroffice.connect(company_, {application_key, client_key, std::nullopt});
  const std::string organization = twentyfour_company_.guid("organization", 1);
  client_.twentyfour_keys = {twentyfour_client_id,
                             Secret(twentyfour_client_secret),
                             organization,
                             twentyfour_application_id,
                             twentyfour_username,
                             Secret(twentyfour_password),
                             twentyfour_company_.guid("identity", 1)};
  place_.twentyfour.connect(twentyfour_company_, {twentyfour_client_id, twentyfour_client_secret,
                                                  organization, std::nullopt});
}

VippsLedger& Actor::add_ledger(LedgerTerms terms, bool gifts) {
  terms.owner_organisation_number = client_.organisation_number;
  client_.ledgers.push_back({terms.ledger_id, terms.currency, place_.start, 0, 0, 0, gifts});
  ledgers_.push_back(must(place_.vipps.add_ledger(std::move(terms))));
  must(place_.vipps.grant(vipps_client_id, client_.ledgers.back().id));
  return *ledgers_.back();
}

}  // namespace avstem::sandbox
