// The world as it is seen over HTTP.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sandbox/world_test_reader.hpp"

namespace avstem::sandbox {
namespace {

/// Every report page and every general ledger row of a world.
std::string read_all(PlayedWorld& played) {
  std::string all;
  const Date first = played.world.next_day().plus_days(-30);
  for (const SampleClient& client : played.world.clients()) {
    WorldReader reader(played.world, client);
    all += WorldReader::body(
        reader.poweroffice(fmt::format("/AccountTransactions?fromDate={}&toDate={}",
                                       first.to_string(), played.last_day().to_string())));
    for (const SampleLedger& ledger : client.ledgers) {
      for (const char* topic : {"funds", "fees"}) {
        for (Date date = first; date <= played.last_day(); date = date.next()) {
          all += WorldReader::body(reader.vipps(fmt::format("/report/v2/ledgers/{}/{}/dates/{}",
                                                            ledger.id, topic, date.to_string())));
        }
      }
    }
  }
  return all;
}

TEST(WorldReport, TheSameSeedGivesTheSameBytes) {
  PlayedWorld one(10);
  PlayedWorld other(10);
  const std::string text = read_all(one);
  EXPECT_GT(text.size(), 500'000U);
  EXPECT_TRUE(text == read_all(other));
}

TEST(WorldReport, AnotherSeedGivesOtherPaymentsForEveryClient) {
  PlayedWorld one(1, PlayedWorld::seeded(1));
  PlayedWorld other(1, PlayedWorld::seeded(2));
  for (const SampleClient& client : one.world.clients()) {
    for (const SampleLedger& ledger : client.ledgers) {
      const auto amounts = [&](PlayedWorld& played) {
        std::vector<std::int64_t> result;
        for (const LedgerEntry& entry : played.ledger(ledger.id).entries(Topic::funds))
          result.push_back(entry.amount);
        return result;
      };
      EXPECT_NE(amounts(one), amounts(other)) << ledger.id;
    }
  }
}

TEST(WorldReport, APlayedDateIsClosedNextMorningAndTheNextIsNot) {
  PlayedWorld played(1);
  EXPECT_EQ(avstem::to_string(played.clock.now()), "2026-02-25T05:30:00Z");
  WorldReader reader(played.world, played.world.clients().front());
  const std::string path = "/report/v2/ledgers/310114/funds/dates/";
  EXPECT_NE(WorldReader::body(reader.vipps(path + "2026-02-24")).find("\"tryLater\":false"),
            std::string::npos);
  EXPECT_NE(WorldReader::body(reader.vipps(path + "2026-02-25")).find("\"tryLater\":true"),
            std::string::npos);
}

TEST(WorldReport, OneSetOfVippsKeysSeesTheLedgersOfAllClients) {
  PlayedWorld played(0);
  WorldReader reader(played.world, played.world.clients().front());
  const auto list =
      nlohmann::json::parse(WorldReader::body(reader.vipps("/settlement/v1/ledgers")));
  std::vector<std::string> seen;
  for (const auto& item : list.at("items"))
    seen.push_back(item.at("ledgerId"));
  std::vector<std::string> expected;
  for (const SampleClient& client : played.world.clients()) {
    for (const SampleLedger& ledger : client.ledgers)
      expected.push_back(ledger.id);
  }
  EXPECT_EQ(seen, expected);
}

TEST(WorldReport, PowerOfficeKeysOpenTheBooksOfTheirOwnClient) {
  PlayedWorld played(1);
  for (const SampleClient& client : played.world.clients()) {
    WorldReader reader(played.world, client);
    const auto information = nlohmann::json::parse(
        WorldReader::body(reader.poweroffice("/ClientIntegrationInformation")));
    EXPECT_EQ(information.at("ClientName"), client.name);
    EXPECT_EQ(information.at("InvalidPrivileges").size(), 0U);
  }
}

}  // namespace
}  // namespace avstem::sandbox
