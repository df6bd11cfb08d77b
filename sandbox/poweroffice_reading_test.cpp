// Reading the books back: lookups, account transactions, open items and the read lag.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sandbox/poweroffice_test_client.hpp"

namespace avstem::sandbox {
namespace {

using Texts = std::vector<std::string>;

class ReadingTest : public testing::Test {
 protected:
  PowerOfficeTestClient client;
  const Date day{2026, 11, 20};
  const std::string all = "/v2/AccountTransactions?fromDate=2026-01-01&toDate=2026-12-31";
  const std::string open = "/v2/Customerledger/OpenItems?date=2026-12-31";

  std::int64_t customer_with_invoice() {
    const std::int64_t customer = client.company.add_customer("Kari Nordmann", "shop:7");
    EXPECT_TRUE(client.company.invoice(customer, "1001", day.plus_days(-5), "ORD-1",
                                       {{3000, "3", 125000}}));
    return customer;
  }
  Response pay(std::int64_t customer, const std::string& amount) {
    return client.post(PowerOfficeTestClient::voucher(
        {client.line(client.account(1903), amount),
         client.line(client.subledger(customer), "-" + amount,
                     R"(,"CustomMatchingReference":"ORD-1")")},
        fmt::format(R"(,"ExternalImportReference":"vmp:{}")", amount)));
  }
};

TEST_F(ReadingTest, LooksUpAccountsVatCodesAndCustomers) {
  const std::int64_t customer = customer_with_invoice();
  client.let_reads_catch_up();
  const Response accounts = client.get("/v2/GeneralLedgerAccounts?accountNos=1903");
  EXPECT_EQ(column(accounts, "Id"), Texts{std::to_string(client.account(1903))});
  EXPECT_EQ(column(accounts, "IsActive"), Texts{"true"});
  const Response codes = client.get("/v2/VatCodes?isActive=true");
  EXPECT_EQ(column(codes, "Code"),
            (Texts{"0", "1", "11", "13", "3", "31", "33", "5", "52", "6", "7"}));
  EXPECT_EQ(column(codes, "Rate"), (Texts{"0.0", "0.25", "0.15", "0.12", "0.25", "0.15", "0.12",
                                          "0.0", "0.0", "0.0", "0.0"}));
  EXPECT_EQ(client.get("/v2/VatCodes?isActive=false").status, 204);
  const Response customers = client.get("/v2/Customers?externalImportReference=shop:7");
  EXPECT_EQ(column(customers, "Number"), Texts{"10000"});
  EXPECT_EQ(column(customers, "SubledgerAccountId"),
            Texts{std::to_string(client.subledger(customer))});
  EXPECT_EQ(client.get("/v2/Customers?customerNos=10001-").status, 204);
  EXPECT_EQ(client.get("/v2/Customers?customerNos=9000-10000").status, 200);
  EXPECT_EQ(client.get("/v2/Customers?externalImportReference=shop:8").status, 204);
}

TEST_F(ReadingTest, HidesWhatIsYoungerThanTheReadLag) {
  const std::string id = member(read_answer(client.post(client.payout())), "Id");
  client.company.add_customer("Kari Nordmann");
  client.clock.sleep(std::chrono::milliseconds(1499));
  EXPECT_EQ(client.get(all).status, 204);
  EXPECT_EQ(client.get("/v2/Customers").status, 204);
  EXPECT_EQ(client.get("/v2/Vouchers/BankJournals/" + id).status, 404);
  client.clock.sleep(std::chrono::milliseconds(1));
  EXPECT_EQ(column(client.get(all), "Amount"), (Texts{"1468.01", "-1468.01"}));
  EXPECT_EQ(client.get("/v2/Customers").status, 200);
  EXPECT_EQ(client.get("/v2/Vouchers/BankJournals/" + id).status, 200);
  EXPECT_EQ(client.reverse(id).status, 200);
  EXPECT_EQ(column(client.get(all), "IsReversed"), (Texts{"false", "false"}));
  client.let_reads_catch_up();
  EXPECT_EQ(column(client.get(all), "IsReversed"), (Texts{"true", "true", "false", "false"}));
  EXPECT_EQ(column(client.get(all), "ReversedVoucherNo"), (Texts{"-", "-", "1", "1"}));
}

TEST_F(ReadingTest, ShowsTheRowsOfAnInvoice) {
  customer_with_invoice();
  client.let_reads_catch_up();
  const Response rows = client.get(all);
  EXPECT_EQ(column(rows, "AccountNo"), (Texts{"1500", "3000", "2700"}));
  EXPECT_EQ(column(rows, "Amount"), (Texts{"1250.0", "-1000.0", "-250.0"}));
  EXPECT_EQ(column(rows, "VatCode"), (Texts{"0", "3", "3"}));
  EXPECT_EQ(column(rows, "VatRate"), (Texts{"0.0", "0.25", "0.25"}));
  EXPECT_EQ(column(rows, "VatAmount"), (Texts{"0.0", "-250.0", "0.0"}));
  EXPECT_EQ(column(rows, "CustomerAccountNo"), (Texts{"10000", "-", "-"}));
  EXPECT_EQ(column(rows, "VoucherType"), Texts(3, "OutgoingInvoice"));
  EXPECT_EQ(column(rows, "PostingDate"), Texts(3, "2026-11-15"));
}

TEST_F(ReadingTest, FiltersAccountTransactions) {
  const std::int64_t customer = customer_with_invoice();
  client.clock.sleep(std::chrono::seconds(60));
  ASSERT_EQ(pay(customer, "1250").status, 201);
  client.let_reads_catch_up();
  const auto count = [&](const std::string& more) {
    return column(client.get(all + more), "Id").size();
  };
  EXPECT_EQ(count(""), 5U);
  EXPECT_EQ(count("&accountNos=1903"), 1U);
  EXPECT_EQ(count("&accountNos=1903,2700-3000"), 3U);
  EXPECT_EQ(count("&voucherTypes=BankJournal"), 2U);
  EXPECT_EQ(count("&voucherNos=1"), 3U);
  EXPECT_EQ(count("&vatCodes=3"), 2U);
  EXPECT_EQ(count("&createdDateTimeOffsetGreaterThan=2026-11-20T10:00:30Z"), 2U);
  EXPECT_EQ(count("&createdDateTimeOffsetGreaterThan=2026-11-20T10:01:00Z"), 0U) << "not inclusive";
  EXPECT_EQ(count("&departmentCodes=-1"), 5U);
  EXPECT_EQ(count("&departmentCodes=10"), 0U);
  const std::string path = "/v2/AccountTransactions";
  EXPECT_EQ(column(client.get(path + "?fromDate=2026-11-16&toDate=2026-11-20"), "AccountNo").size(),
            2U);
  EXPECT_EQ(client.get(path + "?fromDate=2026-11-16&toDate=2026-11-19").status, 204);
  EXPECT_EQ(client.get(path + "?fromDate=2026-11-16").status, 400);
  EXPECT_EQ(client.get(path + "?fromDate=2026-11-16&toDate=soon").status, 400);
  EXPECT_EQ(client.get(all + "&voucherTypes=Bank").status, 400);
}

TEST_F(ReadingTest, AnEqualPaymentClosesTheItemFromItsDateOn) {
  const std::int64_t customer = customer_with_invoice();
  client.let_reads_catch_up();
  const Response before = client.get(open);
  EXPECT_EQ(column(before, "Balance"), Texts{"1250.0"});
  EXPECT_EQ(column(before, "InvoiceNo"), Texts{"1001"});
  EXPECT_EQ(column(before, "CustomMatchingReference"), Texts{"ORD-1"});
  EXPECT_EQ(column(before, "DueDate"), Texts{"2026-11-29"});
  EXPECT_EQ(column(before, "IsCreatedByCurrentIntegration"), Texts{"false"});
  ASSERT_EQ(pay(customer, "1250").status, 201);
  EXPECT_EQ(client.get(open).body, before.body) << "the read is late";
  client.let_reads_catch_up();
  EXPECT_EQ(client.get(open).status, 204);
  EXPECT_EQ(column(client.get("/v2/Customerledger/OpenItems?date=2026-11-19"), "Balance"),
            Texts{"1250.0"});
  EXPECT_EQ(client.get("/v2/Customerledger/OpenItems").status, 400) << "date is required";
}

TEST_F(ReadingTest, APartPaymentStaysOpenBesideItsInvoice) {
  const std::int64_t customer = customer_with_invoice();
  ASSERT_EQ(pay(customer, "250").status, 201);
  client.let_reads_catch_up();
  EXPECT_EQ(column(client.get(open), "Balance"), (Texts{"1250.0", "-250.0"}));
  EXPECT_EQ(
      column(client.get(open + "&onlyCreatedByCurrentIntegration=true"), "ExternalImportReference"),
      Texts{"vmp:250"});
  EXPECT_EQ(column(client.get(open + "&invoiceNos=1001"), "Balance"), Texts{"1250.0"});
  EXPECT_EQ(column(client.get(open + "&customMatchingReferences=ORD-1,ORD-2"), "Id").size(), 2U);
  EXPECT_EQ(client.get(open + "&customMatchingReferences=ORD-2").status, 204);
  EXPECT_EQ(client.get(open + "&customerNos=10001-").status, 204);
  EXPECT_EQ(client.get(open + "&onlyBalancesLessThanAmount=true").status, 204);
  EXPECT_EQ(column(client.get(open + "&voucherTypes=BankJournal"), "Balance"), Texts{"-250.0"});
}

TEST(PowerOfficePart, NettedShowsTheRestAsTheBalance) {
  PowerOfficeTestClient client;
  Company& netted =
      client.go.add_company({"kafe-sor", "Kafé Sør AS", poweroffice::PartialMatching::netted});
  client.go.connect(netted, {"application", "other", std::nullopt});
  const std::int64_t customer = netted.add_customer("Kari Nordmann");
  const std::vector<poweroffice::SalesLine> whole = {{3000, "3", 125000}};
  const std::vector<poweroffice::SalesLine> part = {{3000, "3", 25000}};
  ASSERT_TRUE(netted.invoice(customer, "1", Date(2026, 11, 20), "ORD-1", whole));
  ASSERT_TRUE(netted.credit_note(customer, "2", Date(2026, 11, 20), "ORD-1", part));
  client.token = member(read_answer(client.go.handle(
                            PowerOfficeTestClient::token_request("YXBwbGljYXRpb246b3RoZXI="))),
                        "access_token");
  client.let_reads_catch_up();
  const Response open =
      client.get("/v2/Customerledger/OpenItems?date=2026-12-31&onlyBalancesLessThanAmount=true");
  EXPECT_EQ(column(open, "Balance"), Texts{"1000.0"});
  EXPECT_EQ(column(open, "Amount"), Texts{"1250.0"});
  EXPECT_EQ(column(open, "MatchId"), Texts{"1"});
}

/// However vouchers are posted, also twice, the rows that are read sum to zero and to the balance
/// of each account, and each reference is there once.
RC_GTEST_FIXTURE_PROP(ReadingTest, ReadingAddsUpToTheBooks, ()) {
  const std::int64_t customer = client.company.add_customer("Kari Nordmann");
  const std::size_t count = *rc::gen::inRange<std::size_t>(1, 6);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t ore = *rc::gen::inRange<std::int64_t>(1, 100'000'000);
    const std::string amount = fmt::format("{}.{:02}", ore / 100, ore % 100);
    const std::string body =
        PowerOfficeTestClient::voucher({client.line(client.account(1903), amount),
                                        client.line(client.subledger(customer), "-" + amount)},
                                       fmt::format(R"(,"ExternalImportReference":"vmp:{}")", i));
    RC_ASSERT(client.post(body).status == 201);
    RC_ASSERT(client.post(body).status == 400);
  }
  RC_ASSERT(client.company.vouchers().size() == count);
  client.let_reads_catch_up();
  std::map<std::string, std::int64_t> sums;
  std::int64_t total = 0;
  for (const auto& row : read_answer(client.get(all)).items) {
    const std::int64_t ore = Money::from_decimal(member(row, "Amount"), Currency()).value().minor();
    sums[member(row, "AccountNo")] += ore;
    total += ore;
  }
  RC_ASSERT(total == 0);
  RC_ASSERT(sums.at("1903") == client.company.balance(1903, Date(2026, 12, 31)));
  RC_ASSERT(sums.at("1500") == client.company.customer_balance(customer));
}

}  // namespace
}  // namespace avstem::sandbox
