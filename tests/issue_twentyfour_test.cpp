// An invoice and its credit note into 24SevenOffice, with every request of the way lost in turn.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

#include "accounting/twentyfour/twentyfour.hpp"
#include "platform/oslo_zone.hpp"
#include "sandbox/twentyfour.hpp"
#include "services/claims/issue.hpp"
#include "services/settlement/schema.hpp"
#include "tests/disturbed_http.hpp"

namespace avstem::tests {
namespace {

constexpr const char* application = "11111111-2222-3333-4444-555555555555";
constexpr const char* identity = "aaaaaaaa-0000-0000-0000-000000000001";

sandbox::TwentyFourSettings lagging() {
  sandbox::TwentyFourSettings settings;
  settings.read_lag = std::chrono::milliseconds(1'000);
  settings.logins_per_minute = 1'000;
  return settings;
}

/// A shop that has sold one jacket to Kari, and taken a part of it back.
class Shop {
 public:
  Shop() {
    office.connect(company, {"application", "secret", "organization", std::nullopt});
    office.add_soap_application(application);
    office.add_user({"post@kafe.example", "passord", {{identity, &company, false}}});
    client.id = ClientId("shop");
    std::vector<store::Migration> steps = services::settlement_migrations();
    for (const store::Migration& step : services::claim_migrations())
      steps.push_back(step);
    EXPECT_TRUE(store::migrate(database, steps));
    books::Customer kari;
    kari.reference = "c-1";
    kari.first_name = "Kari";
    kari.last_name = "Bjørnstad";
    services::PlannedDocument invoice;
    invoice.document.reference = "ORD-1";
    invoice.document.matching_reference = "ORD-1";
    invoice.document.date = Date(2026, 11, 20);
    invoice.document.due_date = Date(2026, 12, 4);
    invoice.document.items = {{"Jakke", 125'002, "3", 3000}, {"Lue", 25'000, "3", 3000}};
    invoice.customer_reference = "c-1";
    services::PlannedDocument note = invoice;
    note.document.kind = books::SaleDocumentKind::credit_note;
    note.document.reference = note.document.matching_reference = "ORD-1-R1";
    note.document.items = {{"Lue", 25'000, "3", 3000}};
    note.credits_reference = "ORD-1";
    EXPECT_TRUE(services::ClaimStore(database).add(client.id, {kari}, {invoice, note}));
  }

  /// A run of a process of its own.
  Result<services::IssueOutcome> run() {
    accounting::twentyfour::Settings settings;
    settings.rest_url = "http://sandbox/rest";
    settings.login_url = "http://sandbox/oauth/token";
    settings.soap_url = "http://sandbox/soap";
    settings.client_id = "application";
    settings.client_secret = Secret("secret");
    settings.organization_id = "organization";
    settings.application_id = application;
    settings.username = "post@kafe.example";
    settings.password = Secret("passord");
    settings.identity_id = identity;
    settings.transaction_type = 5;
    accounting::twentyfour::SoapLogin login;
    accounting::twentyfour::TwentyFour books(http, clock, oslo(), bucket, login, settings);
    return services::Issue(database, books, clock).all(client);
  }

  ManualClock clock{parse_instant("2026-11-20T10:00:00Z").value()};
  sandbox::TwentyFour office{clock, lagging()};
  sandbox::twentyfour::Company& company{office.add_company({"Kafé Prøve AS", "kafe"})};
  DisturbedHttp http{office};
  RateBucket bucket{clock, accounting::twentyfour::soap_requests_per_second_max};
  store::Database database = store::Database::open(":memory:").value();
  services::Client client;
};

enum class Lost { request, answer };

/// Loses the request of this number and runs until nothing waits; whether there was such a request.
bool survives(int number, Lost lost) {
  Shop shop;
  int seen = 0;
  shop.http.disturb(
      "",
      [&](const Request& request, HttpClient& onward) -> Result<Response> {
        if (++seen != number) return onward.send(request);
        if (lost == Lost::answer) std::ignore = onward.send(request);
        return Error{ErrorKind::unavailable, "the connection was cut"};
      },
      DisturbedHttp::always);
  constexpr int runs_max = 4;
  for (int run = 0; run < runs_max; ++run) {
    const auto outcome = shop.run();
    if (outcome && outcome->waiting + outcome->stopped == 0) break;
  }
  const std::string place = std::string(lost == Lost::answer ? "answer " : "request ") +
                            std::to_string(number) + " was lost";
  EXPECT_EQ(shop.company.customers().size(), 1U) << place;
  EXPECT_EQ(shop.company.orders().all().size(), 2U) << place;
  EXPECT_EQ(shop.company.transactions().size(), 2U) << place;
  EXPECT_EQ(shop.company.customers().empty()
                ? 0
                : shop.company.customer_balance(shop.company.customers().begin()->first),
            125'002)
      << place;
  const auto open = services::FindingStore(shop.database).open(shop.client.id);
  EXPECT_TRUE(open && open->empty()) << place;
  return seen >= number;
}

TEST(IssueInTwentyFour, WhateverIsLostEachDocumentIsIssuedOnce) {
  int number = 1;
  while (survives(number, Lost::request) && survives(number, Lost::answer) && !HasFailure())
    ++number;
  EXPECT_GT(number, 25) << "so many requests it takes at least";
}

}  // namespace
}  // namespace avstem::tests
