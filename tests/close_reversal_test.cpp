// Corrections by a person, all the way into PowerOffice: reversed, voided, booked again, locked.

#include <fmt/format.h>

#include "services/settlement/finding_actions.hpp"
#include "services/settlement/sale_store.hpp"
#include "services/settlement/schema.hpp"
#include "services/settlement/verify.hpp"
#include "store/migrations.hpp"
#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using services::Correct;
using services::VoucherState;
using services::VoucherStory;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const std::string refusal = R"({"Title":"One or more validation errors occurred.","Status":400,)"
                            R"("Detail":"Account 7770 needs a department"})";
const services::Because because{"kari", "wrong account"};

class ReversalTest : public CloseTest {
 protected:
  ReversalTest() : CloseTest(Storage::memory) {}

  VoucherStory must(Correction correction, const Correct::Order& order) {
    auto story = correct(correction, order);
    EXPECT_TRUE(story) << story.error().message;
    return story ? *std::move(story) : VoucherStory{stored(order.voucher), {}, {}, {}, {}, {}};
  }
  std::string refused(Correction correction, const Correct::Order& order, ErrorKind kind) {
    const auto story = correct(correction, order);
    EXPECT_FALSE(story);
    if (story) return "";
    EXPECT_EQ(story.error().kind, kind) << story.error().message;
    return story.error().message;
  }
  /// Sends what a correction planned; whether everything is proven then.
  bool send(Date date) {
    const auto report = run_imported({date});
    EXPECT_TRUE(report) << report.error().message;
    return report && report->proof.is_proven();
  }
  services::StoredVoucher stored(const std::string& name) {
    services::VoucherStore store(*database);
    return store.find(client.id, name).value();
  }
  /// What each open item of the customers' ledger holds, øre.
  std::vector<std::int64_t> open_items() {
    std::vector<std::int64_t> open;
    const Date today = wednesday.plus_days(30);
    for (const auto& seen : company->subledger().open_items(today, clock.now()))
      open.push_back(seen.balance);
    return open;
  }
  /// Every proof that was ever made still holds.
  void verify_all() {
    services::ProofStore proofs(*database);
    services::Verify verify(*database);
    const auto chain = proofs.chain(client.id, 1'000);
    ASSERT_TRUE(chain);
    for (const services::StoredProof& proof : *chain) {
      const auto report = verify.proof(client.id, proof, {});
      ASSERT_TRUE(report) << report.error().message;
      for (const services::VerifyCheck& check : report->checks)
        EXPECT_TRUE(check.holds) << proof.number << ": " << check.words;
    }
  }
  void change_fees_account() {
    EXPECT_TRUE(client.mapping.set_account(books::AccountRole::payment_fees, 7775));
    client.mapping_version = 2;
  }
};

TEST_F(ReversalTest, APaymentThatIsReversedOpensItsInvoiceUntilItIsBookedAgain) {
  simple_day(monday);
  close_proven();
  EXPECT_THAT(open_items(), IsEmpty());
  const std::string payments = reference("pay", monday);
  must(&Correct::reverse, {payments, {}, false, because});
  // The entries have no voucher that stands, and the proof says so.
  EXPECT_FALSE(send(monday));
  EXPECT_THAT(open_items(), ElementsAre(10'000));
  EXPECT_EQ(balance(1903, monday), -10'000);
  const auto story = must(&Correct::rebook, {payments, {}, false, because});
  EXPECT_EQ(story.replacements.at(0).voucher.head().reference, reference("pay", monday, 2));
  EXPECT_EQ(story.replacements.at(0).voucher.postings(), story.voucher.voucher.postings());
  EXPECT_TRUE(send(monday));
  EXPECT_THAT(open_items(), IsEmpty());
  EXPECT_EQ(balance(1903, monday), 0);
  EXPECT_THAT(findings(), IsEmpty());
  verify_all();
}

TEST_F(ReversalTest, ReversalAndReplacementAreOneStepAndClearingFollowsVipps) {
  simple_day(monday);
  close_proven();
  change_fees_account();
  const auto story = must(&Correct::reverse, {"V-2026-00002", {}, true, because});
  ASSERT_TRUE(story.reversal);
  EXPECT_EQ(story.reversal->number, "K-2026-00001");
  EXPECT_EQ(story.reversal->voucher.head().date, monday);
  EXPECT_EQ(story.reversal->voucher.head().reverses, reference("fee", monday));
  ASSERT_THAT(story.replacements, SizeIs(1));
  EXPECT_EQ(story.replacements[0].number, "V-2026-00004");
  EXPECT_EQ(story.replacements[0].mapping_version, 2);
  ASSERT_THAT(story.acts, SizeIs(2));
  EXPECT_EQ(story.acts[0].act, services::Act::reverse);
  EXPECT_EQ(story.acts[1].act, services::Act::rebook);
  EXPECT_EQ(story.acts[0].because.person, "kari");
  EXPECT_EQ(story.acts[0].because.reason, "wrong account");
  EXPECT_EQ(story.acts[0].at, clock.now());

  EXPECT_TRUE(send(monday));
  EXPECT_EQ(balance(7770, monday), 0);
  EXPECT_EQ(balance(7775, monday), 175);
  EXPECT_EQ(balance(1903, monday), 0);
  EXPECT_THAT(references(), Contains(reference("rev", monday)));
  EXPECT_THAT(references(), Contains(reference("fee", monday, 2)));
  // From the other side.
  services::ActStore acts(*database);
  EXPECT_EQ(acts.story(client.id, "K-2026-00001")->original->number, "V-2026-00002");
  EXPECT_EQ(acts.story(client.id, "V-2026-00004")->replaces->number, "V-2026-00002");
  simple_day(tuesday);
  close_proven();
  verify_all();
}

TEST_F(ReversalTest, AnOverpaymentAndItsMirrorLeaveTheInvoiceOpen) {
  const std::int64_t customer = company->customers().front().number;
  ASSERT_TRUE(company->invoice(customer, "9001", monday, "over", {{3000, "3", 10'000}}));
  capture("over", 12'000, monday);
  end_day(monday);
  close_proven();
  must(&Correct::reverse, {reference("pay", monday), {}, false, because});
  send(monday);
  EXPECT_THAT(open_items(), ElementsAre(10'000));
  must(&Correct::rebook, {reference("pay", monday), {}, false, because});
  EXPECT_TRUE(send(monday));
  EXPECT_EQ(company->customer_balance(customer), -2'000);
  verify_all();
}

TEST_F(ReversalTest, AVoucherIsReversedOnceAndWithAReason) {
  simple_day(monday);
  close_proven();
  const Correct::Order order{"V-2026-00001", {}, false, because};
  EXPECT_THAT(
      refused(&Correct::reverse, {"V-2026-00001", {}, false, {"kari", "  "}}, ErrorKind::invalid),
      HasSubstr("--reason must say why"));
  EXPECT_THAT(refused(&Correct::rebook, order, ErrorKind::conflict), HasSubstr("stands"));
  must(&Correct::reverse, order);
  EXPECT_THAT(refused(&Correct::reverse, order, ErrorKind::conflict),
              HasSubstr("reversed already, by K-2026-00001"));
  EXPECT_THAT(refused(&Correct::rebook, order, ErrorKind::conflict), HasSubstr("close first"));
  EXPECT_THAT(refused(&Correct::reverse, {"K-2026-00001", {}, false, because}, ErrorKind::conflict),
              HasSubstr("planned, not posted"));
  send(monday);
  EXPECT_THAT(refused(&Correct::reverse, {"K-2026-00001", {}, false, because}, ErrorKind::invalid),
              HasSubstr("is itself the reversal"));
  must(&Correct::rebook, order);
  EXPECT_THAT(refused(&Correct::rebook, order, ErrorKind::conflict),
              HasSubstr("booked again already"));
  EXPECT_TRUE(send(monday));
  EXPECT_EQ(number("SELECT count(*) FROM voucher_acts"), 2);
  EXPECT_FALSE(database->execute("UPDATE voucher_acts SET reason = 'none'"));
  EXPECT_FALSE(database->execute("DELETE FROM voucher_acts"));
}

TEST_F(ReversalTest, ALockedPeriodSendsReversalAndReplacementToTheFirstOpenDate) {
  simple_day(monday);
  close_proven();
  change_fees_account();
  company->set_lock_date(monday);
  EXPECT_THAT(
      refused(&Correct::reverse, {"V-2026-00002", monday, true, because}, ErrorKind::invalid),
      AllOf(HasSubstr("locked until 2026-03-02"), HasSubstr("2026-03-03")));
  EXPECT_THAT(
      refused(&Correct::reverse, {"V-2026-00002", wednesday, true, because}, ErrorKind::invalid),
      HasSubstr("lies in the future"));
  const auto story = must(&Correct::reverse, {"V-2026-00002", {}, true, because});
  EXPECT_EQ(story.reversal->voucher.head().date, tuesday);
  EXPECT_EQ(story.reversal->voucher.head().original_date, monday);
  EXPECT_EQ(story.replacements.at(0).voucher.head().date, tuesday);
  EXPECT_EQ(story.replacements.at(0).voucher.head().original_date, monday);
  EXPECT_TRUE(send(monday));
  EXPECT_EQ(balance(7770, monday), 175);
  EXPECT_EQ(balance(7770, tuesday), 0);
  EXPECT_EQ(balance(7775, tuesday), 175);
  EXPECT_EQ(balance(1903, monday), 0);
  verify_all();
}

TEST_F(ReversalTest, AClientsOwnLockStandsOnTopOfThatOfTheSystem) {
  services::PeriodLocks locks(*database);
  ASSERT_TRUE(locks.lock(client.id, tuesday, {"kari", ""}, clock.now()));
  simple_day(monday);
  simple_day(tuesday);
  simple_day(wednesday);
  company->set_lock_date(monday);
  close_proven();
  for (const auto& voucher : company->vouchers()) {
    if (voucher.content.type != sandbox::poweroffice::VoucherType::bank_journal) continue;
    EXPECT_GT(voucher.content.date, tuesday);
  }
  const auto moved = stored("V-2026-00001");
  EXPECT_EQ(moved.voucher.head().date, wednesday);
  EXPECT_EQ(moved.voucher.head().original_date, monday);
  EXPECT_THAT(moved.voucher.head().text, HasSubstr("dated 2026-03-02"));
}

TEST_F(ReversalTest, ALockMovesBackOnlyByUnlockingWithAReason) {
  services::PeriodLocks locks(*database);
  const Instant now = clock.now();
  EXPECT_FALSE(locks.unlock(client.id, {}, because, now));
  ASSERT_TRUE(locks.lock(client.id, tuesday, because, now));
  const auto back = locks.lock(client.id, monday, because, now);
  ASSERT_FALSE(back);
  EXPECT_THAT(back.error().message, HasSubstr("--unlock --reason"));
  EXPECT_FALSE(locks.unlock(client.id, monday, {"kari", ""}, now));
  EXPECT_FALSE(locks.unlock(client.id, wednesday, because, now));
  ASSERT_TRUE(locks.unlock(client.id, monday, because, now));
  EXPECT_EQ(locks.locked_until(client.id).value(), monday);
  ASSERT_TRUE(locks.unlock(client.id, {}, because, now));
  EXPECT_EQ(locks.locked_until(client.id).value(), std::nullopt);
  const auto history = locks.history(client.id).value();
  ASSERT_THAT(history, SizeIs(3));
  EXPECT_EQ(history[1].because.reason, "wrong account");
  EXPECT_FALSE(database->execute("UPDATE period_locks SET locked_until = NULL"));
  EXPECT_FALSE(database->execute("DELETE FROM period_locks"));
}

TEST_F(ReversalTest, AVoucherThatWasNotSentIsGivenUpAndItsNumberKept) {
  simple_day(monday);
  http.answer(post_journal, 400, refusal);
  ASSERT_TRUE(close());
  EXPECT_EQ(stored("V-2026-00001").state, VoucherState::refused);
  EXPECT_THAT(refused(&Correct::give_up, {"V-2026-00002", {}, false, because}, ErrorKind::conflict),
              HasSubstr("reverse it"));
  const auto given_up = must(&Correct::give_up, {"V-2026-00001", {}, false, because});
  EXPECT_EQ(given_up.voucher.state, VoucherState::voided);
  EXPECT_THAT(findings(), Not(Contains(HasSubstr("posting-refused"))));
  // It is not sent, and not counted: its entries are without a voucher.
  EXPECT_FALSE(send(monday));
  EXPECT_THAT(references(), SizeIs(2));
  const auto again = must(&Correct::rebook, {"V-2026-00001", {}, false, because});
  ASSERT_THAT(again.replacements, SizeIs(1));
  EXPECT_EQ(again.replacements[0].number, "V-2026-00004");
  EXPECT_TRUE(send(monday));
  EXPECT_THAT(open_items(), IsEmpty());
  EXPECT_EQ(balance(1903, monday), 0);
  EXPECT_EQ(stored("V-2026-00001").state, VoucherState::voided);
  simple_day(tuesday);
  close_proven();
  verify_all();
}

TEST_F(ReversalTest, AReversalIsNotGivenUpOnceTheEntriesAreBookedAgain) {
  simple_day(monday);
  close_proven();
  must(&Correct::reverse, {"V-2026-00001", {}, true, because});
  EXPECT_THAT(refused(&Correct::give_up, {"K-2026-00001", {}, false, because}, ErrorKind::conflict),
              HasSubstr("cannot be given up"));
  must(&Correct::give_up, {"V-2026-00004", {}, true, because});
  EXPECT_TRUE(send(monday));
  EXPECT_EQ(stored("V-2026-00005").voucher.head().reference, reference("pay", monday, 3));
}

TEST_F(ReversalTest, AReversalThatIsGivenUpLeavesTheVoucherToBeReversedAnew) {
  simple_day(monday);
  close_proven();
  must(&Correct::reverse, {"V-2026-00001", {}, false, because});
  must(&Correct::give_up, {"K-2026-00001", {}, false, because});
  const auto story = must(&Correct::reverse, {"V-2026-00001", {}, true, because});
  EXPECT_EQ(story.reversal->number, "K-2026-00002");
  EXPECT_TRUE(send(monday));
  verify_all();
}

TEST_F(ReversalTest, APayoutOnItsWayIsStillMetByTheBank) {
  simple_day(monday);
  close_proven();
  must(&Correct::reverse, {reference("out", monday), {}, true, because});
  EXPECT_TRUE(send(monday));
  pay_in_bank(9'825, wednesday);
  simple_day(tuesday);
  simple_day(wednesday);
  const auto report = close_proven();
  EXPECT_EQ(report.proof.in_transit_balance, report.proof.in_transit_expected);
  EXPECT_THAT(report.proof.in_transit, SizeIs(2));
  EXPECT_THAT(findings(), IsEmpty());
  verify_all();
}

TEST_F(ReversalTest, AVoucherWhoseMoneyWasMovedOnWaitsForTheDecisionToBeTakenBack) {
  capture("vet ikke", 450'00, monday);
  end_day(monday);
  close_proven();
  services::FindingStore store(*database);
  const std::int64_t finding_id = store.open(client.id).value().front().id;
  books::Destination gifts;
  gifts.account = 3900;
  gifts.vat_code = "7";
  const services::Actor kari{"kari", ""};
  const auto decided =
      decide([&](services::Decide& d) { return d.post(client, finding_id, gifts, kari); });
  ASSERT_TRUE(decided) << decided.error().message;
  EXPECT_EQ(decided->voucher.number, "K-2026-00001");

  const Correct::Order order{reference("pay", monday), {}, true, because};
  EXPECT_THAT(refused(&Correct::reverse, order, ErrorKind::conflict),
              AllOf(HasSubstr("K-2026-00001"), HasSubstr("findings undo")));
  EXPECT_THAT(refused(&Correct::reverse, {"K-2026-00001", {}, false, because}, ErrorKind::conflict),
              HasSubstr("findings undo"));
  const auto action = services::FindingActions(*database).undoable(decided->action.id);
  ASSERT_TRUE(action);
  const auto undone = decide([&](services::Decide& d) { return d.undo(client, *action, kari); });
  ASSERT_TRUE(undone) << undone.error().message;
  ASSERT_TRUE(company->add_account(2990, "Observasjonskonto"));
  EXPECT_TRUE(client.mapping.set_account(books::AccountRole::suspense, 2990));
  client.mapping_version = 2;
  must(&Correct::reverse, order);
  EXPECT_TRUE(send(monday));
  EXPECT_EQ(balance(2998, tuesday), 0);
  EXPECT_EQ(balance(2990, tuesday), -450'00);
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("payment-without-claim")));
  verify_all();
}

TEST_F(ReversalTest, ACompactDateIsBookedAgainGross) {
  client.ledgers.front().compact = true;
  simple_day(monday);
  close_proven();
  EXPECT_THAT(references(), ElementsAre(reference("pay", monday)));
  change_fees_account();
  const auto story = must(&Correct::reverse, {reference("pay", monday), {}, true, because});
  EXPECT_THAT(story.replacements, SizeIs(3));
  EXPECT_TRUE(send(monday));
  EXPECT_EQ(balance(7770, monday), 0);
  EXPECT_EQ(balance(7775, monday), 175);
  EXPECT_EQ(balance(1903, monday), 0);
  EXPECT_THAT(open_items(), IsEmpty());
  verify_all();
}

TEST_F(ReversalTest, ARegistersDayIsBookedAgainWithoutThePaymentsAroundIt) {
  services::SaleStore sales(*database);
  const services::KnownTill till{LedgerId("302321"),
                                 {"", monday, "42", {{3000, "3", 300'00}}, "R09"}};
  const services::KnownSale gift{{"GAVE-1", {{3900, "7", 100'00}}, "R10"}, {}};
  ASSERT_TRUE(sales.add(client, {gift}, {till}));
  capture("kasse-1", 100'00, monday);
  capture("GAVE-1", 100'00, monday);
  capture("kasse-2", 200'00, monday);
  end_day(monday);
  close_proven();
  const std::string of_till = reference("pay", monday, 2);
  const auto story = must(&Correct::reverse, {of_till, {}, true, because});
  ASSERT_THAT(story.replacements, SizeIs(1));
  EXPECT_EQ(story.replacements[0].voucher.movement(1903), 300'00);
  EXPECT_EQ(story.replacements[0].voucher.postings(), story.voucher.voucher.postings());
  EXPECT_TRUE(send(monday));
  verify_all();
}

TEST_F(ReversalTest, ADatabaseOfTheVersionBeforeGoesOnCountingAndStillVerifies) {
  simple_day(monday);
  close_proven();
  ASSERT_TRUE(database->execute(
      "DROP TABLE voucher_series; DROP TABLE voucher_replacements; DROP TABLE voucher_acts;"
      "DROP TABLE period_locks; DROP INDEX vouchers_reversed_once;"
      "DELETE FROM migrations WHERE room = 'journal'"));
  ASSERT_TRUE(store::migrate(*database, services::settlement_migrations()));
  simple_day(tuesday);
  close_proven();
  EXPECT_EQ(stored("V-2026-00004").ledger_date, tuesday);
  EXPECT_EQ(number("SELECT last FROM voucher_series WHERE series = 'V' AND year = 2026"), 6);
  verify_all();
}

}  // namespace
}  // namespace avstem::tests
