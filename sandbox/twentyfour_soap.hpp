#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/http.hpp"
#include "sandbox/twentyfour_company.hpp"
#include "sandbox/twentyfour_sessions.hpp"
#include "sandbox/twentyfour_settings.hpp"
#include "sandbox/twentyfour_xml.hpp"

namespace avstem::sandbox::twentyfour {

/// A SOAP call whose envelope has been read.
struct SoapCall {
  const XmlValue& body;
  const TwentyFourSettings& settings;
  Sessions& sessions;
  Session* session = nullptr;  ///< null when nobody is logged in
  Company* company = nullptr;  ///< the session's
  Instant now;
  Instant seen_at;     ///< what is younger is hidden from reads
  Headers headers;     ///< more headers of the answer
  XmlWriter answer{};  ///< the inside of the response element
};

struct SoapOperation {
  XmlElement request;  ///< the element in the Body, named as the operation
  /// Whether a call without a session is answered by the operation itself.
  bool open_to_all = false;
  Result<void> (*run)(SoapCall&);  ///< an error becomes a Fault
};

struct SoapService {
  std::string_view path;  ///< as published, behind the host
  std::string_view name_space;
  std::string_view action_prefix;
  std::vector<SoapOperation> operations;
};

const SoapService& authenticate_service();
const SoapService& account_service();
const SoapService& transaction_service();
const SoapService& company_service();
const SoapService& invoice_service();

/// Answers a call below /soap.
Response answer_soap(const Request& request, std::string_view path, Sessions& sessions,
                     const TwentyFourSettings& settings, Instant now);

}  // namespace avstem::sandbox::twentyfour
