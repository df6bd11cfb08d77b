// Proofs as documents: what they name, that they chain, and that a changed database is found.

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "platform/compression.hpp"
#include "platform/digest.hpp"
#include "services/settlement/verify.hpp"
#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// Vipps shows only the first `count` entries of the date.
DisturbedHttp::Disturbance first_entries(std::size_t count) {
  return [count](const Request& request, HttpClient& onward) -> Result<Response> {
    auto response = onward.send(request);
    auto body = nlohmann::json::parse(response->body);
    auto& items = body["items"];
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(count), items.end());
    response->body = body.dump();
    return response;
  };
}

class ProofTest : public CloseTest {
 protected:
  ProofTest() : CloseTest(Storage::memory) {}

  std::vector<services::StoredProof> stored() {
    services::ProofStore proofs(*database);
    return proofs.chain(client.id, 1'000).value();
  }
  books::ProofDocument document(std::size_t number) {
    return services::parse_proof(stored().at(number - 1).bytes).value();
  }
  books::ProofDocument last() { return document(stored().size()); }

  services::VerifyReport verify(std::int64_t number, std::optional<std::string> file = {}) {
    services::ProofStore proofs(*database);
    services::Verify verify(*database);
    auto found = proofs.get(client.id, number);
    EXPECT_TRUE(found) << found.error().message;
    auto report = verify.proof(client.id, *found, file);
    EXPECT_TRUE(report) << report.error().message;
    return *std::move(report);
  }
  /// What does not hold of a proof, in words.
  std::vector<std::string> failures(std::int64_t number, std::optional<std::string> file = {}) {
    const services::VerifyReport report = verify(number, std::move(file));
    std::vector<std::string> words;
    for (const services::VerifyCheck& check : report.checks) {
      if (!check.holds) words.push_back(check.words);
    }
    EXPECT_EQ(report.holds(), words.empty());
    return words;
  }
  void tamper(const std::string& sql) { ASSERT_TRUE(database->execute(sql)); }
  void three_days() {
    for (const Date date : {monday, tuesday, wednesday}) {
      simple_day(date);
      close_proven();
    }
  }
};

TEST_F(ProofTest, EachDateHasADocumentThatNamesItsPagesAndVouchersOnceAndChains) {
  three_days();
  const auto proofs = stored();
  ASSERT_THAT(proofs, SizeIs(3));
  std::set<std::string> pages;
  std::set<std::string> vouchers;
  std::string previous;
  for (std::size_t i = 0; i < proofs.size(); ++i) {
    EXPECT_EQ(proofs[i].sha256, sha256_hex(proofs[i].bytes));
    const auto proof = document(i + 1);
    EXPECT_EQ(proof.date, monday.plus_days(static_cast<int>(i)));
    EXPECT_EQ(proof.previous, previous);
    EXPECT_TRUE(proof.is_proven());
    EXPECT_THAT(proof.accounts, SizeIs(2));
    EXPECT_THAT(proof.pages, SizeIs(2));
    EXPECT_THAT(proof.vouchers, SizeIs(3));
    for (const auto& page : proof.pages)
      EXPECT_TRUE(pages.insert(page.sha256).second);
    for (const auto& voucher : proof.vouchers) {
      EXPECT_TRUE(vouchers.insert(voucher.reference).second);
      EXPECT_EQ(voucher.state, "posted");
      EXPECT_THAT(voucher.sha256, SizeIs(64));
    }
    previous = proofs[i].sha256;
    EXPECT_THAT(failures(proof.number), IsEmpty());
  }
}

TEST_F(ProofTest, TheSameDocumentMakesTheSameBytesAndIsReadBack) {
  three_days();
  const books::ProofDocument proof = last();
  EXPECT_EQ(services::parse_proof(services::canonical_bytes(proof)).value(), proof);
  EXPECT_EQ(services::canonical_bytes(proof), stored().back().bytes);
}

TEST_F(ProofTest, ProvingAgainWithoutNewsAddsNoDocument) {
  three_days();
  close_proven();
  close_proven(monday, wednesday);
  EXPECT_THAT(stored(), SizeIs(3));
}

TEST_F(ProofTest, PayoutsAreFollowedToTheBankRowThatShowsThem) {
  simple_day(monday);
  close_proven();
  auto transit = last().transits.at(0);
  ASSERT_THAT(transit.on_the_way, SizeIs(1));
  EXPECT_EQ(transit.on_the_way[0].expected, wednesday);
  EXPECT_FALSE(transit.on_the_way[0].late);
  EXPECT_EQ(transit.balance, 9'825);
  EXPECT_TRUE(transit.is_proven());
  // Nothing comes: two bank days after Wednesday it is late, in a document of its own.
  for (Date date = tuesday; date <= Date(2026, 3, 6); date = date.next())
    end_day(date);
  close_proven();
  transit = last().transits.at(0);
  ASSERT_THAT(transit.on_the_way, SizeIs(1));
  EXPECT_TRUE(transit.on_the_way[0].late);
  pay_in_bank(9'825, Date(2026, 3, 7));
  end_day(Date(2026, 3, 7));
  close_proven();
  transit = last().transits.at(0);
  EXPECT_THAT(transit.on_the_way, IsEmpty());
  ASSERT_THAT(transit.arrived, SizeIs(1));
  EXPECT_EQ(transit.arrived[0].row.posting_date, Date(2026, 3, 7));
  EXPECT_EQ(transit.arrived[0].transfer.reference, reference("out", monday));
  EXPECT_THAT(failures(last().number), IsEmpty());
}

TEST_F(ProofTest, ADateProvenLaterSaysWhenItsPayoutCame) {
  simple_day(monday);
  end_day(tuesday);
  pay_in_bank(9'825, wednesday);
  close_proven();
  const auto transit = document(1).transits.at(0);
  EXPECT_EQ(document(1).date, monday);
  ASSERT_THAT(transit.on_the_way, SizeIs(1));
  EXPECT_EQ(transit.on_the_way[0].seen, wednesday);
  EXPECT_EQ(transit.balance, 9'825);
}

TEST_F(ProofTest, AStrangersRowIsNamedWithDateVoucherTextAndAmount) {
  simple_day(monday);
  auto stranger = company->manual_voucher(monday, "Feil", {{1903, 500}, {1920, -500}});
  ASSERT_TRUE(stranger);
  clock.sleep(std::chrono::seconds(2));
  ASSERT_TRUE(close());
  const auto proof = last();
  EXPECT_FALSE(proof.is_proven());
  ASSERT_THAT(proof.accounts.at(0).foreign, SizeIs(1));
  const books::ProofRow& row = proof.accounts.at(0).foreign[0];
  EXPECT_EQ(row.posting_date, monday);
  EXPECT_EQ(row.voucher_number, (*stranger)->number);
  EXPECT_EQ(row.amount, 500);
  EXPECT_THAT(row.text, HasSubstr("Feil"));
  // It holds as a document: it says of itself that the account is not proven.
  EXPECT_THAT(failures(1), IsEmpty());
  EXPECT_THAT(verify(1).notes, Contains(AllOf(HasSubstr("1903"), HasSubstr("not proven"))));
}

TEST_F(ProofTest, SeveralLedgersOnOneAccountAreOneProof) {
  add_second_ledger();
  client.ledgers.back().clearing_account.reset();
  ASSERT_TRUE(second->capture("two", 20'000, clock.now(), monday));
  simple_day(monday);
  close_proven();
  const auto proof = last();
  EXPECT_THAT(proof.ledgers, SizeIs(2));
  EXPECT_THAT(proof.accounts, SizeIs(2));
  EXPECT_THAT(proof.transits.at(0).on_the_way, SizeIs(2));
  EXPECT_THAT(failures(1), IsEmpty());
}

TEST_F(ProofTest, AFeeOfTheYearBeforeIsNamedAsTiming) {
  const Date new_years_eve(2026, 12, 31);
  const Date new_years_day(2027, 1, 1);
  client.ledgers.front().start = new_years_eve;
  clock.set(parse_instant("2026-12-31T05:30:00Z").value());
  ASSERT_TRUE(ledger->capture("gift", 100'000, clock.now(), new_years_eve, new_years_day));
  end_day(new_years_eve);
  end_day(new_years_day);
  close_proven();
  ASSERT_THAT(stored(), SizeIs(2));
  const books::ProvenAccount fees = document(1).accounts.at(1);
  ASSERT_THAT(fees.timing, SizeIs(1));
  EXPECT_EQ(fees.timing[0].reference, reference("acc", new_years_day));
  EXPECT_EQ(fees.timing[0].ledger_date, new_years_day);
  EXPECT_EQ(fees.figures.timing, fees.timing[0].amount);
  EXPECT_THAT(failures(1), IsEmpty());
  EXPECT_THAT(failures(2), IsEmpty());
}

TEST_F(ProofTest, ALateEntryMakesANewProofAndTheOldOneStillHolds) {
  sell("early", 10'000, monday);
  sell("late", 20'000, monday);
  end_day(monday);
  http.disturb(report_of("funds", monday), first_entries(1));
  http.disturb(report_of("fees", monday), first_entries(1));
  close_proven();
  close_proven(monday, monday);
  ASSERT_THAT(stored(), SizeIs(2));
  EXPECT_THAT(document(2).vouchers, SizeIs(3));
  EXPECT_THAT(failures(1), IsEmpty());
  EXPECT_THAT(verify(1).notes, Contains(HasSubstr("read later")));
  EXPECT_THAT(failures(2), IsEmpty());
}

TEST_F(ProofTest, AnEntryThatIsGoneIsFound) {
  three_days();
  tamper("DELETE FROM entries WHERE ledger_date = '2026-03-03' AND topic = 'fees'");
  EXPECT_THAT(failures(1), IsEmpty());
  EXPECT_THAT(failures(2), Contains(HasSubstr("not among the stored entries")));
}

TEST_F(ProofTest, AnImportedSettlementFileIsReplayedToo) {
  std::ifstream file(AVSTEM_SOURCE_DIR "/tests/data/settlement/net-3.0.xml");
  const std::string xml{std::istreambuf_iterator<char>(file), {}};
  client.organisation_number.clear();
  client.ledgers.front().start = Date(2020, 1, 1);
  const auto imported = import(xml);
  ASSERT_TRUE(imported) << imported.error().message;
  ASSERT_TRUE(run_imported(imported->dates));
  ASSERT_THAT(stored(), Not(IsEmpty()));
  EXPECT_THAT(failures(last().number), IsEmpty());
  tamper("UPDATE entries SET reference = 'another' WHERE type_word = 'capture'");
  EXPECT_THAT(failures(last().number), Contains(HasSubstr("is not what the report says")));
}

TEST_F(ProofTest, ATamperedPageIsFound) {
  three_days();
  auto update = database->prepare(
      "UPDATE report_pages SET zstd = ?1 WHERE topic = 'funds' AND ledger_date = '2026-03-03'");
  ASSERT_TRUE(update.bind(compress(R"({"items": [], "hasMore": false, "tryLater": false})")).run());
  EXPECT_THAT(failures(1), IsEmpty());
  EXPECT_THAT(failures(2), Contains(AllOf(HasSubstr("2026-03-03"), HasSubstr("not what Vipps"))));
  EXPECT_THAT(failures(3), Contains(HasSubstr("not what Vipps sent")));
}

TEST_F(ProofTest, APageThatIsGoneIsFound) {
  three_days();
  tamper("DELETE FROM report_pages WHERE topic = 'fees' AND ledger_date = '2026-03-04'");
  EXPECT_THAT(failures(2), IsEmpty());
  EXPECT_THAT(failures(3), Contains(HasSubstr("not among the kept ones")));
}

TEST_F(ProofTest, ATamperedEntryIsFound) {
  three_days();
  tamper(
      "UPDATE entries SET reference = 'another' WHERE reference = 'order-20260302' AND topic = "
      "'funds'");
  EXPECT_THAT(failures(3),
              ElementsAre(AllOf(HasSubstr("is not what the report says"), HasSubstr("another"))));
}

TEST_F(ProofTest, AnEntryThatNoPageHoldsIsFound) {
  three_days();
  tamper(
      "INSERT INTO entries SELECT client_id, ledger_id, topic, ledger_date, sequence + 100,"
      " type_word, psp_reference, reference, time_us, amount, balance_before, balance_after,"
      " recipient_handle FROM entries WHERE ledger_date = '2026-03-04' AND topic = 'funds'"
      " AND type_word = 'capture'");
  EXPECT_THAT(failures(2), IsEmpty());
  EXPECT_THAT(failures(3), Contains(HasSubstr("1 stored entries are in no page of the proof")));
}

TEST_F(ProofTest, ATamperedVoucherLineIsFoundOnAnyAccount) {
  three_days();
  tamper("UPDATE voucher_lines SET account = 1500 + 10 WHERE account = 1500");
  EXPECT_THAT(failures(1), ElementsAre(AllOf(HasSubstr(reference("pay", monday)),
                                             HasSubstr("was changed after it was proven"))));
}

TEST_F(ProofTest, ATamperedVoucherAmountIsFoundInFiguresToo) {
  three_days();
  tamper(
      "UPDATE voucher_lines SET amount = amount + CASE WHEN account = 1903 THEN 7 ELSE -7 END"
      " WHERE voucher_id = 1");
  EXPECT_THAT(failures(1), Contains(HasSubstr("opening and vouchers add up to")));
}

TEST_F(ProofTest, APayoutOnItsWayIsAVoucherOfOurs) {
  three_days();
  tamper(
      "UPDATE vouchers SET ledger_date = '2026-03-01' WHERE kind = 'out' AND ledger_date ="
      " '2026-03-04'");
  EXPECT_THAT(failures(3), Contains(HasSubstr("no voucher of ours pays out 98.25 on 2026-03-04")));
}

TEST_F(ProofTest, AVoucherThatIsGoneIsFound) {
  three_days();
  tamper("DELETE FROM voucher_sources; DELETE FROM voucher_lines; DELETE FROM vouchers");
  EXPECT_THAT(failures(1), Contains(HasSubstr("has no voucher '" + reference("pay", monday))));
}

TEST_F(ProofTest, ATamperedProofIsFoundInItselfAndAllAfterIt) {
  three_days();
  tamper("UPDATE proof_documents SET bytes = replace(bytes, 'Kafé', 'Bar') WHERE number = 2");
  EXPECT_THAT(failures(1), IsEmpty());
  EXPECT_THAT(failures(2), Contains(HasSubstr("proof cafe:2 was changed")));
  EXPECT_THAT(failures(3), Contains(HasSubstr("proof cafe:2 was changed")));
}

TEST_F(ProofTest, AProofChangedTogetherWithItsHashBreaksTheChain) {
  three_days();
  books::ProofDocument changed = document(2);
  changed.client_name = "Bar";
  const std::string bytes = services::canonical_bytes(changed);
  auto update =
      database->prepare("UPDATE proof_documents SET bytes = ?1, sha256 = ?2 WHERE number = 2");
  ASSERT_TRUE(update.bind(bytes, sha256_hex(bytes)).run());
  EXPECT_THAT(failures(3), Contains(AllOf(HasSubstr("proof cafe:3 follows"))));
}

TEST_F(ProofTest, AProofThatIsMissingIsFound) {
  three_days();
  tamper("DELETE FROM proof_documents WHERE number = 2");
  EXPECT_THAT(failures(3), Contains(HasSubstr("proof cafe:2 is missing")));
}

TEST_F(ProofTest, ATamperedRowOfFiguresIsFound) {
  three_days();
  tamper(
      "UPDATE proofs SET accounting_balance = 1 WHERE ledger_date = '2026-03-04' AND account ="
      " 1903");
  EXPECT_THAT(failures(3), ElementsAre(HasSubstr("stored figures of account 1903")));
}

TEST_F(ProofTest, AFileThatWasHandedOutIsComparedByteForByte) {
  three_days();
  const std::string bytes = stored().at(2).bytes;
  EXPECT_THAT(failures(3, bytes), IsEmpty());
  std::string changed = bytes;
  changed.replace(changed.find("Kafé"), 4, "Bar ");
  EXPECT_THAT(failures(3, changed), ElementsAre(HasSubstr("the file is not proof cafe:3")));
}

TEST_F(ProofTest, WhatIsNoProofSaysSo) {
  const auto parsed = services::parse_proof("{\"format\":1}");
  ASSERT_FALSE(parsed);
  EXPECT_THAT(parsed.error().message, HasSubstr("no proof of Avstem"));
  services::ProofStore proofs(*database);
  EXPECT_EQ(proofs.find("cafe").error().kind, ErrorKind::invalid);
  EXPECT_EQ(proofs.find("cafe:17").error().kind, ErrorKind::not_found);
  EXPECT_EQ(proofs.find("cafe:2026-03-02").error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace avstem::tests
