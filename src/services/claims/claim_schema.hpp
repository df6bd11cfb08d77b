#pragma once

#include <string_view>

namespace avstem::services {

/// Tables of ClaimStore.
inline constexpr std::string_view claim_schema = R"sql(
-- Whom the client sells to on an invoice. number, remote_id: in the accounting system.
CREATE TABLE customers (
  client_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  is_person INTEGER NOT NULL,
  name TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  organisation_number TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  line_1 TEXT NOT NULL,
  line_2 TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  step TEXT NOT NULL DEFAULT 'planned',
  number INTEGER NOT NULL DEFAULT 0,
  remote_id TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (client_id, reference)
) WITHOUT ROWID;

-- Invoices and credit notes. credits_reference: our own reference of the invoice a credit note
-- corrects; credits: its number, when it is not one of ours. message: why it stands still.
CREATE TABLE sale_documents (
  document_id INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  kind TEXT NOT NULL,
  customer_reference TEXT NOT NULL,
  matching_reference TEXT NOT NULL,
  document_date TEXT NOT NULL,
  due_date TEXT NOT NULL,
  currency TEXT NOT NULL,
  kid TEXT NOT NULL,
  credits TEXT NOT NULL,
  credits_reference TEXT NOT NULL,
  step TEXT NOT NULL DEFAULT 'planned',
  order_id TEXT NOT NULL DEFAULT '',
  invoice_number TEXT NOT NULL DEFAULT '',
  issued_kid TEXT NOT NULL DEFAULT '',
  issued_due_date TEXT,
  issued_total INTEGER NOT NULL DEFAULT 0,
  message TEXT NOT NULL DEFAULT '',
  UNIQUE (client_id, reference)
);
CREATE INDEX sale_documents_waiting ON sale_documents (client_id) WHERE step <> 'issued';

CREATE TABLE sale_document_items (
  document_id INTEGER NOT NULL REFERENCES sale_documents,
  line INTEGER NOT NULL,
  description TEXT NOT NULL,
  amount INTEGER NOT NULL,
  vat_code TEXT NOT NULL,
  account INTEGER NOT NULL,
  department TEXT NOT NULL,
  project TEXT NOT NULL,
  PRIMARY KEY (document_id, line)
) WITHOUT ROWID;
)sql";

}  // namespace avstem::services
