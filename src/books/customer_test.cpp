#include "books/customer.hpp"

#include <gtest/gtest.h>

namespace avstem::books {
namespace {

Customer kari() {
  Customer customer;
  customer.reference = "shop:17";
  customer.first_name = "Kari";
  customer.last_name = "Bjørnstad";
  customer.email = "kari@example.no";
  return customer;
}

Customer firm() {
  Customer customer;
  customer.reference = "shop:18";
  customer.is_person = false;
  customer.name = "Fjellvik Rør AS";
  customer.organisation_number = "974760673";
  return customer;
}

TEST(Customer, APersonAndACompanyCanBeMade) {
  EXPECT_TRUE(check_customer(kari()));
  EXPECT_TRUE(check_customer(firm()));
  EXPECT_EQ(kari().full_name(), "Kari Bjørnstad");
  EXPECT_EQ(firm().full_name(), "Fjellvik Rør AS");
}

void expect_wrong(const Customer& customer, const std::string& words) {
  auto checked = check_customer(customer);
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().message.find(words), std::string::npos) << checked.error().message;
}

TEST(Customer, WhatIsWrongIsNamed) {
  Customer customer = kari();
  customer.last_name.clear();
  expect_wrong(customer, "'last_name'");
  customer = firm();
  customer.name.clear();
  expect_wrong(customer, "'name'");
  customer = firm();
  customer.organisation_number = "974760674";
  expect_wrong(customer, "974760674");
  customer.organisation_number = "974 760 673";
  expect_wrong(customer, "as 974760673");
  customer = kari();
  customer.organisation_number = "974760673";
  expect_wrong(customer, "is_person = false");
  customer = kari();
  customer.email = "kari.example.no";
  expect_wrong(customer, "no e-mail address");
  customer = kari();
  customer.address.country = "Norge";
  expect_wrong(customer, "'Norge'");
}

TEST(Customer, LimitsHoldToTheCharacter) {
  Customer customer = kari();
  customer.reference = std::string(customer_reference_length_max, 'r');
  customer.last_name = std::string(customer_name_length_max, 'n');
  EXPECT_TRUE(check_customer(customer));
  customer.last_name += 'n';
  expect_wrong(customer, "at most 100");
  customer = kari();
  customer.reference = std::string(customer_reference_length_max + 1, 'r');
  expect_wrong(customer, "1 to 50");
  customer.reference.clear();
  expect_wrong(customer, "1 to 50");
}

}  // namespace
}  // namespace avstem::books
