#include "vipps/settlement_file/to_entries.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "vipps/settlement_file/control_sums.hpp"
#include "vipps/settlement_file/test_files.hpp"

namespace avstem::vipps::settlement_file {
namespace {

using books::Entry;
using books::Topic;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const LedgerId ledger("302321");

SalesUnit unit_of(std::string_view name) {
  return read_checked_report(sample(name)).value().sales_units[0];
}

/// One topic's entries as an accountant reads them:
/// date #sequence type amount: before → after [pspReference / reference]
std::vector<std::string> lines(const LedgerEntries& ledger_entries, Topic topic) {
  std::vector<std::string> lines;
  for (const Entry& entry : ledger_entries.entries) {
    if (entry.topic != topic) continue;
    lines.push_back(fmt::format("{} #{} {} {}: {} -> {} [{} / {}]", entry.ledger_date.to_string(),
                                entry.sequence, entry.type_word, entry.amount, entry.balance_before,
                                entry.balance_after, entry.psp_reference, entry.reference));
  }
  return lines;
}

/// Both chains begin at `opening`, never tear, and end at the closing state; sequences count from
/// 1 on each date.
void expect_chained(const LedgerEntries& made, const LedgerState& opening) {
  for (const Topic topic : {Topic::funds, Topic::fees}) {
    const bool funds = topic == Topic::funds;
    std::int64_t balance = funds ? opening.funds_balance : opening.fees_balance;
    std::int64_t sequence = funds ? opening.funds_sequence : opening.fees_sequence;
    Date date = opening.date;
    for (const Entry& entry : made.entries) {
      if (entry.topic != topic) continue;
      EXPECT_GE(entry.ledger_date, date);
      if (entry.ledger_date != date) sequence = 0;
      date = entry.ledger_date;
      EXPECT_EQ(entry.sequence, ++sequence);
      EXPECT_EQ(entry.balance_before, balance);
      EXPECT_EQ(entry.balance_after, balance + entry.amount);
      EXPECT_NE(entry.amount, 0);
      balance = entry.balance_after;
    }
    EXPECT_EQ(funds ? made.closing.funds_balance : made.closing.fees_balance, balance);
  }
}

TEST(ToEntries, NetKeepsTheFeesBackAndPaysTheRestOut) {
  const SalesUnit unit = unit_of("net-3.0.xml");
  auto made = settlement_to_entries(unit, unit.settlements[0], ledger, {}).value();
  EXPECT_THAT(lines(made, Topic::funds),
              ElementsAre("2026-02-03 #1 capture 50000: 0 -> 50000 [7000000001 / bord-1]",
                          "2026-02-03 #2 capture 12000: 50000 -> 62000 [7000000002 / bord-2]",
                          "2026-02-03 #3 refund -12000: 62000 -> 50000 [7000000003 / bord-2]",
                          "2026-02-03 #4 fees-retained -775: 50000 -> 49225 [302321-2000101 / ]",
                          "2026-02-03 #5 payout-scheduled -49225: 49225 -> 0 [302321-2000101 / ]"));
  EXPECT_THAT(lines(made, Topic::fees),
              ElementsAre("2026-02-03 #1 capture-fee -625: 0 -> -625 [7000000001 / bord-1]",
                          "2026-02-03 #2 capture-fee -150: -625 -> -775 [7000000002 / bord-2]",
                          "2026-02-03 #3 fees-retained 775: -775 -> 0 [302321-2000101 / ]"));
  EXPECT_EQ(made.closing, (LedgerState{0, 0, Date(2026, 2, 3), 5, 3}));
}

TEST(ToEntries, AnEntryCarriesTimeHandleTypeAndCurrency) {
  const SalesUnit unit = unit_of("net-3.0.xml");
  auto made = settlement_to_entries(unit, unit.settlements[0], ledger, {}).value();
  const Entry& capture = made.entries.front();
  EXPECT_EQ(avstem::to_string(capture.time), "2026-02-02T08:15:30.500000Z");
  EXPECT_EQ(capture.type, books::EntryType::capture);
  EXPECT_EQ(capture.currency.code(), "NOK");
  const Entry& payout = made.entries.back();
  EXPECT_EQ(avstem::to_string(payout.time), "2026-02-03T22:59:59Z");
  EXPECT_EQ(books::payout_number(payout, ledger), "2000101");
  for (const Entry& entry : made.entries)
    EXPECT_EQ(entry.recipient_handle, "api:612345");
}

TEST(ToEntries, SettlementsOfOneDateContinueAndANegativeOnePaysNothing) {
  auto made = to_entries(unit_of("net-3.0.xml"), ledger, {}).value();
  expect_chained(made, {});
  const auto funds = lines(made, Topic::funds);
  ASSERT_EQ(funds.size(), 11U);
  EXPECT_EQ(funds[7], "2026-02-05 #3 payout-scheduled -9875: 9875 -> 0 [302321-2000102 / ]");
  EXPECT_EQ(funds[8], "2026-02-05 #4 capture 5000: 0 -> 5000 [7000000005 / ]");
  EXPECT_EQ(funds[9], "2026-02-05 #5 refund -7500: 5000 -> -2500 [7000000006 / bord-1]");
  EXPECT_EQ(funds[10], "2026-02-05 #6 fees-retained -63: -2500 -> -2563 [302321-2000103 / ]");
  EXPECT_EQ(made.closing, (LedgerState{-2563, 0, Date(2026, 2, 5), 6, 4}));
}

TEST(ToEntries, ASettlementOfZeroPaysNothing) {
  SalesUnit unit = unit_of("net-3.0.xml");
  Settlement& settlement = unit.settlements[1];
  settlement.transactions[0] = {{}, 10000, -10000, 0, 0, 0, "7000000009", "bord-9"};
  settlement.stated = {1, 10000, -10000, 0, 0, 0, 0};
  auto made = settlement_to_entries(unit, settlement, ledger, {}).value();
  EXPECT_THAT(lines(made, Topic::funds),
              ElementsAre("2026-02-05 #1 capture 10000: 0 -> 10000 [7000000009 / bord-9]",
                          "2026-02-05 #2 refund -10000: 10000 -> 0 [7000000009 / bord-9]"));
  EXPECT_TRUE(lines(made, Topic::fees).empty()) << "no fee, so no twins either";
}

TEST(ToEntries, OneSettlementAtATimeMakesTheSameEntriesAsAllAtOnce) {
  const SalesUnit unit = unit_of("net-3.0.xml");
  const LedgerState opening{1234, -56, Date(2026, 2, 1), 7, 8};
  auto whole = to_entries(unit, ledger, opening).value();
  expect_chained(whole, opening);
  LedgerState state = opening;
  std::vector<Entry> entries;
  for (const Settlement& settlement : unit.settlements) {
    auto made = settlement_to_entries(unit, settlement, ledger, state).value();
    entries.insert(entries.end(), made.entries.begin(), made.entries.end());
    state = made.closing;
  }
  EXPECT_EQ(entries, whole.entries);
  EXPECT_EQ(state, whole.closing);
}

TEST(ToEntries, SettlementsOutOfOrderInTheFileAreTakenByDate) {
  SalesUnit unit = unit_of("net-3.0.xml");
  const auto expected = to_entries(unit, ledger, {}).value();
  std::rotate(unit.settlements.begin(), unit.settlements.begin() + 1, unit.settlements.end());
  EXPECT_EQ(to_entries(unit, ledger, {}).value().entries, expected.entries);
}

TEST(ToEntries, GrossPaysAllOutAndFeesAreInvoicedOnTheirOwnDates) {
  auto made = to_entries(unit_of("gross-3.0.xml"), ledger, {}).value();
  expect_chained(made, {});
  EXPECT_THAT(lines(made, Topic::funds),
              ElementsAre("2026-03-02 #1 capture 80000: 0 -> 80000 [7100000001 / ordre-81]",
                          "2026-03-02 #2 refund -3000: 80000 -> 77000 [7100000002 / ordre-81]",
                          "2026-03-02 #3 payout-scheduled -77000: 77000 -> 0 [302321-2000201 / ]",
                          "2026-03-30 #1 capture 20050: 0 -> 20050 [7100000003 / ordre-82]",
                          "2026-03-30 #2 payout-scheduled -20050: 20050 -> 0 [302321-2000202 / ]"));
  EXPECT_THAT(lines(made, Topic::fees),
              ElementsAre("2026-03-02 #1 capture-fee -1000: 0 -> -1000 [7100000001 / ordre-81]",
                          "2026-03-15 #1 fees-invoiced 1000: -1000 -> 0 [31 / ]",
                          "2026-03-30 #1 capture-fee -251: 0 -> -251 [7100000003 / ordre-82]",
                          "2026-03-30 #2 fees-invoiced 251: -251 -> 0 [32 / ]"));
}

TEST(ToEntries, Version2NetAndGross) {
  auto net = to_entries(unit_of("net-2.0.xml"), ledger, {}).value();
  expect_chained(net, {});
  EXPECT_THAT(lines(net, Topic::funds),
              ElementsAre("2017-07-05 #1 capture 25000: 0 -> 25000 [4000000001 / hytte-1]",
                          "2017-07-05 #2 refund -5000: 25000 -> 20000 [4000000002 / hytte-1]",
                          "2017-07-05 #3 fees-retained -438: 20000 -> 19562 [302321-2000011 / ]",
                          "2017-07-05 #4 payout-scheduled -19562: 19562 -> 0 [302321-2000011 / ]",
                          "2017-07-06 #1 capture 4000: 0 -> 4000 [4000000003 / hytte-2]",
                          "2017-07-06 #2 fees-retained -70: 4000 -> 3930 [302321-2000012 / ]",
                          "2017-07-06 #3 payout-scheduled -3930: 3930 -> 0 [302321-2000012 / ]"));
  auto gross = to_entries(unit_of("gross-2.0.xml"), ledger, {}).value();
  EXPECT_THAT(lines(gross, Topic::fees),
              ElementsAre("2017-01-10 #1 capture-fee -525: 0 -> -525 [4100000001 / sete-1]",
                          "2017-01-31 #1 fees-invoiced 525: -525 -> 0 [41 / ]"));
  EXPECT_EQ(gross.closing.funds_balance, 0);
}

TEST(ToEntries, InvoicedFeesBesideNetSettlementsOnlyAreRefused) {
  SalesUnit unit = unit_of("net-3.0.xml");
  unit.fee_invoices.push_back({Date(2026, 2, 28), "77", 838, "", ""});
  auto made = to_entries(unit, ledger, {});
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message, AllOf(HasSubstr("612345"), HasSubstr("fee invoice 77")));
}

TEST(ToEntries, ADateBeforeTheLedgersLastIsRefused) {
  const SalesUnit unit = unit_of("net-3.0.xml");
  auto made = to_entries(unit, ledger, {0, 0, Date(2026, 2, 4), 1, 1});
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message,
              AllOf(HasSubstr("settlement 2000101 is dated 2026-02-03"), HasSubstr("2026-02-04")));
  EXPECT_TRUE(to_entries(unit, ledger, {0, 0, Date(2026, 2, 3), 1, 1}));
}

