#include "accounting/poweroffice/reference_data.hpp"

#include "accounting/poweroffice/scripted_office.hpp"

namespace avstem::accounting::poweroffice {
namespace {

using ReferenceDataTest = PowerOfficeTest;

TEST_F(ReferenceDataTest, AsksForAllAccountsAndForActiveCodes) {
  office.answer("GET /GeneralLedgerAccounts", 200, R"([{"Id":1,"AccountNo":1903}])");
  office.answer("GET /VatCodes", 200, R"([{"Id":500,"Code":"0"}])");
  ASSERT_TRUE(books.chart());
  EXPECT_EQ(ScriptedOffice::query(office.requests.at(0), "accountNos"), "");
  EXPECT_EQ(ScriptedOffice::query(office.requests.at(1), "isActive"), "true");
  EXPECT_EQ(ScriptedOffice::query(office.requests.at(1), "includeExpired"), "true");
}

TEST_F(ReferenceDataTest, TellsWhatAnAccountIsLike) {
  office.answer("GET /GeneralLedgerAccounts", 200,
                R"([{"Id":2,"AccountNo":3000,"Name":"Salg","IsActive":false,"VatCode":"3",
                     "IsVatCodeLocked":true,"IsDepartmentRequired":true,"IsProjectRequired":true},
                    {"Id":1,"AccountNo":1903,"IsActive":null}])");
  office.answer("GET /VatCodes", 204);
  auto chart = books.chart();
  ASSERT_TRUE(chart) << chart.error().message;
  ASSERT_EQ(chart->accounts().size(), 2U);
  EXPECT_EQ(chart->accounts()[0], (ChartAccount{1903, "", true, "", false, false, false}));
  EXPECT_EQ(chart->accounts()[1], (ChartAccount{3000, "Salg", false, "3", true, true, true}));
}

TEST_F(ReferenceDataTest, TellsTheRateOfACodeAndWhenItHolds) {
  office.answer("GET /GeneralLedgerAccounts", 204);
  office.answer("GET /VatCodes", 200,
                R"([{"Id":1,"Code":"3","Name":"Høy","Rate":0.25,"ValidFrom":"2005-01-01"},
                    {"Id":2,"Code":"12","Rate":0.11110,"ValidFrom":"0001-01-01",
                     "ValidTo":"9999-12-31"},
                    {"Id":3,"Code":"5","Rate":0}])");
  office.answer("GET /VatCodes", 200,
                R"([{"Id":4,"Code":"x","Rate":0.12345},{"Id":5,"Code":"y","Rate":2.5E-1},
                    {"Id":6,"Code":"z","IsActive":false}])");
  office.answer("GET /VatCodes", 204);
  auto chart = books.chart();
  ASSERT_TRUE(chart) << chart.error().message;
  const auto& codes = chart->vat_codes();
  ASSERT_EQ(codes.size(), 5U);
  EXPECT_EQ(codes[0],
            (ChartVatCode{"3", "Høy", VatRate{2'500}, true, Date(2005, 1, 1), std::nullopt}));
  EXPECT_EQ(codes[1], (ChartVatCode{"12", "", VatRate{1'111}, true, std::nullopt, std::nullopt}));
  EXPECT_EQ(codes[2].rate, VatRate{0});
  EXPECT_EQ(codes[3].rate, std::nullopt);
  EXPECT_EQ(codes[4].rate, std::nullopt);
}

TEST_F(ReferenceDataTest, ARowWithoutItsIdIsAnUnusableAnswer) {
  office.answer("GET /GeneralLedgerAccounts", 200, R"([{"AccountNo":1903}])");
  EXPECT_EQ(books.chart().error().kind, ErrorKind::unavailable);
}

TEST_F(ReferenceDataTest, ALaterLoadForgetsWhatIsNoLongerThere) {
  load_chart();
  office.answer("GET /GeneralLedgerAccounts", 200, R"([{"Id":1,"AccountNo":1903}])");
  office.answer("GET /VatCodes", 200, R"([{"Id":500,"Code":"0"}])");
  ASSERT_TRUE(books.chart());
  EXPECT_EQ(books.post(payout()).error().kind, ErrorKind::invalid);
}

/// VAT codes alone, asked for by date.
class VatCodeDatesTest : public PowerOfficeTest {
 protected:
  std::string id_on(Date date, const std::string& rows) {
    office.answer("GET /GeneralLedgerAccounts", 204);
    office.answer("GET /VatCodes", 200, rows);
    Session session(http, clock, bucket, keys);
    ReferenceData data(session);
    EXPECT_TRUE(data.load());
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
