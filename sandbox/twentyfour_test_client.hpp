#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sandbox/poweroffice_json.hpp"
#include "sandbox/twentyfour.hpp"

namespace avstem::sandbox {

/// For tests: one company behind a TwentyFour, called over HTTP as a stranger would.
class TwentyFourTestClient {
 public:
  explicit TwentyFourTestClient(TwentyFourSettings settings = {},
                                ReferenceClosing closing = ReferenceClosing::when_equal)
      : office(clock, std::move(settings)),
        company(office.add_company({"Kafé Nord AS", "kafe-nord", closing})) {
    office.connect(company, {"application", "secret", "organization", std::nullopt});
    token = member(json(office.handle(token_request())), "access_token");
  }

  static Request token_request(const std::string& body =
                                   "grant_type=client_credentials&audience="
                                   "https%3A%2F%2Fapi.24sevenoffice.com&client_id=application"
                                   "&client_secret=secret&login_organization=organization") {
    return {"POST", "/oauth/token", {{"Content-Type", "application/x-www-form-urlencoded"}}, body};
  }

  Response rest(const std::string& method, const std::string& target,
                const std::string& body = "") {
    Request request{method,
                    "/rest" + target,
                    {{"Authorization", "Bearer " + token}, {"Host", "sandbox.test"}},
                    body};
    if (!body.empty()) request.headers.add("Content-Type", "application/json");
    return office.handle(request);
  }
  Response get(const std::string& target) { return rest("GET", target); }
  Response post(const std::string& target, const std::string& body) {
    return rest("POST", target, body);
  }

  static poweroffice::JsonValue json(const Response& response) {
    Result<poweroffice::JsonValue> value = poweroffice::parse_json(response.body);
    EXPECT_TRUE(value) << response.status << ' ' << response.body;
    return value ? std::move(*value) : poweroffice::JsonValue{};
  }
  /// A value along `a.b.c`: its text or digits, "-" when null, "missing" when it is not there.
  static std::string member(const poweroffice::JsonValue& object, const std::string& path) {
    const std::string name = path.substr(0, path.find('.'));
    const auto found = std::ranges::find(object.names, name);
    if (found == object.names.end()) return "missing";
    const auto& value = object.items[static_cast<std::size_t>(found - object.names.begin())];
    if (name.size() < path.size()) return member(value, path.substr(name.size() + 1));
    using Kind = poweroffice::JsonValue::Kind;
    if (value.kind == Kind::null) return "-";
    if (value.kind == Kind::boolean) return value.boolean ? "true" : "false";
    return value.text;
  }
  /// One member of every row of a list answer.
  static std::vector<std::string> column(const Response& response, const std::string& path) {
    EXPECT_EQ(response.status, 200) << response.body;
    std::vector<std::string> result;
    for (const auto& row : json(response).items)
      result.push_back(member(row, path));
    return result;
  }
  /// `path keyword` of every breach in a ValidationError.
  static std::vector<std::string> breaches(const Response& response) {
    EXPECT_EQ(response.status, 400) << response.body;
    const auto body = json(response);
    EXPECT_EQ(member(body, "error.name"), "ValidationError") << response.body;
    std::vector<std::string> result;
    const auto find = [](const poweroffice::JsonValue& object,
                         const std::string& name) -> const poweroffice::JsonValue& {
      const auto found = std::ranges::find(object.names, name);
      return object.items.at(static_cast<std::size_t>(found - object.names.begin()));
    };
    for (const auto& row : find(find(find(body, "error"), "payload"), "validationErrors").items)
      result.push_back(member(row, "path") + " " + member(row, "keyword"));
    return result;
  }
  /// The message of an `Error` answer.
  static std::string message(const Response& response) {
    return member(json(response), "error.message");
  }

  static std::string line(std::int64_t account, const std::string& amount,
                          const std::string& more = "", int tax = 0) {
    return fmt::format(R"({{"accountNumber":{},"amount":{},"tax":{{"number":{}}}{}}})", account,
                       amount, tax, more);
  }
  static std::string transaction(const std::vector<std::string>& lines,
                                 const std::string& more = "", int type = 5,
                                 const std::string& date = "2026-11-20") {
    return fmt::format(R"({{"transactionTypeNumber":{},"date":"{}","lines":[{}]{}}})", type, date,
                       fmt::join(lines, ","), more);
  }
  /// A payout with its fee, with nothing wrong in it.
  static std::string payout(const std::string& more = "") {
    return transaction({line(7775, "31.49"), line(1920, "1468.01"), line(1903, "-1499.5")}, more);
  }
  Response lines_of(const std::string& more = "") {
    return get("/transactionlines?dateFrom=2026-01-01&dateTo=2027-01-01" + more);
  }

  ManualClock clock{parse_instant("2026-11-20T10:00:00Z").value()};
  TwentyFour office;
  twentyfour::Company& company;
  std::string token;
};

}  // namespace avstem::sandbox
