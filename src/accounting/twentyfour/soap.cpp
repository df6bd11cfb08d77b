#include "accounting/twentyfour/soap.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accounting/twentyfour/problem.hpp"

namespace avstem::accounting::twentyfour {
namespace {

std::string envelope(const Service& service, std::string_view operation,
                     const std::string& arguments) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
      "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
      "<soap:Body><{0} xmlns=\"{1}\">{2}</{0}></soap:Body></soap:Envelope>",
      operation, service.name_space, arguments);
}

std::string address_of(std::string_view base, const Service& service) {
  while (base.ends_with('/'))
    base.remove_suffix(1);
  return std::string(base).append(service.path);
}

/// A session id goes into a header: only what a cookie may hold.
bool is_cookie_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < '\x7f' && c != ';' && c != ',' && c != '"' && c != '\\';
  });
}

ErrorKind kind_of_fault(std::string_view code, std::string_view words) {
  // The words of the published limit: a request that met it was not done.
  if (words.find("Quarantine") != std::string_view::npos ||
      words.find("Too many logins") != std::string_view::npos) {
    return ErrorKind::busy;
  }
  if (words.find("IdentityId is blocked") != std::string_view::npos) return ErrorKind::unauthorised;
  return code == "Client" ? ErrorKind::refused : ErrorKind::unavailable;
}

Error fault_error(std::string_view operation, std::string_view code, std::string_view words) {
  return Error{kind_of_fault(code, words),
               fmt::format("24SevenOffice answered {} with a fault: {}", operation, words)};
}

}  // namespace

Result<XmlValue> Soap::call(const Service& service, std::string_view operation,
                            const std::string& arguments) {
  auto answer = send_logged_in(service, operation, arguments);
  if (!answer) return answer.error();
  const bool is_fault = !answer->fault_code.empty();
  if (is_fault && kind_of_fault(answer->fault_code, answer->fault_words) != ErrorKind::busy) {
    auto stands = has_session();
    if (!stands) return stands.error();
    if (!*stands) {
      answer = send_logged_in(service, operation, arguments);
      if (!answer) return answer.error();
    }
  }
  if (answer->fault_code.empty()) return std::move(answer->result);
  return fault_error(operation, answer->fault_code, answer->fault_words);
}

Result<bool> Soap::has_session() {
  if (login_.session.empty()) return false;
  auto answer = send(authenticate_service, "HasSession", "");
  if (!answer) return answer.error();
  const bool stands = answer->fault_code.empty() && answer->result.text() == "true";
  if (!stands) login_.session = Secret();
  return stands;
}

Result<Soap::Answer> Soap::send_logged_in(const Service& service, std::string_view operation,
                                          const std::string& arguments) {
  if (login_.session.empty()) {
    if (auto logged_in = log_in(); !logged_in) return logged_in.error();
  }
  return send(service, operation, arguments);
}

Result<void> Soap::log_in() {
  XmlWriter credential;
  credential.open("credential")
      .text("ApplicationId", settings_.application_id)
      .text_unless_empty("IdentityId", settings_.identity_id)
      .text("Password", settings_.password.reveal())
      .text("Username", settings_.username)
      .close("credential");
  auto answer = send(authenticate_service, "Login", std::move(credential).finish());
  if (!answer) return answer.error();
  if (!answer->fault_code.empty()) {
    return fault_error("Login", answer->fault_code, answer->fault_words);
  }
  const std::string& session = answer->result.text();
  if (session.empty() || !is_cookie_value(session)) {
    return Error{ErrorKind::unauthorised,
                 fmt::format("24SevenOffice does not let user '{}' in; check the user name, the "
                             "password and the application id",
                             settings_.username)};
  }
  login_.session = Secret(session);
  return {};
}

Result<Soap::Answer> Soap::send(const Service& service, std::string_view operation,
                                const std::string& arguments) {
  Request request{"POST",
                  address_of(settings_.soap_url, service),
                  {{"Content-Type", "text/xml; charset=utf-8"},
                   {"SOAPAction", fmt::format("\"{}{}\"", service.action_prefix, operation)}},
                  envelope(service, operation, arguments)};
  if (!login_.session.empty()) {
    request.headers.add("Cookie", "ASP.NET_SessionId=" + login_.session.reveal());
  }
  bucket_.take();
  auto response = http_.send(request);
  if (!response) return response.error().in(operation);
  // SOAP 1.1 § 6.2: a fault comes with 500, and any other status is the web server's own.
  if (response->status != 200 && response->status != 500) {
    return Error{kind_of_status(response->status),
                 fmt::format("24SevenOffice answered {} with {}", operation, response->status)};
  }
  auto document = XmlValue::parse(response->body);
  if (!document) return document.error().in(operation);
  const XmlValue* const body = document->child("Body");
  const XmlValue* const fault = body == nullptr ? nullptr : body->child("Fault");
  if (fault != nullptr) {
    std::string code = fault->text_of("faultcode");
    code.erase(0, code.find(':') == std::string::npos ? 0 : code.find(':') + 1);
    return Answer{{}, code.empty() ? "Server" : code, fault->text_of("faultstring")};
  }
  const XmlValue* const reply =
      body == nullptr ? nullptr : body->child(fmt::format("{}Response", operation));
  if (reply == nullptr) {
    return Error{ErrorKind::unavailable,
                 fmt::format("{}: the reply holds neither an answer nor a fault", operation)};
  }
  const XmlValue* const result = reply->child(fmt::format("{}Result", operation));
  return Answer{result == nullptr ? XmlValue() : *result, "", ""};
}

}  // namespace avstem::accounting::twentyfour
