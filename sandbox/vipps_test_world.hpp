#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "platform/clock.hpp"
#include "sandbox/vipps.hpp"

namespace avstem::sandbox {

/// What the tests of the stand-in's HTTP face begin with: one café with ledger 302321, its own
/// keys, and the keys of its accountant, all called as a client would.
struct VippsTestWorld {
  explicit VippsTestWorld(Vipps::Mode mode = Vipps::Mode::strict) : vipps(clock, mode) {
    ledger = vipps.add_ledger(terms("302321", "123455")).value();
    EXPECT_TRUE(vipps.add_sales_unit_keys("shop", Secret("s3cret"), Secret("subkey"), "123455"));
    EXPECT_TRUE(vipps.add_accounting_keys("accountant", Secret("a:b")));
    EXPECT_TRUE(vipps.grant("accountant", "302321"));
  }

  static LedgerTerms terms(std::string ledger_id, std::string msn) {
    LedgerTerms terms;
    terms.ledger_id = std::move(ledger_id);
    terms.owner_organisation_number = "987654325";
    terms.payout_bank_account = "86011117947";
    terms.recipient_handle = "api:" + msn;
    terms.sales_unit_name = "Kafé Nord";
    return terms;
  }

  Response send(std::string method, std::string target, Headers headers = {},
                std::string body = {}) {
    return vipps.handle(
        {std::move(method), std::move(target), std::move(headers), std::move(body)});
  }

  static Headers standard_headers() {
    return {{"client_id", "shop"},
            {"client_secret", "s3cret"},
            {"Ocp-Apim-Subscription-Key", "subkey"}};
  }
  static Headers specialized_headers() {
    return {{"Authorization", "Basic YWNjb3VudGFudDphOmI="},
            {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
  }
  static constexpr const char* form = "grant_type=client_credentials";

  std::string accounting_token() {
    const auto response = send("POST", "/miami/v1/token", specialized_headers(), form);
    return nlohmann::json::parse(response.body).at("access_token");
  }
  Headers accountant() { return {{"Authorization", "Bearer " + accounting_token()}}; }
  Headers shop() {
    const auto response = send("POST", "/accesstoken/get", standard_headers());
    const std::string token = nlohmann::json::parse(response.body).at("access_token");
    return {{"Authorization", "Bearer " + token}, {"Ocp-Apim-Subscription-Key", "subkey"}};
  }

  /// The body of a GET that must succeed, with accounting keys.
  nlohmann::json get(std::string target) {
    const auto response = send("GET", std::move(target), accountant());
    EXPECT_EQ(response.status, 200) << response.body;
    return nlohmann::json::parse(response.body);
  }
  int status_of(std::string target, Headers headers) {
    return send("GET", std::move(target), std::move(headers)).status;
  }

  static inline const std::string day = "/report/v2/ledgers/302321/funds/dates/2026-01-05";
  static inline const std::string feed = "/report/v2/ledgers/302321/funds/feed";

  const Date monday{2026, 1, 5};
  const Instant noon{std::chrono::sys_days(monday.days()) + std::chrono::hours(12)};
  ManualClock clock{noon};
  Vipps vipps;
  VippsLedger* ledger = nullptr;
};

}  // namespace avstem::sandbox
