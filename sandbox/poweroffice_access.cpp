#include "sandbox/poweroffice_access.hpp"

#include <fmt/format.h>

#include "sandbox/poweroffice_query.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

constexpr std::string_view subscription_header = "Ocp-Apim-Subscription-Key";
constexpr std::string_view form_type = "application/x-www-form-urlencoded";

Response gateway_refusal(std::string_view message) {
  JsonObject body;
  body.number("statusCode", 401).text("message", message);
  return json_response(401, body.to_text());
}

/// RFC 6749 § 5.2.
Response token_refusal(std::string_view error, std::string_view description) {
  JsonObject body;
  body.text("error", error).text("error_description", description);
  return json_response(400, body.to_text());
}

/// The text behind a scheme such as `Basic` in the Authorization header.
std::optional<std::string_view> credentials(const Request& request, std::string_view scheme) {
  const std::optional<std::string_view> header = request.headers.get("Authorization");
  if (!header || header->size() <= scheme.size()) return std::nullopt;
  if (!same_name(header->substr(0, scheme.size()), scheme, PowerOfficeMode::field)) {
    return std::nullopt;
  }
  if ((*header)[scheme.size()] != ' ') return std::nullopt;
  return header->substr(scheme.size() + 1);
}

/// The media type must be a form; strict asks for charset=utf-8 too, as the specification does.
bool is_form(const Request& request, PowerOfficeMode mode) {
  const std::string_view type = request.headers.get("Content-Type").value_or("");
  const std::size_t semicolon = type.find(';');
  if (!same_name(type.substr(0, semicolon), form_type, PowerOfficeMode::field)) return false;
  if (mode == PowerOfficeMode::field) return true;
  if (semicolon == std::string_view::npos) return false;
  std::string_view parameter = type.substr(semicolon + 1);
  while (!parameter.empty() && parameter.front() == ' ')
    parameter.remove_prefix(1);
  return same_name(parameter, "charset=utf-8", PowerOfficeMode::field);
}

}  // namespace

bool Grant::allows(std::string_view privilege) const {
  return !access.privileges || access.privileges->contains(std::string(privilege));
}

std::optional<Response> Gate::admit(const Request& request, const QueryParameters& query) {
  std::string_view key = request.headers.get(subscription_header).value_or("");
  for (const auto& [name, value] : query) {
    if (key.empty() && name == "subscription-key") key = value;
  }
  if (key.empty()) {
    return gateway_refusal("Access denied due to missing subscription key.");
  }
  const auto found = calls_.find(key);
  if (found == calls_.end()) {
    return gateway_refusal("Access denied due to invalid subscription key.");
  }
  std::deque<Instant>& calls = found->second;
  const Instant now = clock_.now();
  while (!calls.empty() && calls.front() + std::chrono::seconds(1) <= now)
    calls.pop_front();
  if (calls.size() >= limits_.requests_per_second) {
    JsonObject body;
    body.text("statusCode", "429");
    body.text("message", "Rate limit is exceeded. Try again in 1 seconds.");
    return json_response(429, body.to_text());
  }
  calls.push_back(now);
  return std::nullopt;
}

Response Gate::issue_token(const Request& request) {
  if (!is_form(request, mode_)) {
    return token_refusal("invalid_request",
                         "Content-Type must be application/x-www-form-urlencoded with "
                         "charset=utf-8.");
  }
  const Target form = parse_target("/?" + request.body);
  const std::optional<std::string_view> grant_type = form.parameter("grant_type");
  if (!grant_type) return token_refusal("invalid_request", "grant_type is missing.");
  if (*grant_type != "client_credentials") {
    return token_refusal("unsupported_grant_type",
                         "Only the Client Credentials Grant is supported.");
  }
  const std::optional<std::string_view> basic = credentials(request, "Basic");
  const std::optional<std::string> keys = basic ? decode_base64(*basic) : std::nullopt;
  for (std::size_t i = 0; keys && i < grants_.size(); ++i) {
    const PowerOfficeAccess& access = grants_[i].access;
    if (*keys != access.application_key + ":" + access.client_key) continue;
    const std::string token =
        fmt::format("go-{}-{:06}", grants_[i].company->settings().client_id, ++tokens_given_);
    tokens_[token] = Token{i, clock_.now() + limits_.token_lifetime};
    JsonObject body;
    body.text("access_token", token).text("token_type", "bearer");
    body.number("expires_in", limits_.token_lifetime.count());
    return json_response(200, body.to_text());
  }
  return token_refusal("invalid_client",
                       "Client integration not found. Please ensure the provided keys are "
                       "matching the desired environment.");
}

const Grant* Gate::grant_of(const Request& request) const {
  const std::optional<std::string_view> bearer = credentials(request, "Bearer");
  if (!bearer) return nullptr;
  const auto found = tokens_.find(*bearer);
  if (found == tokens_.end() || found->second.expires <= clock_.now()) return nullptr;
  return &grants_[found->second.grant];
}

std::optional<std::string> decode_base64(std::string_view text) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.empty() || text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  std::string result;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    result += static_cast<char>((bits >> held) & 0xffU);
  }
  return result;
}

}  // namespace avstem::sandbox::poweroffice
