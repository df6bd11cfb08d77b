#include "accounting/poweroffice/vouchers.hpp"

#include <rapidcheck.h>

#include "accounting/poweroffice/scripted_office.hpp"

namespace avstem::accounting::poweroffice {
namespace {

const std::string post_path = "POST /Vouchers/BankJournals";
const std::string posted_body = R"({"Id":"ee373540-ca8d-4562-8fb6-6fb52de47722","VoucherNo":117})";

class VouchersTest : public PowerOfficeTest {
 protected:
  void SetUp() override { load_chart(); }

  Error post_error(int status, const std::string& body = "") {
    office.answer(post_path, status, body);
    auto posted = books.post(payout());
    EXPECT_FALSE(posted);
    return posted ? Error{} : posted.error();
  }
  nlohmann::json line(std::size_t at) const {
    return nlohmann::json::parse(office.requests.back().body).at("VoucherLines").at(at);
  }
  void answer_customers() {
    office.answer("GET /Customers", 200,
                  R"([{"Id":1,"Number":10001,"SubledgerAccountId":81},
                      {"Id":2,"Number":10002,"SubledgerAccountId":82}])");
  }
  /// A day of two customers' payments and one refund of 0.29.
  static books::Voucher day() {
    books::Posting captures = on(1903, 174'871);
    captures.text = "Captures";
    books::Posting payment = of_customer(10001, -125'000, "ORD-1001");
    payment.line_reference = "psp-A";
    payment.text = "Order ORD-1001";
    return voucher(
        {captures, payment, of_customer(10002, -49'900, "ORD-1002"), of_customer(10001, 29)});
  }
};

TEST_F(VouchersTest, ADayIsPostedAsOneBankJournal) {
  answer_customers();
  office.answer(post_path, 201, posted_body);
  const auto posted = books.post(day());
  ASSERT_TRUE(posted) << posted.error().message;
  EXPECT_EQ(*posted, (PostedVoucher{"ee373540-ca8d-4562-8fb6-6fb52de47722", 117}));
  EXPECT_EQ(office.requests.back().body,
            R"({"VoucherDate":"2026-11-20","CurrencyCode":"NOK","Description":"Vipps 2026-11-20",)"
            R"("ExternalImportReference":"av:kafe:302321:2026-11-20:pay","SaftSourceId":"avstem",)"
            R"("VoucherLines":[)"
            R"({"AccountId":71903,"PostingDate":"2026-11-20","VatId":500,"CurrencyAmount":1748.71,)"
            R"("Description":"Captures"},)"
            R"({"AccountId":81,"PostingDate":"2026-11-20","VatId":500,"CurrencyAmount":-1250.00,)"
            R"("CustomMatchingReference":"ORD-1001","ExternalLineReference":"psp-A",)"
            R"("Description":"Order ORD-1001"},)"
            R"({"AccountId":82,"PostingDate":"2026-11-20","VatId":500,"CurrencyAmount":-499.00,)"
            R"("CustomMatchingReference":"ORD-1002"},)"
            R"({"AccountId":81,"PostingDate":"2026-11-20","VatId":500,"CurrencyAmount":0.29}]})");
}

TEST_F(VouchersTest, CustomersAreReadTogetherAndOnce) {
  answer_customers();
  office.answer(post_path, 201, posted_body);
  office.answer(post_path, 201, posted_body);
  ASSERT_TRUE(books.post(day()));
  ASSERT_TRUE(books.post(day()));
  ASSERT_EQ(office.requests.size(), 3U);
  EXPECT_EQ(ScriptedOffice::query(office.requests[0], "customerNos"), "10001,10002");
}

TEST_F(VouchersTest, ManyCustomersAreReadInBatches) {
  std::vector<books::Posting> postings{on(1903, 101)};
  for (std::int64_t number = 10'000; number < 10'101; ++number) {
    postings.push_back(of_customer(number, -1));
  }
  office.answer("GET /Customers", 204);
  office.answer("GET /Customers", 204);
  EXPECT_EQ(books.post(voucher(postings)).error().kind, ErrorKind::not_found);
  ASSERT_EQ(office.requests.size(), 2U);
  EXPECT_EQ(ScriptedOffice::query(office.requests[1], "customerNos"), "10100");
}

TEST_F(VouchersTest, MissingCustomersAreNamedAndNothingIsPosted) {
  office.answer("GET /Customers", 200, R"([{"Id":1,"Number":10001,"SubledgerAccountId":81}])");
  const auto posted = books.post(day());
  ASSERT_FALSE(posted);
  EXPECT_EQ(posted.error().kind, ErrorKind::not_found);
  EXPECT_NE(posted.error().message.find("no customer 10002;"), std::string::npos);
  EXPECT_NE(posted.error().message.find("av:kafe:302321"), std::string::npos);
  EXPECT_EQ(office.requests.size(), 1U);
}

TEST_F(VouchersTest, AMatchingReferenceStandsOnCustomersLinesOnly) {
  books::Posting stray = on(1903, 1);
  stray.matching_reference = "ORD-1";
  office.answer(post_path, 201, posted_body);
  ASSERT_TRUE(books.post(voucher({stray, on(1904, -1)})));
  EXPECT_FALSE(line(0).contains("CustomMatchingReference"));
}

TEST_F(VouchersTest, TheVatCodeIsTheOneOfTheVouchersDate) {
  const auto with_code = [](Date date) {
    return voucher({on(1903, 100), on(1904, -100, "33")}, date);
  };
  office.answer(post_path, 201, posted_body);
  ASSERT_TRUE(books.post(with_code(Date(2026, 12, 31))));
  EXPECT_EQ(line(1).at("VatId"), 533);
  office.answer(post_path, 201, posted_body);
  ASSERT_TRUE(books.post(with_code(Date(2027, 1, 1))));
  EXPECT_EQ(line(1).at("VatId"), 534);
  const auto too_early = books.post(with_code(Date(2017, 12, 31)));
  EXPECT_EQ(too_early.error().kind, ErrorKind::invalid);
}

TEST_F(VouchersTest, ALockedAccountTakesItsOwnVatCodeOnly) {
  const auto sale = [](const std::string& code) {
    return voucher({on(1903, 125'000), on(3000, -125'000, code)});
  };
  office.answer(post_path, 201, posted_body);
  ASSERT_TRUE(books.post(sale("3")));
  EXPECT_EQ(line(1).at("VatId"), 503);
  const auto refused = books.post(sale(""));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_NE(refused.error().message.find("locked to VAT code 3"), std::string::npos);
}

TEST_F(VouchersTest, AnAccountThatWasNotLoadedIsAnError) {
  const auto posted = books.post(voucher({on(1903, 1), on(2960, -1)}));
  EXPECT_EQ(posted.error().kind, ErrorKind::invalid);
  EXPECT_TRUE(office.requests.empty());
}

TEST_F(VouchersTest, CustomersStandOnTheControlAccountAndNobodyElseDoes) {
  books::Posting stray = of_customer(10001, -1);
  stray.account = 1904;
  const auto elsewhere = books.post(voucher({on(1903, 1), stray}));
  EXPECT_EQ(elsewhere.error().kind, ErrorKind::invalid);
  const auto nameless = books.post(voucher({on(1903, 1), on(1500, -1)}));
  EXPECT_EQ(nameless.error().kind, ErrorKind::invalid);
  EXPECT_TRUE(office.requests.empty());
}

TEST_F(VouchersTest, ATakenReferenceIsAConflict) {
  for (const auto* body :
       {R"({"Title":"Duplicate","Detail":"ExternalImportReference already exists"})",
        R"({"title":"The external import reference is in use"})",
        R"({"errors":{"externalImportReference":["not unique"]}})"}) {
    const Error error = post_error(400, body);
    EXPECT_EQ(error.kind, ErrorKind::conflict) << body;
    EXPECT_NE(error.message.find("look it up"), std::string::npos);
  }
  EXPECT_EQ(post_error(409, R"({"detail":"ExternalImportReference"})").kind, ErrorKind::conflict);
}

TEST_F(VouchersTest, OtherRefusalsGiveTitleAndDetail) {
  const Error error =
      post_error(400, R"({"title":"Date is locked","detail":"2026-11-20 is locked"})");
  EXPECT_EQ(error.kind, ErrorKind::refused);
  EXPECT_NE(error.message.find("Date is locked; 2026-11-20 is locked"), std::string::npos);
  EXPECT_NE(error.message.find("av:kafe:302321"), std::string::npos);
}

TEST_F(VouchersTest, EveryErrorKindReachesTheCaller) {
  EXPECT_EQ(post_error(404).kind, ErrorKind::refused);
  EXPECT_EQ(post_error(429).kind, ErrorKind::busy);
  EXPECT_EQ(post_error(500).kind, ErrorKind::unavailable);
  EXPECT_EQ(post_error(502, "ExternalImportReference").kind, ErrorKind::unavailable);
  const Error forbidden = post_error(403);
  EXPECT_EQ(forbidden.kind, ErrorKind::unauthorised);
  EXPECT_NE(forbidden.message.find("BankVoucher_Full"), std::string::npos);
}

TEST_F(VouchersTest, APostWithARefusedTokenIsSentAgainUnchanged) {
  office.answer(post_path, 401);
  office.answer(post_path, 201, posted_body);
  ASSERT_TRUE(books.post(payout()));
  ASSERT_EQ(office.requests.size(), 2U);
  EXPECT_EQ(office.requests[0].body, office.requests[1].body);
}

TEST_F(VouchersTest, SuccessThatCannotBeReadLeavesTheEffectUnknown) {
  for (const auto* body : {"", "{}", R"({"Id":"a"})", R"({"VoucherNo":1})"}) {
    EXPECT_EQ(post_error(201, body).kind, ErrorKind::unavailable) << body;
  }
  EXPECT_EQ(post_error(202, posted_body).kind, ErrorKind::unavailable);
}

TEST_F(VouchersTest, LinesOfEveryVoucherAddUpToNothing) {
  EXPECT_TRUE(rc::check([this] {
    auto amounts = *rc::gen::nonEmpty(
        rc::gen::container<std::vector<std::int64_t>>(rc::gen::nonZero<std::int32_t>()));
    std::vector<books::Posting> postings;
    std::int64_t sum = 0;
    for (const auto amount : amounts) {
      postings.push_back(on(1903, amount));
      sum += amount;
    }
    RC_PRE(sum != 0);
    postings.push_back(on(1904, -sum));
    office.answer(post_path, 201, posted_body);
    RC_ASSERT(books.post(voucher(postings)).has_value());
    auto body = JsonValue::parse(office.requests.back().body);
    std::int64_t total = 0;
    const auto& lines = body->member("VoucherLines")->items();
    RC_ASSERT(lines.size() == postings.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto amount = money_field(lines[i], "CurrencyAmount", Currency());
      RC_ASSERT(amount->minor() == postings[i].amount);
      total += amount->minor();
    }
    RC_ASSERT(total == 0);
  }));
}

TEST_F(VouchersTest, CodesOfDimensionsBecomeIds) {
  load_chart();
  office.answer("GET /Departments", 200, R"([{"Id":901,"Code":"10","IsActive":true}])");
  office.answer("GET /Projects", 200, R"([{"Id":902,"Code":"10"}])");
  office.answer("POST /Vouchers/BankJournals", 201, R"({"Id":"a","VoucherNo":1})");
  books::Posting line = on(7770, 100);
  line.department = "10";
  line.project = "10";
  ASSERT_TRUE(books.post(voucher({line, on(1903, -100)})));
  const auto body = nlohmann::json::parse(office.requests.back().body);
  EXPECT_EQ(body["VoucherLines"][0]["DepartmentId"], 901);
  EXPECT_EQ(body["VoucherLines"][0]["ProjectId"], 902);
  EXPECT_FALSE(body["VoucherLines"][1].contains("DepartmentId"));
}

TEST_F(VouchersTest, ADimensionThatIsNotThereOrNotActiveIsNamed) {
  load_chart();
  office.answer("GET /Departments", 200, R"([{"Id":901,"Code":"10","IsActive":false}])");
  books::Posting line = on(7770, 100);
  line.department = "10";
  const auto posted = books.post(voucher({line, on(1903, -100)}));
  ASSERT_FALSE(posted);
  EXPECT_EQ(posted.error().kind, ErrorKind::not_found);
  EXPECT_NE(posted.error().message.find("no active Department with code 10"), std::string::npos);
}

}  // namespace
}  // namespace avstem::accounting::poweroffice
