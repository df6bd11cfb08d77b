#include "app/client_file.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "platform/test_directory.hpp"

namespace avstem::app {
namespace {

using testing::HasSubstr;

const std::string top = R"(id = "kafe-nord"
name = "Kafé Nord AS"
organisation_number = "123456785"
vat_registered = true
)";
const std::string ledger = R"([[ledgers]]
id = "302321"
currency = "NOK"
start = "2026-03-02"
)";
const std::string vipps = R"([vipps]
environment = "production"
client_id = "our-id"
client_secret = "our-secret"
)";
const std::string poweroffice = R"([poweroffice]
environment = "test"
application_key = "our-application"
client_key = "our-client"
subscription_key = "our-subscription"
)";

std::string error_of(const std::string& text) {
  auto file = parse_client_file(text, "kafe.toml");
  return file ? "accepted" : file.error().message;
}

/// The text with one line in place of another.
std::string with(std::string text, const std::string& line, const std::string& instead) {
  const auto at = text.find(line);
  EXPECT_NE(at, std::string::npos) << line;
  return text.replace(at, line.size(), instead);
}

const std::string twentyfour = R"([24sevenoffice]
environment = "production"
client_id = "our-id"
client_secret = "our-secret"
organization_id = "our-organization"
application_id = "our-application"
username = "post@kafe.example"
password = "our-password"
transaction_type = "5"
tax_numbers = "33=11 31=12"
)";

TEST(ClientFile, KnowsTwentyFourSevenOffice) {
  auto file = parse_client_file(top + twentyfour, "kafe.toml");
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_EQ(file->connections.size(), 1U);
  EXPECT_EQ(file->connections.front().system, "24sevenoffice");
  EXPECT_EQ(file->connections.front().key("organization_id"), "our-organization");
  EXPECT_EQ(file->connections.front().key("identity_id"), "");
  for (const std::string key : {"client_id", "client_secret", "organization_id", "application_id",
                                "username", "password", "transaction_type"}) {
    const std::string without = with(twentyfour, key + " = ", "# ");
    EXPECT_THAT(error_of(top + without), HasSubstr(key)) << key;
  }
}

TEST(ClientFile, ReadsTypeAndTaxNumbersOfTwentyFourSevenOffice) {
  for (const auto* type : {"0", "-1", "five", "5x"}) {
    EXPECT_THAT(error_of(top + with(twentyfour, "\"5\"", std::string("\"") + type + "\"")),
                HasSubstr("transaction_type is '"));
  }
  for (const auto* numbers : {"33", "=11", "33="}) {
    EXPECT_THAT(error_of(top + with(twentyfour, "33=11 31=12", numbers)),
                HasSubstr("tax_numbers has '"));
  }
}

TEST(ClientFile, HasItsBooksInOneSystem) {
  EXPECT_THAT(error_of(top + poweroffice + twentyfour), HasSubstr("books are in one system"));
}

