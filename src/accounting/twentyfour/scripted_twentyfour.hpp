#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "accounting/twentyfour/twentyfour.hpp"
#include "platform/handler_client.hpp"
#include "platform/oslo_zone.hpp"
#include "platform/url.hpp"

namespace avstem::accounting::twentyfour {

/// A 24SevenOffice that says what a test tells it to. A call is named by its method and path, or by
/// its SOAP operation. Logins, HasSession and tokens are answered unless a test has other words.
class ScriptedTwentyFour final : public Handler {
 public:
  /// The next answer to a call; several are given in turn.
  void answer(const std::string& call, int status, std::string body, Headers headers = {}) {
    answers_[call].push_back(Response{status, std::move(headers), std::move(body)});
  }
  /// The inside of `<OperationResult>`.
  void result(const std::string& operation, const std::string& inside) {
    answer(operation, 200,
           envelope("<" + operation + "Response xmlns=\"http://24\"><" + operation + "Result>" +
                    inside + "</" + operation + "Result></" + operation + "Response>"));
  }
  void fault(const std::string& operation, const std::string& words,
             const std::string& side = "Server") {
    answer(operation, 500,
           envelope("<soap:Fault><faultcode>soap:" + side + "</faultcode><faultstring>" + words +
                    "</faultstring></soap:Fault>"));
  }

  Response handle(const Request& request) override {
    const std::string call = name_of(request);
    requests.push_back(request);
    calls.push_back(call);
    auto& waiting = answers_[call];
    if (!waiting.empty()) {
      Response response = waiting.front();
      waiting.pop_front();
      return response;
    }
    if (call == "POST /oauth/token") {
      return {200,
              {},
              R"({"access_token":"token-)" + std::to_string(++tokens_) +
                  R"(","expires_in":3600,"token_type":"Bearer"})"};
    }
    if (call == "Login") result(call, "session-" + std::to_string(++sessions_));
    if (call == "HasSession") result(call, "true");
    if (call != "Login" && call != "HasSession") {
      ADD_FAILURE() << "nobody told what to answer: " << call << "\n" << request.body;
      return {599, {}, ""};
    }
    return handle_told(call);
  }

  /// How often a call was made.
  int count(const std::string& call) const {
    int found = 0;
    for (const std::string& made : calls)
      found += made == call ? 1 : 0;
    return found;
  }
  /// The last request of a call.
  const Request& last(const std::string& call) const {
    for (std::size_t i = calls.size(); i > 0; --i) {
      if (calls[i - 1] == call) return requests[i - 1];
    }
    ADD_FAILURE() << "no request " << call;
    return requests.front();
  }

  std::vector<Request> requests;
  std::vector<std::string> calls;

 private:
  static std::string envelope(const std::string& inside) {
    return "<?xml version=\"1.0\"?><soap:Envelope "
           "xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>" +
           inside + "</soap:Body></soap:Envelope>";
  }
  static std::string name_of(const Request& request) {
    if (const auto action = request.headers.get("SOAPAction")) {
      std::string name(*action);
      return name.substr(name.rfind('/') + 1, name.size() - name.rfind('/') - 2);
    }
    return request.method + " " + parse_target(request.target).path;
  }
  Response handle_told(const std::string& call) {
    auto& waiting = answers_[call];
    Response response = waiting.front();
    waiting.pop_front();
    return response;
  }

  std::map<std::string, std::deque<Response>> answers_;
  int tokens_ = 0;
  int sessions_ = 0;
};

/// A client's books in a scripted 24SevenOffice, at noon of 24 November 2026.
class TwentyFourTest : public testing::Test {
 protected:
  static Settings settings() {
    Settings settings;
    settings.rest_url = "https://rest.example/v1/";
    settings.login_url = "https://login.example/oauth/token";
    settings.soap_url = "https://api.example";
    settings.client_id = "application";
    settings.client_secret = Secret("secret&more");
    settings.organization_id = "organization";
    settings.application_id = "00000000-0000-4000-8000-000000000001";
    settings.username = "post@kafe.example";
    settings.password = Secret("pass<word>");
    settings.transaction_type = 5;
    settings.tax_numbers = {{"33", "11"}};
    settings.page_size = 3;
    return settings;
  }