TEST(ToEntries, AnOpeningBalanceBeyondTheLargestAmountIsRefused) {
  const SalesUnit unit = unit_of("net-3.0.xml");
  LedgerState opening;
  opening.funds_balance = Money::max_minor;
  EXPECT_TRUE(settlement_to_entries(unit, unit.settlements[0], ledger, opening));
  opening.funds_balance = Money::max_minor + 1;
  auto made = settlement_to_entries(unit, unit.settlements[0], ledger, opening);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message, HasSubstr("10000000000000.01"));
  opening = {0, -Money::max_minor - 1, {}, 0, 0};
  EXPECT_FALSE(settlement_to_entries(unit, unit.settlements[0], ledger, opening));
}

TEST(ToEntries, AMissingLedgerAndAnUnprovenSettlementAreRefused) {
  SalesUnit unit = unit_of("net-3.0.xml");
  EXPECT_THAT(to_entries(unit, LedgerId(), {}).error().message, HasSubstr("no ledger id"));
  EXPECT_THAT(settlement_to_entries(unit, unit.settlements[0], LedgerId(), {}).error().message,
              HasSubstr("no ledger id"));
  unit.settlements[0].stated.settled = 1;
  EXPECT_THAT(to_entries(unit, ledger, {}).error().message,
              HasSubstr("SettledAmount 0.01, computed 492.25"));
}

