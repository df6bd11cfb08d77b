#include "accounting/poweroffice/token.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accounting/json_value.hpp"
#include "accounting/poweroffice/problem.hpp"
#include "platform/base64.hpp"

namespace avstem::accounting::poweroffice {
namespace {

Error no_usable_token(std::string_view why) {
  return Error{ErrorKind::unavailable, fmt::format("PowerOffice gave no usable token: {}", why)};
}

/// The errors of RFC 6749 § 5.2 that blame the request and not the keys.
bool blames_request(std::string_view code) {
  return code == "invalid_request" || code == "unsupported_grant_type" || code == "invalid_scope";
}

Error token_error(const Response& response) {
  auto document = JsonValue::parse(response.body);
  const std::string code = document ? text_or_empty(*document, "error") : "";
  const bool refusal = response.status >= 400 && response.status < 500;
  if (!refusal || code.empty()) return to_error({"the request for a token", "-"}, response);
  return Error{blames_request(code) ? ErrorKind::refused : ErrorKind::unauthorised,
               fmt::format("PowerOffice gives no token, '{}': {}; check the application, client "
                           "and subscription keys, and that all are of one environment",
                           code, text_or_empty(*document, "error_description"))};
}

/// A token goes into a header: only visible ASCII may stand in it.
bool is_token(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

Result<std::chrono::seconds> life_of(const JsonValue& document) {
  if (document.member("expires_in") == nullptr) return TokenSource::life_default;
  auto seconds = integer_field(document, "expires_in");
  if (!seconds) return seconds.error();
  if (*seconds <= 0) return no_usable_token(fmt::format("it lives {} seconds", *seconds));
  return std::min(std::chrono::seconds(*seconds), TokenSource::life_max);
}

}  // namespace

TokenSource::TokenSource(HttpClient& http, Clock& clock, RateBucket& bucket,
                         const Settings& settings)
    : http_(http), clock_(clock), bucket_(bucket), settings_(settings) {}

bool TokenSource::is_usable(Instant now) const {
  // A clock that was set back says nothing about the age of a token.
  return held_ && now >= held_->fetched && now < held_->renew;
}

Result<Secret> TokenSource::token() {
  if (!is_usable(clock_.now())) {
    auto fetched = fetch();
    if (!fetched) return fetched.error();
    held_ = std::move(*fetched);
  }
  return held_->token;
}

Request TokenSource::request() const {
  const std::string pair = settings_.application_key.reveal() + ":" + settings_.client_key.reveal();
  return Request{"POST",
                 settings_.token_url,
                 {{"Authorization", "Basic " + base64_encode(pair)},
                  {"Ocp-Apim-Subscription-Key", settings_.subscription_key.reveal()},
                  {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                  {"Accept", "application/json"}},
                 "grant_type=client_credentials"};
}

Result<TokenSource::Held> TokenSource::fetch() {
  bucket_.take();
  const Instant asked = clock_.now();
  auto response = http_.send(request());
  if (!response) return response.error().in("PowerOffice token");
  if (response->status != 200) return token_error(*response);
  auto document = JsonValue::parse(response->body);
  if (!document) return document.error().in("PowerOffice token");
  const std::string token = text_or_empty(*document, "access_token");
  if (!is_token(token)) return no_usable_token("'access_token' is missing or no token");
  auto life = life_of(*document);
  if (!life) return life.error().in("PowerOffice token");
  const auto margin = std::min<std::chrono::seconds>(renewal_margin, *life / 2);
  return Held{Secret(token), asked, asked + *life - margin};
}

}  // namespace avstem::accounting::poweroffice
