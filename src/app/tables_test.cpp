#include "app/tables.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace avstem::app {
namespace {

using Align = Table::Align;

books::AccountProof proof(std::int64_t vipps, std::int64_t books, std::int64_t accounting) {
  books::AccountProof made;
  made.account = 1903;
  made.role = books::AccountRole::clearing;
  made.date = Date(2026, 3, 2);
  made.vipps_balance = vipps;
  made.books_balance = books;
  made.accounting_balance = accounting;
  return made;
}

services::ClosedDate closed_date(const std::string& ledger, services::DateStatus status) {
  services::ClosedDate date;
  date.ledger = LedgerId(ledger);
  date.date = Date(2026, 3, 2);
  date.status = status;
  date.captures = 100'000;
  date.fees = -175;
  date.vouchers = 2;
  return date;
}

services::CloseReport report() {
  services::CloseReport made;
  made.client = ClientId("kafe-nord");
  made.dates = {closed_date("1", services::DateStatus::closed),
                closed_date("2", services::DateStatus::closed)};
  made.proof.accounts = {proof(5, 5, 5)};
  made.proof.in_transit_account = 1904;
  made.proof.in_transit_balance = 700;
  made.posting.posted = 4;
  return made;
}

TEST(DisplayWidth, CountsWhatAPersonSees) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("Kafé"), 4U);
  EXPECT_EQ(display_width("ÆØÅæøå"), 6U);
}

TEST(Table, NorwegianLettersDoNotShiftColumns) {
  Table table({{"name"}, {"sum", Align::right}});
  table.add({"Kafé Ærø", "1.00"});
  table.add({"Butikk", "1250.00"});
  EXPECT_EQ(table.to_string(),
            "name          sum\n"
            "-------------------\n"
            "Kafé Ærø     1.00\n"
            "Butikk    1250.00\n");
}

TEST(Table, TitlesAreColumnsToo) {
  Table table({{"organisation number"}, {"ø", Align::right}});
  table.add({"1", "22"});
  table.rule();
  EXPECT_EQ(table.to_string(),
            "organisation number   ø\n"
            "-------------------------\n"
            "1                    22\n"
            "-------------------------\n");
}

TEST(Table, ANameFromOutsideCannotCommandTheTerminal) {
  Table table({{"name"}});
  table.add({"a\033[31mb\nc\177d"});
  EXPECT_EQ(table.to_string(),
            "name\n-------------\n"
            "a [31mb c d\n");
}

TEST(ClientDays, AddsTheLedgersOfADate) {
  const auto days = client_days(report());
  ASSERT_EQ(days.size(), 1U);
  EXPECT_EQ(days[0].captures, 200'000);
  EXPECT_EQ(days[0].fees, -350);
  EXPECT_EQ(days[0].vouchers, 4);
  EXPECT_TRUE(days[0].closed);
  EXPECT_TRUE(days[0].proven);
  EXPECT_EQ(days[0].difference, 0);
}

TEST(ClientDays, OneLedgerThatWaitsMakesTheDayWait) {
  auto waiting = report();
  waiting.dates[1].status = services::DateStatus::waiting;
  EXPECT_FALSE(client_days(waiting)[0].closed);
}

TEST(DayTable, TheDifferenceColumnNeverSaysZeroWithoutAProof) {
  const auto shown = [](const services::CloseReport& given) {
    Table table = day_table();
    add_days(table, given);
    const std::string text = table.to_string();
    const std::string row = text.substr(0, text.size() - 1);
    return row.substr(row.rfind(' ') + 1);
  };
  EXPECT_EQ(shown(report()), "0.00");
  auto differs = report();
  differs.proof.accounts = {proof(5, 4, 4)};
  EXPECT_NE(shown(differs), "0.00");
  auto unproven = report();
  unproven.proof.accounts.clear();
  EXPECT_EQ(shown(unproven), "unproven");
  auto waiting = report();
  waiting.dates[0].status = services::DateStatus::waiting;
  EXPECT_EQ(shown(waiting), "waiting");
  auto blocked = report();
  blocked.dates[0].status = services::DateStatus::blocked;
  EXPECT_EQ(shown(blocked), "blocked");
}

TEST(ProofText, SaysWhichAccountIsNotProven) {
  auto given = report();
  EXPECT_NE(proof_text(given, "Kafé Nord").find("  proven\n"), std::string::npos);
  EXPECT_EQ(proof_text(given, "Kafé Nord").find("NOT PROVEN"), std::string::npos);
  given.proof.accounts = {proof(5, 5, 4)};
  EXPECT_NE(proof_text(given, "Kafé Nord").find("NOT PROVEN"), std::string::npos);
}

TEST(JournalText, DebitAndCreditStandInTheirColumns) {
  books::Voucher::Head head;
  head.reference = "kafe-nord:1:x";
  head.date = Date(2026, 3, 2);
  books::Posting debit;
  debit.account = 1903;
  debit.amount = 12'345;
  books::Posting credit;
  credit.account = 2998;
  credit.amount = -12'345;
  auto voucher = books::Voucher::make(head, {debit, credit});
  ASSERT_TRUE(voucher) << voucher.error().message;
  EXPECT_EQ(journal_text(*voucher),
            "2026-03-02  kafe-nord:1:x  \n"
            "account  customer   debit  credit  vat  reference  rule  text\n"
            "---------------------------------------------------------------\n"
            "1903               123.45\n"
            "2998                       123.45\n");
}

/// Whether every number below is a whole one; `paths` names the others.
void expect_integers(const nlohmann::json& value, const std::string& path) {
  EXPECT_FALSE(value.is_number_float()) << path;
  if (!value.is_structured()) return;
  for (const auto& [key, inner] : value.items())
    expect_integers(inner, path + "/" + key);
}

TEST(CloseJson, IsOneDocumentWithAmountsInWholeOre) {
  auto given = report();
  books::Transfer transfer;
  transfer.reference = "kafe-nord:p";
  transfer.ledger_date = Date(2026, 3, 1);
  transfer.amount = 9'007'199'254'740'993;  // one more than a double can hold
  given.proof.in_transit = {transfer};
  given.open_findings = 1;
  const std::string text = close_json({given, given});
  const auto document = nlohmann::json::parse(text, nullptr, false);
  ASSERT_TRUE(document.is_object()) << text;
  expect_integers(document, "");
  ASSERT_EQ(document["clients"].size(), 2U);
  const auto& client = document["clients"][0];
  EXPECT_EQ(client["client"], "kafe-nord");
  EXPECT_EQ(client["posted"], 4);
  EXPECT_EQ(client["open_findings"], 1);
  EXPECT_EQ(client["dates"][0]["ledger_date"], "2026-03-02");
  EXPECT_EQ(client["dates"][0]["status"], "closed");
  EXPECT_EQ(client["dates"][0]["captures"], 100'000);
  EXPECT_EQ(client["proofs"][0]["difference"], 0);
  EXPECT_EQ(client["proofs"][0]["proven"], true);
  EXPECT_EQ(client["in_transit"][0]["amount"], 9'007'199'254'740'993);
}

TEST(CloseJson, NoClientsAreAnEmptyList) {
  EXPECT_EQ(nlohmann::json::parse(close_json({})), nlohmann::json::parse(R"({"clients":[]})"));
}

}  // namespace
}  // namespace avstem::app
