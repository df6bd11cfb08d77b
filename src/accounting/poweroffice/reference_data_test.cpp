#include "accounting/poweroffice/reference_data.hpp"

#include "accounting/poweroffice/scripted_office.hpp"

namespace avstem::accounting::poweroffice {
namespace {

class ReferenceDataTest : public PowerOfficeTest {
 protected:
  Error load_error(const Requirements& needed, int status, const std::string& accounts) {
    office.answer("GET /GeneralLedgerAccounts", status, accounts);
    office.answer("GET /VatCodes", 200, R"([{"Id":500,"Code":"0","ValidFrom":"2005-01-01"}])");
    auto loaded = books.load_reference_data(needed);
    EXPECT_FALSE(loaded);
    return loaded ? Error{} : loaded.error();
  }
};

TEST_F(ReferenceDataTest, AsksForTheAccountsNeededAndForActiveCodes) {
  office.answer("GET /GeneralLedgerAccounts", 200, R"([{"Id":1,"AccountNo":1903}])");
  office.answer("GET /VatCodes", 200, R"([{"Id":500,"Code":"0"}])");
  ASSERT_TRUE(books.load_reference_data({{1903, 1903}, {}}));
  EXPECT_EQ(ScriptedOffice::query(office.requests.at(0), "accountNos"), "1903");
  EXPECT_EQ(ScriptedOffice::query(office.requests.at(1), "isActive"), "true");
}

TEST_F(ReferenceDataTest, NamesEverythingThatIsMissingAtOnce) {
  const Error error = load_error({{1903, 1904, 3000, 3001, 9999}, {"", "3", "33"}}, 200,
                                 R"([{"Id":1,"AccountNo":1903,"IsActive":true},
                                     {"Id":2,"AccountNo":1904,"IsActive":false}])");
  EXPECT_EQ(error.kind, ErrorKind::not_found);
  for (const auto* part :
       {"account 1904 is inactive", "account 3000 is missing", "account 9999 is missing",
        "VAT code 3 is missing", "VAT code 33 is missing"}) {
    EXPECT_NE(error.message.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(error.message.find("account 1903"), std::string::npos);
  EXPECT_EQ(error.message.find("VAT code 0"), std::string::npos);
}

TEST_F(ReferenceDataTest, AnAccountThatDemandsWhatWeDoNotSendIsNamed) {
  const Error error = load_error({{3000, 3001}, {}}, 200,
                                 R"([{"Id":1,"AccountNo":3000,"IsDepartmentRequired":true},
                                     {"Id":2,"AccountNo":3001,"IsProjectRequired":true}])");
  EXPECT_NE(error.message.find("account 3000 demands a department"), std::string::npos);
  EXPECT_NE(error.message.find("account 3001 demands a project"), std::string::npos);
}

TEST_F(ReferenceDataTest, AnEmptyListMeansThatAllAreMissing) {
  const Error error = load_error({{1903}, {}}, 204, "");
  EXPECT_NE(error.message.find("account 1903 is missing"), std::string::npos);
}

TEST_F(ReferenceDataTest, CodeZeroIsNeededAlways) {
  office.answer("GET /VatCodes", 200,
                R"([{"Id":503,"Code":"3"},{"Id":1,"Code":"0","IsActive":false}])");
  auto loaded = books.load_reference_data({{}, {"3"}});
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("VAT code 0 is missing"), std::string::npos);
}

TEST_F(ReferenceDataTest, ARowWithoutItsIdIsAnUnusableAnswer) {
  office.answer("GET /GeneralLedgerAccounts", 200, R"([{"AccountNo":1903}])");
  EXPECT_EQ(books.load_reference_data({{1903}, {}}).error().kind, ErrorKind::unavailable);
}

TEST_F(ReferenceDataTest, ManyAccountsAreAskedForInBatches) {
  Requirements needed;
  for (std::int64_t account = 1'000; account < 1'000 + 101; ++account) {
    needed.accounts.push_back(account);
  }
  office.answer("GET /GeneralLedgerAccounts", 204);
  office.answer("GET /GeneralLedgerAccounts", 204);
  office.answer("GET /VatCodes", 204);
  EXPECT_EQ(books.load_reference_data(needed).error().kind, ErrorKind::not_found);
  EXPECT_EQ(ScriptedOffice::query(office.requests.at(1), "accountNos"), "1100");
}

TEST_F(ReferenceDataTest, ALaterLoadForgetsWhatIsNoLongerThere) {
  load_chart();
  office.answer("GET /GeneralLedgerAccounts", 200, R"([{"Id":1,"AccountNo":1903}])");
  office.answer("GET /VatCodes", 200, R"([{"Id":500,"Code":"0"}])");
  ASSERT_TRUE(books.load_reference_data({{1903}, {}}));
  EXPECT_EQ(books.post(payout()).error().kind, ErrorKind::invalid);
}

/// VAT codes alone, asked for by date.
class VatCodeDatesTest : public PowerOfficeTest {
 protected:
  std::string id_on(Date date, const std::string& rows) {
    office.answer("GET /VatCodes", 200, rows);
    Session session(http, clock, bucket, keys);
    ReferenceData data(session);
    // Code 0 is missing here; the codes are read all the same.
    EXPECT_EQ(data.load({}).error().kind, ErrorKind::not_found);
    auto id = data.vat_id("33", date);
    return id ? std::to_string(*id) : std::string(to_string(id.error().kind));
  }
  Settings keys = settings();
};

TEST_F(VatCodeDatesTest, ACodeHoldsFromItsFirstDayToItsLast) {
  const std::string rows =
      R"([{"Id":1,"Code":"33","ValidFrom":"2018-01-01","ValidTo":"2026-12-31"}])";
  EXPECT_EQ(id_on(Date(2017, 12, 31), rows), "invalid");
  EXPECT_EQ(id_on(Date(2018, 1, 1), rows), "1");
  EXPECT_EQ(id_on(Date(2026, 12, 31), rows), "1");
  EXPECT_EQ(id_on(Date(2027, 1, 1), rows), "invalid");
}

TEST_F(VatCodeDatesTest, OfTwoThatHoldTheOneThatBeganLastIsTaken) {
  const std::string old_row = R"({"Id":1,"Code":"33","ValidFrom":"2018-01-01"})";
  const std::string new_row = R"({"Id":2,"Code":"33","ValidFrom":"2026-01-01"})";
  EXPECT_EQ(id_on(Date(2026, 6, 1), "[" + old_row + "," + new_row + "]"), "2");
  EXPECT_EQ(id_on(Date(2026, 6, 1), "[" + new_row + "," + old_row + "]"), "2");
  EXPECT_EQ(id_on(Date(2025, 6, 1), "[" + new_row + "," + old_row + "]"), "1");
}

}  // namespace
}  // namespace avstem::accounting::poweroffice
