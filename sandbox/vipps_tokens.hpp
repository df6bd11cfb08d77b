#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "core/instant.hpp"
#include "core/secret.hpp"
#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "sandbox/vipps_replies.hpp"

namespace avstem::sandbox {

/// Lives of the two kinds of token: standard in production, and specialized.
inline constexpr std::chrono::seconds standard_token_life{24 * 3600};
inline constexpr std::chrono::seconds specialized_token_life{15 * 60};

/// How many tokens may be alive at once; the next request is answered 429 until some expire.
inline constexpr std::size_t live_tokens_max = 10'000;

/// Keys, the tokens issued for them, and who a request comes from. Several tokens of one key are
/// valid at once. A token looks like a signed JWT but is known by its text alone.
class VippsTokens {
 public:
  VippsTokens(Clock& clock, vipps_api::Mode mode) : clock_(clock), mode_(mode) {}

  /// Keys of one sales unit: standard tokens, used together with the subscription key.
  struct SalesUnit {
    Secret subscription_key;
    std::string msn;
  };
  /// Keys of an accounting partner: specialized tokens, and the ledgers granted to it.
  struct Accounting {
    std::set<std::string, std::less<>> ledger_ids;
  };
  struct Keys {
    Secret secret;
    std::optional<SalesUnit> sales_unit;  ///< exactly one of the two is set
    std::optional<Accounting> accounting;
  };

  /// Adds keys, or puts new ones in their place; tokens of the old ones stay valid.
  void put(std::string client_id, Keys keys);
  /// Takes keys away, and with them every token issued for them.
  void remove(std::string_view client_id);
  /// The keys of a client id, or null.
  Keys* find(std::string_view client_id);

  Response answer_standard(const Request& request);     ///< POST /accesstoken/get
  Response answer_specialized(const Request& request);  ///< POST /miami/v1/token

  /// Who calls, by `Authorization: Bearer` and the subscription key that must be there or must
  /// not; otherwise the 401 to answer with.
  tl::expected<const Keys*, Response> caller_of(const Request& request) const;

 private:
  struct Grant {
    std::string client_id;
    Instant expires_at;
  };

  /// A new token, or nothing when live_tokens_max are alive.
  std::optional<std::string> issue(std::string_view client_id, std::chrono::seconds life);

  Clock& clock_;
  vipps_api::Mode mode_;
  std::map<std::string, Keys, std::less<>> keys_;
  std::map<std::string, Grant, std::less<>> live_;  ///< by token text
  std::int64_t issued_ = 0;
};

}  // namespace avstem::sandbox
