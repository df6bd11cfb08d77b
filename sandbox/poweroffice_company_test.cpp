#include "sandbox/poweroffice_company.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "sandbox/poweroffice_chart.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

const Date day(2026, 11, 20);
const Date far_ahead(2099, 12, 31);

class CompanyTest : public testing::Test {
 protected:
  ManualClock clock{parse_instant("2026-11-20T10:00:00Z").value()};
  Company company{clock, {"kafe-nord", "Kafé Nord AS", PartialMatching::none}};

  std::int64_t everything(const Company& books, Date up_to = far_ahead) const {
    std::int64_t sum = 0;
    for (const auto& [number, account] : books.accounts())
      sum += books.balance(number, up_to);
    return sum;
  }
  std::vector<std::int64_t> open_balances(Date date = far_ahead) const {
    std::vector<std::int64_t> result;
    for (const EntryView& seen : company.subledger().open_items(date, clock.now())) {
      result.push_back(seen.balance);
    }
    return result;
  }
  /// A payment on the customer's account, as a bank journal has it.
  Result<const Voucher*> pay(std::int64_t customer, std::int64_t amount, const std::string& key) {
    VoucherDraft draft;
    draft.type = VoucherType::bank_journal;
    draft.date = day;
    draft.lines.resize(2);
    for (VoucherLine& line : draft.lines) {
      line.posting_date = day;
      line.vat_id = company.find_vat_code("0")->id;
    }
    draft.lines[0].account_id = company.accounts().at(1903).id;
    draft.lines[0].amount = amount;
    draft.lines[1].account_id = company.find_customer(customer)->subledger_account_id;
    draft.lines[1].amount = -amount;
    draft.lines[1].matching_reference = key;
    return company.post(draft);
  }
};

TEST(PowerOfficeVat, SharesFollowTheTableOfTheRules) {
  EXPECT_EQ(vat_share(1, 25), 0);
  EXPECT_EQ(vat_share(5, 25), 1);
  EXPECT_EQ(vat_share(99, 15), 13);
  EXPECT_EQ(vat_share(14900, 12), 1596);
  EXPECT_EQ(vat_share(33333, 25), 6667);
  EXPECT_EQ(vat_share(100001, 15), 13044);
  EXPECT_EQ(vat_share(-33333, 25), -6667);
}

TEST_F(CompanyTest, NoIdIsANumberOrACodeAndNoneComesTwice) {
  company.add_customer("Kari Nordmann");
  std::set<std::int64_t> ids;
  for (const auto& [number, account] : company.accounts()) {
    EXPECT_NE(account.id, number);
    EXPECT_TRUE(ids.insert(account.id).second);
  }
  for (const VatCode& code : company.vat_codes()) {
    EXPECT_NE(std::to_string(code.id), code.code);
    EXPECT_TRUE(ids.insert(code.id).second);
  }
  const Customer& customer = company.customers().front();
  EXPECT_EQ(customer.number, 10000);
  EXPECT_TRUE(ids.insert(customer.id).second);
  EXPECT_TRUE(ids.insert(customer.subledger_account_id).second);
}

TEST_F(CompanyTest, AnInvoiceSplitsVatAndACreditNoteTakesItBack) {
  const std::int64_t customer = company.add_customer("Kari Nordmann");
  ASSERT_TRUE(
      company.invoice(customer, "1001", day, "ORD-1", {{3000, "3", 125000}, {3030, "31", 11500}}));
  EXPECT_EQ(company.balance(1500, day), 136500);
  EXPECT_EQ(company.balance(3000, day), -100000);
  EXPECT_EQ(company.balance(2700, day), -25000);
  EXPECT_EQ(company.balance(2701, day), -1500);
  EXPECT_EQ(company.balance(1500, day.previous()), 0);
  EXPECT_EQ(company.customer_balance(customer), 136500);
  ASSERT_TRUE(company.credit_note(customer, "1002", day, "ORD-1",
                                  {{3000, "3", 125000}, {3030, "31", 11500}}));
  for (const std::int64_t account : {1500, 3000, 3030, 2700, 2701}) {
    EXPECT_EQ(company.balance(account, day), 0) << account;
  }
  EXPECT_TRUE(open_balances().empty());
}

