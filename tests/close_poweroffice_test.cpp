// What PowerOffice Go may say before a voucher is sent, and runs that stop half-way.

#include <cctype>
#include <string_view>

#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(CloseTest, WrongPowerOfficeKeysAreNamedAndPutRight) {
  simple_day(monday);
  client_key = "wrong";
  EXPECT_THAT(close_fails(ErrorKind::unauthorised),
              AllOf(HasSubstr("client 'cafe'"), HasSubstr("key")));
  EXPECT_EQ(number("SELECT count(*) FROM vouchers"), 0);
  client_key = "client";
  close_proven();
}

TEST_F(CloseTest, AVoucherInALockedPeriodGoesToTheFirstOpenDateAndIsProvenAsTiming) {
  simple_day(monday);
  company->set_lock_date(monday);
  clock.sleep(std::chrono::seconds(2));
  const auto report = close_proven();
  EXPECT_THAT(findings(), ElementsAre("voucher-moved " + reference("pay", monday),
                                      "voucher-moved " + reference("fee", monday),
                                      "voucher-moved " + reference("out", monday)));
  for (const auto& voucher : company->vouchers()) {
    if (voucher.content.type != sandbox::poweroffice::VoucherType::bank_journal) continue;
    EXPECT_EQ(voucher.content.date, tuesday);
    EXPECT_THAT(voucher.content.description, HasSubstr("2026-03-02"));
  }
  EXPECT_EQ(balance(1904, monday), 0);
  EXPECT_EQ(balance(1904, tuesday), 9'825);
  simple_day(tuesday);
  close_proven(monday, tuesday);
  EXPECT_THAT(references(), SizeIs(6));
}

TEST_F(CloseTest, ALockedPeriodLeavesABalanceThatIsNamedTiming) {
  // Without a payout the clearing account itself is short on the locked date.
  ASSERT_TRUE(ledger->capture("gift", 10'000, clock.now(), monday));
  ASSERT_TRUE(ledger->refund("earlier", 10'000 + 50'000, clock.now(), monday));
  end_day(monday);
  company->set_lock_date(monday);
  clock.sleep(std::chrono::seconds(2));
  const auto report = close_proven();
  const auto& clearing = report.proof.accounts.at(0);
  EXPECT_EQ(clearing.vipps_balance, -50'175);
  EXPECT_EQ(clearing.accounting_balance, 0);
  EXPECT_EQ(clearing.timing, -50'175);
  EXPECT_EQ(clearing.difference(), 0);
}

/// A run stops at one of its requests; the next one, given no dates, goes on where it stopped.
class Stopped : public CloseTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(Stopped, ARunThatStopsIsTakenUpByTheNextOne) {
  for (const int status : {503, 429, 401, 0}) {
    const Date date = monday.plus_days(static_cast<int>(references().size() / 3));
    simple_day(date);
    http.undisturbed();
    if (status == 0) {
      http.lose_request(GetParam(), DisturbedHttp::always);
    } else {
      http.answer(GetParam(), status, "{}", DisturbedHttp::always);
    }
    const auto stopped = close();
    ASSERT_FALSE(stopped) << status;
    EXPECT_THAT(stopped.error().message, HasSubstr("client 'cafe'")) << status;
    http.undisturbed();
    const auto report = close_proven();
    EXPECT_EQ(report.proof.accounts.front().date, date) << status;
    EXPECT_THAT(findings(), IsEmpty());
  }
  EXPECT_THAT(references(), SizeIs(12));
  EXPECT_EQ(company->customer_balance(10'000), 0);
}

INSTANTIATE_TEST_SUITE_P(PowerOffice, Stopped,
                         ::testing::Values("/OAuth/Token", "/GeneralLedgerAccounts", "/VatCodes",
                                           "/Customerledger/OpenItems", "/LockDateSettings",
                                           "/Customers?", "/AccountTransactions",
                                           "/Vouchers/BankJournals"),
                         [](const auto& test) {
                           // A name of a test is letters and digits.
                           std::string name;
                           for (const char letter : std::string_view(test.param)) {
                             if (std::isalpha(static_cast<unsigned char>(letter)) != 0) {
                               name += letter;
                             }
                           }
                           return name;
                         });

}  // namespace
}  // namespace avstem::tests
