#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "sandbox/twentyfour_company.hpp"
#include "sandbox/twentyfour_settings.hpp"

namespace avstem::sandbox {

/// A user's way into one company.
struct TwentyFourIdentity {
  std::string id;  ///< guid
  twentyfour::Company* company = nullptr;
  bool is_blocked = false;
};

/// Somebody who logs in to the SOAP services. The first identity is the default one.
struct TwentyFourUser {
  std::string username;  ///< an e-mail address
  std::string password;
  std::vector<TwentyFourIdentity> identities;
};

}  // namespace avstem::sandbox

namespace avstem::sandbox::twentyfour {

struct Credential {
  std::string application_id;
  std::string identity_id;  ///< empty when none is asked for
  std::string username;
  std::string password;
};

/// One login that lives on in a cookie.
struct Session {
  std::size_t user = 0;
  std::size_t identity = 0;
  Instant used;
};

/// Users, their sessions and their limits.
class Sessions {
 public:
  Sessions(const Clock& clock, const TwentyFourSettings& settings)
      : clock_(clock), settings_(settings) {}

  /// The guid of an integration: one for all companies.
  void add_application(std::string id) { applications_.insert(std::move(id)); }
  void add_user(TwentyFourUser user) { users_.push_back(std::move(user)); }

  /// The id of a new session, empty when the credential is wrong. An error: too many logins, or a
  /// blocked identity.
  Result<std::string> login(const Credential& credential);
  /// The user that a credential names; null when it is wrong.
  const TwentyFourUser* user_of(const Credential& credential) const;
  /// The live session behind the request's cookie, now used; null when there is none.
  Session* session_of(const Request& request);
  /// Counts a call of a session; the error is the quarantine.
  Result<void> count(const Session& session);

  const TwentyFourUser& user(const Session& session) const { return users_[session.user]; }
  const TwentyFourIdentity& identity(const Session& session) const {
    return users_[session.user].identities[session.identity];
  }
  /// Moves a session to another identity of its user; false when it has no such. An error: it is
  /// blocked.
  Result<bool> set_identity(Session& session, std::string_view id) const;

 private:
  struct Hour {
    Instant start;
    std::size_t calls = 0;
  };

  std::optional<std::size_t> find_user(const Credential& credential) const;
  Result<void> throttle(const std::string& username);

  const Clock& clock_;
  const TwentyFourSettings& settings_;
  std::set<std::string> applications_;
  std::deque<TwentyFourUser> users_;
  std::map<std::string, Session, std::less<>> sessions_;
  std::map<std::string, std::deque<Instant>> logins_;  ///< by username
  std::map<std::size_t, Hour> hours_;                  ///< by user
  std::uint64_t sessions_given_ = 0;
};

}  // namespace avstem::sandbox::twentyfour
