#include "sandbox/vipps_tokens.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "platform/base64.hpp"
#include "sandbox/vipps_numbers.hpp"

namespace avstem::sandbox {
namespace {

using Json = nlohmann::ordered_json;
using vipps_api::Mode;

std::int64_t epoch_seconds(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

/// Bytes where a JWT has its signature. They sign nothing; they give a token its usual
/// length of more than a thousand characters, and make two tokens differ.
std::string signature_of(std::string_view signed_part) {
  std::string bytes;
  for (int word = 0; word < 96; ++word) {
    std::uint64_t value = vipps_numbers::hash(fmt::format("{}#{}", signed_part, word));
    for (int i = 0; i < 8; ++i) {
      bytes += static_cast<char>(value & 255U);
      value >>= 8U;
    }
  }
  return base64url_encode(bytes);
}

std::string make_token(std::string_view client_id, std::int64_t number, std::int64_t issued_at,
                       std::int64_t expires_at) {
  const Json header = {{"typ", "JWT"}, {"alg", "RS256"}, {"kid", "sandbox"}};
  const Json claims = {{"iss", "avstem-sandbox"}, {"appid", client_id}, {"iat", issued_at},
                       {"nbf", issued_at},        {"exp", expires_at},  {"jti", number}};
  const auto encode = [](const Json& part) {
    return base64url_encode(part.dump(-1, ' ', false, Json::error_handler_t::replace));
  };
  const std::string signed_part = encode(header) + "." + encode(claims);
  return signed_part + "." + signature_of(signed_part);
}

std::string text_of(const Request& request, std::string_view header) {
  return std::string(request.headers.get(header).value_or(""));
}

struct BasicCredentials {
  std::string client_id;
  std::string secret;
};

std::optional<BasicCredentials> basic_credentials(const Request& request) {
  constexpr std::string_view scheme = "Basic ";
  const std::string value = text_of(request, "Authorization");
  if (!value.starts_with(scheme)) return std::nullopt;
  const auto decoded = base64_decode(std::string_view(value).substr(scheme.size()));
  if (!decoded) return std::nullopt;
  const auto colon = decoded->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return BasicCredentials{decoded->substr(0, colon), decoded->substr(colon + 1)};
}

/// What is wrong with the media type of a form, or nothing. Charset may be left out.
std::optional<std::string> fault_in_form_type(const Request& request) {
  const std::string type = vipps_api::to_lower(text_of(request, "Content-Type"));
  const auto semicolon = type.find(';');
  std::string media = type.substr(0, semicolon);
  while (media.ends_with(' '))
    media.pop_back();
  if (media != "application/x-www-form-urlencoded") {
    return fmt::format("Content-Type '{}' is not application/x-www-form-urlencoded", type);
  }
  if (semicolon == std::string::npos) return std::nullopt;
  std::string_view parameter = std::string_view(type).substr(semicolon + 1);
  while (parameter.starts_with(' '))
    parameter.remove_prefix(1);
  if (parameter == "charset=utf-8" || parameter == "charset=\"utf-8\"") return std::nullopt;
  return fmt::format("Content-Type '{}' is not in UTF-8", type);
}

Response too_many_tokens() {
  Response response = vipps_api::token_error(
      429, "temporarily_unavailable",
      fmt::format("{} tokens are alive; use one until it expires", live_tokens_max));
  response.headers.add("Retry-After", "60");
  return response;
}

}  // namespace

void VippsTokens::put(std::string client_id, Keys keys) {
  keys_.insert_or_assign(std::move(client_id), std::move(keys));
}

void VippsTokens::remove(std::string_view client_id) {
  if (const auto found = keys_.find(client_id); found != keys_.end()) keys_.erase(found);
  std::erase_if(live_, [&](const auto& live) { return live.second.client_id == client_id; });
}

VippsTokens::Keys* VippsTokens::find(std::string_view client_id) {
  const auto found = keys_.find(client_id);
  return found == keys_.end() ? nullptr : &found->second;
}

std::optional<std::string> VippsTokens::issue(std::string_view client_id,
                                              std::chrono::seconds life) {
  const Instant now = clock_.now();
  if (live_.size() >= live_tokens_max) {
    std::erase_if(live_, [&](const auto& live) { return live.second.expires_at <= now; });
  }
  if (live_.size() >= live_tokens_max) return std::nullopt;
  const std::int64_t issued_at = epoch_seconds(now);
  std::string token = make_token(client_id, ++issued_, issued_at, issued_at + life.count());
  live_[token] = {std::string(client_id), now + life};
  return token;
}

Response VippsTokens::answer_standard(const Request& request) {
  if (request.method != "POST") return vipps_api::wrong_method("POST", "/accesstoken/get");
  if (auto fault = vipps_api::fault_in_headers(request, mode_)) {
    return vipps_api::token_error(400, "invalid_request", *fault);
  }
  if (auto fault = vipps_api::fault_in_query(parse_target(request.target), {}, mode_)) {
    return vipps_api::token_error(400, "invalid_request", *fault);
  }
  if (mode_ == Mode::strict && !request.body.empty()) {
    return vipps_api::token_error(400, "invalid_request", "the body of this request is empty");
  }
  for (const char* name : {"client_id", "client_secret"}) {
    if (text_of(request, name).empty()) {
      return vipps_api::token_error(400, "invalid_request",
                                    fmt::format("header {} is missing", name));
    }
  }
  const std::string client_id = text_of(request, "client_id");
  const Keys* keys = find(client_id);
  if (keys == nullptr || !keys->sales_unit ||
      keys->secret.reveal() != text_of(request, "client_secret")) {
    return vipps_api::token_error(401, "invalid_client", "client_id or client_secret is wrong");
  }
  if (text_of(request, "Ocp-Apim-Subscription-Key") !=
      keys->sales_unit->subscription_key.reveal()) {
    return vipps_api::token_error(401, "invalid_client",
                                  "Ocp-Apim-Subscription-Key is missing or wrong");
  }
  const auto token = issue(client_id, standard_token_life);
  if (!token) return too_many_tokens();
  const std::int64_t now = epoch_seconds(clock_.now());
  const std::int64_t life = standard_token_life.count();
  const Json body = {{"token_type", "Bearer"},
                     {"expires_in", fmt::format("{}", life)},
                     {"ext_expires_in", fmt::format("{}", life)},
                     {"expires_on", fmt::format("{}", now + life)},
                     {"not_before", fmt::format("{}", now)},
                     {"resource", "00000002-0000-0000-c000-000000000000"},
                     {"access_token", *token}};
  return vipps_api::json(200, body.dump());
}

Response VippsTokens::answer_specialized(const Request& request) {
  if (request.method != "POST") return vipps_api::wrong_method("POST", "/miami/v1/token");
  if (auto fault = vipps_api::fault_in_headers(request, mode_)) {
    return vipps_api::token_error(400, "invalid_request", *fault);
  }
  if (auto fault = vipps_api::fault_in_query(parse_target(request.target), {}, mode_)) {
    return vipps_api::token_error(400, "invalid_request", *fault);
  }
  if (request.headers.count("Ocp-Apim-Subscription-Key") > 0) {
    return vipps_api::token_error(401, "invalid_client",
                                  "Ocp-Apim-Subscription-Key is not sent here");
  }
  if (auto fault = fault_in_form_type(request)) {
    return vipps_api::token_error(400, "invalid_request", *fault);
  }
  const Target form = parse_target("?" + request.body);
  const auto grant_type = form.parameter("grant_type");
  if (!grant_type) return vipps_api::token_error(401, "invalid_client", "grant_type is missing");
  if (*grant_type != "client_credentials") {
    return vipps_api::token_error(400, "unsupported_grant_type",
                                  "grant_type is client_credentials");
  }
  if (auto fault = vipps_api::fault_in_query(form, {"grant_type", "scope"}, mode_)) {
    return vipps_api::token_error(400, "invalid_request", *fault);
  }
  const auto credentials = basic_credentials(request);
  const Keys* keys = credentials ? find(credentials->client_id) : nullptr;
  if (keys == nullptr || !keys->accounting || keys->secret.reveal() != credentials->secret) {
    return vipps_api::token_error(401, "invalid_client",
                                  "Authorization is not Basic with a known client_id and secret");
  }
  const auto token = issue(credentials->client_id, specialized_token_life);
  if (!token) return too_many_tokens();
  // The schema says a string, its examples a number; a number is what OAuth and the examples say.
  const Json body = {{"access_token", *token},
                     {"token_type", "Bearer"},
                     {"expires_in", specialized_token_life.count()}};
  return vipps_api::json(200, body.dump());
}

tl::expected<const VippsTokens::Keys*, Response> VippsTokens::caller_of(
    const Request& request) const {
  const auto refuse = [](std::string_view message) {
    return tl::unexpected<Response>(vipps_api::unauthorised(message));
  };
  constexpr std::string_view scheme = "Bearer ";
  if (request.headers.count("Authorization") != 1) return refuse("Authorization is not given once");
  const std::string value = text_of(request, "Authorization");
  const std::string given = value.substr(0, scheme.size());
  const bool is_bearer =
      given == scheme || (mode_ == Mode::field && vipps_api::to_lower(given) == "bearer ");
  if (!is_bearer) return refuse("Authorization does not begin with 'Bearer '");
  const auto live = live_.find(std::string_view(value).substr(scheme.size()));
  if (live == live_.end()) return refuse("the access token is not known");
  if (live->second.expires_at <= clock_.now()) return refuse("the access token has expired");
  const auto keys = keys_.find(live->second.client_id);
  if (keys == keys_.end()) return refuse("the keys of this access token are gone");

  const auto subscription_key = request.headers.get("Ocp-Apim-Subscription-Key");
  if (keys->second.accounting) {
    if (subscription_key) return refuse("accounting keys send no Ocp-Apim-Subscription-Key");
    return &keys->second;
  }
  if (subscription_key != keys->second.sales_unit->subscription_key.reveal()) {
    return refuse("Ocp-Apim-Subscription-Key is missing or wrong");
  }
  return &keys->second;
}

}  // namespace avstem::sandbox
