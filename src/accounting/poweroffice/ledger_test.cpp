#include "accounting/poweroffice/ledger.hpp"

#include <fmt/format.h>

#include "accounting/poweroffice/scripted_office.hpp"

namespace avstem::accounting::poweroffice {
namespace {

using std::chrono::milliseconds;

const std::string rows_path = "GET /AccountTransactions";
const std::string items_path = "GET /Customerledger/OpenItems";
const Date first(2026, 11, 1);
const Date last(2026, 11, 30);

/// A transaction row; `more` adds to it.
std::string row(int id, const std::string& more = "") {
  return fmt::format(R"({{"Id":{},"AccountNo":1903,"Amount":-0.29,"PostingDate":"2026-11-20",)"
                     R"("VoucherId":"v-{}","VoucherNo":{}{}}})",
                     id, id, id, more);
}

const std::string ours = R"(,"ExternalImportReference":"av:kafe:302321:2026-11-20:pay")";

class LedgerTest : public PowerOfficeTest {
 protected:
  void post_payout() {
    office.answer("POST /Vouchers/BankJournals", 201, R"({"Id":"v-1","VoucherNo":1})");
    ASSERT_TRUE(books.post(payout()));
  }
};

TEST_F(LedgerTest, RowsCarryWhatTheProofNeeds) {
  office.answer(rows_path, 200,
                R"([{"Id":1,"AccountNo":1903,"Amount":1748.71,"CurrencyAmount":1,
                     "PostingDate":"2026-11-20","VoucherId":"v-7","VoucherNo":7,
                     "ExternalImportReference":"av:x","IsReversed":true,"Description":"Captures"},
                    {"Id":2,"AccountNo":1904,"Amount":-0.29,"PostingDate":"2026-11-21",
                     "VoucherId":"v-8","VoucherNo":8,"ExternalImportReference":null,
                     "IsReversed":null,"Description":null}])");
  const auto rows = books.rows({1904, 1903}, first, last);
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 2U);
  const LedgerRow& one = rows->at(0);
  EXPECT_EQ(one.posting_date, Date(2026, 11, 20));
  EXPECT_EQ(one.account, 1903);
  EXPECT_EQ(one.amount, 174'871);
  EXPECT_EQ(one.external_reference, "av:x");
  EXPECT_EQ(one.remote_id, "v-7");
  EXPECT_EQ(one.remote_number, 7);
  EXPECT_TRUE(one.reversed);
  EXPECT_EQ(one.text, "Captures");
  EXPECT_EQ(rows->at(1).amount, -29);
  EXPECT_FALSE(rows->at(1).reversed);
  EXPECT_EQ(rows->at(1).external_reference, "");
  const Request& request = office.requests.at(0);
  EXPECT_EQ(ScriptedOffice::query(request, "fromDate"), "2026-11-01");
  EXPECT_EQ(ScriptedOffice::query(request, "toDate"), "2026-11-30");
  EXPECT_EQ(ScriptedOffice::query(request, "accountNos"), "1903,1904");
}

TEST_F(LedgerTest, PagesAreReadUntilAShortOne) {
  office.answer(rows_path, 200, fmt::format("[{},{},{}]", row(1), row(2), row(3)));
  office.answer(rows_path, 200, fmt::format("[{}]", row(4)));
  EXPECT_EQ(books.rows({1903}, first, last)->size(), 4U);
  ASSERT_EQ(office.requests.size(), 2U);
  EXPECT_EQ(ScriptedOffice::query(office.requests[0], "PageNumber"), "1");
  EXPECT_EQ(ScriptedOffice::query(office.requests[1], "PageNumber"), "2");
  EXPECT_EQ(ScriptedOffice::query(office.requests[1], "PageSize"), "3");
}

TEST_F(LedgerTest, PagesAreReadUntilThereIsNoContent) {
  office.answer(rows_path, 200, fmt::format("[{},{},{}]", row(1), row(2), row(3)));
  office.answer(rows_path, 204);
  EXPECT_EQ(books.rows({1903}, first, last)->size(), 3U);
}

TEST_F(LedgerTest, NoContentAtOnceIsAnEmptyList) {
  office.answer(rows_path, 204);
  EXPECT_TRUE(books.rows({1903}, first, last)->empty());
}

TEST_F(LedgerTest, NoAccountsAreNoRowsAndNoRequest) {
  EXPECT_TRUE(books.rows({}, first, last)->empty());
  EXPECT_TRUE(office.requests.empty());
}

