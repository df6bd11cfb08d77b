// The customer ledger over SOAP, and GetTransactions.

#include <gtest/gtest.h>

#include "sandbox/twentyfour_soap_client.hpp"

namespace avstem::sandbox {
namespace {

using Client = TwentyFourSoapClient;
using Texts = std::vector<std::string>;

constexpr Date the_day(2026, 11, 20);

/// A client of whom somebody owes 1250 on invoice 10234.
struct Owed {
  explicit Owed(ReferenceClosing closing = ReferenceClosing::when_equal,
                TwentyFourSettings settings = {})
      : client(std::move(settings), closing) {
    twentyfour::Customer person;
    person.name = "Berg & Sønn";
    customer = client.company.add_customer(person).value();
    invoice("10234", 125'000);
  }
  void invoice(const std::string& number, std::int64_t gross) {
    ASSERT_TRUE(client.company.invoice(
        {customer, number, the_day, the_day.plus_days(14), "KID" + number, "Ordre"},
        {{3000, 3, gross}}));
  }
  Texts open() {
    return Client::texts(client.search("", "<ShowOpenEntries>true</ShowOpenEntries>"), "Amount");
  }
  /// The line that the invoice of 1250 made on the customer ledger.
  std::string invoice_line() {
    return Client::text(client.search("<AccountNoStart>1500</AccountNoStart><AccountNoEnd>1500"
                                      "</AccountNoEnd>"),
                        "Id");
  }
  std::string pay(std::int64_t number, const std::string& kroner, const std::string& more) {
    return client.saved(Client::bundles(Client::payment(number, customer, kroner, more)));
  }

  Client client;
  std::int64_t customer = 0;
};

TEST(TwentyFourCustomerLedger, AnInvoiceNumberClosesWhatAddsUp) {
  Owed owed;
  EXPECT_EQ(owed.open(), Texts{"1250.00"});
  EXPECT_EQ(
      owed.pay(1, "1250.00", "<InvoiceReferenceNo>10234</InvoiceReferenceNo><TaxNo>0</TaxNo>"),
      "Ok");
  EXPECT_EQ(owed.open(), Texts{});
  EXPECT_EQ(owed.client.company.customer_balance(owed.customer), 0);
}

TEST(TwentyFourCustomerLedger, APartOfAnInvoiceLeavesBothOpen) {
  Owed owed;
  const std::string reference = "<InvoiceReferenceNo>10234</InvoiceReferenceNo><TaxNo>0</TaxNo>";
  EXPECT_EQ(owed.pay(1, "1000.00", reference), "Ok");
  EXPECT_EQ(owed.open(), (Texts{"1250.00", "-1000.00"}));
  EXPECT_EQ(owed.pay(2, "250.00", reference), "Ok");
  EXPECT_EQ(owed.open(), Texts{});
}

TEST(TwentyFourCustomerLedger, AnOcrClosesToo) {
  Owed owed;
  EXPECT_EQ(owed.pay(1, "1250.00", "<InvoiceOcr>KID10234</InvoiceOcr><TaxNo>0</TaxNo>"), "Ok");
  EXPECT_EQ(owed.open(), Texts{});
}

// Unconfirmed: perhaps a reference alone closes nothing. Then only a link does.
TEST(TwentyFourCustomerLedger, AReferenceMayCloseNothing) {
  Owed owed(ReferenceClosing::never);
  EXPECT_EQ(
      owed.pay(1, "1250.00", "<InvoiceReferenceNo>10234</InvoiceReferenceNo><TaxNo>0</TaxNo>"),
      "Ok");
  EXPECT_EQ(owed.open(), (Texts{"1250.00", "-1250.00"}));
}

TEST(TwentyFourCustomerLedger, EntriesOfOneSaveAreLinkedByGuid) {
  Owed owed(ReferenceClosing::never);
  const std::string id = owed.invoice_line();
  const std::string guid = "cccccccc-0000-0000-0000-000000000001";
  const std::string links = "<TaxNo>0</TaxNo><LinkId>" + guid +
                            "</LinkId><Links><LinkModel><LineId>" + id + "</LineId><LinkId>" +
                            guid + "</LinkId></LinkModel></Links>";
  EXPECT_EQ(owed.pay(1, "1250.00", links), "Ok");
  EXPECT_EQ(owed.open(), Texts{});
}

// Trap: a LinkId changes when a new link is made.
TEST(TwentyFourCustomerLedger, PostedLinesAreLinkedByNumberAndTheNumberChanges) {
  Owed owed(ReferenceClosing::never);
  EXPECT_EQ(owed.pay(1, "1000.00", "<TaxNo>0</TaxNo>"), "Ok");
  EXPECT_EQ(owed.pay(2, "250.00", "<TaxNo>0</TaxNo>"), "Ok");
  const Response all =
      owed.client.search("<CustomerId>" + fmt::to_string(owed.customer) + "</CustomerId>");
  const Texts ids = Client::texts(all, "Id");
  ASSERT_EQ(ids.size(), 3U);
  const auto link = [&](const std::string& number, const Texts& lines) {
    return Client::text(owed.client.on_account(
                            "AddLinkEntries",
                            fmt::format("<linkEntryItem><LineIds><guid>{}</guid></LineIds><LinkId>"
                                        "{}</LinkId></linkEntryItem>",
                                        fmt::join(lines, "</guid><guid>"), number)),
                        "AddLinkEntriesResult");
  };
  const std::string first = Client::text(owed.client.on_account("CreateLink"), "CreateLinkResult");
  EXPECT_EQ(link(first, {ids[0], ids[1]}), "true");
  EXPECT_EQ(owed.open(), (Texts{"1250.00", "-1000.00", "-250.00"}));
  EXPECT_EQ(link(first, {ids[2]}), "true");
  EXPECT_EQ(owed.open(), Texts{});
  const Texts links = Client::texts(owed.client.search(), "LinkId");
  EXPECT_EQ(links.size(), 3U);
  EXPECT_NE(links[0], first);
  EXPECT_EQ(link("99", {ids[0]}), "false");
  EXPECT_EQ(link(first, {"cccccccc-0000-0000-0000-000000000001"}), "false");
  EXPECT_EQ(Client::text(owed.client.on_account("ReplaceLinkEntries",
                                                "<linkEntryItem><LineIds><guid>" + ids[0] +
                                                    "</guid></LineIds><LinkId>" + links[0] +
                                                    "</LinkId></linkEntryItem>"),
                         "ReplaceLinkEntriesResult"),
            "true");
  EXPECT_EQ(owed.open(), (Texts{"1250.00", "-1000.00", "-250.00"}));
}

TEST(TwentyFourCustomerLedger, TheControlAccountWantsACustomer) {
  Owed owed;
  const auto entries = [&](const std::string& place) {
    return Client::voucher(
        1, Client::entry("<AccountNo>1903</AccountNo>", "10.00") + Client::entry(place, "-10.00"));
  };
  const std::string to_ledger = "<SaveOption>0</SaveOption>";
  EXPECT_EQ(owed.client.saved(Client::bundles(entries("<AccountNo>1500</AccountNo>"))),
            "NotSaved: voucher 1: entry 2: account 1500 wants a CustomerId");
  EXPECT_EQ(owed.client.saved(
                Client::bundles(entries("<CustomerId>1</CustomerId><AccountNo>1500</AccountNo>"))),
            "NotSaved: lines[1]: no customer has id 1");
  EXPECT_NE(owed.client.saved(Client::bundles(entries(fmt::format(
                "<CustomerId>{}</CustomerId><AccountNo>1920</AccountNo>", owed.customer)))),
            "Ok");
  // With a default customer it is that customer's.
  EXPECT_EQ(
      owed.client.saved(Client::bundles(
          entries("<AccountNo>1500</AccountNo>"),
          to_ledger + fmt::format("<DefaultCustomerId>{}</DefaultCustomerId>", owed.customer))),
      "Ok");
  EXPECT_EQ(owed.client.company.customer_balance(owed.customer), 124'000);
  EXPECT_EQ(owed.client.company.ledger_difference(), 0);
}

// Trap: DirectLedger posts where it is told, also past the customer ledger.
TEST(TwentyFourCustomerLedger, DirectLedgerGoesPastTheCustomers) {
  Owed owed;
  EXPECT_EQ(owed.client.saved(Client::bundles(
                Client::voucher(1, Client::entry("<AccountNo>1903</AccountNo>", "10.00") +
                                       Client::entry("<AccountNo>1500</AccountNo>", "-10.00")),
                "<DirectLedger>true</DirectLedger><SaveOption>0</SaveOption>")),
            "Ok");
  EXPECT_EQ(owed.client.company.ledger_difference(), -1'000);
}

TEST(TwentyFourCustomerLedger, AnInvoiceThatIsThereAlreadyIsAWarning) {
  Owed owed;
  const std::string place =
      fmt::format("<CustomerId>{}</CustomerId><AccountNo>1500</AccountNo>", owed.customer);
  std::string invoice = Client::entry(
      place, "10.00", "<InvoiceReferenceNo>10234</InvoiceReferenceNo><TaxNo>0</TaxNo>");
  const std::string after = "</Date>";
  invoice.insert(invoice.find(after) + after.size(), "<DueDate>2026-12-04T00:00:00</DueDate>");
  const std::string voucher =
      Client::voucher(1, invoice + Client::entry("<AccountNo>1903</AccountNo>", "-10.00"));
  EXPECT_EQ(owed.client.saved(Client::bundles(voucher)),
            "NotSaved: invoicealreadyexists: invoice 10234 is in the ledger");
  EXPECT_EQ(owed.client.saved(Client::bundles(voucher,
                                              "<SaveOption>0</SaveOption><IgnoreWarnings><string>"
                                              "invoicealreadyexists</string></IgnoreWarnings>")),
            "Ok");
}

TEST(TwentyFourCustomerLedger, ADueDateCanBeMoved) {
  Owed owed;
  const auto move = [&](const std::string& id) {
    return owed.client.on_account("UpdateEntryDueDate",
                                  "<entryItems><EntryItem><LineId>" + id +
                                      "</LineId><DueDate>2026-12-24T00:00:00</DueDate></EntryItem>"
                                      "</entryItems>");
  };
  EXPECT_EQ(Client::texts(move(owed.invoice_line()), "LineId"), Texts{});
  EXPECT_EQ(Client::text(owed.client.search(), "DueDate"), "2026-12-24T00:00:00");
  EXPECT_EQ(Client::texts(move("cccccccc-0000-0000-0000-000000000001"), "LineId").size(), 1U);
}

TEST(TwentyFourSearch, ShowsALineInTheOrderOfTheWsdlWithoutDefaults) {
  Owed owed;
  const Response response = owed.client.search();
  EXPECT_EQ(Client::texts(response, "Amount"), (Texts{"1250.00", "-1000.00", "-250.00"}));
  EXPECT_EQ(Client::texts(response, "AccountNo"), (Texts{"1500", "3000", "2700"}));
  EXPECT_EQ(Client::texts(response, "Open"), (Texts{"true", "false", "false"}));
  EXPECT_EQ(Client::texts(response, "OCR"), Texts{"KID10234"});
  EXPECT_EQ(Client::texts(response, "LinkId"), Texts{});
  EXPECT_EQ(Client::text(response, "SystemType"), "InvoiceCustomer");
  EXPECT_EQ(Client::text(response, "Date"), "2026-11-20T00:00:00");
  EXPECT_EQ(Client::text(response, "Value"), fmt::to_string(owed.customer));
  EXPECT_EQ(Client::text(response, "Name"), "Berg &amp; Sønn");
  ASSERT_TRUE(
      owed.client.company.manual_voucher(the_day, "Bilag", {{1920, 100, 0}, {1903, -100, 0}}));
  const Response all = owed.client.search();
  // The system type of these two is the default one and is left out.
  EXPECT_EQ(Client::texts(all, "Amount").size(), 5U);
  EXPECT_EQ(Client::texts(all, "SystemType").size(), 3U);
}

// Trap: the replies' moments are UTC, in an Oslo winter an hour behind the clock on the wall.
TEST(TwentyFourSearch, MomentsAreUtcWithoutAZone) {
  Owed owed;
  EXPECT_EQ(Client::text(owed.client.search(), "RegistrationDate"), "2026-11-20T10:00:00");
}

// Trap: DateEnd is inclusive, down to the second.
TEST(TwentyFourSearch, DateEndIsInclusive) {
  Owed owed;
  EXPECT_EQ(Client::texts(owed.client.search("", "", "2026-11-20T23:59:59"), "Id").size(), 3U);
  EXPECT_EQ(Client::texts(owed.client.search("", "", "2026-11-20T00:00:00"), "Id").size(), 3U);
  EXPECT_EQ(Client::texts(owed.client.search("", "", "2026-11-19T23:59:59"), "Id").size(), 0U);
}

TEST(TwentyFourSearch, DatesAndNilElementsAreRequired) {
  Client client;
  const std::string dates =
      "<DateStart>2026-01-01T00:00:00</DateStart><DateEnd>2026-12-31T00:00:00</DateEnd>";
  const std::string nils = "<SystemType i:nil=\"true\" /><HasInvoiceId i:nil=\"true\" />";
  const auto search = [&](const std::string& inside) {
    return client.on_ledger("GetTransactions", "<searchParams>" + inside + "</searchParams>");
  };
  EXPECT_EQ(search(dates + nils).status, 200);
  EXPECT_NE(Client::fault(search(nils)).find("DateStart and DateEnd are required"),
            std::string::npos);
  EXPECT_NE(Client::fault(search(dates)).find("lacks SystemType"), std::string::npos);
  EXPECT_NE(
      Client::fault(search(dates + "<SystemType>Bank</SystemType>")).find("SystemType 'Bank'"),
      std::string::npos);
}

TEST(TwentyFourSearch, FiltersByNumberTypeCustomerAndChange) {
  Owed owed;
  owed.client.clock.sleep(std::chrono::minutes(10));
  EXPECT_EQ(
      owed.pay(4711, "1250.00", "<InvoiceReferenceNo>10234</InvoiceReferenceNo><TaxNo>0</TaxNo>"),
      "Ok");
  const auto found = [&](const std::string& more, const std::string& before = "") {
    return Client::texts(owed.client.search(more, before), "Amount");
  };
  EXPECT_EQ(found("<TransactionNoStart>4711</TransactionNoStart><TransactionNoEnd>4711"
                  "</TransactionNoEnd>"),
            (Texts{"1250.00", "-1250.00"}));
  EXPECT_EQ(found("<TransactionTypeId>25</TransactionTypeId>").size(), 2U);
  EXPECT_EQ(found("<CustomerId>" + fmt::to_string(owed.customer) + "</CustomerId>").size(), 2U);
  EXPECT_EQ(found("", "<ShowOpenEntries>false</ShowOpenEntries>").size(), 5U);
  EXPECT_EQ(found("<DepartmentId>2</DepartmentId>").size(), 0U);
  // The invoice changed when it was paid.
  const auto changed = [&](const std::string& start) {
    return Client::texts(
        owed.client.on_ledger("GetTransactions",
                              "<searchParams><DateSearchParameters>DateChangedUTC"
                              "</DateSearchParameters><DateStart>" +
                                  start +
                                  "</DateStart><DateEnd>2026-11-20T23:59:59</DateEnd>"
                                  "<SystemType i:nil=\"true\" /><HasInvoiceId>true</HasInvoiceId>"
                                  "</searchParams>"),
        "AccountNo");
  };
  EXPECT_EQ(changed("2026-11-20T10:05:00"), (Texts{"1500", "1500"}));
  EXPECT_EQ(changed("2026-11-20T10:00:00").size(), 4U);
}

TEST(TwentyFourSearch, HidesWhatIsYoungerThanTheLag) {
  TwentyFourSettings settings;
  settings.read_lag = std::chrono::milliseconds(1500);
  Owed owed(ReferenceClosing::when_equal, settings);
  EXPECT_EQ(Client::texts(owed.client.search(), "Id").size(), 0U);
  owed.client.clock.sleep(std::chrono::milliseconds(1500));
  EXPECT_EQ(Client::texts(owed.client.search(), "Id").size(), 3U);
  EXPECT_EQ(
      owed.pay(1, "1250.00", "<InvoiceReferenceNo>10234</InvoiceReferenceNo><TaxNo>0</TaxNo>"),
      "Ok");
  EXPECT_EQ(owed.open(), Texts{"1250.00"});
  owed.client.clock.sleep(std::chrono::milliseconds(1500));
  EXPECT_EQ(owed.open(), Texts{});
}

TEST(TwentyFourSearch, YearsEndOnTheFirstDayThatIsNoLongerTheirs) {
  Client client;
  for (unsigned month = 1; month <= 12; ++month)
    client.company.set_period_closed(2025, month, true);
  const Response years = client.on_ledger("GetFiscalYears");
  EXPECT_EQ(Client::texts(years, "EndingDate")[1], "2027-01-01T00:00:00");
  EXPECT_EQ(Client::texts(years, "IsLocked"), (Texts{"true", "false", "false"}));
  EXPECT_EQ(Client::texts(client.on_ledger("GetTransactionTypes"), "No")[5], "5");
}

}  // namespace
}  // namespace avstem::sandbox
