#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/money.hpp"
#include "sandbox/poweroffice.hpp"
#include "sandbox/poweroffice_json.hpp"

namespace avstem::sandbox {

/// An answer's JSON with the digits of its numbers untouched.
inline poweroffice::JsonValue read_answer(const Response& response) {
  Result<poweroffice::JsonValue> value = poweroffice::parse_json(response.body);
  EXPECT_TRUE(value) << response.status << ' ' << response.body;
  return value ? std::move(*value) : poweroffice::JsonValue{};
}

/// A member's text or digits; "-" when it is null, "missing" when it is not there.
inline std::string member(const poweroffice::JsonValue& object, const std::string& name) {
  const auto found = std::ranges::find(object.names, name);
  if (found == object.names.end()) return "missing";
  const auto& value = object.items[static_cast<std::size_t>(found - object.names.begin())];
  using Kind = poweroffice::JsonValue::Kind;
  if (value.kind == Kind::null) return "-";
  if (value.kind == Kind::boolean) return value.boolean ? "true" : "false";
  return value.text;
}

/// One member of every row of a list answer, in order; nothing when the answer is 204.
inline std::vector<std::string> column(const Response& response, const std::string& name) {
  std::vector<std::string> result;
  if (response.status == 204) {
    EXPECT_EQ(response.body, "");
    return result;
  }
  EXPECT_EQ(response.status, 200) << response.body;
  for (const auto& row : read_answer(response).items)
    result.push_back(member(row, name));
  return result;
}

/// For tests: one company behind a PowerOffice, called over HTTP as a stranger would. Amounts are
/// JSON number texts.
class PowerOfficeTestClient {
 public:
  explicit PowerOfficeTestClient(PowerOfficeMode mode = PowerOfficeMode::strict,
                                 PowerOfficeLimits limits = roomy())
      : go(clock, limits, mode), company(go.add_company({"kafe-nord", "Kafé Nord AS", {}})) {
    go.add_subscription_key("subscription");
    go.connect(company, {"application", "client", std::nullopt});
    token = member(read_answer(go.handle(token_request())), "access_token");
  }

  /// No request limit: what it does is tested by itself.
  static PowerOfficeLimits roomy() {
    PowerOfficeLimits limits;
    limits.requests_per_second = 1'000'000;
    return limits;
  }

  /// `keys` is base64 of application:client.
  static Request token_request(const std::string& keys = "YXBwbGljYXRpb246Y2xpZW50") {
    return {"POST",
            "/OAuth/Token",
            {{"Authorization", "Basic " + keys},
             {"Ocp-Apim-Subscription-Key", "subscription"},
             {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
            "grant_type=client_credentials"};
  }

  Request request(const std::string& method, const std::string& target,
                  const std::string& body = "") const {
    return {method,
            target,
            {{"Authorization", "Bearer " + token},
             {"Ocp-Apim-Subscription-Key", "subscription"},
             {"Content-Type", "application/json"}},
            body};
  }
  Response get(const std::string& target) { return go.handle(request("GET", target)); }
  Response post(const std::string& body) {
    return go.handle(request("POST", "/v2/Vouchers/BankJournals", body));
  }
  Response reverse(const std::string& id) {
    return go.handle(request("POST", "/v2/Vouchers/Reverse/" + id));
  }
  void let_reads_catch_up() { clock.sleep(std::chrono::milliseconds(1500)); }

  std::int64_t account(std::int64_t number) const { return company.accounts().at(number).id; }
  std::int64_t vat(std::string_view code) const { return company.find_vat_code(code)->id; }
  std::int64_t subledger(std::int64_t customer) const {
    return company.find_customer(customer)->subledger_account_id;
  }

  /// A line; `more` is further members, with a comma in front.
  std::string line(std::int64_t account_id, const std::string& amount, const std::string& more = "",
                   const std::string& date = "2026-11-20") const {
    return fmt::format(R"({{"AccountId":{},"PostingDate":"{}","VatId":{},"CurrencyAmount":{}{}}})",
                       account_id, date, vat("0"), amount, more);
  }
  static std::string voucher(const std::vector<std::string>& lines, const std::string& more = "") {
    return fmt::format(
        R"({{"VoucherDate":"2026-11-20","CurrencyCode":"NOK","VoucherLines":[{}]{}}})",
        fmt::join(lines, ","), more);
  }
  /// A payout to the bank, with nothing wrong in it.
  std::string payout(const std::string& more = "") const {
    return voucher({line(account(1920), "1468.01"), line(account(1903), "-1468.01")}, more);
  }

  ManualClock clock{parse_instant("2026-11-20T10:00:00Z").value()};
  PowerOffice go;
  Company& company;
  std::string token;
};

}  // namespace avstem::sandbox