TEST_F(LedgerTest, AnErrorOnALaterPageFailsTheWhole) {
  office.answer(rows_path, 200, fmt::format("[{},{},{}]", row(1), row(2), row(3)));
  office.answer(rows_path, 429);
  EXPECT_EQ(books.rows({1903}, first, last).error().kind, ErrorKind::busy);
}

TEST_F(LedgerTest, AListThatChangedWhileItWasReadIsNotBelieved) {
  office.answer(rows_path, 200, fmt::format("[{},{},{}]", row(1), row(2), row(3)));
  office.answer(rows_path, 200, fmt::format("[{}]", row(3)));
  const auto rows = books.rows({1903}, first, last);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, ErrorKind::unavailable);
  EXPECT_NE(rows.error().message.find("row 3 came twice"), std::string::npos);
}

TEST_F(LedgerTest, ThePagesOfOneListAreLimited) {
  for (std::size_t page = 0; page < pages_max; ++page) {
    const int id = static_cast<int>(page) * 3;
    office.answer(rows_path, 200, fmt::format("[{},{},{}]", row(id), row(id + 1), row(id + 2)));
  }
  const auto rows = books.rows({1903}, first, last);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, ErrorKind::invalid);
  EXPECT_EQ(office.requests.size(), pages_max);
}

TEST_F(LedgerTest, ARowThatCannotBeReadFailsTheWhole) {
  for (const auto* rows : {"{}", "[1]", R"([{"Id":1}])",
                           R"([{"Id":1,"AccountNo":1903,"Amount":0.291,"PostingDate":"2026-11-20",
             "VoucherId":"v","VoucherNo":1}])"}) {
    office.answer(rows_path, 200, rows);
    EXPECT_EQ(books.rows({1903}, first, last).error().kind, ErrorKind::unavailable) << rows;
  }
}

TEST_F(LedgerTest, AVoucherIsFoundByItsReference) {
  office.answer(
      rows_path, 200,
      fmt::format("[{},{}]", row(1, R"(,"ExternalImportReference":"other")"), row(2, ours)));
  EXPECT_EQ(books.find(payout()).value(), (PostedVoucher{"v-2", 2}));
  const Request& request = office.requests.at(0);
  EXPECT_EQ(ScriptedOffice::query(request, "fromDate"), "2026-11-20");
  EXPECT_EQ(ScriptedOffice::query(request, "toDate"), "2026-11-20");
  EXPECT_EQ(ScriptedOffice::query(request, "accountNos"), "1903,1904");
}

TEST_F(LedgerTest, AVoucherOnALaterPageIsFound) {
  office.answer(rows_path, 200, fmt::format("[{},{},{}]", row(1), row(2), row(3)));
  office.answer(rows_path, 200, fmt::format("[{}]", row(4, ours)));
  EXPECT_EQ(books.find(payout()).value(), (PostedVoucher{"v-4", 4}));
}

TEST_F(LedgerTest, ReversedVouchersAndReversalsAreNotFound) {
  office.answer(rows_path, 200,
                fmt::format("[{},{}]", row(1, ours + R"(,"IsReversed":true)"),
                            row(2, ours + R"(,"IsReversed":false,"ReversedVoucherNo":1)")));
  EXPECT_EQ(books.find(payout()).value(), std::nullopt);
}

TEST_F(LedgerTest, TwoVouchersWithOneReferenceAreAConflict) {
  office.answer(rows_path, 200, fmt::format("[{},{}]", row(1, ours), row(2, ours)));
  EXPECT_EQ(books.find(payout()).error().kind, ErrorKind::conflict);
}

TEST_F(LedgerTest, AVoucherThatIsNotThereIsNotAnError) {
  office.answer(rows_path, 204);
  EXPECT_EQ(books.find(payout()).value(), std::nullopt);
}

TEST_F(LedgerTest, FindWaitsOutTheLagOfThePostBefore) {
  load_chart();
  clock.sleep(std::chrono::seconds(5));
  post_payout();
  const Instant posted = clock.now();
  clock.sleep(milliseconds(700));
  office.answer(rows_path, 204);
  ASSERT_TRUE(books.find(payout()));
  EXPECT_EQ(clock.now(), posted + settings().read_lag);
  office.answer(rows_path, 204);
  ASSERT_TRUE(books.find(payout()));
  EXPECT_EQ(clock.now(), posted + settings().read_lag);
}

