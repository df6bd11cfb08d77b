// GET /transactionlines: dates, filters, pages, lag.

#include <gtest/gtest.h>

#include "sandbox/twentyfour_test_client.hpp"

namespace avstem::sandbox {
namespace {

using Client = TwentyFourTestClient;
using Texts = std::vector<std::string>;

std::string on(const std::string& date, const std::string& amount) {
  return Client::transaction({Client::line(1920, amount), Client::line(1903, "-" + amount)}, "", 5,
                             date);
}

TEST(TwentyFourLines, ShowWhatWasPosted) {
  Client client;
  const std::string id = Client::member(
      Client::json(client.post("/transactions", Client::payout(R"(,"comment":"vmp:set:1")"))),
      "transactionId");
  const Response response = client.lines_of();
  EXPECT_EQ(Client::column(response, "transaction.id"), Texts(3, id));
  EXPECT_EQ(Client::column(response, "account.number"), (Texts{"7775", "1920", "1903"}));
  EXPECT_EQ(Client::column(response, "amount"), (Texts{"31.49", "1468.01", "-1499.5"}));
  EXPECT_EQ(Client::column(response, "comment"), Texts(3, "vmp:set:1"));
  EXPECT_EQ(Client::column(response, "createdAt"), Texts(3, "2026-11-20T10:00:00Z"));
  EXPECT_EQ(Client::column(response, "transactionType.id"), Texts(3, "25"));
  EXPECT_EQ(Client::column(response, "tax.id"), Texts(3, "1"));
  EXPECT_EQ(Client::column(response, "currency.code"), Texts(3, "NOK"));
  EXPECT_EQ(Client::column(response, "customer"), Texts(3, "missing"));
  EXPECT_EQ(Client::column(response, "dimensions"), Texts(3, "missing"));
  const std::string line = Client::column(response, "id")[1];
  EXPECT_EQ(Client::member(Client::json(client.get("/transactionlines/" + line)), "amount"),
            "1468.01");
  EXPECT_EQ(client.get("/transactionlines/" + id).status, 404);
}

// Trap: the last day of a search is left out.
TEST(TwentyFourLines, DateToIsExclusive) {
  Client client;
  client.post("/transactions", on("2026-11-19", "19"));
  client.post("/transactions", on("2026-11-20", "20"));
  EXPECT_EQ(Client::column(client.get("/transactionlines?dateFrom=2026-11-19&dateTo=2026-11-20"
                                      "&accountNumber=1920"),
                           "amount"),
            Texts{"19"});
  EXPECT_EQ(Client::column(client.get("/transactionlines?dateFrom=2026-11-20&dateTo=2026-11-20"),
                           "amount"),
            Texts{});
}

TEST(TwentyFourLines, BothDatesAreRequired) {
  Client client;
  EXPECT_EQ(Client::breaches(client.get("/transactionlines?dateFrom=2026-11-20&limit=x")),
            (Texts{"query.dateTo required", "query.limit type"}));
  EXPECT_EQ(Client::breaches(client.lines_of("&limit=0&page=0")),
            (Texts{"query.limit minimum", "query.page minimum"}));
  EXPECT_EQ(Client::breaches(client.lines_of("&includeDimensions=1")),
            Texts{"query.includeDimensions type"});
}

TEST(TwentyFourLines, FilterAsTheSpecificationSays) {
  Client client;
  client.post("/transactions", on("2026-11-19", "19"));
  client.clock.sleep(std::chrono::minutes(30));
  const std::string invoice =
      R"(,"invoice":{"number":"10234","dueDate":"2026-12-04","remittanceReference":"KID1"},)"
      R"("dimensions":[{"dimensionType":2,"value":"2"}])";
  client.post(
      "/transactions",
      Client::transaction({Client::line(1920, "7", invoice), Client::line(1903, "-7")}, "", 1));
  EXPECT_EQ(Client::column(client.lines_of("&invoiceNumber=10234"), "invoice.remittanceReference"),
            Texts{"KID1"});
  EXPECT_EQ(Client::column(client.lines_of("&createdFrom=2026-11-20T10:30:00Z"), "amount"),
            (Texts{"7", "-7"}));
  EXPECT_EQ(Client::column(client.lines_of("&transactionTypeId=25&accountNumber=1903"), "amount"),
            Texts{"-19"});
  const auto number = client.company.transactions()[0].number;
  EXPECT_EQ(Client::column(client.lines_of(fmt::format("&transactionNumber={}", number)), "amount")
                .size(),
            2U);
  EXPECT_EQ(Client::column(client.lines_of("&currencyCode=EUR"), "amount").size(), 0U);
  EXPECT_EQ(Client::column(client.lines_of("&customerId=10000"), "amount").size(), 0U);
  const auto rows = Client::json(client.lines_of("&invoiceNumber=10234&includeDimensions=true"));
  EXPECT_NE(Client::member(rows.items.at(0), "dimensions"), "missing");
  // What the specification does not name filters nothing, and nobody says so.
  EXPECT_EQ(Client::column(client.lines_of("&comment=vmp:1"), "amount").size(), 4U);
}

TEST(TwentyFourLines, FiftyAreAPageAndTheLinkHeaderLeadsOn) {
  Client client;
  for (int i = 0; i < 26; ++i)
    client.post("/transactions", on("2026-11-20", "1"));
  const Response first = client.lines_of("&accountNumber=1903&x=%20");
  EXPECT_EQ(Client::column(first, "id").size(), 26U);
  const Response all = client.lines_of();
  EXPECT_EQ(Client::column(all, "id").size(), 50U);
  const std::string base =
      "<http://sandbox.test/24so/rest/transactionlines?dateFrom=2026-01-01&dateTo=2027-01-01";
  EXPECT_EQ(all.headers.get("Link").value_or(""),
            base + "&page=1&limit=50>; rel=\"first\", " + base + "&page=2&limit=50>; rel=\"next\"");
  const Response last = client.lines_of("&page=2");
  EXPECT_EQ(Client::column(last, "id").size(), 2U);
  EXPECT_EQ(last.headers.get("Link").value_or(""),
            base + "&page=1&limit=50>; rel=\"first\", " + base + "&page=1&limit=50>; rel=\"prev\"");
  EXPECT_EQ(Client::column(client.lines_of("&page=99&limit=1000000"), "id").size(), 0U);
}

TEST(TwentyFourLines, InFieldModeTheLinkIsAPath) {
  TwentyFourSettings settings;
  settings.mode = TwentyFourMode::field;
  settings.public_url = "https://so.example/24so";
  Client client(settings);
  EXPECT_TRUE(std::string(client.lines_of().headers.get("Link").value_or(""))
                  .starts_with("</24so/rest/transactionlines?"));
}

TEST(TwentyFourLines, AreHiddenForAsLongAsTheLagThatWasSet) {
  TwentyFourSettings settings;
  settings.read_lag = std::chrono::milliseconds(1500);
  Client client(settings);
  client.post("/transactions", Client::payout());
  EXPECT_EQ(Client::column(client.lines_of(), "id").size(), 0U);
  client.clock.sleep(std::chrono::milliseconds(1499));
  EXPECT_EQ(Client::column(client.lines_of(), "id").size(), 0U);
  client.clock.sleep(std::chrono::milliseconds(1));
  EXPECT_EQ(Client::column(client.lines_of(), "id").size(), 3U);
}

}  // namespace
}  // namespace avstem::sandbox