/// A settlement of any captures, refunds and fees whose figures agree.
Settlement any_settlement(SettlementType type, Date date) {
  Settlement settlement;
  settlement.date = date;
  settlement.id = "2000001";
  settlement.type = type;
  const auto amounts = *rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::inRange<std::int64_t>(-100'000, 100'000));
  StatedSums sums{static_cast<std::int64_t>(amounts.size()), 0, 0, 0, 0, 0, 0};
  for (const std::int64_t amount : amounts) {
    Transaction line;
    (amount < 0 ? line.refund : line.capture) = amount;
    line.gross = amount;
    line.fee = amount > 0 ? *rc::gen::inRange<std::int64_t>(0, 3000) : 0;
    line.net = line.gross - line.fee;
    line.id = "7";
    *sums.capture += line.capture;
    *sums.refund += line.refund;
    *sums.gross += line.gross;
    *sums.net += line.net;
    *sums.fee += line.fee;
    settlement.transactions.push_back(line);
  }
  sums.settled = type == SettlementType::net ? sums.net : sums.gross;
  settlement.stated = sums;
  return settlement;
}

TEST(ToEntries, AnySettlementChainsAndLeavesNothingButWhatItMust) {
  EXPECT_TRUE(rc::check([] {
    const auto type = *rc::gen::element(SettlementType::net, SettlementType::gross);
    const Settlement settlement = any_settlement(type, Date(2026, 5, 4));
    const LedgerState opening{*rc::gen::inRange<std::int64_t>(-5000, 5000),
                              *rc::gen::inRange<std::int64_t>(-5000, 1), Date(2026, 5, 3), 3, 4};
    SalesUnit unit;
    unit.serial_number = "612345";
    auto made = settlement_to_entries(unit, settlement, ledger, opening);
    RC_ASSERT(made.has_value());
    expect_chained(*made, opening);
    const std::int64_t rolled_on = std::min<std::int64_t>(0, settlement.settled_amount());
    const std::int64_t owed = type == SettlementType::net ? 0 : settlement.stated.fee.value();
    RC_ASSERT(made->closing.funds_balance == opening.funds_balance + rolled_on);
    RC_ASSERT(made->closing.fees_balance == opening.fees_balance - owed);
  }));
}

TEST(ToEntries, ThePublishedSamplesChainAndPayOutWhatTheyState) {
  const auto folder = published_samples();
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "skipped: no specs";
  const auto closing = [&](const char* name) {
    const auto report = read_checked_report(file_text(folder / name)).value();
    const LedgerState opening{100, 0, {}, 0, 0};
    auto made = to_entries(report.sales_units.at(0), ledger, opening).value();
    expect_chained(made, opening);
    EXPECT_EQ(made.closing.funds_balance, 100) << "every settlement of the samples pays out";
    return std::pair(made.entries.size(), made.closing.fees_balance);
  };
  EXPECT_EQ(closing("Example-Net.xml"), std::pair(std::size_t{15 + 2}, std::int64_t{0}));
  const std::size_t fees = 21 + 8 + 1;
  EXPECT_EQ(closing("Example-Gross.xml"), std::pair(48 + 3 + fees, std::int64_t{-10849}));
}

}  // namespace
}  // namespace avstem::vipps::settlement_file
