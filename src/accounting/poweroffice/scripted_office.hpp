#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "accounting/poweroffice/poweroffice.hpp"
#include "accounting/poweroffice/published_bodies.hpp"
#include "platform/handler_client.hpp"

namespace avstem::accounting::poweroffice {

/// A PowerOffice Go that says what a test tells it to, and holds every request against the
/// published specification: known paths and flat query names, required parameters, both keys, and
/// bodies with the required and none but the known fields. Tests only.
class ScriptedOffice final : public Handler {
 public:
  /// Answers to the next request of this method and path; several are given in turn.
  void answer(const std::string& call, int status, std::string body = "") {
    answers_[call].push_back(Response{status, {}, std::move(body)});
  }
  /// Answers to the next request for a token; without one, tokens `token-1`, `token-2`, … .
  void answer_token(int status, std::string body) {
    token_answers_.push_back(Response{status, {}, std::move(body)});
  }
  /// The clock that stands still while a request is answered, to be noted with it.
  void watch(const Clock& clock) { clock_ = &clock; }

  Response handle(const Request& request) override {
    if (clock_ != nullptr) moments.push_back(clock_->now());
    if (request.target == "/Demo/OAuth/Token") return token(request);
    requests.push_back(request);
    check_keys(request);
    const Target target = parse_target(request.target);
    std::string path = target.path;
    if (!path.starts_with("/Demo/v2/")) ADD_FAILURE() << "outside the API: " << path;
    path.erase(0, std::string("/Demo/v2").size());
    const std::string call = request.method + " " + path;
    check_query(without_id(call), target.query);
    if (request.method == "POST") check_body(call, request);
    auto& answers = answers_[call];
    if (answers.empty()) {
      ADD_FAILURE() << "nobody told what to answer: " << request.method << " " << request.target;
      return Response{599, {}, ""};
    }
    Response response = answers.front();
    answers.pop_front();
    return response;
  }

  /// One query parameter of a request, decoded; empty when absent.
  static std::string query(const Request& request, std::string_view name) {
    return std::string(parse_target(request.target).parameter(name).value_or(""));
  }

  std::vector<Request> requests;        ///< those to the API, in order
  std::vector<Request> token_requests;  ///< those for a token
  std::vector<Instant> moments;         ///< when each of both kinds came, if a clock is watched

