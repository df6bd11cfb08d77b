#include "sandbox/twentyfour_soap.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::sandbox::twentyfour {
namespace {

constexpr std::string_view envelope_start =
    R"(<?xml version="1.0" encoding="utf-8"?><soap:Envelope )"
    R"(xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" )"
    R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" )"
    R"(xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>)";
constexpr std::string_view envelope_end = "</soap:Body></soap:Envelope>";

Response xml_reply(int status, std::string_view inside) {
  return {status,
          {{"Content-Type", "text/xml; charset=utf-8"}},
          fmt::format("{}{}{}", envelope_start, inside, envelope_end)};
}

/// SOAP 1.1 § 6.2: a fault comes with 500.
Response fault(std::string_view side, std::string_view text) {
  return xml_reply(500, fmt::format("<soap:Fault><faultcode>soap:{}</faultcode><faultstring>{}"
                                    "</faultstring><detail /></soap:Fault>",
                                    side, xml_escape(text)));
}

Response server_fault(std::string_view message) {
  return fault("Server", fmt::format("Server was unable to process request. ---> {}", message));
}

bool same_path(std::string_view a, std::string_view b, TwentyFourMode mode) {
  if (mode == TwentyFourMode::strict) return a == b;
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(a, b, {}, lower, lower);
}

const SoapService* find_service(std::string_view path, TwentyFourMode mode) {
  for (const SoapService* service :
       {&authenticate_service(), &account_service(), &transaction_service(), &company_service(),
        &invoice_service()}) {
    if (same_path(service->path, path, mode)) return service;
  }
  return nullptr;
}

const SoapOperation* find_operation(const SoapService& service, std::string_view action) {
  if (!action.starts_with(service.action_prefix)) return nullptr;
  action.remove_prefix(service.action_prefix.size());
  const auto found = std::ranges::find_if(service.operations, [&](const SoapOperation& operation) {
    return operation.request.name == action;
  });
  return found == service.operations.end() ? nullptr : &*found;
}

std::string_view action_of(const Request& request) {
  std::string_view action = request.headers.get("SOAPAction").value_or("");
  if (action.size() >= 2 && action.starts_with('"') && action.ends_with('"')) {
    action = action.substr(1, action.size() - 2);
  }
  return action;
}

Response run(const SoapService& service, const SoapOperation& operation, SoapCall& call) {
  if (call.session != nullptr) {
    if (Result<void> counted = call.sessions.count(*call.session); !counted) {
      return server_fault(counted.error().message);
    }
  } else if (!operation.open_to_all) {
    return server_fault("NotAuthenticated: log in with the Authenticate service first");
  }
  if (Result<void> done = operation.run(call); !done) return server_fault(done.error().message);
  Response response =
      xml_reply(200, fmt::format("<{0}Response xmlns=\"{1}\">{2}</{0}Response>",
                                 operation.request.name, service.name_space, call.answer.result()));
  for (const auto& [name, value] : call.headers)
    response.headers.add(name, value);
  return response;
}

}  // namespace

Response answer_soap(const Request& request, std::string_view path, Sessions& sessions,
                     const TwentyFourSettings& settings, Instant now) {
  const SoapService* service = find_service(path, settings.mode);
  if (service == nullptr) return Response{404, {}, ""};
  if (request.method != "POST") return Response{405, {{"Allow", "POST"}}, ""};
  const std::string_view type = request.headers.get("Content-Type").value_or("");
  if (type.substr(0, type.find(';')) != "text/xml") return Response{415, {}, ""};
  const std::string_view action = action_of(request);
  if (action.empty()) {
    return fault("Client",
                 "Unable to handle request without a valid action parameter. Supply a valid SOAP "
                 "action.");
  }
  const SoapOperation* operation = find_operation(*service, action);
  if (operation == nullptr) {
    return fault("Client", fmt::format("Server did not recognize the value of HTTP Header "
                                       "SOAPAction: {}.",
                                       action));
  }
  const Result<XmlValue> body =
      read_envelope(request.body, operation->request, service->name_space, settings.mode);
  if (!body) {
    return fault("Client",
                 fmt::format("Server was unable to read request. ---> {}", body.error().message));
  }
  Session* session = sessions.session_of(request);
  Company* company = session == nullptr ? nullptr : sessions.identity(*session).company;
  SoapCall call{*body,     settings, sessions, session, company, now, now - settings.read_lag,
                Headers(), {}};
  return run(*service, *operation, call);
}

}  // namespace avstem::sandbox::twentyfour
