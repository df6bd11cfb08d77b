#include "sandbox/twentyfour_access.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/url.hpp"
#include "sandbox/twentyfour_body.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

constexpr std::string_view audience = "https://api.24sevenoffice.com";

/// RFC 6749 § 5.2.
Response token_refusal(int status, std::string_view error, std::string_view description) {
  JsonObject body;
  body.text("error", error).text("error_description", description);
  return {status, {{"Content-Type", "application/json"}}, body.to_text()};
}

std::string_view media_type(const Request& request) {
  const std::string_view type = request.headers.get("Content-Type").value_or("");
  return type.substr(0, type.find(';'));
}

/// The fields of the request: a form, and in field mode JSON too, as some clients send it.
std::optional<QueryParameters> token_fields(const Request& request, TwentyFourMode mode) {
  if (media_type(request) == "application/x-www-form-urlencoded") {
    return parse_target("/?" + request.body).query;
  }
  if (mode == TwentyFourMode::strict || media_type(request) != "application/json") {
    return std::nullopt;
  }
  const Result<JsonValue> body = parse_json(request.body);
  if (!body || body->kind != JsonValue::Kind::object) return std::nullopt;
  QueryParameters fields;
  for (std::size_t i = 0; i < body->names.size(); ++i)
    fields.emplace_back(body->names[i], body->items[i].text);
  return fields;
}

}  // namespace

bool Grant::allows(std::string_view scope) const {
  return !application.scopes || application.scopes->contains(std::string(scope));
}

Response Gate::issue_token(const Request& request) {
  const std::optional<QueryParameters> fields = token_fields(request, settings_.mode);
  if (!fields) {
    return token_refusal(400, "invalid_request",
                         "The body must be application/x-www-form-urlencoded.");
  }
  std::map<std::string, std::string> values;
  for (const auto& [name, value] : *fields) {
    if (!values.emplace(name, value).second) {
      return token_refusal(400, "invalid_request", fmt::format("{} comes twice.", name));
    }
  }
  for (const char* name :
       {"grant_type", "audience", "client_id", "client_secret", "login_organization"}) {
    if (values[name].empty()) {
      return token_refusal(400, "invalid_request", fmt::format("{} is missing.", name));
    }
  }
  if (values["grant_type"] != "client_credentials") {
    return token_refusal(400, "unsupported_grant_type", "Only client_credentials is supported.");
  }
  if (values["audience"] != audience) {
    return token_refusal(403, "access_denied",
                         fmt::format("Service not enabled: {}", values["audience"]));
  }
  bool is_known = false;
  for (std::size_t i = 0; i < grants_.size(); ++i) {
    const TwentyFourApplication& application = grants_[i].application;
    if (application.client_id != values["client_id"] ||
        application.client_secret != values["client_secret"]) {
      continue;
    }
    is_known = true;
    if (application.organization_id != values["login_organization"]) continue;
    const std::string token = fmt::format("tfso-{:06}-{}", ++tokens_given_, i);
    tokens_[token] = Token{i, clock_.now() + settings_.token_lifetime};
    std::vector<std::string> scopes;
    for (const std::string& scope : all_scopes()) {
      if (grants_[i].allows(scope)) scopes.push_back(scope);
    }
    JsonObject body;
    body.text("access_token", token).text("scope", fmt::format("{}", fmt::join(scopes, " ")));
    body.number("expires_in", settings_.token_lifetime.count()).text("token_type", "Bearer");
    return {
        200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, body.to_text()};
  }
  if (is_known) {
    return token_refusal(403, "access_denied",
                         "The application is not connected to the organization.");
  }
  return token_refusal(401, "invalid_client", "Unknown client, or a wrong secret.");
}

const Grant* Gate::grant_of(const Request& request) const {
  constexpr std::string_view scheme = "Bearer ";
  const std::optional<std::string_view> header = request.headers.get("Authorization");
  if (!header || !header->starts_with(scheme)) return nullptr;
  const auto found = tokens_.find(header->substr(scheme.size()));
  if (found == tokens_.end() || found->second.expires <= clock_.now()) return nullptr;
  return &grants_[found->second.grant];
}

bool Gate::count(const Grant& grant) {
  if (!settings_.rest_requests_per_minute) return true;
  std::deque<Instant>& calls = calls_[grant.application.client_id];
  const Instant now = clock_.now();
  while (!calls.empty() && calls.front() + std::chrono::minutes(1) <= now)
    calls.pop_front();
  if (calls.size() >= *settings_.rest_requests_per_minute) return false;
  calls.push_back(now);
  return true;
}

}  // namespace avstem::sandbox::twentyfour