 private:
  Response token(const Request& request) {
    token_requests.push_back(request);
    if (token_answers_.empty()) {
      return Response{200,
                      {},
                      R"({"access_token":"token-)" + std::to_string(token_requests.size()) +
                          R"(","token_type":"bearer","expires_in":1200})"};
    }
    Response response = token_answers_.front();
    token_answers_.pop_front();
    return response;
  }

  static void check_keys(const Request& request) {
    EXPECT_TRUE(request.headers.get("Authorization").value_or("").starts_with("Bearer "));
    EXPECT_EQ(request.headers.get("Ocp-Apim-Subscription-Key").value_or(""), "subscription");
  }

  static void check_query(const std::string& call, const QueryParameters& query) {
    struct Rule {
      std::set<std::string> required;
      std::set<std::string> optional;
      bool paged;
    };
    static const std::map<std::string, Rule> rules{
        {"GET /GeneralLedgerAccounts", {{}, {"accountNos"}, true}},
        {"GET /VatCodes", {{}, {"isActive", "includeExpired"}, true}},
        {"GET /Departments", {{}, {"isActive"}, true}},
        {"GET /Projects", {{}, {}, true}},
        {"GET /Customers",
         {{},
          {"customerNos", "externalImportReference", "lastChangedDateTimeOffsetGreaterThan"},
          true}},
        {"POST /Customers", {{}, {}, false}},
        {"GET /Products", {{}, {"codes"}, true}},
        {"POST /Products", {{}, {}, false}},
        {"POST /SalesOrders/Complete", {{}, {}, false}},
        {"GET /SalesOrders", {{}, {"customerNos", "onlyCreatedByCurrentIntegration"}, true}},
        {"GET /SalesOrders/{id}", {{}, {"showInherited"}, false}},
        {"DELETE /SalesOrders/{id}", {{}, {}, false}},
        {"POST /SalesOrders/{id}/createAndSendInvoice", {{}, {}, false}},
        {"GET /SalesOrders/sentState", {{}, {"id"}, false}},
        {"GET /OutgoingInvoices",
         {{}, {"customerNos", "customMatchingReferences", "invoiceIds"}, true}},
        {"GET /LockDateSettings", {{}, {}, false}},
        {"GET /Customerledger/OpenItems", {{"date"}, {"customMatchingReferences"}, true}},
        {"GET /AccountTransactions", {{"fromDate", "toDate"}, {"accountNos"}, true}},
        {"POST /Vouchers/BankJournals", {{}, {}, false}},
        {"PUT /VoucherDocumentation", {{"id"}, {}, false}},
    };
    const auto rule = rules.find(call);
    if (rule == rules.end()) {
      ADD_FAILURE() << "not in the specification: " << call;
      return;
    }
    std::set<std::string> missing = rule->second.required;
    for (const auto& [name, value] : query) {
      const bool paging = name == "PageNumber" || name == "PageSize";
      EXPECT_TRUE(missing.erase(name) == 1 || rule->second.optional.contains(name) ||
                  (paging && rule->second.paged))
          << call << " takes no '" << name << "', or takes it once";
      EXPECT_FALSE(value.empty()) << name;
    }
    EXPECT_TRUE(missing.empty()) << call << " needs " << (missing.empty() ? "" : *missing.begin());
  }

  /// `GET /SalesOrders/{id}` for every id.
  static std::string without_id(std::string call) {
    constexpr std::size_t uuid_length = 36;
    const std::size_t at = call.find("/SalesOrders/");
    if (at == std::string::npos) return call;
    const std::size_t id = at + std::string("/SalesOrders/").size();
    const std::size_t end = std::min(call.find('/', id), call.size());
    if (end - id == uuid_length) call.replace(id, uuid_length, "{id}");
    return call;
  }

  static void check_body(const std::string& call, const Request& request) {
    EXPECT_EQ(request.headers.get("Content-Type").value_or(""), "application/json");
    const auto body = nlohmann::json::parse(request.body, nullptr, false);
    ASSERT_TRUE(body.is_object()) << request.body;
    if (call == "POST /Vouchers/BankJournals") return check_voucher(body);
    if (call == "POST /Products") return expect_published(body, "ProductPostDto");
    if (call.ends_with("/createAndSendInvoice")) {
      return expect_published(body, "SendInvoiceRequestPostDto");
    }
    if (call == "POST /Customers") {
      expect_published(body, "CustomerPostDto");
      if (body.contains("MailAddress")) {
        expect_published(body.at("MailAddress"), "ContactAddressPostDto");
      }
      return;
    }
    expect_published(body, "SalesOrderCompletePostDto");
    for (const auto& line : body.at("SalesOrderLines"))
      expect_published(line, "SalesOrderLinePostDto");
  }

  /// BankVoucherPostDto and BankVoucherLinePostDto: no other fields may stand in them.
  static void check_voucher(const nlohmann::json& body) {
    check_fields(body, {"VoucherDate", "CurrencyCode"},
                 {"Description", "ExternalImportReference", "ImportedVoucherNo", "SaftBatchId",
                  "SaftSourceId", "VoucherLines"});
    for (const auto& line : body.at("VoucherLines")) {
      check_fields(line, {"AccountId", "PostingDate", "VatId"},
                   {"Cid", "CurrencyAmount", "CurrencyCode", "CurrencyExchangeRate",
                    "CustomMatchingReference", "DepartmentId", "Description", "Dim1Id", "Dim2Id",
                    "Dim3Id", "ExternalLineReference", "InvoiceNo", "LocationId", "ProductId",
                    "ProjectId", "Quantity", "Quantity2", "VatReturnSpecification"});
    }
  }

  static void check_fields(const nlohmann::json& object, const std::set<std::string>& required,
                           const std::set<std::string>& optional) {
    for (const auto& name : required)
      EXPECT_TRUE(object.contains(name)) << name;
    for (const auto& [name, value] : object.items()) {
      EXPECT_TRUE(required.contains(name) || optional.contains(name)) << name;
      EXPECT_FALSE(value.is_null()) << name;
    }
  }

  std::map<std::string, std::deque<Response>> answers_;
  std::deque<Response> token_answers_;
  const Clock* clock_ = nullptr;
};

