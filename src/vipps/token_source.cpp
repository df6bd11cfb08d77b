#include "vipps/token_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "platform/base64.hpp"
#include "vipps/errors.hpp"
#include "vipps/system_headers.hpp"

namespace avstem::vipps {
namespace {

using nlohmann::json;

Request standard_request(const Endpoint& endpoint, const SalesUnitKeys& keys) {
  Request request{"POST", endpoint.url("/accesstoken/get"), {}, ""};
  request.headers.add("client_id", keys.client_id);
  request.headers.add("client_secret", keys.client_secret.reveal());
  request.headers.add("Ocp-Apim-Subscription-Key", keys.subscription_key.reveal());
  request.headers.add("Merchant-Serial-Number", keys.merchant_serial_number);
  return request;
}

Request specialised_request(const Endpoint& endpoint, const AccountingKeys& keys) {
  Request request{"POST", endpoint.url("/miami/v1/token"), {}, "grant_type=client_credentials"};
  request.headers.add("Authorization",
                      "Basic " + base64_encode(keys.client_id + ":" + keys.client_secret.reveal()));
  request.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  return request;
}

/// Whole seconds, as a number or as text: the schemas say text, the examples show numbers.
std::optional<std::int64_t> read_seconds(const json& body, const char* name) {
  const auto member = body.find(name);
  if (member == body.end()) return std::nullopt;
  if (member->is_number_unsigned()) {
    const auto seconds = member->get<std::uint64_t>();
    return static_cast<std::int64_t>(std::min<std::uint64_t>(seconds, INT64_MAX));
  }
  if (!member->is_string()) return std::nullopt;
  const auto& text = member->get_ref<const std::string&>();
  std::int64_t seconds = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return seconds;
}

/// A token stands in a header, so it is checked like one.
std::optional<std::string> read_token(const json& body) {
  const auto member = body.find("access_token");
  if (member == body.end() || !member->is_string()) return std::nullopt;
  auto text = member->get<std::string>();
  if (text.empty() || text.size() > TokenSource::token_length_max) return std::nullopt;
  const bool printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!printable) return std::nullopt;
  return text;
}

bool is_bearer(const json& body) {
  const auto member = body.find("token_type");
  if (member == body.end() || !member->is_string()) return false;
  const auto& word = member->get_ref<const std::string&>();
  constexpr std::string_view bearer = "bearer";
  // | 0x20 lower-cases ASCII letters
  return std::equal(word.begin(), word.end(), bearer.begin(), bearer.end(),
                    [](char a, char b) { return static_cast<char>(a | 0x20) == b; });
}

/// The token service answers wrong keys with 400 `invalid_client` as well as with 401.
Error refusal(const Response& response, std::string_view what) {
  Error error = error_from(response, what);
  if (response.status == 400) error.kind = ErrorKind::unauthorised;
  if (error.kind == ErrorKind::unauthorised) {
    error.message +=
        "; check client id, client secret and subscription key in the portal, and "
        "that they belong to this environment";
  }
  return error;
}

}  // namespace

TokenSource::TokenSource(HttpClient& client, Clock& clock, Endpoint endpoint,
                         Credentials credentials)
    : client_(client),
      clock_(clock),
      endpoint_(std::move(endpoint)),
      credentials_(std::move(credentials)) {}

Result<Secret> TokenSource::token() {
  if (token_.empty() || clock_.now() >= renew_at_) {
    auto renewed = renew();
    if (!renewed) return renewed.error();
  }
  return token_;
}

void TokenSource::forget() {
  token_ = Secret();
}

Result<void> TokenSource::renew() {
  forget();
  auto checked = check_credentials(credentials_);
  if (!checked) return checked.error();

  const auto* sales_unit = std::get_if<SalesUnitKeys>(&credentials_);
  Request request = sales_unit != nullptr
                        ? standard_request(endpoint_, *sales_unit)
                        : specialised_request(endpoint_, std::get<AccountingKeys>(credentials_));
  add_system_headers(request);
  const std::string_view what =
      sales_unit != nullptr ? "POST /accesstoken/get" : "POST /miami/v1/token";

  // The life is counted from before the request: however slow the answer, we never overrate it.
  const Instant asked_at = clock_.now();
  auto response = client_.send(request);
  if (!response) return response.error().in(what);
  if (response->status != 200) return refusal(*response, what);

  const json body = json::parse(response->body, nullptr, false);
  if (!body.is_object() || !is_bearer(body)) {
    return Error{ErrorKind::unavailable,
                 fmt::format("Vipps answered 200 to {} with {} bytes that are no {}", what,
                             response->body.size(),
                             body.is_discarded() ? "whole JSON; try again" : "Bearer token")};
  }
  auto text = read_token(body);
  const auto seconds = read_seconds(body, "expires_in");
  if (!text || !seconds || *seconds <= 0) {
    return Error{ErrorKind::unavailable, fmt::format("Vipps answered 200 to {} without a usable {}",
                                                     what, text ? "expires_in" : "access_token")};
  }
  token_ = Secret(*std::move(text));
  renew_at_ = asked_at + std::min(std::chrono::seconds(*seconds), token_life_max) - renewal_margin;
  return {};
}

Result<void> TokenSource::add_auth_headers(Request& request) {
  auto bearer = token();
  if (!bearer) return bearer.error();
  request.headers.add("Authorization", "Bearer " + bearer->reveal());
  if (const auto* keys = std::get_if<SalesUnitKeys>(&credentials_)) {
    request.headers.add("Ocp-Apim-Subscription-Key", keys->subscription_key.reveal());
    request.headers.add("Merchant-Serial-Number", keys->merchant_serial_number);
  }
  add_system_headers(request);
  return {};
}

}  // namespace avstem::vipps