TEST_F(LedgerTest, FindWaitsAlsoWhenThePostFailed) {
  load_chart();
  clock.sleep(std::chrono::seconds(5));
  office.answer("POST /Vouchers/BankJournals", 500);
  EXPECT_FALSE(books.post(payout()));
  const Instant posted = clock.now();
  office.answer(rows_path, 204);
  ASSERT_TRUE(books.find(payout()));
  EXPECT_EQ(clock.now(), posted + settings().read_lag);
}

TEST_F(LedgerTest, AfterARestartFindReckonsWithAWriteJustBefore) {
  const Instant created = clock.now();
  office.answer(rows_path, 204);
  ASSERT_TRUE(books.find(payout()));
  EXPECT_EQ(clock.now(), created + settings().read_lag);
}

TEST_F(LedgerTest, RowsAndClaimsReckonWithAWriteOfTheProcessBeforeAndWithOurOwn) {
  office.answer(rows_path, 204);
  office.answer(items_path, 204);
  const Instant created = clock.now();
  ASSERT_TRUE(books.open_claims(last));
  EXPECT_EQ(clock.now(), created + settings().read_lag);
  ASSERT_TRUE(books.rows({1903}, first, last));
  EXPECT_EQ(clock.now(), created + settings().read_lag);
  load_chart();
  post_payout();
  const Instant posted = clock.now();
  office.answer(rows_path, 204);
  ASSERT_TRUE(books.rows({1903}, first, last));
  EXPECT_EQ(clock.now(), posted + settings().read_lag);
  post_payout();
  office.answer(items_path, 204);
  ASSERT_TRUE(books.open_claims(last));
  EXPECT_EQ(clock.now(), posted + 2 * settings().read_lag);
}

TEST_F(LedgerTest, AClockSetBackNeverMakesTheWaitLonger) {
  load_chart();
  post_payout();
  clock.set(clock.now() - std::chrono::hours(1));
  const Instant before = clock.now();
  office.answer(rows_path, 204);
  ASSERT_TRUE(books.find(payout()));
  EXPECT_EQ(clock.now(), before + settings().read_lag);
}

TEST_F(LedgerTest, OpenItemsWithAReferenceAreClaims) {
  office.answer(items_path, 200,
                R"([{"Id":1,"Balance":1250.0,"Amount":2000.0,"CustomMatchingReference":"ORD-1001",
                     "CustomerAccountNo":10001,"CustomerId":5,"InvoiceNo":"15545",
                     "Cid":"9235400011927001","VoucherDate":"2026-11-18"},
                    {"Id":2,"Balance":-249.5,"CustomMatchingReference":"ORD-0990-R1",
                     "CustomerAccountNo":10002,"InvoiceNo":null,"Cid":null,
                     "VoucherDate":"2026-11-19"},
                    {"Id":3,"Balance":0.0,"CustomMatchingReference":"ORD-1","VoucherDate":"x"}])");
  office.answer(items_path, 200, R"([{"Id":4,"Balance":7,"CustomMatchingReference":null}])");
  const auto claims = books.open_claims(Date(2026, 11, 20));
  ASSERT_TRUE(claims) << claims.error().message;
  const Currency nok;
  EXPECT_EQ(
      *claims,
      (std::vector<books::Claim>{
          {10001, "ORD-1001", "15545", "9235400011927001", Money(125'000, nok), Date(2026, 11, 18)},
          {10002, "ORD-0990-R1", "", "", Money(-24'950, nok), Date(2026, 11, 19)}}));
  EXPECT_EQ(ScriptedOffice::query(office.requests.at(0), "date"), "2026-11-20");
}

TEST_F(LedgerTest, NoOpenItemsAreNoClaims) {
  office.answer(items_path, 204);
  EXPECT_TRUE(books.open_claims(last)->empty());
}

TEST_F(LedgerTest, AnOpenItemWithoutItsCustomerIsAnUnusableAnswer) {
  office.answer(
      items_path, 200,
      R"([{"Id":1,"Balance":1,"CustomMatchingReference":"A","VoucherDate":"2026-11-18"}])");
  const auto claims = books.open_claims(last);
  EXPECT_EQ(claims.error().kind, ErrorKind::unavailable);
  EXPECT_NE(claims.error().message.find("CustomerAccountNo"), std::string::npos);
}

}  // namespace
}  // namespace avstem::accounting::poweroffice
