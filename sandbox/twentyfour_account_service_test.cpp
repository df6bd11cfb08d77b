// AccountService V004: lists, numbers, SaveBundleList and its traps.

#include <gtest/gtest.h>

#include "sandbox/twentyfour_soap_client.hpp"

namespace avstem::sandbox {
namespace {

using Client = TwentyFourSoapClient;
using Texts = std::vector<std::string>;

constexpr Date the_day(2026, 11, 20);
constexpr std::int64_t number = 300'001;

const std::string clearing = Client::entry("<AccountNo>1903</AccountNo>", "-1499.50");
const std::string bank = Client::entry("<AccountNo>1920</AccountNo>", "1499.50");

std::string payout(std::int64_t transaction_number = number) {
  return Client::voucher(transaction_number, bank + clearing);
}

std::int64_t next_number(Client& client, int series, const std::string& date = "2026-11-20") {
  return std::stoll(Client::text(
      client.on_account("GetEntryId",
                        fmt::format("<argEntryId><Date>{}T00:00:00</Date><SortNo>{}</SortNo>"
                                    "<EntryNo>0</EntryNo></argEntryId>",
                                    date, series)),
      "EntryNo"));
}

TEST(TwentyFourAccounts, ListsNameTaxesByIdAndByNumber) {
  Client client;
  const Response taxes = client.on_account("GetTaxCodeList");
  EXPECT_EQ(Client::texts(taxes, "TaxNo")[4], "3");
  EXPECT_EQ(Client::texts(taxes, "TaxId")[4], "5");
  EXPECT_NE(taxes.body.find("<AccountNo xsi:nil=\"true\" />"), std::string::npos);
  const Response types = client.on_account("GetTypeList");
  EXPECT_EQ(Client::texts(types, "TypeNo"), (Texts{"-1", "-2", "1", "2", "3", "5"}));
  EXPECT_EQ(Client::texts(types, "EntrySeriesId"), (Texts{"1", "2", "4", "5", "6", "3"}));
  const Response accounts = client.on_account("GetAccountList");
  EXPECT_NE(accounts.body.find("<AccountNo>3000</AccountNo><AccountName>Salgsinntekt, høy sats"
                               "</AccountName><AccountTax>5</AccountTax><TaxNo>3</TaxNo>"),
            std::string::npos);
}

TEST(TwentyFourAccounts, CheckAccountNoComparesNames) {
  Client client;
  const auto data = [](const std::string& account, const std::string& name) {
    return "<AccountData><AccountNo>" + account + "</AccountNo><AccountName>" + name +
           "</AccountName></AccountData>";
  };
  const Response response = client.on_account(
      "CheckAccountNo", "<accountList>" + data("1920", "Bankinnskudd") + data("1920", "Bank") +
                            data("1234", "Ukjent") + "</accountList>");
  EXPECT_EQ(Client::texts(response, "Error"), (Texts{"Ok", "NameDontMatch", "AccountDontExist"}));
}

// Trap: GetEntryId wants the EntrySeriesId, and Sort the TypeNo of the same type.
TEST(TwentyFourNumbers, AreAskedForBySeriesAndUsedByType) {
  Client client;
  EXPECT_EQ(next_number(client, 3), number);
  EXPECT_EQ(next_number(client, 5), 500'001);  // the series of the till, not of type 5
  EXPECT_EQ(client.saved(Client::bundles(payout())), "Ok");
  EXPECT_EQ(next_number(client, 3), number + 1);
  EXPECT_EQ(next_number(client, 5), 500'001);
  EXPECT_EQ(next_number(client, 3, "2027-01-01"), number);  // each year counts anew
}

TEST(TwentyFourNumbers, AreNotReserved) {
  Client client;
  EXPECT_EQ(next_number(client, 3), next_number(client, 3));
}

TEST(TwentyFourNumbers, AreMinusOneWhenThereIsNone) {
  Client client;
  EXPECT_EQ(next_number(client, 9), -1);
  EXPECT_EQ(next_number(client, 3, "2024-12-31"), -1);
}

TEST(TwentyFourSave, PostsToTheLedgerWithSaveOptionZero) {
  Client client;
  EXPECT_EQ(client.saved(Client::bundles(payout())), "Ok");
  EXPECT_EQ(client.company.balance(1903, the_day), -149'950);
  EXPECT_EQ(client.company.transactions().front().number, number);
}

// Trap: the default keeps a draft in the journal, and says Ok.
TEST(TwentyFourSave, SaveOptionIsADraftByDefault) {
  Client client;
  EXPECT_EQ(client.saved(Client::bundles(payout(), "")), "Ok");
  EXPECT_EQ(client.company.transactions().size(), 0U);
  EXPECT_EQ(client.company.journal().size(), 1U);
  EXPECT_EQ(client.saved(Client::bundles(payout(), "<SaveOption>2</SaveOption>")),
            "NotSaved: SaveOption 2 is neither 0 nor 1");
}

TEST(TwentyFourSave, OnlyADraftMayHaveADifference) {
  Client client;
  const std::string lame = Client::voucher(number, bank);
  const std::string allowing = "<AllowDifference>true</AllowDifference><SaveOption>";
  EXPECT_EQ(client.saved(Client::bundles(lame, "")),
            "NotSaved: voucher 300001 has a difference of 1499.50");
  EXPECT_EQ(client.saved(Client::bundles(lame, allowing + "1</SaveOption>")), "Ok");
  EXPECT_EQ(client.saved(Client::bundles(lame, allowing + "0</SaveOption>")),
            "NotSaved: the lines of 2026-11-20 do not balance: they sum to 1499.50");
}

// Trap: a number that is taken is DuplicateData, with HTTP 200.
TEST(TwentyFourSave, ATakenNumberIsDuplicateData) {
  Client client;
  EXPECT_EQ(client.saved(Client::bundles(payout())), "Ok");
  EXPECT_EQ(client.saved(Client::bundles(payout())),
            "DuplicateData: transaction number 300001 is used in series 3 of 2026");
  EXPECT_EQ(client.saved(Client::bundles(payout(7) + payout(7))),
            "DuplicateData: transaction number 7 comes twice");
  EXPECT_EQ(client.company.transactions().size(), 1U);
  // The same number of another series is another number.
  EXPECT_EQ(client.saved(Client::bundles(Client::voucher(number, bank + clearing, 1))), "Ok");
}

TEST(TwentyFourSave, SavesEverythingOrNothing) {
  Client client;
  const std::string lame = Client::voucher(number + 1, bank);
  EXPECT_NE(client.saved(Client::bundles(payout() + lame)), "Ok");
  EXPECT_EQ(client.company.transactions().size(), 0U);
}

TEST(TwentyFourSave, TheYearMustBeThereAndBeTheEntries) {
  Client client;
  EXPECT_EQ(client.saved(Client::bundles(payout(), "<SaveOption>0</SaveOption>", 2024)),
            "NotSaved: YearId 2024 is not defined");
  EXPECT_EQ(client.saved(Client::bundles(payout(), "<SaveOption>0</SaveOption>", 2025)),
            "NotSaved: voucher 1: entry 1: Date 2026-11-20 is not in YearId 2025");
}

TEST(TwentyFourSave, AClosedPeriodIsNotSaved) {
  Client client;
  client.company.set_period_closed(2026, 11, true);
  EXPECT_EQ(client.saved(Client::bundles(payout())),
            "NotSaved: lines[0]: no open financial period holds 2026-11-20");
}

TEST(TwentyFourSave, SortIsTheNoOfATypeThatMayBePosted) {
  Client client;
  for (const int sort : {25, -1, 4, 0}) {
    EXPECT_EQ(client.saved(Client::bundles(Client::voucher(number, bank + clearing, sort))),
              fmt::format("NotSaved: voucher 1: Sort {} is the No of no transaction type", sort));
  }
}

// Trap: the default of CurrencyRate is 0.
TEST(TwentyFourSave, ACurrencyRateThatIsLeftOutIsZero) {
  Client client;
  std::string without = bank;
  const std::string rate = "<CurrencyRate>1</CurrencyRate>";
  without.erase(without.find(rate), rate.size());
  EXPECT_EQ(client.saved(Client::bundles(Client::voucher(number, without + clearing))),
            "NotSaved: voucher 1: entry 1: CurrencyRate is 0, its default");
}

// Trap: TaxNo is the number, not the id.
TEST(TwentyFourSave, ATaxIsNamedByItsNumber) {
  Client client;
  const std::string by_id = Client::entry("<AccountNo>1920</AccountNo>", "1", "<TaxNo>8</TaxNo>");
  EXPECT_EQ(client.saved(Client::bundles(Client::voucher(number, by_id))),
            "NotSaved: voucher 1: entry 1: TaxNo 8 is not in use");
}

TEST(TwentyFourSave, AmountsHaveNoExponentAndTwoDecimals) {
  Client client;
  const auto with = [&](const std::string& amount) {
    return Client::bundles(
        Client::voucher(number, Client::entry("<AccountNo>1920</AccountNo>", amount)));
  };
  EXPECT_NE(Client::fault(client.save(with("1E3"))).find("not in a correct format"),
            std::string::npos);
  EXPECT_NE(Client::fault(client.save(with("1,50"))).find("not in a correct format"),
            std::string::npos);
  EXPECT_EQ(client.saved(with("1.001")),
            "NotSaved: voucher 1: entry 1: Amount 1.001 has more than two decimals, or is too "
            "large");
  TwentyFourSettings settings;
  settings.mode = TwentyFourMode::field;
  Client field(settings);
  EXPECT_EQ(field.saved(Client::bundles(
                Client::voucher(number, Client::entry("<AccountNo>1920</AccountNo>", "1.5000") +
                                            Client::entry("<AccountNo>1903</AccountNo>", "-1.5")))),
            "Ok");
}

// Trap: .asmx leaves an element out of order at its default without a word. Strict says so.
TEST(TwentyFourSave, TheOrderOfTheWsdlMatters) {
  const std::string list =
      "<BundleList><SaveOption>0</SaveOption><Bundles><Bundle>"
      "<YearId>2026</YearId><Vouchers>" +
      payout() + "</Vouchers></Bundle></Bundles></BundleList>";
  Client strict;
  EXPECT_NE(Client::fault(strict.save(list)).find("BundleList has no place for Bundles"),
            std::string::npos);
  const std::string late =
      Client::bundles(payout(), "<SaveOption>0</SaveOption><DirectLedger>true</DirectLedger>");
  EXPECT_NE(Client::fault(strict.save(late)).find("BundleList has no place for DirectLedger"),
            std::string::npos);
  TwentyFourSettings settings;
  settings.mode = TwentyFourMode::field;
  Client field(settings);
  const std::string option_last = Client::bundles(
      payout(), "<DefaultCustomerId>0</DefaultCustomerId><SaveOption>0</SaveOption>");
  EXPECT_EQ(field.saved(option_last), "Ok");
  EXPECT_EQ(field.company.transactions().size(), 0U);
  EXPECT_EQ(field.company.journal().size(), 1U);
}

TEST(TwentyFourSave, UnknownMissingAndRepeatedElementsAreRefused) {
  Client client;
  const auto place = [&](const std::string& more) {
    return Client::fault(client.save(Client::bundles(payout(), more)));
  };
  EXPECT_NE(place("<Idempotency>1</Idempotency>").find("no place for Idempotency"),
            std::string::npos);
  EXPECT_NE(place("<SaveOption>0</SaveOption><SaveOption>0</SaveOption>").find("no place"),
            std::string::npos);
  EXPECT_NE(place("<SaveOption>256</SaveOption>").find("correct format"), std::string::npos);
  EXPECT_NE(place("<SaveOption i:nil=\"true\" />").find("not nillable"), std::string::npos);
  EXPECT_NE(place("text").find("holds text"), std::string::npos);
  EXPECT_NE(Client::fault(
                client.save(Client::bundles("<Voucher><TransactionNo>1</TransactionNo></Voucher>")))
                .find("Voucher lacks Sort"),
            std::string::npos);
}

// A save to the ledger calculates no VAT: the VAT line must be there, or the warning ignored.
TEST(TwentyFourSave, WithoutItsVatLineATaxCodeIsNotInBalance) {
  Client client;
  const std::string income =
      Client::entry("<AccountNo>3000</AccountNo>", "-392.00", "<TaxNo>3</TaxNo>");
  const std::string vat =
      Client::entry("<AccountNo>2700</AccountNo>", "-98.00", "<TaxNo>3</TaxNo>");
  const auto paid = [](const std::string& kroner) {
    return Client::entry("<AccountNo>1903</AccountNo>", kroner);
  };
  EXPECT_EQ(client.saved(Client::bundles(Client::voucher(1, paid("392.00") + income))),
            "NotSaved: vatisnotinbalance: account 2700 gets 0.00, the tax codes make -98.00");
  EXPECT_EQ(client.saved(Client::bundles(Client::voucher(1, paid("490.00") + income + vat))), "Ok");
  EXPECT_EQ(client.company.balance(2700, the_day), -9'800);
  const std::string bare_vat =
      Client::entry("<AccountNo>2700</AccountNo>", "-98.00", "<TaxNo>0</TaxNo>");
  EXPECT_NE(client.saved(Client::bundles(Client::voucher(2, paid("98.00") + bare_vat)))
                .find("vatismissingfoundation"),
            std::string::npos);
  const std::string ignoring =
      "<SaveOption>0</SaveOption><IgnoreWarnings>"
      "<string>vatisnotinbalance</string></IgnoreWarnings>";
  EXPECT_EQ(client.saved(Client::bundles(Client::voucher(3, paid("392.00") + income), ignoring)),
            "Ok");
}

}  // namespace
}  // namespace avstem::sandbox
