// What a person decides about findings: money leaves suspense once, and comes back when undone.

#include <fmt/format.h>

#include "services/settlement/finding_actions.hpp"
#include "services/settlement/proof_store.hpp"
#include "services/settlement/sale_store.hpp"
#include "services/settlement/verify.hpp"
#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using services::ActionVerb;
using services::Decide;
using services::Decided;
using services::LinkTo;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const services::Actor kari{"kari", ""};

class DecisionsTest : public CloseTest {
 protected:
  DecisionsTest() : CloseTest(Storage::memory) {}

  /// Monday has a payment of 450.00 that meets no invoice, and the customer one of 450.00.
  void unknown_payment() {
    customer = company->add_customer("Ola Prøve");
    ASSERT_TRUE(company->invoice(customer, "1015", monday, "ORD-15", {{3000, "3", 450'00}}));
    capture("vet ikke", 450'00, monday);
    end_day(monday);
    close_proven();
    ASSERT_EQ(balance(2998, tuesday), -450'00);
    ASSERT_EQ(company->customer_balance(customer), 450'00);
  }

  services::StoredFinding finding(std::string_view kind) {
    services::FindingStore store(*database);
    const auto open = store.open(client.id);
    for (const services::StoredFinding& stored : open.value()) {
      if (to_string(stored.finding.kind) == kind) return stored;
    }
    ADD_FAILURE() << "no open finding is " << kind;
    return {};
  }
  std::int64_t id(std::string_view kind = "payment-without-claim") { return finding(kind).id; }

  Result<Decided> link(std::int64_t finding_id, const LinkTo& to = {}) {
    return decide([&](Decide& d) { return d.link(client, finding_id, to, kari); });
  }
  Result<Decided> post(std::int64_t finding_id, books::AccountNumber account,
                       const std::string& vat_code = "") {
    books::Destination to;
    to.account = account;
    to.vat_code = vat_code;
    return decide([&](Decide& d) { return d.post(client, finding_id, to, kari); });
  }
  Result<Decided> undo(std::int64_t action_id) {
    services::FindingActions actions(*database);
    auto action = actions.undoable(action_id);
    if (!action) return action.error();
    return decide([&](Decide& d) { return d.undo(client, *action, kari); });
  }
  static Decided must(Result<Decided> decided) {
    EXPECT_TRUE(decided) << decided.error().message;
    EXPECT_EQ(decided->not_posted, "");
    EXPECT_EQ(decided->voucher.state, services::VoucherState::posted);
    return *std::move(decided);
  }
  static std::string refusal(const Result<Decided>& decided) {
    EXPECT_FALSE(decided);
    return decided ? "" : decided.error().message;
  }
  std::vector<services::FindingAction> history(std::int64_t finding_id) {
    return services::FindingActions(*database).history(finding_id).value();
  }

  std::int64_t customer = 0;
};

// --- link ---------------------------------------------------------------------------------------

TEST_F(DecisionsTest, AnUnknownPaymentIsLinkedUndoneAndLinkedAgain) {
  unknown_payment();
  const std::int64_t finding_id = id();
  const Decided linked = must(link(finding_id, {customer, "ORD-15", ""}));
  EXPECT_EQ(linked.voucher.voucher.head().reference, reference("dec", monday));
  EXPECT_EQ(linked.voucher.voucher.head().date, tuesday);
  EXPECT_EQ(balance(2998, tuesday), 0);
  EXPECT_EQ(company->customer_balance(customer), 0);
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(close_proven().open_findings, 0);

  const Decided undone = must(undo(linked.action.id));
  EXPECT_EQ(undone.voucher.voucher.head().reverses, reference("dec", monday));
  EXPECT_EQ(balance(2998, tuesday), -450'00);
  EXPECT_EQ(company->customer_balance(customer), 450'00);
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("payment-without-claim")));
  EXPECT_EQ(close_proven().open_findings, 1);

  const Decided again = must(link(finding_id, {customer, "ORD-15", ""}));
  EXPECT_EQ(again.voucher.voucher.head().reference, reference("dec", monday, 2));
  EXPECT_EQ(balance(2998, tuesday), 0);
  EXPECT_EQ(company->customer_balance(customer), 0);
  close_proven();
  EXPECT_THAT(references(), SizeIs(6));
}

TEST_F(DecisionsTest, WhatIsSuggestedIsAcceptedWithoutAWord) {
  unknown_payment();
  ASSERT_EQ(finding("payment-without-claim").finding.suggestion.customer_number, customer);
  const Decided linked = must(link(id()));
  EXPECT_EQ(company->customer_balance(customer), 0);
  EXPECT_THAT(linked.action.words,
              AllOf(HasSubstr("450.00 from account 2998"), HasSubstr("ORD-15")));
  EXPECT_EQ(number("SELECT count(*) FROM voucher_lines WHERE match = 'M3' AND rule = 'R18'"), 2);
}

TEST_F(DecisionsTest, NothingSuggestedAsksForACustomer) {
  capture("vet ikke", 450'00, monday);
  end_day(monday);
  close_proven();
  EXPECT_THAT(refusal(link(id())), HasSubstr("--customer NUMBER"));
}

TEST_F(DecisionsTest, AnItemThatIsNotOpenIsRefusedAndTheCustomerAloneIsNot) {
  unknown_payment();
  EXPECT_THAT(refusal(link(id(), {customer, "", "9999"})),
              AllOf(HasSubstr("no open invoice"), HasSubstr("9999")));
  EXPECT_EQ(number("SELECT count(*) FROM finding_actions"), 0);
  must(link(id(), {customer, "", ""}));
  EXPECT_EQ(company->customer_balance(customer), 0);
  EXPECT_EQ(balance(2998, tuesday), 0);
}

TEST_F(DecisionsTest, WhatIsTooMuchOrTooLittleIsTold) {
  unknown_payment();
  ASSERT_TRUE(company->invoice(customer, "1016", monday, "ORD-16", {{3000, "3", 300'00}}));
  clock.sleep(std::chrono::seconds(2));
  const Decided linked = must(link(id(), {customer, "", "1016"}));
  EXPECT_THAT(finding_message("overpayment"), AllOf(HasSubstr("450.00"), HasSubstr("-150.00")));
  must(undo(linked.action.id));
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("payment-without-claim")));
}

// --- a thing is moved at most once --------------------------------------------------------------

TEST_F(DecisionsTest, WhatIsDecidedIsNotDecidedAgain) {
  unknown_payment();
  const std::int64_t finding_id = id();
  must(link(finding_id));
  EXPECT_THAT(refusal(link(finding_id)), AllOf(HasSubstr("closed"), HasSubstr("findings show")));
  EXPECT_EQ(balance(2998, tuesday), 0);
}

TEST_F(DecisionsTest, WhatNoLongerStandsThereIsNotMoved) {
  unknown_payment();
  const std::int64_t finding_id = id();
  must(link(finding_id));
  // The finding is raised anew by whatever means; the money has gone all the same.
  ASSERT_TRUE(database->execute("UPDATE findings SET resolved_us = NULL, note = NULL"));
  EXPECT_THAT(refusal(post(finding_id, 3900)),
              AllOf(HasSubstr("should stand on account 2998"), HasSubstr("moved already")));
}

TEST_F(DecisionsTest, TheLastActionIsUndoneFirstAndEachOnlyOnce) {
  unknown_payment();
  const std::int64_t finding_id = id();
  services::FindingActions actions(*database);
  const auto waited = actions.wait(finding_id, wednesday, tuesday, kari, clock.now());
  ASSERT_TRUE(waited) << waited.error().message;
  const Decided linked = must(link(finding_id));
  EXPECT_THAT(refusal(undo(waited->id)), HasSubstr("undo it first"));
  const Decided undone = must(undo(linked.action.id));
  EXPECT_THAT(refusal(undo(linked.action.id)), HasSubstr("already"));
  EXPECT_THAT(refusal(undo(undone.action.id)), HasSubstr("do that one again"));
  EXPECT_THAT(refusal(undo(4711)), HasSubstr("action 4711 is not known"));
}

// --- split, post, force -------------------------------------------------------------------------

TEST_F(DecisionsTest, MoneyIsSplitAndThePartsMustAddUp) {
  unknown_payment();
  books::Destination to_customer;
  to_customer.amount = 300'00;
  to_customer.customer_number = customer;
  books::Destination gift;
  gift.amount = 149'99;
  gift.account = 3900;
  gift.vat_code = "7";
  const auto split = [&] {
    return decide([&](Decide& d) { return d.split(client, id(), {to_customer, gift}, kari); });
  };
  EXPECT_THAT(refusal(split()), AllOf(HasSubstr("449.99"), HasSubstr("must add up")));
  gift.amount = 150'00;
  const Decided decided = must(split());
  EXPECT_EQ(balance(2998, tuesday), 0);
  EXPECT_EQ(balance(3900, tuesday), -150'00);
  EXPECT_EQ(company->customer_balance(customer), 150'00);
  must(undo(decided.action.id));
  EXPECT_EQ(balance(3900, tuesday), 0);
  EXPECT_EQ(balance(2998, tuesday), -450'00);
  close_proven();
}

TEST_F(DecisionsTest, MoneyIsPostedWithItsVat) {
  unknown_payment();
  must(post(id(), 3000, "3"));
  EXPECT_EQ(balance(2998, tuesday), 0);
  EXPECT_EQ(balance(3000, tuesday), -360'00 - 360'00) << "the invoice's, and this one's";
  EXPECT_EQ(balance(2700, tuesday), -90'00 - 90'00);
  close_proven();
}

TEST_F(DecisionsTest, AnAccountOutsideTheChartIsRefusedBeforeAnythingIsKept) {
  unknown_payment();
  EXPECT_THAT(refusal(post(id(), 3999)), HasSubstr("3999"));
  EXPECT_EQ(number("SELECT count(*) FROM finding_actions"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM vouchers WHERE kind = 'dec'"), 0);
  EXPECT_THAT(refusal(post(id(), 1903)), HasSubstr("follows Vipps"));
}

TEST_F(DecisionsTest, ARefundGoesTheOtherWay) {
  sell("ORD-1", 450'00, monday);
  end_day(monday);
  close_proven();
  ASSERT_TRUE(
      ledger->refund("ORD-1", 100'00, Instant(tuesday.days() + std::chrono::hours(11)), tuesday));
  end_day(tuesday);
  close_proven();
  ASSERT_EQ(balance(2998, wednesday), 100'00);
  books::Destination goodwill;
  goodwill.amount = 100'00;
  goodwill.account = 3900;
  must(decide([&](Decide& d) {
    return d.split(client, id("refund-without-credit-note"), {goodwill}, kari);
  }));
  EXPECT_EQ(balance(2998, wednesday), 0);
  EXPECT_EQ(balance(3900, wednesday), 100'00);
}

TEST_F(DecisionsTest, ALostDisputeIsAcceptedByForceAndNothingElseIs) {
  unknown_payment();
  sell("ORD-2", 1'250'00, tuesday);
  end_day(tuesday);
  close_proven();
  std::string psp;
  for (const auto& line : company->vouchers()) {
    for (const auto& row : line.content.lines) {
      if (row.matching_reference == "ORD-2") psp = row.external_line_reference;
    }
  }
  ASSERT_TRUE(ledger->retain_disputed(
      psp, 1'250'00, Instant(wednesday.days() + std::chrono::hours(11)), wednesday));
  end_day(wednesday);
  close_proven();
  ASSERT_EQ(balance(1579, wednesday.next()), 1'250'00);
  const std::int64_t finding_id = id("disputed-capture");
  const Decided forced = must(
      decide([&](Decide& d) { return d.force(client, finding_id, VatRateClass::regular, kari); }));
  EXPECT_EQ(balance(1579, wednesday.next()), 0);
  EXPECT_EQ(balance(7830, wednesday.next()), 1'000'00);
  EXPECT_EQ(balance(2710, wednesday.next()), 250'00);
  must(undo(forced.action.id));
  EXPECT_EQ(balance(1579, wednesday.next()), 1'250'00);
  EXPECT_EQ(balance(7830, wednesday.next()), 0);
  EXPECT_THAT(refusal(decide([&](Decide& d) { return d.force(client, id(), {}, kari); })),
              AllOf(HasSubstr("payment-without-claim"), HasSubstr("only a disputed capture")));
  close_proven();
}

TEST_F(DecisionsTest, WhatHoldsNoMoneyCannotBeMoved) {
  customer = company->add_customer("Ola Prøve");
  ASSERT_TRUE(company->invoice(customer, "1015", monday, "ORD-15", {{3000, "3", 400'00}}));
  capture("ORD-15", 450'00, monday);
  end_day(monday);
  close_proven();
  EXPECT_THAT(refusal(post(id("overpayment"), 3900)),
              AllOf(HasSubstr("overpayment"), HasSubstr("holds no money")));
}

TEST_F(DecisionsTest, WhatARegisterDoesNotExplainIsPostedByAPerson) {
  services::KnownTill till{LedgerId("302321"), {"", monday, "42", {{3000, "3", 500'00}}, "R09"}};
  ASSERT_TRUE(services::SaleStore(*database).add(client, {}, {till}));
  capture("A-1", 520'00, monday);
  end_day(monday);
  close_proven();
  ASSERT_EQ(balance(2998, tuesday), -20'00);
  must(post(id("till-differs"), 3900, "7"));
  EXPECT_EQ(balance(2998, tuesday), 0);
  EXPECT_THAT(findings(), IsEmpty());
}

// --- on its way out -----------------------------------------------------------------------------

TEST_F(DecisionsTest, ALockedPeriodMovesItAndKeepsTheDayItWasDecided) {
  unknown_payment();
  company->set_lock_date(tuesday);
  clock.sleep(std::chrono::minutes(2));
  const Decided linked = must(link(id()));
  EXPECT_EQ(linked.voucher.voucher.head().date, wednesday);
  EXPECT_EQ(linked.voucher.voucher.head().original_date, tuesday);
  EXPECT_EQ(balance(2998, wednesday), 0);
  const auto undone = undo(linked.action.id);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_THAT(undone->not_posted, HasSubstr("dated 2026-03-04")) << "not before what it takes back";
  clock.sleep(std::chrono::hours(24));
  close_proven();
  EXPECT_EQ(balance(2998, wednesday), -450'00);
}

TEST_F(DecisionsTest, WhenNobodyAnswersItIsKeptAndGoesWithTheNextClose) {
  unknown_payment();
  http.lose_request(post_journal, services::Post::sends_max);
  const auto linked = link(id());
  ASSERT_TRUE(linked) << linked.error().message;
  EXPECT_THAT(linked->not_posted, HasSubstr("voucher K-2026"));
  EXPECT_EQ(balance(2998, tuesday), -450'00);
  EXPECT_THAT(findings(), IsEmpty()) << "it was decided";
  close_proven();
  EXPECT_EQ(balance(2998, tuesday), 0);
  EXPECT_THAT(references(), SizeIs(4));
}

TEST_F(DecisionsTest, WhatIsKeptMayBeOnAnAccountThatNoRuleNames) {
  unknown_payment();
  http.lose_request(post_journal, services::Post::sends_max);
  ASSERT_TRUE(company->add_account(3999, "Diverse"));
  const auto posted = post(id(), 3999);
  ASSERT_TRUE(posted) << posted.error().message;
  close_proven();
  EXPECT_EQ(balance(3999, tuesday), -450'00);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(DecisionsTest, AnAnswerThatIsLostGivesOneVoucher) {
  unknown_payment();
  http.lose_answer(post_journal);
  must(link(id()));
  close_proven();
  EXPECT_EQ(balance(2998, tuesday), 0);
  EXPECT_THAT(references(), SizeIs(4));
}

TEST_F(DecisionsTest, OneThatWasNotPostedIsSentBeforeItIsUndone) {
  unknown_payment();
  http.lose_request(post_journal, services::Post::sends_max);
  const auto linked = link(id());
  ASSERT_TRUE(linked) << linked.error().message;
  must(undo(linked->action.id));
  EXPECT_EQ(balance(2998, tuesday), -450'00);
  EXPECT_THAT(references(), SizeIs(5));
  close_proven();
}

TEST_F(DecisionsTest, OneThatWasRefusedIsGivenUpWhenItIsUndone) {
  unknown_payment();
  http.lose_request(post_journal, services::Post::sends_max);
  ASSERT_TRUE(company->add_account(3999, "Diverse"));
  const std::int64_t finding_id = id();
  const auto posted = post(finding_id, 3999);
  ASSERT_TRUE(posted) << posted.error().message;
  ASSERT_TRUE(company->deactivate_account(3999));
  ASSERT_TRUE(close());
  ASSERT_THAT(findings(), ElementsAre(HasSubstr("account-missing")));

  const auto undone = undo(posted->action.id);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->voucher.state, services::VoucherState::voided);
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("payment-without-claim")));
  must(link(finding_id, {customer, "ORD-15", ""}));
  close_proven();
  EXPECT_EQ(balance(2998, tuesday), 0);
}

TEST_F(DecisionsTest, TheNextProofNamesTheDecisionAndHoldsOffline) {
  unknown_payment();
  must(link(id()));
  close_proven();
  services::ProofStore proofs(*database);
  const auto chain = proofs.chain(client.id, 1'000);
  ASSERT_TRUE(chain);
  const auto last = services::parse_proof(chain->back().bytes);
  ASSERT_TRUE(last);
  std::vector<std::string> named;
  for (const books::VoucherMark& mark : last->vouchers)
    named.push_back(mark.reference);
  EXPECT_THAT(named, Contains(reference("dec", monday)));
  const auto report = services::Verify(*database).proof(client.id, chain->back(), {});
  ASSERT_TRUE(report) << report.error().message;
  for (const auto& check : report->checks)
    EXPECT_TRUE(check.holds) << check.words;
}

// --- the queue ----------------------------------------------------------------------------------

TEST_F(DecisionsTest, WhatIsExpectedLaterDoesNotCountBeforeItsDay) {
  unknown_payment();
  const std::int64_t finding_id = id();
  services::FindingActions actions(*database);
  const auto waited = actions.wait(finding_id, wednesday, tuesday, kari, clock.now());
  ASSERT_TRUE(waited) << waited.error().message;
  const auto before = close_proven();
  EXPECT_EQ(before.open_findings, 0);
  EXPECT_EQ(before.waiting_findings, 1);
  ASSERT_TRUE(actions.undo(*waited, kari, clock.now()));
  EXPECT_EQ(close_proven().open_findings, 1);
  ASSERT_TRUE(actions.wait(finding_id, wednesday, tuesday, kari, clock.now()));
  clock.sleep(std::chrono::hours(24));
  EXPECT_EQ(close_proven().open_findings, 1) << "its day has come";
  EXPECT_THAT(history(finding_id), SizeIs(3));
}

TEST_F(DecisionsTest, AWaitEndsWithinAYear) {
  unknown_payment();
  services::FindingActions actions(*database);
  const auto wait = [&](Date until) {
    return actions.wait(id(), until, tuesday, kari, clock.now()).has_value();
  };
  EXPECT_FALSE(wait(tuesday));
  EXPECT_FALSE(wait(tuesday.plus_days(services::FindingActions::wait_days_max + 1)));
  EXPECT_TRUE(wait(tuesday.plus_days(services::FindingActions::wait_days_max)));
}

TEST_F(DecisionsTest, AFindingThatIsRaisedWithAnotherAmountWaitsNoLonger) {
  unknown_payment();
  const services::StoredFinding known = finding("payment-without-claim");
  services::FindingActions actions(*database);
  ASSERT_TRUE(actions.wait(known.id, wednesday, tuesday, kari, clock.now()));
  services::FindingStore store(*database);
  ASSERT_TRUE(store.raise(client.id, known.ledger, known.finding, clock.now()));
  EXPECT_EQ(finding("payment-without-claim").wait_until, wednesday);
  books::Finding changed = known.finding;
  changed.amount += 1;
  ASSERT_TRUE(store.raise(client.id, known.ledger, changed, clock.now()));
  EXPECT_EQ(finding("payment-without-claim").wait_until, std::nullopt);
}

TEST_F(DecisionsTest, AResolvedFindingIsOpenedAgainByUndo) {
  unknown_payment();
  const std::int64_t finding_id = id();
  services::FindingActions actions(*database);
  EXPECT_FALSE(actions.resolve(finding_id, {"kari", "  "}, clock.now()));
  const auto resolved = actions.resolve(finding_id, {"kari", "sett på"}, clock.now());
  ASSERT_TRUE(resolved) << resolved.error().message;
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_FALSE(actions.resolve(finding_id, {"kari", "igjen"}, clock.now()));
  const auto action = actions.undoable(resolved->id);
  ASSERT_TRUE(action) << action.error().message;
  ASSERT_TRUE(actions.undo(*action, kari, clock.now()));
  EXPECT_THAT(findings(), SizeIs(1));
  const auto told = history(finding_id);
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told[0].verb, ActionVerb::resolve);
  EXPECT_EQ(told[0].actor.note, "sett på");
  EXPECT_EQ(told[0].actor.who, "kari");
  EXPECT_EQ(told[0].undone_by, told[1].id);
  EXPECT_EQ(told[1].undoes, told[0].id);
}

TEST_F(DecisionsTest, WhatWasDoneIsNeverChangedOrDeleted) {
  unknown_payment();
  services::FindingActions actions(*database);
  ASSERT_TRUE(actions.resolve(id(), {"kari", "sett på"}, clock.now()));
  EXPECT_FALSE(database->execute("UPDATE finding_actions SET who = 'per'"));
  EXPECT_FALSE(database->execute("DELETE FROM finding_actions"));
  EXPECT_EQ(number("SELECT count(*) FROM finding_actions WHERE who = 'kari'"), 1);
}

}  // namespace
}  // namespace avstem::tests