  void script_chart() {
    office.result("GetTaxCodeList",
                  "<TaxCodeElement><TaxId>1</TaxId><TaxNo>0</TaxNo><TaxRate>0</TaxRate>"
                  "</TaxCodeElement>"
                  "<TaxCodeElement><TaxId>8</TaxId><TaxNo>3</TaxNo><TaxName>Utg\xC3\xA5"
                  "ende h\xC3\xB8y</TaxName><TaxRate>25.00</TaxRate><AccountNo>2701</AccountNo>"
                  "</TaxCodeElement>"
                  "<TaxCodeElement><TaxId>9</TaxId><TaxNo>11</TaxNo><TaxRate>12</TaxRate>"
                  "<AccountNo>2703</AccountNo></TaxCodeElement>");
    office.answer("GET /v1/accounts", 200,
                  R"([{"id":71,"number":1903,"name":"Vipps","taxId":1},{"id":72,"number":3000,)"
                  R"("name":"Salg","taxId":8},{"id":73,"number":3200,"name":"Rom","taxId":9}])");
    office.result("GetFiscalYears", fiscal_year(2025, true) + fiscal_year(2026, false));
    office.result("GetTypeList", types);
  }
  void load_chart() {
    script_chart();
    auto chart = books.chart();
    ASSERT_TRUE(chart) << chart.error().message;
  }
  static std::string fiscal_year(int year, bool locked) {
    return "<FiscalYear><StartingDate>" + std::to_string(year) +
           "-01-01T00:00:00</StartingDate><EndingDate>" + std::to_string(year + 1) +
           "-01-01T00:00:00</EndingDate><IsLocked>" + (locked ? "true" : "false") +
           "</IsLocked></FiscalYear>";
  }
  static constexpr const char* types =
      "<TypeData><TypeId>21</TypeId><Title>Bilag</Title><EntrySeriesId>4</EntrySeriesId>"
      "<TypeNo>1</TypeNo></TypeData>"
      "<TypeData><TypeId>25</TypeId><Title>Bank</Title><EntrySeriesId>3</EntrySeriesId>"
      "<TypeNo>5</TypeNo></TypeData>"
      "<TypeData><TypeId>11</TypeId><Title>Faktura</Title><EntrySeriesId>1</EntrySeriesId>"
      "<TypeNo>-1</TypeNo></TypeData>";

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
  static constexpr const char* reference = "kafe:302321:pay:20261120:1";
  static books::Voucher voucher(std::vector<books::Posting> postings,
                                Date date = Date(2026, 11, 20)) {
    auto made = books::Voucher::make(
        {books::VoucherKind::payments, reference, date, Currency(), "Vipps 2026-11-20"},
        std::move(postings));
    EXPECT_TRUE(made);
    return *made;
  }
  static books::Voucher payout() { return voucher({on(1904, 146'801), on(1903, -146'801)}); }

  /// A line of /transactionlines.
  static std::string line(const std::string& id, const std::string& amount, int number,
                          const std::string& comment, const std::string& more = "") {
    return R"({"id":")" + id + R"(","transaction":{"id":"t","number":)" + std::to_string(number) +
           R"(},"account":{"id":71,"number":1903},"transactionType":{"id":25},"amount":)" + amount +
           R"(,"date":"2026-11-20","comment":")" + comment + "\"" + more + "}";
  }
  void nothing_there() { office.answer("GET /v1/transactionlines", 200, "[]"); }
  void number(int value) {
    office.result("GetEntryId", "<Date>2026-11-20T00:00:00</Date><SortNo>3</SortNo><EntryNo>" +
                                    std::to_string(value) + "</EntryNo>");
  }
  void saved(const std::string& type, const std::string& description = "") {
    office.result("SaveBundleList",
                  "<Type>" + type + "</Type>" +
                      (description.empty() ? std::string()
                                           : "<Description>" + description + "</Description>"));
  }

  ScriptedTwentyFour office;
  ManualClock clock{Instant(std::chrono::sys_days(Date(2026, 11, 24).days())) +
                    std::chrono::hours(12)};
  HandlerClient http{office};
  RateBucket bucket{clock, soap_requests_per_second_max};
  SoapLogin login;
  TwentyFour books{http, clock, oslo(), bucket, login, settings()};
};

}  // namespace avstem::accounting::twentyfour
