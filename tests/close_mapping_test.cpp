// An account or VAT code that the chart does not take blocks the vouchers that need it, and no
// others; mended, they are posted by the next close.

#include "services/clients/client_store.hpp"
#include "services/settlement/schema.hpp"
#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class MappingTest : public CloseTest {
 protected:
  void close_fine() {
    auto report = close();
    ASSERT_TRUE(report) << report.error().message;
  }
  /// The client's first mapping is kept, and the next one is in force.
  void change_mapping(const books::Mapping& next) {
    std::vector<store::Migration> all = services::client_migrations();
    for (const store::Migration& migration : services::settlement_migrations())
      all.push_back(migration);
    ASSERT_TRUE(store::migrate(*database, all));
    services::MappingStore mappings(*database);
    auto kept = database->transact([&]() -> Result<void> {
      auto known = database->prepare(
          "INSERT INTO clients (client_id, name, organisation_number, vat_registered,"
          " post_bank_line, fetch_personal_data, mapping_version) VALUES ('cafe', '', '', 1, 0, 0,"
          " 2)");
      if (auto added = known.run(); !added) return added;
      if (auto first = mappings.add(client.id, 1, client.mapping, {}); !first) return first;
      return mappings.add(client.id, 2, next, {});
    });
    ASSERT_TRUE(kept) << kept.error().message;
    client.mapping = next;
    client.mapping_version = 2;
  }
  void map(books::AccountRole role, books::AccountNumber account) {
    ASSERT_TRUE(client.mapping.set_account(role, account));
  }
};

TEST_F(MappingTest, AMissingAccountBlocksOnlyTheVouchersThatNeedIt) {
  map(books::AccountRole::payment_fees, 7779);
  simple_day(monday);
  auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->posting.refused, 1);
  EXPECT_THAT(references(), ElementsAre(reference("pay", monday), reference("out", monday)));
  EXPECT_THAT(finding_message("account-missing"),
              AllOf(HasSubstr("voucher V-2026-0000"), HasSubstr("account 7779 is missing"),
                    HasSubstr("for payment_fees"), HasSubstr("avstem mapping set")));
  EXPECT_EQ(number("SELECT amount FROM findings WHERE kind = 'account-missing'"), 175);
}

