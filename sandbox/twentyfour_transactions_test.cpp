// POST /transactions: the rules of the schema and of the books.

#include <gtest/gtest.h>

#include "sandbox/twentyfour_test_client.hpp"

namespace avstem::sandbox {
namespace {

using Client = TwentyFourTestClient;
using Texts = std::vector<std::string>;

constexpr Date the_day(2026, 11, 20);

TEST(TwentyFourTransactions, APayoutIsPostedAsALiveClientDoesIt) {
  Client client;
  const Response response = client.post("/transactions", Client::payout());
  EXPECT_EQ(response.status, 201);
  EXPECT_NE(Client::member(Client::json(response), "transactionId"), "missing");
  EXPECT_EQ(client.company.balance(1903, the_day), -149'950);
  EXPECT_EQ(client.company.balance(1920, the_day), 146'801);
  EXPECT_EQ(client.company.balance(7775, the_day), 3'149);
}

TEST(TwentyFourTransactions, TheSystemBooksTheVatShare) {
  Client client;
  const std::string sale =
      Client::transaction({Client::line(1903, "490"), Client::line(3000, "-490", "", 3)});
  ASSERT_EQ(client.post("/transactions", sale).status, 201);
  EXPECT_EQ(client.company.balance(3000, the_day), -39'200);
  EXPECT_EQ(client.company.balance(2700, the_day), -9'800);
}

TEST(TwentyFourTransactions, ATaxAmountOfTheCallersIsTaken) {
  Client client;
  const std::string line =
      R"({"accountNumber":3000,"amount":-490,"tax":{"number":3,"amount":-98.01}})";
  ASSERT_EQ(
      client.post("/transactions", Client::transaction({Client::line(1903, "490"), line})).status,
      201);
  EXPECT_EQ(client.company.balance(2700, the_day), -9'801);
  const std::string wrong =
      R"({"accountNumber":3000,"amount":-490,"tax":{"number":3,"amount":98}})";
  EXPECT_EQ(Client::breaches(client.post("/transactions",
                                         Client::transaction({Client::line(1903, "490"), wrong}))),
            Texts{"lines[1].tax.amount sign"});
}

// Trap: the id of a tax is no number of one, and the schema's text says `code`.
TEST(TwentyFourTransactions, ATaxIsNamedByNumber) {
  Client client;
  const auto with_tax = [&](const std::string& tax) {
    return client.post(
        "/transactions",
        Client::transaction({Client::line(1903, "490"),
                             R"({"accountNumber":3000,"amount":-490,"tax":)" + tax + "}"}));
  };
  EXPECT_EQ(Client::message(with_tax(R"({"number":8})")), "lines[1]: no tax code has number 8");
  // Five is the id of code 3, and the number of another code.
  EXPECT_EQ(with_tax(R"({"number":5})").status, 201);
  EXPECT_EQ(client.company.balance(2700, the_day), 0);
  EXPECT_EQ(Client::breaches(with_tax(R"({"code":0})")),
            (Texts{"lines[1].tax.number required", "lines[1].tax.code additionalProperties"}));
  EXPECT_EQ(Client::breaches(with_tax("null")), Texts{"lines[1].tax type"});
}

TEST(TwentyFourTransactions, EveryLineNamesATax) {
  Client client;
  const std::string line = R"({"accountNumber":1903,"amount":-1})";
  EXPECT_EQ(Client::breaches(
                client.post("/transactions", Client::transaction({Client::line(1920, "1"), line}))),
            Texts{"lines[1].tax required"});
}

TEST(TwentyFourTransactions, RequiredTypesAndLengthsAreTheSchemas) {
  Client client;
  EXPECT_EQ(Client::breaches(client.post("/transactions", "{}")),
            (Texts{"transactionTypeNumber required", "date required", "lines required"}));
  const std::string lines = Client::line(1920, "1") + "," + Client::line(1903, "-1");
  const auto with_head = [&](const std::string& head) {
    return Client::breaches(
        client.post("/transactions", "{" + head + ",\"lines\":[" + lines + "]}"));
  };
  EXPECT_EQ(with_head(R"("transactionTypeNumber":"5","date":"20.11.2026")"),
            (Texts{"transactionTypeNumber type", "date format"}));
  EXPECT_EQ(with_head(R"("transactionTypeNumber":0,"date":"2026-11-20")"),
            Texts{"transactionTypeNumber minimum"});
  const std::string head = R"("transactionTypeNumber":5,"date":"2026-11-20","comment":)";
  EXPECT_EQ(with_head(head + '"' + std::string(76, 'x') + '"'), Texts{"comment maxLength"});
  // Seventy-five letters of two bytes each are seventy-five.
  std::string norwegian;
  for (int i = 0; i < 75; ++i)
    norwegian += "ø";
  EXPECT_EQ(
      client.post("/transactions", "{" + head + '"' + norwegian + "\",\"lines\":[" + lines + "]}")
          .status,
      201);
}

TEST(TwentyFourTransactions, AThousandLinesAreTheMost) {
  Client client;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < twentyfour::transaction_lines_max / 2; ++i) {
    lines.push_back(Client::line(1920, "1"));
    lines.push_back(Client::line(1903, "-1"));
  }
  EXPECT_EQ(client.post("/transactions", Client::transaction(lines)).status, 201);
  lines.push_back(Client::line(1903, "0"));
  EXPECT_EQ(Client::breaches(client.post("/transactions", Client::transaction(lines))),
            Texts{"lines maxItems"});
}

TEST(TwentyFourTransactions, TheLinesOfEachDateBalance) {
  Client client;
  EXPECT_EQ(Client::message(client.post(
                "/transactions",
                Client::transaction({Client::line(1920, "10.01"), Client::line(1903, "-10")}))),
            "the lines of 2026-11-20 do not balance: they sum to 0.01");
  const std::string other_day = R"(,"date":"2026-11-21")";
  EXPECT_EQ(Client::message(client.post("/transactions",
                                        Client::transaction({Client::line(1920, "10", other_day),
                                                             Client::line(1903, "-10")}))),
            "the lines of 2026-11-20 do not balance: they sum to -10.00");
  EXPECT_EQ(client.company.lines().size(), 0U);
}

TEST(TwentyFourTransactions, AClosedPeriodRefuses) {
  Client client;
  client.company.set_period_closed(2026, 11, true);
  EXPECT_EQ(Client::message(client.post("/transactions", Client::payout())),
            "lines[0]: no open financial period holds 2026-11-20");
  const std::vector<std::string> lines = {Client::line(1920, "1"), Client::line(1903, "-1")};
  EXPECT_EQ(client.post("/transactions", Client::transaction(lines, "", 5, "2026-12-01")).status,
            201);
  EXPECT_EQ(client.post("/transactions", Client::transaction(lines, "", 5, "2024-12-31")).status,
            400);
}

TEST(TwentyFourTransactions, UnknownAccountsTypesAndDimensionsAreRefused) {
  Client client;
  const auto message = [&](const std::string& body) {
    return Client::message(client.post("/transactions", body));
  };
  EXPECT_EQ(message(Client::transaction({Client::line(1, "1"), Client::line(1903, "-1")})),
            "lines[0]: no account has number 1");
  EXPECT_EQ(
      message(Client::transaction({Client::line(1920, "1"), Client::line(1903, "-1")}, "", 4)),
      "no transaction type has number 4");
  const std::string dimension = R"(,"dimensions":[{"dimensionType":2,"value":"9"}])";
  EXPECT_EQ(
      message(Client::transaction({Client::line(1920, "1", dimension), Client::line(1903, "-1")})),
      "lines[0]: dimension 2 has no value '9'");
  const std::string customer = R"(,"dimensions":[{"dimensionType":5,"value":"10000"}])";
  EXPECT_EQ(
      message(Client::transaction({Client::line(1920, "1", customer), Client::line(1903, "-1")})),
      "dimension 5 cannot be set on a transaction");
  EXPECT_EQ(message(Client::transaction({Client::line(1920, "1"), Client::line(1903, "-1")},
                                        R"(,"documentId":41)")),
            "no document has id 41");
}

// Trap: REST has no customer, no reference of ours and no reversal.
TEST(TwentyFourTransactions, WhatNoSchemaNamesIsRefusedInStrictAndIgnoredInField) {
  const std::string more = R"(,"customer":{"id":10000},"externalReference":"vmp:1")";
  Client strict;
  EXPECT_EQ(Client::breaches(strict.post("/transactions", Client::payout(more))),
            (Texts{"customer additionalProperties", "externalReference additionalProperties"}));
  EXPECT_EQ(strict.post("/transactions/reverse", "{}").status, 404);
  TwentyFourSettings settings;
  settings.mode = TwentyFourMode::field;
  Client field(settings);
  EXPECT_EQ(field.post("/transactions", Client::payout(more)).status, 201);
}

// Trap: a line on the control account without a customer is taken, and breaks the ledger.
TEST(TwentyFourTransactions, TheControlAccountTakesALineThatIsNobodys) {
  Client client;
  ASSERT_EQ(client
                .post("/transactions",
                      Client::transaction({Client::line(1903, "100"), Client::line(1500, "-100")}))
                .status,
            201);
  EXPECT_EQ(client.company.ledger_difference(), -10'000);
}

// Trap: the same body twice is two transactions; there is no idempotency key.
TEST(TwentyFourTransactions, NothingProtectsFromPostingTwice) {
  Client client;
  EXPECT_EQ(client.post("/transactions", Client::payout()).status, 201);
  EXPECT_EQ(client.post("/transactions", Client::payout()).status, 201);
  EXPECT_EQ(client.company.balance(1903, the_day), -2 * 149'950);
}

TEST(TwentyFourTransactions, AmountsHaveTwoDecimalsAndNoExponent) {
  Client client;
  for (const std::string amount : {"1.001", "1e3", "\"1.00\""}) {
    const Texts found = Client::breaches(
        client.post("/transactions",
                    Client::transaction({Client::line(1920, amount), Client::line(1903, "-1")})));
    EXPECT_EQ(found.size(), 1U) << amount;
  }
  EXPECT_EQ(client.post("/transactions", "{\"lines\":").status, 400);
  Request request{"POST",
                  "/rest/transactions",
                  {{"Authorization", "Bearer " + client.token}, {"Content-Type", "text/plain"}},
                  Client::payout()};
  EXPECT_EQ(client.office.handle(request).status, 415);
}

TEST(TwentyFourTransactions, TheTypeDecidesTheNumberSeries) {
  Client client;
  client.post("/transactions", Client::payout());
  client.post("/transactions", Client::payout());
  const std::vector<std::string> lines = {Client::line(1920, "1"), Client::line(1903, "-1")};
  client.post("/transactions", Client::transaction(lines, "", 1));
  const auto& transactions = client.company.transactions();
  EXPECT_EQ(transactions[1].number, transactions[0].number + 1);
  EXPECT_NE(transactions[2].number, transactions[1].number + 1);
}

}  // namespace
}  // namespace avstem::sandbox
