#include "sandbox/vipps_replies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace avstem::sandbox::vipps_api {
namespace {

using Json = nlohmann::ordered_json;

/// Texts of the request come back in errors, and need not be UTF-8.
std::string write(const Json& body) {
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool is_msn(std::string_view text) {
  return text.size() >= 4 && text.size() <= 10 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view reason(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 410:
      return "Gone";
    default:
      return "Error";
  }
}

}  // namespace

Response json(int status, std::string body) {
  return {status, {{"Content-Type", "application/json;charset=UTF-8"}}, std::move(body)};
}

Response problem(int status, std::string_view title, std::string_view detail,
                 std::string_view instance) {
  const Json body = {{"type", fmt::format("https://httpstatuses.io/{}", status)},
                     {"title", title.empty() ? reason(status) : title},
                     {"status", status},
                     {"detail", detail},
                     {"instance", instance}};
  return {status, {{"Content-Type", "application/problem+json"}}, write(body)};
}

Response unauthorised(std::string_view message) {
  return json(401, write({{"code", "Unauthorized"}, {"message", message}}));
}

Response token_error(int status, std::string_view error, std::string_view description) {
  return json(status, write({{"error", error}, {"error_description", description}}));
}

Response wrong_method(std::string_view allowed, std::string_view instance) {
  Response response = problem(405, {}, fmt::format("only {} is answered here", allowed), instance);
  response.headers.add("Allow", std::string(allowed));
  return response;
}

std::optional<std::string> fault_in_headers(const Request& request, Mode mode) {
  if (mode == Mode::field) return std::nullopt;
  for (const char* name : {"Vipps-System-Name", "Vipps-System-Version", "Vipps-System-Plugin-Name",
                           "Vipps-System-Plugin-Version"}) {
    const auto value = request.headers.get(name);
    if (value && value->size() > system_header_length_max) {
      return fmt::format("header {} has {} characters, at most {} are allowed", name, value->size(),
                         system_header_length_max);
    }
  }
  const auto msn = request.headers.get("Merchant-Serial-Number");
  if (msn && !is_msn(*msn)) {
    return fmt::format("header Merchant-Serial-Number '{}' is not 4 to 10 digits", *msn);
  }
  return std::nullopt;
}

std::optional<std::string> fault_in_query(const Target& target,
                                          std::initializer_list<std::string_view> known,
                                          Mode mode) {
  if (mode == Mode::field) return std::nullopt;
  std::set<std::string_view> seen;
  for (const auto& [name, value] : target.query) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return fmt::format("query parameter '{}' is not known", name);
    }
    if (!seen.insert(name).second) return fmt::format("query parameter '{}' is given twice", name);
  }
  return std::nullopt;
}

std::string to_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace avstem::sandbox::vipps_api
