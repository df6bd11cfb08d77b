#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/twentyfour_test_client.hpp"

namespace avstem::sandbox {

/// For tests: the same company, called over SOAP too, by a user with two identities.
class TwentyFourSoapClient : public TwentyFourTestClient {
 public:
  static constexpr const char* application_id = "11111111-2222-3333-4444-555555555555";
  static constexpr const char* first_identity = "aaaaaaaa-0000-0000-0000-000000000001";
  static constexpr const char* second_identity = "aaaaaaaa-0000-0000-0000-000000000002";
  static constexpr std::string_view office_space = "http://24sevenOffice.com/webservices";
  static constexpr std::string_view ledger_space =
      "http://24sevenoffice.com/webservices/economy/accounting/";
  static constexpr const char* authenticate = "/authenticate/v001/authenticate.asmx";
  static constexpr const char* account = "/Economy/Account/V004/Accountservice.asmx";
  static constexpr const char* transactions = "/Economy/Accounting/V001/TransactionService.asmx";

  explicit TwentyFourSoapClient(TwentyFourSettings settings = {},
                                ReferenceClosing closing = ReferenceClosing::when_equal)
      : TwentyFourTestClient(std::move(settings), closing),
        other(office.add_company({"Kafé Sør AS", "kafe-sor"})) {
    office.add_soap_application(application_id);
    office.add_user(
        {"post@kafe.example", "passord", {{first_identity, &company}, {second_identity, &other}}});
    cookie = text(login(), "LoginResult");
  }

  static Request soap_request(const std::string& path, const std::string& action,
                              std::string_view name_space, const std::string& inside) {
    const std::string separator = name_space.ends_with('/') ? "" : "/";
    return {"POST",
            "/soap" + path,
            {{"Content-Type", "text/xml; charset=utf-8"},
             {"SOAPAction", fmt::format("\"{}{}{}\"", name_space, separator, action)}},
            fmt::format(R"(<?xml version="1.0" encoding="utf-8"?><s:Envelope )"
                        R"(xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" )"
                        R"(xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><s:Body>)"
                        R"(<{0} xmlns="{1}">{2}</{0}></s:Body></s:Envelope>)",
                        action, name_space, inside)};
  }
  Response send(Request request) {
    if (!cookie.empty()) request.headers.add("Cookie", "ASP.NET_SessionId=" + cookie);
    return office.handle(request);
  }
  Response soap(const std::string& path, const std::string& action, const std::string& inside = "",
                std::string_view name_space = office_space) {
    return send(soap_request(path, action, name_space, inside));
  }
  Response on_account(const std::string& action, const std::string& inside = "") {
    return soap(account, action, inside);
  }
  Response on_ledger(const std::string& action, const std::string& inside = "") {
    return soap(transactions, action, inside, ledger_space);
  }

  static std::string credential(const std::string& identity = "",
                                const std::string& password = "passord") {
    return fmt::format(
        "<credential><ApplicationId>{}</ApplicationId>{}<Password>{}</Password>"
        "<Username>post@kafe.example</Username></credential>",
        application_id, identity.empty() ? "" : "<IdentityId>" + identity + "</IdentityId>",
        password);
  }
  Response login(const std::string& identity = "", const std::string& password = "passord") {
    return soap(authenticate, "Login", credential(identity, password));
  }

  /// What stands in every element of a name, in order.
  static std::vector<std::string> texts(const Response& response, const std::string& name) {
    std::vector<std::string> found;
    const std::string start = "<" + name + ">";
    for (std::size_t at = response.body.find(start); at != std::string::npos;
         at = response.body.find(start, at)) {
      at += start.size();
      found.push_back(response.body.substr(at, response.body.find("</" + name + ">", at) - at));
    }
    return found;
  }
  /// The first of them, or "missing".
  static std::string text(const Response& response, const std::string& name) {
    const std::vector<std::string> found = texts(response, name);
    return found.empty() ? "missing" : found.front();
  }
  static std::string fault(const Response& response) {
    EXPECT_EQ(response.status, 500) << response.body;
    return text(response, "faultstring");
  }

  /// An entry in the order of the WSDL; `place` is the elements before Date, `more` those after
  /// CurrencyUnit.
  static std::string entry(const std::string& place, const std::string& amount,
                           const std::string& more = "<TaxNo>0</TaxNo>") {
    return fmt::format(
        "<Entry>{}<Date>2026-11-20T00:00:00</Date><Amount>{}</Amount><CurrencyId>NOK</CurrencyId>"
        "<CurrencyRate>1</CurrencyRate><CurrencyUnit>1</CurrencyUnit>{}</Entry>",
        place, amount, more);
  }
  static std::string voucher(std::int64_t number, const std::string& entries, int sort = 5) {
    return fmt::format(
        "<Voucher><TransactionNo>{}</TransactionNo><Entries>{}</Entries><Sort>{}</Sort></Voucher>",
        number, entries, sort);
  }
  static std::string bundles(const std::string& vouchers,
                             const std::string& options = "<SaveOption>0</SaveOption>",
                             int year = 2026) {
    return fmt::format(
        "<BundleList><Bundles><Bundle><YearId>{}</YearId><Vouchers>{}</Vouchers></Bundle></Bundles>"
        "{}</BundleList>",
        year, vouchers, options);
  }
  Response save(const std::string& list) { return on_account("SaveBundleList", list); }
  /// `Ok`, or the Type and Description of a save that must answer 200.
  std::string saved(const std::string& list) {
    const Response response = save(list);
    EXPECT_EQ(response.status, 200) << response.body;
    const std::string type = text(response, "Type");
    return type == "Ok" ? type : type + ": " + text(response, "Description");
  }
  /// A payment of a customer over Vipps.
  static std::string payment(std::int64_t number, std::int64_t customer, const std::string& kroner,
                             const std::string& more = "<TaxNo>0</TaxNo>") {
    return voucher(
        number,
        entry("<AccountNo>1903</AccountNo>", kroner) +
            entry(fmt::format("<CustomerId>{}</CustomerId><AccountNo>1500</AccountNo>", customer),
                  "-" + kroner, more));
  }
  /// A search of the ledger; `more` is elements between DateEnd and SystemType.
  Response search(const std::string& more = "", const std::string& before = "",
                  const std::string& end = "2026-12-31T23:59:59") {
    return on_ledger("GetTransactions",
                     fmt::format("<searchParams>{}<DateStart>2026-01-01T00:00:00</DateStart>"
                                 "<DateEnd>{}</DateEnd>{}<SystemType i:nil=\"true\" />"
                                 "<HasInvoiceId i:nil=\"true\" /></searchParams>",
                                 before, end, more));
  }

  twentyfour::Company& other;
  std::string cookie;
};

}  // namespace avstem::sandbox
