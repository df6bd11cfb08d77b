#pragma once

#include <chrono>

#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "vipps/credentials.hpp"

namespace avstem::vipps {

/// Fetches access tokens with one set of keys from one environment, and keeps the last.
///
/// Sales-unit keys use the standard flow, `POST /accesstoken/get`; accounting keys the
/// specialised one, `POST /miami/v1/token`, where a subscription key must be absent. A token and
/// the address it may be sent to stand in the same object, so that the keys of one environment
/// are never sent to another. Used by one thread at a time.
class TokenSource {
 public:
  /// The client and the clock must outlive this object.
  TokenSource(HttpClient& client, Clock& clock, Endpoint endpoint, Credentials credentials);

  /// A token that lives for at least `renewal_margin` more, unless Vipps gave it a shorter life.
  /// Errors: `invalid` for keys that cannot be right, `unauthorised` when Vipps refuses them,
  /// `busy` and `unavailable` as Vipps answers.
  Result<Secret> token();

  /// Drops the kept token; the next token() asks for a new one. To be called after a 401.
  void forget();

  /// Adds Authorization and the Vipps-System-* headers, and with sales-unit keys also
  /// Ocp-Apim-Subscription-Key and Merchant-Serial-Number. Fails as token() does.
  Result<void> add_auth_headers(Request& request);

  const Endpoint& endpoint() const { return endpoint_; }

  /// A token is renewed this long before it expires: longer than a request may take.
  static constexpr std::chrono::seconds renewal_margin{90};
  /// No token is kept longer, whatever its answer says; Vipps' own longest is 24 hours.
  static constexpr std::chrono::seconds token_life_max{24 * 60 * 60};
  /// Real tokens have some thousand characters.
  static constexpr std::size_t token_length_max = 16'384;

 private:
  Result<void> renew();

  HttpClient& client_;
  Clock& clock_;
  Endpoint endpoint_;
  Credentials credentials_;
  Secret token_;
  Instant renew_at_{};
};

}  // namespace avstem::vipps