/// A client's books in a scripted PowerOffice, at noon of 24 November 2026.
class PowerOfficeTest : public testing::Test {
 protected:
  static Settings settings() {
    Settings settings;
    settings.base_url = "https://goapi.example/Demo/v2/";
    settings.token_url = "https://goapi.example/Demo/OAuth/Token";
    settings.application_key = Secret("application");
    settings.client_key = Secret("client");
    settings.subscription_key = Secret("subscription");
    settings.page_size = 3;
    return settings;
  }

  /// Accounts 1903 (id 71903), 1904, 7770 and 3000 (locked to code 3), VAT codes 0, 3 and 33,
  /// where 33 got a new rate with the new year.
  void load_chart() {
    office.answer("GET /GeneralLedgerAccounts", 200,
                  R"([{"Id":71903,"AccountNo":1903,"IsActive":true},
                      {"Id":71904,"AccountNo":1904,"IsActive":null,"IsVatCodeLocked":false},
                      {"Id":77770,"AccountNo":7770,"IsActive":true,"VatCode":"0"}])");
    office.answer("GET /GeneralLedgerAccounts", 200,
                  R"([{"Id":73000,"AccountNo":3000,"IsVatCodeLocked":true,"VatCode":"3"}])");
    office.answer("GET /VatCodes", 200,
                  R"([{"Id":500,"Code":"0","ValidFrom":"0001-01-01"},
                      {"Id":503,"Code":"3","ValidFrom":"2005-01-01","ValidTo":null},
                      {"Id":533,"Code":"33","ValidFrom":"2018-01-01","ValidTo":"2026-12-31"}])");
    office.answer("GET /VatCodes", 200,
                  R"([{"Id":534,"Code":"33","ValidFrom":"2027-01-01","ValidTo":"9999-12-31"}])");
    auto loaded = books.chart();
    ASSERT_TRUE(loaded) << loaded.error().message;
    office.requests.clear();
  }

  static books::Posting on(books::AccountNumber account, std::int64_t amount,
                           const std::string& vat_code = "") {
    books::Posting posting;
    posting.account = account;
    posting.amount = amount;
    posting.vat_code = vat_code;
    return posting;
  }

  static books::Posting of_customer(std::int64_t number, std::int64_t amount,
                                    const std::string& matching_reference = "") {
    books::Posting posting = on(1500, amount);
    posting.customer_number = number;
    posting.matching_reference = matching_reference;
    return posting;
  }

  static books::Voucher voucher(std::vector<books::Posting> postings,
                                Date date = Date(2026, 11, 20)) {
    auto made = books::Voucher::make({books::VoucherKind::payments, "av:kafe:302321:2026-11-20:pay",
                                      date, Currency(), "Vipps 2026-11-20"},
                                     std::move(postings));
    EXPECT_TRUE(made);
    return *made;
  }

  /// 1903 against 1904: a voucher without customers.
  static books::Voucher payout() { return voucher({on(1904, 146'801), on(1903, -146'801)}); }

  ScriptedOffice office;
  ManualClock clock{Instant(std::chrono::sys_days(Date(2026, 11, 24).days())) +
                    std::chrono::hours(12)};
  HandlerClient http{office};
  RateBucket bucket{clock, requests_per_second_max};
  PowerOffice books{http, clock, bucket, settings()};
};

}  // namespace avstem::accounting::poweroffice
