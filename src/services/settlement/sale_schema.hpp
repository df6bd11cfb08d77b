#pragma once

#include <string_view>

namespace avstem::services {

/// Tables of SaleStore.
inline constexpr std::string_view sale_schema = R"sql(
-- What was sold for a payment. paid: it is booked. earned_from: it was paid in advance, and is income from then;
-- earned_to: in equal parts, by month.
CREATE TABLE sales (
  sale_id INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  recipe TEXT NOT NULL,
  total INTEGER NOT NULL,
  paid INTEGER NOT NULL DEFAULT 0,
  earned_from TEXT,
  earned_to TEXT,
  UNIQUE (client_id, reference)
);

-- A register's Z report, the part paid with Vipps.
CREATE TABLE till_days (
  till_id INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL,
  ledger_id TEXT NOT NULL,
  ledger_date TEXT NOT NULL,
  unit TEXT NOT NULL,
  report_number TEXT NOT NULL,
  recipe TEXT NOT NULL,
  booked INTEGER NOT NULL DEFAULT 0,
  UNIQUE (client_id, ledger_id, ledger_date, unit)
);

-- owner: sale, earned (both with a sale_id) or till.
CREATE TABLE sold_lines (
  owner TEXT NOT NULL,
  owner_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  account INTEGER NOT NULL,
  vat_code TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (owner, owner_id, line)
) WITHOUT ROWID;

-- Accounts and codes of the client's sales, each once.
CREATE TABLE sold_accounts (
  client_id TEXT NOT NULL,
  account INTEGER NOT NULL,
  vat_code TEXT NOT NULL,
  PRIMARY KEY (client_id, account, vat_code)
) WITHOUT ROWID;

-- Sales that are paid and not earned. next_due: empty when all of it has its vouchers, or the
-- payment was refunded.
CREATE TABLE deferrals (
  sale_id INTEGER PRIMARY KEY REFERENCES sales,
  client_id TEXT NOT NULL,
  ledger_id TEXT NOT NULL,
  deferred_on TEXT NOT NULL,
  done_through TEXT,
  next_due TEXT
);
CREATE INDEX deferrals_due ON deferrals (client_id, ledger_id, next_due)
  WHERE next_due IS NOT NULL;
)sql";

}  // namespace avstem::services
