#pragma once

#include <string_view>

namespace avstem::services {

/// Tables of what happens to vouchers after they are planned, and of locked periods.
inline constexpr std::string_view journal_schema = R"sql(
-- The last number given in a series. It is raised in the transaction that stores the voucher, so a
-- number is neither lost nor given twice; a voucher that is given up keeps its number, marked void.
CREATE TABLE voucher_series (
  client_id TEXT NOT NULL,
  series TEXT NOT NULL,
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (client_id, series, year)
) WITHOUT ROWID;
INSERT INTO voucher_series SELECT client_id, substr(number, 1, 1),
  CAST(substr(number, 3, 4) AS INTEGER), count(*) FROM vouchers
  GROUP BY client_id, substr(number, 1, 1), substr(number, 3, 4);

-- A voucher is taken back at most once.
CREATE UNIQUE INDEX vouchers_reversed_once ON vouchers (client_id, reverses)
  WHERE reverses <> '' AND state <> 'void';

-- Who reversed, voided or booked again which voucher, when and why. Rows only come.
CREATE TABLE voucher_acts (
  act_id INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL,
  voucher_id INTEGER NOT NULL REFERENCES vouchers,
  act TEXT NOT NULL,
  person TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_us INTEGER NOT NULL
);
CREATE INDEX voucher_acts_by_voucher ON voucher_acts (voucher_id);
CREATE UNIQUE INDEX voucher_booked_again_once ON voucher_acts (voucher_id) WHERE act = 'rebook';
CREATE TRIGGER voucher_acts_stay AFTER UPDATE ON voucher_acts BEGIN
  SELECT RAISE(ABORT, 'an act on a voucher is never changed'); END;
CREATE TRIGGER voucher_acts_last AFTER DELETE ON voucher_acts BEGIN
  SELECT RAISE(ABORT, 'an act on a voucher is never deleted'); END;

-- What stands instead of a voucher whose entries were booked again.
CREATE TABLE voucher_replacements (
  voucher_id INTEGER NOT NULL REFERENCES vouchers,
  replacement_id INTEGER NOT NULL UNIQUE REFERENCES vouchers,
  PRIMARY KEY (voucher_id, replacement_id)
) WITHOUT ROWID;

-- Until when a client's periods are locked; the last row holds. NULL: not locked. Rows only come.
CREATE TABLE period_locks (
  lock_id INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL,
  locked_until TEXT,
  person TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_us INTEGER NOT NULL
);
CREATE INDEX period_locks_by_client ON period_locks (client_id, lock_id);
CREATE TRIGGER period_locks_stay AFTER UPDATE ON period_locks BEGIN
  SELECT RAISE(ABORT, 'a period lock is never changed, a new one is set'); END;
CREATE TRIGGER period_locks_last AFTER DELETE ON period_locks BEGIN
  SELECT RAISE(ABORT, 'a period lock is never deleted, a new one is set'); END;
)sql";

}  // namespace avstem::services
