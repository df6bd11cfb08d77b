#include "sandbox/twentyfour_sessions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::sandbox::twentyfour {
namespace {

Error blocked() {
  return Error{
      ErrorKind::unauthorised,
      "Provided IdentityId is blocked. Use GetIdentitiesWithCredential and choose another"};
}

}  // namespace

std::optional<std::size_t> Sessions::find_user(const Credential& credential) const {
  if (!applications_.contains(credential.application_id)) return std::nullopt;
  for (std::size_t i = 0; i < users_.size(); ++i) {
    if (users_[i].username != credential.username) continue;
    if (users_[i].password == credential.password && !users_[i].identities.empty()) return i;
  }
  return std::nullopt;
}

const TwentyFourUser* Sessions::user_of(const Credential& credential) const {
  const std::optional<std::size_t> user = find_user(credential);
  return user ? &users_[*user] : nullptr;
}

Result<void> Sessions::throttle(const std::string& username) {
  std::deque<Instant>& logins = logins_[username];
  const Instant now = clock_.now();
  while (!logins.empty() && logins.front() + std::chrono::minutes(1) <= now)
    logins.pop_front();
  logins.push_back(now);
  if (logins.size() <= settings_.logins_per_minute) return {};
  return Error{ErrorKind::busy, "Too many logins. Store the session and use it again"};
}

Result<std::string> Sessions::login(const Credential& credential) {
  if (Result<void> allowed = throttle(credential.username); !allowed) return allowed.error();
  const std::optional<std::size_t> user = find_user(credential);
  if (!user) return std::string();
  Session session{*user, 0, clock_.now()};
  if (!credential.identity_id.empty()) {
    const Result<bool> is_set = set_identity(session, credential.identity_id);
    if (!is_set) return is_set.error();
    if (!*is_set) return std::string();
  }
  if (identity(session).is_blocked) return blocked();
  std::string id = fmt::format("tfso{:020}", ++sessions_given_);
  sessions_.emplace(id, session);
  return id;
}

Result<bool> Sessions::set_identity(Session& session, std::string_view id) const {
  const auto& identities = users_[session.user].identities;
  const auto found = std::ranges::find(identities, id, &TwentyFourIdentity::id);
  if (found == identities.end()) return false;
  if (found->is_blocked) return blocked();
  session.identity = static_cast<std::size_t>(found - identities.begin());
  return true;
}

Session* Sessions::session_of(const Request& request) {
  constexpr std::string_view cookie_name = "ASP.NET_SessionId=";
  std::string_view cookies = request.headers.get("Cookie").value_or("");
  while (!cookies.empty()) {
    std::string_view cookie = cookies.substr(0, cookies.find(';'));
    cookies.remove_prefix(std::min(cookies.size(), cookie.size() + 1));
    while (cookie.starts_with(' '))
      cookie.remove_prefix(1);
    if (!cookie.starts_with(cookie_name)) continue;
    const auto found = sessions_.find(cookie.substr(cookie_name.size()));
    if (found == sessions_.end()) return nullptr;
    Session& session = found->second;
    if (session.used + settings_.session_lifetime <= clock_.now()) {
      sessions_.erase(found);
      return nullptr;
    }
    session.used = clock_.now();
    return &session;
  }
  return nullptr;
}

Result<void> Sessions::count(const Session& session) {
  const Instant hour = std::chrono::floor<std::chrono::hours>(clock_.now());
  Hour& counted = hours_[session.user];
  if (counted.start != hour) counted = {hour, 0};
  ++counted.calls;
  if (counted.calls <= settings_.soap_requests_per_hour) return {};
  return Error{ErrorKind::busy,
               fmt::format("Limit exceeded by {}. Request is blocked. Quarantine ends at {}",
                           counted.calls - settings_.soap_requests_per_hour,
                           to_string(hour + std::chrono::hours(1)))};
}

}  // namespace avstem::sandbox::twentyfour
