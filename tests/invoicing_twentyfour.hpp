#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "accounting/twentyfour/twentyfour.hpp"
#include "platform/oslo_zone.hpp"
#include "sandbox/twentyfour.hpp"
#include "tests/disturbed_http.hpp"

namespace avstem::tests {

/// A client's books in the stand-in of 24SevenOffice, whose reads run a second behind, and a
/// customer in them. It is 20 November 2026.
class InvoicingTwentyFourTest : public ::testing::Test {
 protected:
  static constexpr const char* application = "11111111-2222-3333-4444-555555555555";
  static constexpr const char* identity = "aaaaaaaa-0000-0000-0000-000000000001";
  const Date friday{2026, 11, 20};

  InvoicingTwentyFourTest() {
    office.connect(company, {"application", "secret", "organization", std::nullopt});
    office.add_soap_application(application);
    office.add_user({"post@kafe.example", "passord", {{identity, &company, false}}});
    new_process();
  }

  /// Tokens and the chart are forgotten.
  void new_process() {
    accounting::twentyfour::Settings settings;
    settings.rest_url = "http://sandbox/rest";
    settings.login_url = "http://sandbox/oauth/token";
    settings.soap_url = "http://sandbox/soap";
    settings.client_id = "application";
    settings.client_secret = Secret("secret");
    settings.organization_id = "organization";
    settings.application_id = application;
    settings.username = "post@kafe.example";
    settings.password = Secret("passord");
    settings.identity_id = identity;
    settings.transaction_type = 5;
    books = std::make_unique<accounting::twentyfour::TwentyFour>(http, clock, oslo(), bucket, login,
                                                                 settings);
  }

  static books::Customer kari() {
    books::Customer customer;
    customer.reference = "av-7";
    customer.first_name = "Kari";
    customer.last_name = "Nordmann";
    customer.email = "kari@example.no";
    customer.phone = "+4791234567";
    customer.address = {"Gata 1", "", "0161", "Oslo", "NO"};
    return customer;
  }
  static books::Customer fjell() {
    books::Customer customer;
    customer.reference = "av-8";
    customer.is_person = false;
    customer.name = "Fjell & <Fjord> \"AS\"";
    customer.organisation_number = "987654325";
    return customer;
  }
  books::SaleDocument invoice(std::vector<books::SoldItem> items,
                              const std::string& reference = "av:sale:1") const {
    books::SaleDocument document;
    document.reference = reference;
    document.matching_reference = "ORD-1";
    document.customer_number = customer;
    document.date = friday;
    document.due_date = Date(2026, 12, 1);
    document.items = std::move(items);
    return document;
  }
  books::SaleDocument credit_note(std::int64_t amount, const std::string& credits) const {
    books::SaleDocument document = invoice({{"Jakke", amount, "3", 3000}}, "av:sale:1:r1");
    document.kind = books::SaleDocumentKind::credit_note;
    document.matching_reference = "ORD-1-R1";
    document.credits = credits;
    return document;
  }
  static std::vector<books::SoldItem> jacket() { return {{"Jakke", 125'000, "3", 3000}}; }

  accounting::DocumentState state(const books::SaleDocument& document,
                                  const std::string& order_id = "") {
    auto found = books->find_document(document, order_id);
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : accounting::DocumentState{};
  }
  accounting::DocumentStage stage(const books::SaleDocument& document,
                                  const std::string& order_id = "") {
    return state(document, order_id).stage;
  }
  std::string place(const books::SaleDocument& document) {
    auto placed = books->place_order(document);
    EXPECT_TRUE(placed) << placed.error().message;
    return placed ? *placed : "";
  }
  accounting::DocumentState issued(const books::SaleDocument& document) {
    const std::string order = place(document);
    const auto asked = books->issue(document, order);
    EXPECT_TRUE(asked) << asked.error().message;
    return state(document, order);
  }
  std::int64_t balance(std::int64_t account) const { return company.balance(account, friday); }
  const auto& placed_orders() const { return company.orders().all(); }
  /// A customer that somebody made by hand.
  std::int64_t made_by_hand(const books::Customer& given, const std::string& number = "") {
    sandbox::twentyfour::Customer theirs;
    theirs.is_company = !given.is_person;
    theirs.first_name = given.first_name;
    theirs.last_name = given.last_name;
    theirs.name = given.full_name();
    theirs.organisation_number = number;
    theirs.email = given.email;
    const std::int64_t id = company.add_customer(theirs).value();
    clock.sleep(std::chrono::seconds(5));
    return id;
  }

  static sandbox::TwentyFourSettings lagging() {
    sandbox::TwentyFourSettings settings;
    settings.read_lag = std::chrono::milliseconds(1'000);
    return settings;
  }

  ManualClock clock{parse_instant("2026-11-20T10:00:00Z").value()};
  sandbox::TwentyFour office{clock, lagging()};
  sandbox::twentyfour::Company& company{office.add_company({"Kafé Prøve AS", "kafe"})};
  DisturbedHttp http{office};
  RateBucket bucket{clock, accounting::twentyfour::soap_requests_per_second_max};
  accounting::twentyfour::SoapLogin login;
  std::unique_ptr<accounting::twentyfour::TwentyFour> books;
  std::int64_t customer = [this] {
    sandbox::twentyfour::Customer buyer;
    buyer.name = "Kunde & Sønn";
    buyer.addresses["postal"] = {{"street", "Gata 1"}, {"postalCode", "0161"}};
    return company.add_customer(buyer).value();
  }();
};

}  // namespace avstem::tests
