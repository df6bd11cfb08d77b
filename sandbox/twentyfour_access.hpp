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
#include "sandbox/twentyfour_company.hpp"
#include "sandbox/twentyfour_settings.hpp"

namespace avstem::sandbox {

/// An application that a company has connected: what REST asks a token with.
struct TwentyFourApplication {
  std::string client_id;
  std::string client_secret;
  std::string organization_id;
  /// Scope names of the specification; nullopt is all of them.
  std::optional<std::set<std::string>> scopes;
};

}  // namespace avstem::sandbox

namespace avstem::sandbox::twentyfour {

struct Grant {
  TwentyFourApplication application;
  Company* company = nullptr;

  bool allows(std::string_view scope) const;
};

/// The login of REST: OAuth 2.0 client credentials, one token for one organization.
class Gate {
 public:
  Gate(const Clock& clock, const TwentyFourSettings& settings)
      : clock_(clock), settings_(settings) {}

  void add(Grant grant) { grants_.push_back(std::move(grant)); }
  /// POST /oauth/token.
  Response issue_token(const Request& request);
  /// The grant behind the bearer token; null when there is none or it has expired.
  const Grant* grant_of(const Request& request) const;
  /// Counts a REST call; false when the application has had its share of the minute.
  bool count(const Grant& grant);

 private:
  struct Token {
    std::size_t grant = 0;
    Instant expires;
  };

  const Clock& clock_;
  const TwentyFourSettings& settings_;
  std::vector<Grant> grants_;
  std::map<std::string, Token, std::less<>> tokens_;
  std::map<std::string, std::deque<Instant>> calls_;  ///< by client id
  std::int64_t tokens_given_ = 0;
};

/// Every scope that an endpoint of the stand-in asks for.
const std::vector<std::string>& all_scopes();

}  // namespace avstem::sandbox::twentyfour
