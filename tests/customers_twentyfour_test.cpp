// Customers in 24SevenOffice: the adapter against the stand-in.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/invoicing_twentyfour.hpp"

namespace avstem::tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class CustomersTwentyFourTest : public InvoicingTwentyFourTest {};

TEST_F(CustomersTwentyFourTest, ACustomerIsMadeOnceAndFoundByReference) {
  EXPECT_EQ(books->find_customer(kari()).value(), std::nullopt);
  const auto made = books->create_customer(kari());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->remote_id, std::to_string(made->number));
  new_process();
  EXPECT_EQ(books->find_customer(kari()).value(), *made);
  const auto& kept = *company.find_customer(made->number);
  EXPECT_EQ(kept.name, "Kari Nordmann");
  EXPECT_FALSE(kept.is_company);
  EXPECT_EQ(kept.email, "kari@example.no");
  EXPECT_EQ(kept.billing_email, "kari@example.no");
  EXPECT_EQ(kept.external_reference, "av-7");
  EXPECT_EQ(books->create_customer(kari()).error().kind, ErrorKind::conflict);
}

TEST_F(CustomersTwentyFourTest, NamesArePlainThere) {
  const auto made = books->create_customer(fjell());
  ASSERT_TRUE(made) << made.error().message;
  const auto& kept = *company.find_customer(made->number);
  EXPECT_EQ(kept.name, "Fjell & <Fjord> \"AS\"");
  EXPECT_TRUE(kept.is_company);
  EXPECT_EQ(kept.organisation_number, "987654325");
}

TEST_F(CustomersTwentyFourTest, NamesAreUnescapedOnce) {
  books::Customer one = kari();
  one.last_name = "Berg & Dal";
  const std::int64_t number = made_by_hand(one);
  books::Customer other = kari();
  other.last_name = "Berg &amp; Dal";
  const std::int64_t other_number = made_by_hand(other);
  EXPECT_EQ(books->find_customer(one).value().value().number, number);
  EXPECT_EQ(books->find_customer(other).value().value().number, other_number);
}

TEST_F(CustomersTwentyFourTest, ACustomerOfOthersIsFoundByOrganisationNumberOrEmail) {
  const std::int64_t number = made_by_hand(fjell(), "987 654 325");
  const std::int64_t person = made_by_hand(kari());
  EXPECT_EQ(books->find_customer(fjell()).value().value().number, number);
  EXPECT_EQ(books->find_customer(kari()).value().value().number, person);
  books::Customer company_with_email = fjell();
  company_with_email.organisation_number.clear();
  company_with_email.email = "kari@example.no";
  EXPECT_EQ(books->find_customer(company_with_email).value(), std::nullopt) << "persons only";
}

TEST_F(CustomersTwentyFourTest, SeveralThatFitAreNamedForAPerson) {
  books::Customer one = kari();
  one.first_name = "Ola";
  const std::int64_t ola = made_by_hand(one);
  one.first_name = "Per";
  const std::int64_t per = made_by_hand(one);
  const auto found = books->find_customer(kari());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::conflict);
  EXPECT_THAT(
      found.error().message,
      AllOf(HasSubstr(std::to_string(ola) + ", " + std::to_string(per)), HasSubstr("av-7")));
  const std::int64_t number = made_by_hand(kari());
  EXPECT_EQ(books->find_customer(kari()).value().value().number, number) << "the name decides";
}

TEST_F(CustomersTwentyFourTest, ALostAnswerToACustomerMakesNoSecondOne) {
  const auto customers = company.customers().size();
  http.disturb(
      "CompanyService",
      [](const Request& request, HttpClient& onward) -> Result<Response> {
        auto response = onward.send(request);
        if (request.body.find("<SaveCompanies") == std::string::npos) return response;
        return Error{ErrorKind::unavailable, "the connection was cut"};
      },
      2);
  EXPECT_EQ(books->create_customer(kari()).error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(books->find_customer(kari()).value());
  EXPECT_EQ(company.customers().size(), customers + 1);
}

}  // namespace
}  // namespace avstem::tests
