#pragma once

#include <chrono>
#include <optional>

#include "accounting/poweroffice/settings.hpp"
#include "core/result.hpp"
#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "platform/rate_bucket.hpp"

namespace avstem::accounting::poweroffice {

/// The access token of one client key, fetched when needed and kept until shortly before it ends.
/// A token opens one company's books, so there is one TokenSource a client and nothing shared.
/// Not for use from two threads at once.
class TokenSource {
 public:
  /// All references must outlive the object.
  TokenSource(HttpClient& http, Clock& clock, RateBucket& bucket, const Settings& settings);

  /// A token with more than renewal_margin left, or half its life when it is shorter lived.
  /// `unauthorised` when the keys are refused, `refused` for another error of RFC 6749 § 5.2,
  /// `busy` for 429, `unavailable` when no usable answer came. No message holds a key or token.
  Result<Secret> token();

  /// Forgets the token: the API has refused it.
  void discard() { held_.reset(); }

  /// A token is renewed this long before it ends, as the developer portal advises.
  static constexpr std::chrono::seconds renewal_margin{60};
  /// Life of a token in v2 when the answer does not say; the longest life we believe.
  static constexpr std::chrono::seconds life_default{20 * 60};
  static constexpr std::chrono::seconds life_max{24 * 60 * 60};

 private:
  struct Held {
    Secret token;
    Instant fetched;
    Instant renew;
  };
  bool is_usable(Instant now) const;
  Result<Held> fetch();
  Request request() const;

  HttpClient& http_;
  Clock& clock_;
  RateBucket& bucket_;
  const Settings& settings_;
  std::optional<Held> held_;
};

}  // namespace avstem::accounting::poweroffice