TEST_F(CompanyTest, AnEqualPaymentMatchesAtOnceButOnlyOnItsOwnDate) {
  const std::int64_t customer = company.add_customer("Kari Nordmann");
  ASSERT_TRUE(company.invoice(customer, "1001", day.plus_days(-5), "ORD-1", {{3000, "3", 125000}}));
  ASSERT_TRUE(pay(customer, 125000, "ORD-1"));
  EXPECT_TRUE(open_balances().empty());
  EXPECT_EQ(open_balances(day.previous()), std::vector<std::int64_t>{125000});
  const auto& entries = company.subledger().entries();
  ASSERT_TRUE(entries[0].match_id);
  EXPECT_EQ(entries[0].match_id, entries[1].match_id);
}

TEST_F(CompanyTest, AnotherCustomerAnotherReferenceAndAnotherAmountDoNotMatch) {
  const std::int64_t kari = company.add_customer("Kari Nordmann");
  const std::int64_t ola = company.add_customer("Ola Nordmann");
  ASSERT_TRUE(company.invoice(kari, "1001", day, "ORD-1", {{3000, "3", 125000}}));
  ASSERT_TRUE(pay(ola, 125000, "ORD-1"));
  ASSERT_TRUE(pay(kari, 125000, "ORD-2"));
  ASSERT_TRUE(pay(kari, 25000, "ORD-1"));
  EXPECT_EQ(open_balances(), (std::vector<std::int64_t>{125000, -125000, -125000, -25000}));
}

TEST(PowerOfficePartialMatching, NettedLeavesTheRestOnTheLargerEntry) {
  Subledger ledger(PartialMatching::netted);
  LedgerEntry invoice;
  invoice.id = 1;
  invoice.amount = 100;
  invoice.matching_reference = "ORD-1";
  LedgerEntry payment = invoice;
  payment.id = 2;
  payment.amount = -70;
  LedgerEntry rest = payment;
  rest.id = 3;
  rest.amount = -50;
  EXPECT_FALSE(ledger.add(invoice, 1));
  EXPECT_TRUE(ledger.add(payment, 1));
  const auto open = ledger.open_items(far_ahead, Instant{});
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].balance, 30);
  EXPECT_EQ(open[0].match_id, 1);
  EXPECT_TRUE(ledger.add(rest, 2));
  const auto left = ledger.open_items(far_ahead, Instant{});
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].entry->id, 3);
  EXPECT_EQ(left[0].balance, -20);
}

TEST_F(CompanyTest, AReversedPaymentOpensItsInvoiceAgain) {
  const std::int64_t customer = company.add_customer("Kari Nordmann");
  ASSERT_TRUE(company.invoice(customer, "1001", day, "ORD-1", {{3000, "3", 125000}}));
  const Voucher* payment = pay(customer, 125000, "ORD-1").value();
  const Voucher* reversal = company.reverse(payment->id).value();
  EXPECT_EQ(reversal->reversed_voucher_number, payment->number);
  EXPECT_EQ(open_balances(), std::vector<std::int64_t>{125000});
  EXPECT_EQ(company.balance(1903, day), 0);
  EXPECT_FALSE(company.reverse(payment->id)) << "reversed already";
  EXPECT_FALSE(company.reverse(reversal->id)) << "itself a reversal";
  ASSERT_TRUE(pay(customer, 125000, "ORD-1"));
  EXPECT_TRUE(open_balances().empty());
}

TEST_F(CompanyTest, ManualVouchersKeepTheRulesToo) {
  EXPECT_TRUE(company.manual_voucher(day, "Utbetaling", {{1920, 100}, {1904, -100}}));
  EXPECT_FALSE(company.manual_voucher(day, "Skjev", {{1920, 100}, {1904, -99}}));
  EXPECT_FALSE(company.manual_voucher(day, "Ukjent konto", {{1999, 100}, {1904, -100}}));
  EXPECT_FALSE(company.manual_voucher(day, "Uten kunde", {{1500, 100}, {1904, -100}}));
  company.set_lock_date(day);
  EXPECT_FALSE(company.manual_voucher(day, "For sent", {{1920, 100}, {1904, -100}}));
  EXPECT_TRUE(company.manual_voucher(day.next(), "Tidsnok", {{1920, 100}, {1904, -100}}));
  ASSERT_TRUE(company.deactivate_account(1904));
  EXPECT_FALSE(company.manual_voucher(day.next(), "Lukket", {{1920, 100}, {1904, -100}}));
  EXPECT_EQ(company.vouchers().size(), 2U);
}

