// Posting and reversing bank journals, as an HTTP caller.

#include <gtest/gtest.h>

#include "sandbox/poweroffice_test_client.hpp"
#include "sandbox/poweroffice_voucher_body.hpp"

namespace avstem::sandbox {
namespace {

class BankJournalTest : public testing::Test {
 protected:
  PowerOfficeTestClient client;

  void expect_refused(const std::string& body, const std::string& says) {
    const Response response = client.post(body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_NE(response.body.find(says), std::string::npos) << response.body;
    EXPECT_TRUE(client.company.vouchers().empty()) << "nothing may be written";
  }
  std::string pair(const std::string& amount, const std::string& more = "",
                   const std::string& date = "2026-11-20") const {
    return PowerOfficeTestClient::voucher(
        {client.line(client.account(1920), amount, more, date),
         client.line(client.account(1903), "-" + amount, "", date)});
  }
};

TEST_F(BankJournalTest, PostsAndGivesBackTheVoucher) {
  const Response response = client.post(client.payout(
      R"(,"Description":"Vipps","ExternalImportReference":"vmp:1","ImportedVoucherNo":7)"
      R"(,"SaftBatchId":"b","SaftSourceId":"s")"));
  ASSERT_EQ(response.status, 201) << response.body;
  const auto voucher = read_answer(response);
  EXPECT_EQ(member(voucher, "VoucherNo"), "1");
  EXPECT_EQ(member(voucher, "ExternalImportReference"), "vmp:1");
  EXPECT_EQ(member(voucher, "ImportedVoucherNo"), "7");
  EXPECT_EQ(member(voucher, "IsReversed"), "false");
  EXPECT_EQ(member(voucher, "CreatedDateTimeOffset"), "2026-11-20T10:00:00+00:00");
  EXPECT_NE(response.body.find("\"CurrencyAmount\":-1468.01"), std::string::npos);
  EXPECT_EQ(client.company.balance(1920, Date(2026, 11, 20)), 146801);
  EXPECT_EQ(client.company.balance(1903, Date(2026, 11, 20)), -146801);
  client.let_reads_catch_up();
  EXPECT_EQ(client.get("/v2/Vouchers/BankJournals/" + member(voucher, "Id")).body, response.body);
}

TEST_F(BankJournalTest, AmountsAreExact) {
  for (const char* amount : {"0.1", "0.29", "1250", "1250.0", "1250.00", "9999999999999.99"}) {
    PowerOfficeTestClient fresh;
    const std::string body = PowerOfficeTestClient::voucher(
        {fresh.line(fresh.account(1920), amount),
         fresh.line(fresh.account(1903), std::string("-") + amount)});
    EXPECT_EQ(fresh.post(body).status, 201) << amount;
    EXPECT_EQ(fresh.company.balance(1920, Date(2026, 11, 20)),
              Money::from_decimal(amount, Currency()).value().minor());
  }
  expect_refused(pair("0.001"), "two decimals");
  expect_refused(pair("1e2"), "two decimals");
  expect_refused(pair("\"5\""), "is not");
}

TEST_F(BankJournalTest, SplitsVatOffAGrossLine) {
  const std::string sale = fmt::format(
      R"({{"AccountId":{},"PostingDate":"2026-11-20","VatId":{},"CurrencyAmount":-1250}})",
      client.account(3000), client.vat("3"));
  ASSERT_EQ(
      client.post(PowerOfficeTestClient::voucher({client.line(client.account(1903), "1250"), sale}))
          .status,
      201);
  EXPECT_EQ(client.company.balance(3000, Date(2026, 11, 20)), -100000);
  EXPECT_EQ(client.company.balance(2700, Date(2026, 11, 20)), -25000);
}

TEST_F(BankJournalTest, RefusesAnotherShape) {
  expect_refused("", "not JSON");
  expect_refused("[]", "is not an object");
  expect_refused(client.payout(R"(,"Unknown":1)"), "Unknown is not a property");
  expect_refused(client.payout(R"(,"Id":1)"), "Id is not a property");
  expect_refused(pair("1", R"(,"DebitAccountId":1)"), "VoucherLines[0].DebitAccountId");
  expect_refused(pair("1", R"(,"Description":5)"), "is not a string");
  expect_refused(client.payout(R"(,"Description":"a","Description":"b")"), "comes twice");
  expect_refused(client.payout(R"(,"ImportedVoucherNo":1.5)"), "is not a whole number");
  expect_refused(R"({"CurrencyCode":"NOK"})", "VoucherDate is required");
  expect_refused(R"({"VoucherDate":"2026-11-20"})", "CurrencyCode is required");
  expect_refused(R"({"VoucherDate":"2026-11-20","CurrencyCode":"NOK"})", "no lines");
  expect_refused(R"({"VoucherDate":"2026-11-20","CurrencyCode":"EUR"})", "not active");
  expect_refused(R"({"VoucherDate":"20.11.2026","CurrencyCode":"NOK"})", "not a date");
  expect_refused(R"({"VoucherDate":"2026-11-20","CurrencyCode":"NOK","VoucherLines":{}})",
                 "not an array");
  expect_refused(PowerOfficeTestClient::voucher({R"({"PostingDate":"2026-11-20","VatId":1})"}),
                 "AccountId is required");
  expect_refused(PowerOfficeTestClient::voucher({R"({"AccountId":1,"VatId":1})"}),
                 "PostingDate is required");
  expect_refused(PowerOfficeTestClient::voucher({R"({"AccountId":1,"PostingDate":"2026-11-20"})"}),
                 "VatId is required");
  expect_refused(pair("1", R"(,"DepartmentId":5)"), "not found on the client");
  expect_refused(pair("1", R"(,"CurrencyExchangeRate":11.5)"), "is not 1");
  expect_refused(pair("1", R"(,"VatReturnSpecification":"Guess")"), "is unknown");
  expect_refused(std::string(40, '[') + std::string(40, ']'), "nests deeper");
  EXPECT_EQ(client.post(pair("1", R"(,"DepartmentId":-1,"CurrencyExchangeRate":1.0)")).status, 201);
}

TEST_F(BankJournalTest, HoldsTheLengths) {
  using poweroffice::cid_length_max;
  using poweroffice::external_import_reference_length_max;
  using poweroffice::saft_id_length_max;
  const auto header = [](const char* name, std::size_t length) {
    return fmt::format(R"(,"{}":"{}")", name, std::string(length, 'x'));
  };
  expect_refused(
      client.payout(header("ExternalImportReference", external_import_reference_length_max + 1)),
      "more than 50");
  expect_refused(client.payout(header("SaftBatchId", saft_id_length_max + 1)), "more than 35");
  expect_refused(client.payout(header("SaftSourceId", saft_id_length_max + 1)), "more than 35");
  expect_refused(pair("1", header("Cid", cid_length_max + 1)), "more than 25");
  expect_refused(R"({"VoucherDate":"2026-11-20","CurrencyCode":"NOKK"})", "more than 3");
  EXPECT_EQ(client
                .post(client.payout(
                    header("ExternalImportReference", external_import_reference_length_max) +
                    header("SaftBatchId", saft_id_length_max)))
                .status,
            201);
  EXPECT_EQ(client.post(pair("1", header("Cid", cid_length_max))).status, 201);
}

TEST_F(BankJournalTest, RefusesWhatBreaksTheRulesOfTheBooks) {
  const std::int64_t customer = client.company.add_customer("Kari Nordmann");
  const std::int64_t bank = client.account(1920);
  const auto lines = [&](const std::string& a, const std::string& b) {
    return PowerOfficeTestClient::voucher({a, b});
  };
  expect_refused(lines(client.line(bank, "0"), client.line(bank, "0")), "is 0");
  expect_refused(lines(client.line(1920, "1"), client.line(bank, "-1")), "no account has id 1920");
  expect_refused(lines(client.line(10000, "1"), client.line(bank, "-1")), "no account has id");
  expect_refused(lines(client.line(client.account(1500), "1"), client.line(bank, "-1")),
                 "control account");
  expect_refused(lines(client.line(bank, "2"), client.line(client.account(1903), "-1")),
                 "do not balance");
  expect_refused(
      lines(client.line(bank, "1"), client.line(client.account(1903), "-1", "", "2026-11-21")),
      "posted on 2026-11-20 do not balance");
  expect_refused(pair("1", R"(,"CustomMatchingReference":"ORD-1")"), "no subledger account");
  const std::string with_vat =
      fmt::format(R"({{"AccountId":{},"PostingDate":"2026-11-20","VatId":{},"CurrencyAmount":-1}})",
                  client.subledger(customer), client.vat("3"));
  expect_refused(lines(client.line(bank, "1"), with_vat), "on a subledger account");
  const std::string code_as_id = fmt::format(
      R"({{"AccountId":{},"PostingDate":"2026-11-20","VatId":3,"CurrencyAmount":-1}})", bank);
  expect_refused(lines(client.line(bank, "1"), code_as_id), "no VAT code has id 3");
  ASSERT_TRUE(client.company.lock_vat_code(1903, "7"));
  expect_refused(client.payout(), "locked to VAT code 7");
  ASSERT_TRUE(client.company.deactivate_account(1920));
  expect_refused(client.payout(), "account 1920 is not active");
}

TEST_F(BankJournalTest, RefusesDatesThatAreNotAfterTheLockDate) {
  client.company.set_lock_date(Date(2026, 11, 20));
  EXPECT_EQ(member(read_answer(client.get("/v2/LockDateSettings")), "LockDate"), "2026-11-20");
  expect_refused(client.payout(), "VoucherDate 2026-11-20 is not after the lock date");
  client.company.set_lock_date(Date(2026, 11, 19));
  expect_refused(pair("1", "", "2026-11-19"), "PostingDate 2026-11-19 is not after");
  EXPECT_EQ(client.post(client.payout()).status, 201);
}

TEST_F(BankJournalTest, TheSameReferenceTwiceLeavesOneVoucher) {
  const std::string body = client.payout(R"(,"ExternalImportReference":"vmp:1")");
  const auto first = read_answer(client.post(body));
  const Response second = client.post(body);
  EXPECT_EQ(second.status, 400);
  EXPECT_NE(second.body.find("already used"), std::string::npos);
  EXPECT_EQ(client.company.vouchers().size(), 1U);
  EXPECT_EQ(client.reverse(member(first, "Id")).status, 200);
  EXPECT_EQ(client.post(body).status, 201) << "a reversed holder sets the reference free";
  EXPECT_EQ(client.company.balance(1920, Date(2026, 11, 20)), 146801);
}

TEST_F(BankJournalTest, ReversesOnlyWhatThisIntegrationPostedAndOnlyOnce) {
  const std::string id = member(read_answer(client.post(client.payout())), "Id");
  const std::string by_hand =
      client.company.manual_voucher(Date(2026, 11, 20), "x", {{1920, 1}, {1904, -1}}).value()->id;
  EXPECT_EQ(client.reverse(by_hand).status, 404);
  EXPECT_EQ(client.reverse("00000000-0000-4000-8000-000000000000").status, 404);
  EXPECT_EQ(client.reverse("17").status, 404);
  client.company.set_lock_date(Date(2026, 11, 20));
  EXPECT_EQ(client.reverse(id).status, 400) << "locked";
  client.company.set_lock_date(std::nullopt);
  EXPECT_EQ(client.reverse(id).status, 200);
  EXPECT_EQ(client.reverse(id).status, 400) << "reversed already";
  client.let_reads_catch_up();
  EXPECT_EQ(member(read_answer(client.get("/v2/Vouchers/BankJournals/" + id)), "IsReversed"),
            "true");
  EXPECT_EQ(client.get("/v2/Vouchers/BankJournals/" + by_hand).status, 404);
  PowerOfficeTestClient field(PowerOfficeMode::field);
  EXPECT_EQ(field.reverse(member(read_answer(field.post(field.payout())), "Id")).status, 202);
}

TEST_F(BankJournalTest, WantsJson) {
  Request request = client.request("POST", "/v2/Vouchers/BankJournals", client.payout());
  request.headers = {{"Authorization", "Bearer " + client.token},
                     {"Ocp-Apim-Subscription-Key", "subscription"},
                     {"Content-Type", "text/plain"}};
  EXPECT_EQ(client.go.handle(request).status, 415);
}

TEST(PowerOfficeField, TakesATimeBehindADate) {
  PowerOfficeTestClient field(PowerOfficeMode::field);
  PowerOfficeTestClient strict;
  const auto body = [](const PowerOfficeTestClient& client) {
    return PowerOfficeTestClient::voucher(
        {client.line(client.account(1920), "1", "", "2026-11-20T00:00:00"),
         client.line(client.account(1903), "-1", "", "2026-11-20T00:00:00")});
  };
  EXPECT_EQ(field.post(body(field)).status, 201);
  EXPECT_EQ(strict.post(body(strict)).status, 400);
}

}  // namespace
}  // namespace avstem::sandbox
