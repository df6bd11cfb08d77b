#include "services/settlement/schema.hpp"

#include "services/settlement/documentation_store.hpp"
#include "services/settlement/feed_store.hpp"
#include "services/settlement/finding_actions.hpp"
#include "services/settlement/journal_schema.hpp"
#include "services/settlement/proof_store.hpp"
#include "services/settlement/sale_schema.hpp"

namespace avstem::services {
namespace {

constexpr std::string_view schema_1 = R"sql(
-- What Vipps answered, as it came: the documentation a bookkeeper holds for five years.
CREATE TABLE report_pages (
  client_id TEXT NOT NULL,
  ledger_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  ledger_date TEXT NOT NULL,
  page INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  zstd BLOB NOT NULL,
  PRIMARY KEY (client_id, ledger_id, topic, ledger_date, page, sha256)
) WITHOUT ROWID;

-- One ledger date of one topic. booked_sequence: entries up to it have their vouchers.
-- from_file: read from a settlement file, not from the API.
CREATE TABLE ledger_dates (
  client_id TEXT NOT NULL,
  ledger_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  ledger_date TEXT NOT NULL,
  closed INTEGER NOT NULL,
  booked_sequence INTEGER NOT NULL DEFAULT 0,
  from_file INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (client_id, ledger_id, topic, ledger_date)
) WITHOUT ROWID;

CREATE TABLE entries (
  client_id TEXT NOT NULL,
  ledger_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  ledger_date TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  type_word TEXT NOT NULL,
  psp_reference TEXT NOT NULL,
  reference TEXT NOT NULL,
  time_us INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  balance_before INTEGER NOT NULL,
  balance_after INTEGER NOT NULL,
  recipient_handle TEXT NOT NULL,
  PRIMARY KEY (client_id, ledger_id, topic, ledger_date, sequence)
) WITHOUT ROWID;

-- Vouchers are also the outbox: planned -> sending -> posted; refused when the system said no.
CREATE TABLE vouchers (
  voucher_id INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL,
  number TEXT NOT NULL,
  ledger_id TEXT NOT NULL,
  ledger_date TEXT NOT NULL,
  kind TEXT NOT NULL,
  reference TEXT NOT NULL,
  voucher_date TEXT NOT NULL,
  currency TEXT NOT NULL,
  text TEXT NOT NULL,
  mapping_version INTEGER NOT NULL,
  state TEXT NOT NULL,
  remote_id TEXT,
  remote_number INTEGER,
  problem TEXT,
  UNIQUE (client_id, reference),
  UNIQUE (client_id, number)
);
CREATE INDEX vouchers_by_date ON vouchers (client_id, ledger_id, ledger_date, kind);
CREATE INDEX vouchers_unposted ON vouchers (client_id, voucher_id) WHERE state <> 'posted';

CREATE TABLE voucher_lines (
  voucher_id INTEGER NOT NULL REFERENCES vouchers,
  line INTEGER NOT NULL,
  account INTEGER NOT NULL,
  customer_number INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  vat_code TEXT NOT NULL,
  matching_reference TEXT NOT NULL,
  line_reference TEXT NOT NULL,
  text TEXT NOT NULL,
  rule TEXT NOT NULL,
  PRIMARY KEY (voucher_id, line)
) WITHOUT ROWID;

-- Which entries a voucher consumed.
CREATE TABLE voucher_sources (
  voucher_id INTEGER NOT NULL REFERENCES vouchers,
  topic TEXT NOT NULL,
  first_sequence INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  PRIMARY KEY (voucher_id, topic, first_sequence)
) WITHOUT ROWID;

CREATE TABLE findings (
  finding_id INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL,
  ledger_id TEXT NOT NULL,
  ledger_date TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  amount INTEGER NOT NULL,
  message TEXT NOT NULL,
  raised_us INTEGER NOT NULL,
  resolved_us INTEGER,
  note TEXT,
  UNIQUE (client_id, ledger_id, ledger_date, kind, subject)
);

CREATE TABLE proofs (
  client_id TEXT NOT NULL,
  account INTEGER NOT NULL,
  ledger_date TEXT NOT NULL,
  role TEXT NOT NULL,
  currency TEXT NOT NULL,
  vipps_balance INTEGER NOT NULL,
  books_balance INTEGER NOT NULL,
  accounting_balance INTEGER NOT NULL,
  timing INTEGER NOT NULL,
  foreign_amount INTEGER NOT NULL,
  proven_us INTEGER NOT NULL,
  PRIMARY KEY (client_id, account, ledger_date)
) WITHOUT ROWID;
)sql";

constexpr std::string_view schema_2 = R"sql(
-- Why a line stands where it does, its dimensions, and what a voucher has to do with another.
ALTER TABLE voucher_lines ADD COLUMN match TEXT NOT NULL DEFAULT '';
ALTER TABLE voucher_lines ADD COLUMN invoice_number TEXT NOT NULL DEFAULT '';
ALTER TABLE voucher_lines ADD COLUMN kid TEXT NOT NULL DEFAULT '';
ALTER TABLE voucher_lines ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE voucher_lines ADD COLUMN project TEXT NOT NULL DEFAULT '';
ALTER TABLE findings ADD COLUMN suggested_customer INTEGER NOT NULL DEFAULT 0;
ALTER TABLE findings ADD COLUMN suggested_reference TEXT NOT NULL DEFAULT '';
ALTER TABLE findings ADD COLUMN suggested_invoice TEXT NOT NULL DEFAULT '';
ALTER TABLE vouchers ADD COLUMN original_date TEXT;
ALTER TABLE vouchers ADD COLUMN reverses TEXT NOT NULL DEFAULT '';
)sql";

// A few entries a month among millions: found without reading the others.
constexpr std::string_view fees_1 = R"sql(
CREATE INDEX entries_retained ON entries (client_id, ledger_id) WHERE type_word = 'fees-retained';
CREATE INDEX entries_invoiced ON entries (client_id, ledger_id) WHERE type_word = 'fees-invoiced';
)sql";

// A payment of what was paid before names a reference that one of our lines carries already.
constexpr std::string_view paid_1 = R"sql(
CREATE INDEX voucher_lines_paid ON voucher_lines (matching_reference)
  WHERE customer_number <> 0 AND amount < 0 AND matching_reference <> '';
)sql";

}  // namespace

std::vector<store::Migration> settlement_migrations() {
  std::vector<store::Migration> all = {{"settlement", 1, schema_1},
                                       {"settlement", 2, schema_2},
                                       {"fees", 1, fees_1},
                                       {"paid", 1, paid_1},
                                       {"sales", 1, sale_schema}};
  for (const store::Migration& migration : documentation_migrations())
    all.push_back(migration);
  for (const store::Migration& migration : feed_migrations())
    all.push_back(migration);
  for (const store::Migration& migration : proof_migrations())
    all.push_back(migration);
  all.push_back({"journal", 1, journal_schema});
  for (const store::Migration& migration : decision_migrations())
    all.push_back(migration);
  return all;
}

}  // namespace avstem::services
