#include "services/settlement/period_lock.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "services/settlement/rows.hpp"

namespace avstem::services {

std::optional<Date> later_lock(std::optional<Date> one, std::optional<Date> other) {
  if (!one || !other) return one ? one : other;
  return std::max(*one, *other);
}

Result<void> check_reason(const Because& because, std::string_view option) {
  if (because.reason.find_first_not_of(' ') != std::string::npos) return {};
  return Error{ErrorKind::invalid,
               fmt::format("{} must say why; it is kept for the auditor", option)};
}

Result<std::optional<Date>> PeriodLocks::locked_until(const ClientId& client) {
  auto query = db_.prepare(
      "SELECT locked_until FROM period_locks WHERE client_id = ?1 ORDER BY lock_id DESC LIMIT 1");
  query.bind(client.text());
  return one_date(query);
}

Result<void> PeriodLocks::lock(const ClientId& client, Date until, const Because& because,
                               Instant now) {
  auto before = locked_until(client);
  if (!before) return before.error();
  if (*before && until < **before) {
    return Error{ErrorKind::conflict,
                 fmt::format("client '{}' is locked until {}, and {} lies before it; a lock moves "
                             "back only with --unlock --reason",
                             client.text(), (*before)->to_string(), until.to_string())};
  }
  if (*before == until) return {};
  return set(client, until, because, now);
}

Result<void> PeriodLocks::unlock(const ClientId& client, std::optional<Date> until,
                                 const Because& because, Instant now) {
  if (auto said = check_reason(because, "--reason"); !said) return said;
  auto before = locked_until(client);
  if (!before) return before.error();
  if (!*before) {
    return Error{ErrorKind::conflict,
                 fmt::format("client '{}' has no lock of its own; the lock date of its accounting "
                             "system is changed there",
                             client.text())};
  }
  if (until && *until >= **before) {
    return Error{ErrorKind::conflict,
                 fmt::format("client '{}' is locked until {}; {} does not unlock anything",
                             client.text(), (*before)->to_string(), until->to_string())};
  }
  return set(client, until, because, now);
}

Result<void> PeriodLocks::set(const ClientId& client, std::optional<Date> until,
                              const Because& because, Instant now) {
  return db_.transact([&] {
    auto insert = db_.prepare(
        "INSERT INTO period_locks (client_id, locked_until, person, reason, at_us)"
        " VALUES (?1, ?2, ?3, ?4, ?5)");
    const auto text = until ? std::optional(until->to_string()) : std::nullopt;
    return insert
        .bind(client.text(), text, because.person, because.reason, now.time_since_epoch().count())
        .run();
  });
}

Result<std::vector<PeriodLock>> PeriodLocks::history(const ClientId& client) {
  std::vector<PeriodLock> locks;
  auto query = db_.prepare(
      "SELECT locked_until, person, reason, at_us FROM period_locks WHERE client_id = ?1"
      " ORDER BY lock_id");
  query.bind(client.text());
  auto read = for_each_row(query, [&]() -> Result<void> {
    PeriodLock lock{{},
                    {std::string(query.text(1)), std::string(query.text(2))},
                    Instant(std::chrono::microseconds(query.integer(3)))};
    if (!query.is_null(0)) {
      auto until = Date::parse(query.text(0));
      if (!until) return until.error();
      lock.locked_until = *until;
    }
    locks.push_back(std::move(lock));
    return {};
  });
  if (!read) return read.error();
  return locks;
}

}  // namespace avstem::services