TEST(ClientFile, HoldsEverythingAClientNeeds) {
  auto file = parse_client_file(
      top + "post_bank_line = true\nfee_invoices = \"bookkeeper\"\n" + vipps + poweroffice +
          ledger +
          "opening_funds = \"1250.05\"\nopening_fees = \"-3.10\"\n"
          "opening_in_transit = \"7.00\"\ncaptures = \"gifts\"\n"
          "clearing_account = 1902\ncompact = true\n[accounts]\npayment_fees = 7775\n",
      "kafe.toml");
  ASSERT_TRUE(file) << file.error().message;
  const services::Client& client = file->client;
  EXPECT_EQ(client.id.text(), "kafe-nord");
  EXPECT_EQ(client.name, "Kafé Nord AS");
  EXPECT_EQ(client.organisation_number, "123456785");
  EXPECT_TRUE(client.vat_registered);
  EXPECT_TRUE(client.post_bank_line);
  EXPECT_EQ(client.fee_invoices, books::FeeInvoices::bookkeeper);
  EXPECT_EQ(client.mapping.account(books::AccountRole::payment_fees), 7775);
  ASSERT_EQ(client.ledgers.size(), 1U);
  EXPECT_EQ(client.ledgers[0].opening_funds, 125'005);
  EXPECT_EQ(client.ledgers[0].opening_fees, -310);
  EXPECT_EQ(client.ledgers[0].opening_in_transit, 700);
  EXPECT_EQ(client.ledgers[0].captures, books::CaptureUse::gifts);
  EXPECT_TRUE(client.ledgers[0].compact);
  EXPECT_EQ(client.mapping_of(client.ledgers[0]).account(books::AccountRole::clearing), 1902);
  ASSERT_EQ(file->connections.size(), 2U);
  EXPECT_EQ(file->connections[0].key("client_secret"), "our-secret");
  EXPECT_EQ(file->connections[1].environment, "test");
  EXPECT_EQ(file->connections[1].key("client_key"), "our-client");
}

TEST(ClientFile, TakesBothKindsOfVippsKeys) {
  EXPECT_EQ(error_of(top + vipps), "accepted");
  const std::string unit = "subscription_key = \"s\"\n";
  EXPECT_EQ(error_of(top + vipps + unit + "merchant_serial_number = \"123456\"\n"), "accepted");
  EXPECT_THAT(error_of(top + vipps + unit),
              HasSubstr("kafe.toml: vipps: 'merchant_serial_number' is missing"));
}

TEST(ClientFile, MissingKeysAreNamedByPlace) {
  EXPECT_THAT(error_of(""), HasSubstr("kafe.toml: 'id' is missing"));
  EXPECT_THAT(error_of(with(top, "vat_registered = true\n", "")),
              HasSubstr("kafe.toml: 'vat_registered' must be true or false"));
  EXPECT_THAT(error_of(top + with(ledger, "currency = \"NOK\"\n", "")),
              HasSubstr("kafe.toml: ledgers: 'currency' is missing"));
  EXPECT_THAT(error_of(top + with(poweroffice, "client_key = \"our-client\"\n", "")),
              HasSubstr("kafe.toml: poweroffice: 'client_key' is missing"));
}

TEST(ClientFile, UnknownKeysAreNamedByPlace) {
  EXPECT_THAT(error_of(top + "nmae = \"x\"\n"), HasSubstr("kafe.toml: 'nmae' is not known here"));
  EXPECT_THAT(error_of(top + ledger + "strat = 1\n"),
              HasSubstr("kafe.toml: ledgers: 'strat' is not known here"));
  EXPECT_THAT(error_of(top + vipps + "secret = \"x\"\n"),
              HasSubstr("kafe.toml: vipps: 'secret' is not known here"));
  EXPECT_THAT(error_of(top + "[accounts]\nfees = 7775\n"),
              HasSubstr("kafe.toml: accounts: account role 'fees' is unknown"));
}

TEST(ClientFile, WrongValuesAreNamed) {
  EXPECT_THAT(error_of(with(top, "123456785", "123456789")), HasSubstr("123456789"));
  EXPECT_THAT(error_of(with(top, "kafe-nord", "Kafé Nord")), HasSubstr("Kafé Nord"));
  EXPECT_THAT(error_of(top + with(ledger, "2026-03-02", "2026-02-30")), HasSubstr("2026-02-30"));
  EXPECT_THAT(error_of(top + with(ledger, "NOK", "KRONER")), HasSubstr("KRONER"));
  EXPECT_THAT(error_of(top + ledger + "captures = \"sales\"\n"),
              HasSubstr("kafe.toml: ledgers: captures is 'sales', not claims or gifts"));
}

TEST(ClientFile, ANameIsOneLineOfText) {
  for (const char* escape : {"\\u001b[31m", "\\n", "\\u007f"}) {
    EXPECT_THAT(error_of(with(top, "Kafé Nord AS", std::string("Kafé") + escape)),
                HasSubstr("kafe.toml: 'name' holds a control character"));
  }
}

TEST(ClientFile, AmountsAreTextsAndLoseNoDigit) {
  EXPECT_THAT(error_of(top + ledger + "opening_funds = 1250.05\n"),
              HasSubstr("kafe.toml: ledgers: 'opening_funds' is written as a text"));
  EXPECT_THAT(error_of(top + ledger + "opening_funds = 1250\n"), HasSubstr("written as a text"));
  EXPECT_THAT(error_of(top + ledger + "opening_funds = \"1250.005\"\n"), HasSubstr("1250.005"));
  EXPECT_THAT(error_of(top + ledger + "opening_fees = \"ni kroner\"\n"),
              HasSubstr("kafe.toml: ledgers: opening_fees"));
  EXPECT_THAT(error_of(top + ledger + "opening_funds = \"99999999999999999999.00\"\n"),
              HasSubstr("99999999999999999999.00"));
}

TEST(ClientFile, ClearingAccountsThatBelongToOthersAreRefused) {
  for (const char* account : {"1950", "1909"}) {
    EXPECT_THAT(error_of(top + ledger + "clearing_account = " + account + "\n"),
                HasSubstr(std::string("account ") + account + " cannot be the clearing account"));
    EXPECT_THAT(error_of(top + "[accounts]\nin_transit = " + account + "\n"),
                HasSubstr(std::string("account ") + account + " cannot be the in_transit account"));
  }
  EXPECT_THAT(error_of(top + "[accounts]\npayment_fees = 77\n"), HasSubstr("account 77"));
  EXPECT_THAT(error_of(top + "fee_invoices = \"mine\"\n"),
              HasSubstr("kafe.toml: fee_invoices is 'mine', not \"ours\" or \"bookkeeper\""));
}

// Each of these was once accepted, with the value silently left out.
TEST(ClientFile, AValueOfTheWrongTypeIsNotPassedOver) {
  EXPECT_THAT(error_of(top + "post_bank_line = \"yes\"\n"),
              HasSubstr("kafe.toml: 'post_bank_line' is 'yes', not true or false"));
  EXPECT_THAT(error_of(top + "fetch_personal_data = 1\n"),
              HasSubstr("kafe.toml: 'fetch_personal_data' is 1, not true or false"));
  EXPECT_THAT(error_of(with(top, "\"123456785\"", "123456785")),
              HasSubstr("kafe.toml: 'organisation_number' is 123456785, not a text in quotes"));
  EXPECT_THAT(error_of(with(top, "vat_registered = true", "vat_registered = 1")),
              HasSubstr("'vat_registered' must be true or false"));
  EXPECT_THAT(error_of(top + "[accounts]\npayment_fees = \"7775\"\n"),
              HasSubstr("kafe.toml: accounts: 'payment_fees' is '7775', not an account number"));
  EXPECT_THAT(error_of(top + ledger + "clearing_account = \"1902\"\n"),
              HasSubstr("kafe.toml: ledgers: 'clearing_account' is '1902'"));
  EXPECT_THAT(error_of(top + ledger + "compact = 1\n"), HasSubstr("'compact' is 1"));
  EXPECT_THAT(error_of(top + ledger + "captures = 5\n"), HasSubstr("'captures' is 5"));
  EXPECT_THAT(error_of(top + with(ledger, "[[ledgers]]", "[ledgers]")),
              HasSubstr("kafe.toml: 'ledgers' is written [[ledgers]]"));
  EXPECT_THAT(error_of(top + "ledgers = [\"302321\"]\n"), HasSubstr("'ledgers' is written"));
  EXPECT_THAT(error_of(top + "vipps = \"secret\"\n"), HasSubstr("'vipps' is no table"));
  EXPECT_THAT(error_of(top + "accounts = 1\n"), HasSubstr("'accounts' is no table"));
}

TEST(ClientFile, NoErrorShowsAKey) {
  for (const std::string& keys : {vipps + "wrong = 1\n", poweroffice + "wrong = 1\n",
                                  vipps + "[broken", with(vipps, "client_id = \"our-id\"\n", ""),
                                  with(poweroffice, "\"our-client\"", "[\"our-client\"]")}) {
    const std::string error = error_of(top + keys);
    EXPECT_NE(error, "accepted");
    for (const char* secret : {"our-id", "our-secret", "our-application", "our-client"}) {
      EXPECT_EQ(error.find(secret), std::string::npos) << error;
    }
  }
}

TEST(ClientFile, KeysAndLedgersAreAlsoReadAlone) {
  TestDirectory directory;
  const std::string path = (directory.path() / "one.toml").string();
  std::ofstream(path) << with(vipps, "[vipps]\n", "");
  EXPECT_EQ(read_connection_file(path, "vipps")->key("client_id"), "our-id");
  std::ofstream(path) << top + vipps;
  EXPECT_EQ(read_connection_file(path, "vipps")->key("client_id"), "our-id");
  std::ofstream(path) << with(ledger, "[[ledgers]]\n", "");
  EXPECT_EQ(read_ledger_file(path)->id.text(), "302321");
}

TEST(ClientFile, AFileOfMoreThanBytesMaxIsRefused) {
  TestDirectory directory;
  const std::string path = (directory.path() / "big.toml").string();
  const auto fill = [&](std::size_t bytes) {
    std::ofstream(path) << top + std::string(bytes - top.size(), '#');
  };
  fill(client_file_bytes_max);
  EXPECT_TRUE(read_client_file(path));
  fill(client_file_bytes_max + 1);
  EXPECT_FALSE(read_client_file(path));
}

}  // namespace
}  // namespace avstem::app
