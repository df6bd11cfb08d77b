#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/date.hpp"
#include "core/identifiers.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"
#include "store/database.hpp"

namespace avstem::services {

/// Who does something that an auditor will ask about, and why.
struct Because {
  std::string person;  ///< the operating system's user
  std::string reason;
};

/// One setting of a client's lock.
struct PeriodLock {
  std::optional<Date> locked_until;  ///< nothing of ours is posted on or before it; none: unlocked
  Because because;
  Instant at;
};

/// A client's own period lock, on top of the lock date of its accounting system: a firm that has
/// delivered a VAT return can close the period to us before it is closed there. What belongs to a
/// locked period goes to the first date that both leave open, and keeps its own date.
class PeriodLocks {
 public:
  explicit PeriodLocks(store::Database& database) : db_(database) {}

  Result<std::optional<Date>> locked_until(const ClientId& client);
  /// Locks up to and including a date. `conflict` when that moves the lock back: unlock() does.
  Result<void> lock(const ClientId& client, Date until, const Because& because, Instant now);
  /// Moves the lock back, or removes it. `invalid` without a reason.
  Result<void> unlock(const ClientId& client, std::optional<Date> until, const Because& because,
                      Instant now);
  /// Every lock that was ever set, oldest first.
  Result<std::vector<PeriodLock>> history(const ClientId& client);

 private:
  Result<void> set(const ClientId& client, std::optional<Date> until, const Because& because,
                   Instant now);
  store::Database& db_;
};

/// The later of two locks; none locks nothing.
std::optional<Date> later_lock(std::optional<Date> one, std::optional<Date> other);

/// `invalid` when the reason says nothing. `option` names where it is given.
Result<void> check_reason(const Because& because, std::string_view option);

}  // namespace avstem::services
