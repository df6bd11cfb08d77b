// What the stand-ins hold after some days of the world.

#include "sandbox/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/bank_calendar.hpp"
#include "core/organisation_number.hpp"
#include "sandbox/world_test_reader.hpp"

namespace avstem::sandbox {
namespace {

/// Each entry begins where the one before it ended, dates and times never go back, and the
/// accessor tells the last balance.
void expect_unbroken_chain(const World& world, const VippsLedger& ledger, Topic topic) {
  const LedgerTerms& terms = ledger.terms();
  std::int64_t balance = topic == Topic::funds ? terms.opening_funds : terms.opening_fees;
  std::map<Date, std::int64_t> at_end_of;
  const LedgerEntry* before = nullptr;
  for (const LedgerEntry& entry : ledger.entries(topic)) {
    EXPECT_EQ(entry.balance_before, balance) << terms.ledger_id << ' ' << entry.psp_reference;
    balance += entry.amount;
    EXPECT_EQ(entry.balance_after, balance);
    if (before != nullptr) {
      EXPECT_LE(before->ledger_date, entry.ledger_date);
      EXPECT_LE(before->time, entry.time) << terms.ledger_id << ' ' << entry.psp_reference;
    }
    at_end_of[entry.ledger_date] = balance;
    before = &entry;
  }
  for (const auto& [date, expected] : at_end_of)
    EXPECT_EQ(world.vipps_balance(terms.ledger_id, topic, date), expected);
}

/// The bank feed holds every payout whose day has come, once, and nothing else.
void expect_bank_follows_payouts(PlayedWorld& played, const SampleClient& client) {
  std::int64_t in_bank = 0;
  std::int64_t opening_in_transit = 0;
  for (const SampleLedger& ledger : client.ledgers) {
    opening_in_transit += ledger.opening_in_transit;
    for (const auto& payout : played.ledger(ledger.id).payouts()) {
      const Date arrival = expected_bank_date(payout.ledger_date);
      if (arrival >= ledger.start && arrival <= played.last_day()) in_bank += payout.amount;
    }
  }
  EXPECT_GT(in_bank, 0) << client.id;
  EXPECT_EQ(played.world.account_balance(client.id, 1920, played.last_day()), in_bank);
  EXPECT_EQ(played.world.account_balance(client.id, 1904, played.last_day()),
            opening_in_transit - in_bank);
}

/// What is open in a client's books, by matching reference.
std::map<std::string, std::vector<std::int64_t>> open_by_reference(PlayedWorld& played,
                                                                   const SampleClient& client) {
  std::map<std::string, std::vector<std::int64_t>> open;
  for (const auto& item : played.world.company(client.id).subledger().open_items(
           played.last_day(), played.clock.now()))
    open[item.entry->matching_reference].push_back(item.balance);
  return open;
}

/// Every capture with a reference is one invoice of its amount, and every refund one credit note.
/// Gives the number of captures and refunds.
std::pair<int, int> expect_documents(PlayedWorld& played, const SampleClient& client) {
  const auto open = open_by_reference(played, client);
  int captures = 0;
  int refunds = 0;
  for (const SampleLedger& ledger : client.ledgers) {
    for (const LedgerEntry& entry : played.ledger(ledger.id).entries(Topic::funds)) {
      if (entry.ledger_date < ledger.start || entry.reference.empty()) continue;
      const bool is_refund = entry.entry_type == "refund";
      if (!is_refund && entry.entry_type != "capture") continue;
      const auto found = open.find(entry.reference + (is_refund ? "-R1" : ""));
      if (found == open.end()) {
        ADD_FAILURE() << client.id << ": nothing is open for " << entry.reference;
        continue;
      }
      EXPECT_EQ(found->second, std::vector<std::int64_t>{entry.amount}) << entry.reference;
      ++(is_refund ? refunds : captures);
    }
  }
  return {captures, refunds};
}

void expect_sound(PlayedWorld& played) {
  for (const SampleClient& client : played.world.clients()) {
    for (const SampleLedger& ledger : client.ledgers) {
      expect_unbroken_chain(played.world, played.ledger(ledger.id), Topic::funds);
      expect_unbroken_chain(played.world, played.ledger(ledger.id), Topic::fees);
    }
    expect_bank_follows_payouts(played, client);
    expect_documents(played, client);
  }
}

TEST(World, TenDaysAreSound) {
  PlayedWorld played(10);
  expect_sound(played);
}

TEST(World, SixtyDaysAreSound) {
  PlayedWorld played(60);
  expect_sound(played);
}

TEST(World, AnySeedAndFirstDayIsSound) {
  // A Monday after a payout, the days of Easter and the change of the clocks, Christmas.
  const Date starts[] = {{2026, 3, 2}, {2026, 3, 26}, {2026, 12, 21}, {2027, 2, 28}};
  std::uint64_t seed = 100;
  for (const Date start : starts) {
    for (int i = 0; i < 5; ++i) {
      WorldOptions options;
      options.seed = seed++;
      options.start = start;
      PlayedWorld played(10, options);
      expect_sound(played);
      EXPECT_LT(played.world.vipps_balance("310114", Topic::funds, start.plus_days(4)), 0)
          << "seed " << options.seed;
    }
  }
}

TEST(World, ClientsAreWellFormed) {
  PlayedWorld played(0);
  std::set<std::string> ledger_ids;
  ASSERT_EQ(played.world.clients().size(), 3U);
  for (const SampleClient& client : played.world.clients()) {
    EXPECT_LE(client.id.size(), sample_client_id_length_max);
    EXPECT_TRUE(std::ranges::all_of(client.id, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }));
    EXPECT_TRUE(OrganisationNumber::parse(client.organisation_number)) << client.name;
    for (const SampleLedger& ledger : client.ledgers) {
      EXPECT_TRUE(ledger_ids.insert(ledger.id).second);
      EXPECT_EQ(ledger.start, WorldOptions().start);
    }
  }
  EXPECT_EQ(ledger_ids.size(), 4U);
}

TEST(World, EachClientSellsAsItsTradeDoes) {
  PlayedWorld played(10);
  const auto clients = played.world.clients();
  const auto [orders, refunds] = expect_documents(played, clients[0]);
  EXPECT_GE(orders, 120);
  EXPECT_LE(orders, 250);
  EXPECT_GE(refunds, 5);
  EXPECT_GE(expect_documents(played, clients[1]).first, 20);
  EXPECT_GE(expect_documents(played, clients[2]).first, 250);

  const Date last = played.last_day();
  for (const std::size_t registered : {0U, 2U}) {
    EXPECT_TRUE(clients[registered].vat_registered);
    for (const std::int64_t account : {2700, 2701, 3000, 3030})
      EXPECT_LT(played.world.account_balance(clients[registered].id, account, last), 0);
  }
  EXPECT_FALSE(clients[1].vat_registered);
  EXPECT_LT(played.world.account_balance(clients[1].id, 3220, last), 0);
  for (const std::int64_t account : {2700, 2701, 2703, 3000})
    EXPECT_EQ(played.world.account_balance(clients[1].id, account, last), 0);
}

TEST(World, EverySaleOfTheCafeIsOnOneCollectiveCustomer) {
  PlayedWorld played(3);
  const auto& customers = played.world.company("kafe-vindskjeva").customers();
  ASSERT_EQ(customers.size(), 1U);
  EXPECT_EQ(customers[0].name, "Kontantsalg");
}

TEST(World, TheBooksOfTheCafeBeginWithTheBalancesOfItsLedger) {
  PlayedWorld played(10);
  const SampleClient cafe = played.world.clients()[2];
  const SampleLedger& ledger = cafe.ledgers.front();
  const Date eve = ledger.start.previous();
  EXPECT_GT(ledger.opening_funds, 0);
  EXPECT_LT(ledger.opening_fees, 0);
  EXPECT_GT(ledger.opening_in_transit, 0);
  EXPECT_EQ(played.world.vipps_balance(ledger.id, Topic::funds, eve), ledger.opening_funds);
  EXPECT_EQ(played.world.vipps_balance(ledger.id, Topic::fees, eve), ledger.opening_fees);
  EXPECT_EQ(played.world.account_balance(cafe.id, 1903, eve), ledger.opening_funds);
  EXPECT_EQ(played.world.account_balance(cafe.id, 2960, eve), ledger.opening_fees);
  EXPECT_EQ(played.world.account_balance(cafe.id, 1904, eve), ledger.opening_in_transit);
  // The payout in transit comes on the first day.
  EXPECT_EQ(played.world.account_balance(cafe.id, 1904, ledger.start), 0);
  EXPECT_LT(played.ledger(ledger.id).entries(Topic::funds).front().ledger_date, ledger.start);
}

TEST(World, AnOpeningAfterAPayoutIsAllInTransit) {
  WorldOptions options;
  options.start = Date(2026, 3, 2);
  PlayedWorld played(0, options);
  const SampleLedger ledger = played.world.clients()[2].ledgers.front();
  EXPECT_EQ(ledger.opening_funds, 0);
  EXPECT_EQ(ledger.opening_fees, 0);
  EXPECT_GT(ledger.opening_in_transit, 0);
}

TEST(WorldDeathTest, DaysArePlayedInOrder) {
  PlayedWorld played(1);
  EXPECT_DEATH(played.world.play_day(WorldOptions().start), "in order");
  EXPECT_DEATH(played.world.play_day(WorldOptions().start.plus_days(2)), "in order");
}

TEST(World, TheClockNeverGoesBack) {
  ManualClock clock(parse_instant("2030-01-01T00:00:00Z").value());
  World world(clock);
  world.play_day(world.next_day());
  EXPECT_EQ(avstem::to_string(clock.now()), "2030-01-01T00:00:00Z");
}

}  // namespace
}  // namespace avstem::sandbox
