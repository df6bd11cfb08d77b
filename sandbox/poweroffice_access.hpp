#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "platform/url.hpp"
#include "sandbox/poweroffice_company.hpp"
#include "sandbox/poweroffice_settings.hpp"

namespace avstem::sandbox {

/// The keys that bind an integration to one company, and what it may do there.
struct PowerOfficeAccess {
  std::string application_key;  ///< one per integration
  std::string client_key;       ///< one per company and integration
  /// Privilege names of the specification, e.g. `BankVoucher_Full`; nullopt is all of them.
  std::optional<std::set<std::string>> privileges;
};

}  // namespace avstem::sandbox

namespace avstem::sandbox::poweroffice {

/// One integration's way into one company.
struct Grant {
  PowerOfficeAccess access;
  Company* company = nullptr;

  bool allows(std::string_view privilege) const;
};

/// Keys, tokens and the request limit: everything that is decided before the endpoint.
class Gate {
 public:
  Gate(const Clock& clock, const PowerOfficeLimits& limits, PowerOfficeMode mode)
      : clock_(clock), limits_(limits), mode_(mode) {}

  void add_subscription_key(std::string key) { calls_[std::move(key)]; }
  void add(Grant grant) { grants_.push_back(std::move(grant)); }

  /// Checks the subscription key, from the header or the query, and counts the call. An answer is
  /// the refusal: 401 or 429.
  std::optional<Response> admit(const Request& request, const QueryParameters& query);
  /// The token endpoint: client credentials against Basic ApplicationKey:ClientKey.
  Response issue_token(const Request& request);
  /// The grant behind the bearer token; null when there is none or it has expired.
  const Grant* grant_of(const Request& request) const;

 private:
  struct Token {
    std::size_t grant = 0;
    Instant expires;
  };

  const Clock& clock_;
  const PowerOfficeLimits& limits_;
  PowerOfficeMode mode_;
  std::map<std::string, std::deque<Instant>, std::less<>> calls_;  ///< by subscription key
  std::vector<Grant> grants_;
  std::map<std::string, Token, std::less<>> tokens_;
  std::int64_t tokens_given_ = 0;
};

/// Base64 with padding, as Basic authentication uses it; nullopt when it is anything else.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace avstem::sandbox::poweroffice