TEST_F(CompanyTest, AnInvoiceNumberIsUsedOnceUntilItsInvoiceIsReversed) {
  const std::int64_t customer = company.add_customer("Kari Nordmann");
  const std::vector<SalesLine> lines = {{3000, "3", 100}};
  const Voucher* first = company.invoice(customer, "1001", day, "", lines).value();
  EXPECT_FALSE(company.invoice(customer, "1001", day, "", lines));
  ASSERT_TRUE(company.reverse(first->id));
  EXPECT_TRUE(company.invoice(customer, "1001", day, "", lines));
}

TEST_F(CompanyTest, TheSameCallsGiveTheSameIdsAndAnotherCompanyOthers) {
  Company twin(clock, {"kafe-nord", "Kafé Nord AS", PartialMatching::none});
  Company other(clock, {"kafe-sor", "Kafé Sør AS", PartialMatching::none});
  const std::vector<ManualLine> lines = {{1920, 100}, {1904, -100}};
  const std::string id = company.manual_voucher(day, "x", lines).value()->id;
  EXPECT_EQ(twin.manual_voucher(day, "x", lines).value()->id, id);
  EXPECT_NE(other.manual_voucher(day, "x", lines).value()->id, id);
  EXPECT_NE(company.manual_voucher(day, "x", lines).value()->id, id);
  EXPECT_EQ(twin.accounts().at(1903).id, company.accounts().at(1903).id);
  EXPECT_NE(other.accounts().at(1903).id, company.accounts().at(1903).id);
}

/// Whatever the world does, accepted or refused, every day of the books sums to zero and the
/// control account is what the customers owe.
RC_GTEST_FIXTURE_PROP(CompanyTest, BooksAlwaysBalance, ()) {
  const std::int64_t first = company.add_customer("A");
  company.add_customer("B");
  static const std::vector<std::string> codes = {"3", "31", "33", "5", "6", "7"};
  for (int i = 0; i < 12; ++i) {
    const Date date = day.plus_days(*rc::gen::inRange(-3, 4));
    const std::int64_t gross = *rc::gen::inRange<std::int64_t>(1, 5'000'000);
    const std::int64_t customer = first + *rc::gen::inRange(0, 2);
    const std::vector<SalesLine> lines = {{3000, *rc::gen::elementOf(codes), gross}};
    const std::string number = std::to_string(i);
    const std::string reference = std::to_string(*rc::gen::inRange(0, 3));
    switch (*rc::gen::inRange(0, 5)) {
      case 0:
        RC_ASSERT(company.invoice(customer, number, date, reference, lines).has_value());
        break;
      case 1:
        RC_ASSERT(company.credit_note(customer, number, date, reference, lines).has_value());
        break;
      case 2:
        RC_ASSERT(pay(customer, gross, reference).has_value());
        break;
      case 3:
        RC_ASSERT(!company.manual_voucher(date, "", {{1920, gross}, {1903, -gross - 1}}));
        break;
      default:
        if (!company.vouchers().empty()) {
          (void)company.reverse(company.vouchers()[company.vouchers().size() / 2].id);
        }
    }
  }
  for (int offset = -4; offset < 5; ++offset) {
    RC_ASSERT(everything(company, day.plus_days(offset)) == 0);
  }
  std::int64_t open = 0;
  for (const std::int64_t balance : open_balances())
    open += balance;
  RC_ASSERT(open == company.balance(1500, far_ahead));
  RC_ASSERT(open == company.customer_balance(first) + company.customer_balance(first + 1));
}

}  // namespace
}  // namespace avstem::sandbox::poweroffice
