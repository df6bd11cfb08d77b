#include "services/clients/mapping_proposal.hpp"

#include <gmock/gmock.h>

namespace avstem::services {
namespace {

using accounting::Chart;
using accounting::ChartAccount;
using accounting::ChartVatCode;
using books::AccountRole;
using ::testing::HasSubstr;

const Date day{2026, 11, 24};
const books::Mapping usual = books::Mapping::defaults(true);

ChartAccount account(books::AccountNumber number, std::string name, std::string vat_code = "") {
  ChartAccount made;
  made.number = number;
  made.name = std::move(name);
  made.vat_code = std::move(vat_code);
  return made;
}

std::vector<ChartVatCode> codes() {
  return {{"3", "", VatRate{2500}, true, std::nullopt, std::nullopt},
          {"7", "", VatRate{0}, true, std::nullopt, std::nullopt},
          {"33", "", VatRate{600}, true, std::nullopt, std::nullopt}};
}

ProposedPlace proposed(AccountRole role, std::vector<ChartAccount> accounts,
                       bool vat_registered = true) {
  const auto all = propose_mapping(Chart(std::move(accounts), codes()),
                                   vat_registered ? usual : books::Mapping::defaults(false),
                                   vat_registered, day);
  EXPECT_EQ(all.size(), books::account_role_count);
  return all.at(static_cast<std::size_t>(role));
}

TEST(MappingProposal, NumberAndNameTogetherAreSure) {
  const auto place = proposed(AccountRole::clearing, {account(1903, "Interim VIPPS")});
  EXPECT_EQ(place.account, 1903);
  EXPECT_EQ(place.confidence, Confidence::high);
  EXPECT_EQ(place.reason, "the number in use, the name says 'vipps'");
}

TEST(MappingProposal, AnotherNumberIsFoundByItsName) {
  const auto place =
      proposed(AccountRole::clearing, {account(1903, "Kassebeholdning 3"), account(1915, "Vipps")});
  EXPECT_EQ(place.account, 1915);
  EXPECT_EQ(place.confidence, Confidence::medium);
  const auto fees = proposed(AccountRole::payment_fees, {account(7772, "Gebyr Vipps/Nets")});
  EXPECT_EQ(fees.account, 7772);
}

TEST(MappingProposal, ANumberWhoseNameSaysNothingIsDoubtful) {
  const auto place = proposed(AccountRole::suspense, {account(2998, "Diverse")});
  EXPECT_EQ(place.account, 2998);
  EXPECT_EQ(place.confidence, Confidence::low);
  EXPECT_THAT(place.reason, HasSubstr("name does not say so"));
}

TEST(MappingProposal, WhatTheChartLacksIsNotGuessed) {
  const auto place = proposed(AccountRole::clearing, {account(1920, "Bankinnskudd")});
  EXPECT_EQ(place.account, 0);
  EXPECT_EQ(place.confidence, Confidence::none);
  EXPECT_THAT(place.reason, HasSubstr("1903 is not there"));
}

TEST(MappingProposal, RefusedAndInactiveAccountsAreNeverProposed) {
  ChartAccount inactive = account(1903, "Vipps");
  inactive.active = false;
  const auto place = proposed(AccountRole::clearing, {account(1909, "Vipps differanse"),
                                                      account(1950, "Vipps bankkonto"), inactive});
  EXPECT_EQ(place.account, 0);
}

TEST(MappingProposal, AccountsThatAreProvenStandAlone) {
  const std::vector<ChartAccount> chart{account(1903, "Vipps"),
                                        account(1904, "Vipps utbetaling underveis")};
  EXPECT_EQ(proposed(AccountRole::clearing, chart).account, 1903);
  EXPECT_EQ(proposed(AccountRole::in_transit, chart).account, 1904);
  const std::vector<ChartAccount> one{account(1904, "Vipps underveis interim")};
  EXPECT_EQ(proposed(AccountRole::clearing, one).account, 0);
  EXPECT_EQ(proposed(AccountRole::in_transit, one).account, 1904);
}

TEST(MappingProposal, TheNameIsReadInNorwegianLetters) {
  EXPECT_EQ(proposed(AccountRole::rounding, {account(7741, "ØREAVRUNDING")}).account, 7741);
  EXPECT_EQ(proposed(AccountRole::accrued_fees, {account(2961, "PÅLØPT KOSTNAD")}).account, 2961);
}

TEST(MappingProposal, ALockedVatCodeIsTakenWithDoubt) {
  ChartAccount gifts = account(3900, "Gaver", "3");
  gifts.vat_code_locked = true;
  const auto place = proposed(AccountRole::gifts, {gifts});
  EXPECT_EQ(place.vat_code, "3");
  EXPECT_EQ(place.confidence, Confidence::low);
  EXPECT_THAT(place.reason, HasSubstr("locked to VAT code 3, where 7 is usual"));
}

TEST(MappingProposal, ACodeThatIsMissingOrHasAnotherRateIsTold) {
  const auto missing = proposed(AccountRole::sales_middle, {account(3030, "Middels sats")});
  EXPECT_EQ(missing.confidence, Confidence::none);
  EXPECT_THAT(missing.reason, HasSubstr("VAT code 31 is missing"));
  const auto old = proposed(AccountRole::sales_low, {account(3050, "Lav sats", "33")});
  EXPECT_EQ(old.confidence, Confidence::low);
  EXPECT_THAT(old.reason, HasSubstr("600 hundredths of a percent there, the law has 1200"));
}

TEST(MappingProposal, AClientThatIsNotRegisteredGetsNoCodes) {
  const auto place = proposed(AccountRole::gifts, {account(3900, "Gaver", "7")}, false);
  EXPECT_EQ(place.vat_code, "");
  EXPECT_EQ(place.confidence, Confidence::high);
}

TEST(MappingProposal, OnlyWhatIsSureEnoughIsAccepted) {
  const auto all =
      propose_mapping(Chart({account(1915, "Vipps"), account(2999, "Uavklart"), account(2998, "x"),
                             account(7770, "Bank- og kortgebyr"), account(1920, "Konto")},
                            codes()),
                      usual, true, day);
  auto sure = accept_proposal(all, usual, Confidence::high);
  ASSERT_TRUE(sure);
  EXPECT_EQ(*sure, usual);
  auto likely = accept_proposal(all, usual, Confidence::medium);
  ASSERT_TRUE(likely);
  EXPECT_EQ(likely->account(AccountRole::clearing), 1915);
  EXPECT_EQ(likely->account(AccountRole::suspense), 2999);
  EXPECT_EQ(likely->account(AccountRole::in_transit), 1904);
}

}  // namespace
}  // namespace avstem::services