TEST_F(MappingTest, ABlockedVoucherIsPostedOnceTheChartIsMended) {
  map(books::AccountRole::payment_fees, 7779);
  simple_day(monday);
  close_fine();
  close_fine();
  EXPECT_THAT(references(), Not(::testing::Contains(reference("fee", monday))));
  ASSERT_TRUE(company->add_account(7779, "Vippsgebyr"));
  close_proven();
  EXPECT_THAT(references(), ::testing::Contains(reference("fee", monday)));
  EXPECT_EQ(balance(7779, monday), 175);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(MappingTest, AnInactiveAccountBlocksToo) {
  ASSERT_TRUE(company->deactivate_account(7770));
  simple_day(monday);
  close_fine();
  EXPECT_THAT(references(), Not(::testing::Contains(reference("fee", monday))));
  EXPECT_THAT(finding_message("account-missing"), HasSubstr("account 7770 is inactive"));
}

TEST_F(MappingTest, AnUnknownVatCodeBlocksToo) {
  client.mapping.set_vat_code(books::AccountRole::payment_fees, "99");
  simple_day(monday);
  close_fine();
  EXPECT_THAT(references(), ElementsAre(reference("pay", monday), reference("out", monday)));
  EXPECT_THAT(finding_message("account-missing"),
              HasSubstr("VAT code 99 of account 7770 is missing"));
}

TEST_F(MappingTest, AnAccountLockedToAnotherVatCodeBlocksToo) {
  ASSERT_TRUE(company->lock_vat_code(7770, "1"));
  simple_day(monday);
  close_fine();
  EXPECT_THAT(finding_message("account-missing"),
              HasSubstr("account 7770 is locked to VAT code 1"));
}

TEST_F(MappingTest, ABlockedVoucherTakesTheMappingThatIsInForceNow) {
  map(books::AccountRole::payment_fees, 7779);
  simple_day(monday);
  close_fine();
  books::Mapping next = client.mapping;
  ASSERT_TRUE(next.set_account(books::AccountRole::payment_fees, 7775));
  change_mapping(next);
  close_proven();
  EXPECT_EQ(balance(7775, monday), 175);
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(number("SELECT mapping_version FROM vouchers WHERE kind = 'fee'"), 2);
  EXPECT_EQ(number("SELECT mapping_version FROM vouchers WHERE kind = 'pay'"), 1);
}

TEST_F(MappingTest, AVoucherThatCanBePostedKeepsTheMappingItWasPlannedUnder) {
  simple_day(monday);
  http.answer(post_journal, 500, "", 2);
  (void)close();
  books::Mapping next = client.mapping;
  ASSERT_TRUE(next.set_account(books::AccountRole::payment_fees, 7775));
  change_mapping(next);
  close_proven();
  EXPECT_EQ(balance(7770, monday), 175);
  EXPECT_EQ(balance(7775, monday), 0);
}

TEST_F(MappingTest, TheWrongAccountOfARuleIsNamedByItsRule) {
  books::MatchRule lottery;
  lottery.id = 7;
  lottery.name = "kakelotteri";
  lottery.recipe = "R10";
  lottery.reference_prefix = "KAKE-";
  lottery.account = 3999;
  client.matching.rules = *books::MatchRules::make(3, {lottery}, client.mapping);
  capture("KAKE-1", 5'000, monday);
  end_day(monday);
  close_fine();
  EXPECT_THAT(references(), Not(::testing::Contains(reference("pay", monday))));
  EXPECT_THAT(finding_message("account-missing"),
              AllOf(HasSubstr("account 3999 is missing"), HasSubstr("named by rule M4:7@3")));
}

TEST_F(MappingTest, ADryRunTellsWhatWouldBeBlocked) {
  map(books::AccountRole::payment_fees, 7779);
  simple_day(monday);
  auto report = dry_run();
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_EQ(report->drafts.size(), 1U);
  ASSERT_EQ(report->drafts[0].findings.size(), 1U);
  EXPECT_THAT(report->drafts[0].findings[0].message, HasSubstr("account 7779 is missing"));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(MappingTest, TheLedgersDimensionsStandOnItsIncomeAndCosts) {
  const auto department = company->add_department("10", "Kafé");
  const auto project = company->add_project("P1", "Sommer");
  ASSERT_TRUE(company->require_department(7770));
  client.ledgers.front().department = "10";
  client.ledgers.front().project = "P1";
  simple_day(monday);
  close_proven();
  int with = 0;
  for (const auto& voucher : company->vouchers()) {
    for (const auto& line : voucher.content.lines) {
      if (!line.department_id) continue;
      EXPECT_EQ(*line.department_id, *department);
      EXPECT_EQ(line.project_id, std::optional(*project));
      ++with;
    }
  }
  EXPECT_EQ(with, 1) << "the fee alone is no balance";
}

TEST_F(MappingTest, AnAccountThatDemandsADepartmentBlocksTheLineWithoutOne) {
  ASSERT_TRUE(company->add_department("10", "Kafé"));
  ASSERT_TRUE(company->require_department(7770));
  simple_day(monday);
  close_fine();
  EXPECT_THAT(finding_message("account-missing"),
              AllOf(HasSubstr("account 7770 demands a department"), HasSubstr("client set")));
}

TEST_F(MappingTest, ADepartmentThatIsClosedIsToldByItsCode) {
  ASSERT_TRUE(company->add_department("10", "Kafé"));
  ASSERT_TRUE(company->close_department("10"));
  client.ledgers.front().department = "10";
  simple_day(monday);
  close_fine();
  EXPECT_THAT(finding_message("posting-refused"), HasSubstr("Department with code 10"));
}

}  // namespace
}  // namespace avstem::tests
