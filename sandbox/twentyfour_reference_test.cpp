// Accounts, taxes, types, periods and dimensions over REST.

#include <gtest/gtest.h>

#include "sandbox/twentyfour_test_client.hpp"

namespace avstem::sandbox {
namespace {

using Client = TwentyFourTestClient;
using Texts = std::vector<std::string>;

TEST(TwentyFourReference, NoTaxIdIsItsNumber) {
  Client client;
  const Response taxes = client.get("/taxes");
  const Texts ids = Client::column(taxes, "id");
  const Texts numbers = Client::column(taxes, "number");
  std::size_t ids_that_are_numbers = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_NE(ids[i], numbers[i]);
    ids_that_are_numbers += static_cast<std::size_t>(std::ranges::count(numbers, ids[i]));
  }
  // Sent in place of a number, such an id names another code.
  EXPECT_GE(ids_that_are_numbers, 5U);
  EXPECT_EQ(Client::member(Client::json(client.get("/taxes/5")), "number"), "3");
  EXPECT_EQ(Client::member(Client::json(client.get("/taxes/5")), "rate"), "25");
  EXPECT_EQ(client.get("/taxes/99").status, 404);
}

TEST(TwentyFourReference, AccountsHaveIdsOfTheirOwnAndAProposedTaxId) {
  Client client;
  const Response sales = client.get("/accounts?query=3000");
  EXPECT_EQ(Client::column(sales, "number"), Texts{"3000"});
  EXPECT_EQ(Client::column(sales, "taxId"), Texts{"5"});
  EXPECT_NE(Client::column(sales, "id"), Texts{"3000"});
  EXPECT_EQ(Client::column(client.get("/accounts?query=KORTGEBYR"), "number"), Texts{"7770"});
}

TEST(TwentyFourReference, TypesBelowZeroAreTheSystems) {
  Client client;
  const Texts numbers = Client::column(client.get("/transactiontypes"), "number");
  EXPECT_EQ(numbers, (Texts{"-1", "-2", "1", "2", "3", "5"}));
}

TEST(TwentyFourReference, PeriodsAreYearsUnlessAskedOtherwise) {
  Client client;
  EXPECT_EQ(Client::column(client.get("/fiscalperiods"), "startingDate"),
            (Texts{"2025-01-01", "2026-01-01", "2027-01-01"}));
  EXPECT_EQ(Client::column(client.get("/fiscalperiods?type=Period"), "type").size(), 36U);
  EXPECT_EQ(Client::column(client.get("/fiscalperiods?type=All"), "endingDate").size(), 39U);
  EXPECT_EQ(Client::breaches(client.get("/fiscalperiods?type=Month")), Texts{"query.type enum"});
}

TEST(TwentyFourReference, DimensionsAreSystemTypesBelowAHundredAndOwnOnesAbove) {
  Client client;
  EXPECT_EQ(Client::column(client.get("/dimensions"), "id"),
            (Texts{"1", "2", "3", "4", "5", "101"}));
  EXPECT_EQ(Client::member(Client::json(client.get("/dimensions/2")), "name"), "Avdeling");
  EXPECT_EQ(Client::column(client.get("/dimensions/101/elements"), "value"), (Texts{"A1", "A2"}));
  EXPECT_EQ(Client::member(Client::json(client.get("/dimensions/2/elements/2")), "name"), "Butikk");
  EXPECT_EQ(client.get("/dimensions/7").status, 404);
  EXPECT_EQ(client.get("/dimensions/2/elements/9").status, 404);
}

TEST(TwentyFourReference, ElementsGoOnWithAToken) {
  Client client;
  const Response first = client.get("/dimensions/101/elements?limit=1");
  EXPECT_EQ(Client::column(first, "value"), Texts{"A1"});
  const std::string link(first.headers.get("Link").value_or(""));
  EXPECT_EQ(link,
            "<http://sandbox.test/24so/rest/dimensions/101/elements?continuationToken=from-1"
            "&limit=1>; rel=\"next\"");
  const Response second = client.get("/dimensions/101/elements?continuationToken=from-1&limit=1");
  EXPECT_EQ(Client::column(second, "value"), Texts{"A2"});
  EXPECT_FALSE(second.headers.get("Link"));
  EXPECT_EQ(Client::breaches(client.get("/dimensions/101/elements?continuationToken=1")),
            Texts{"query.continuationToken format"});
}

}  // namespace
}  // namespace avstem::sandbox
