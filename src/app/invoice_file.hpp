#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "services/claims/claim_store.hpp"

namespace avstem::app {

/// What a file of invoices says.
struct InvoiceFile {
  std::vector<books::Customer> customers;
  std::vector<services::PlannedDocument> documents;
};

/// Reads customers, invoices and credit notes:
///
///     [[customer]]
///     reference = "c-17"
///     first_name = "Kari"               # a company: company = "Fjellvik Rør AS"
///     last_name = "Nordmann"            #            organisation_number = "974760673"
///     email = "kari@example.no"         # left out when not known, and so on
///     phone = "+4790000000"
///     address = { line_1 = "Storgata 1", postal_code = "0155", city = "Oslo", country = "NO" }
///
///     [[invoice]]
///     reference = "ORD-1001"            # the payment's reference
///     customer = "c-17"
///     date = "2026-03-02"
///     due = "2026-03-16"                # left out: the same day
///     kid = "20260001233"               # left out: the system's own
///     items = [{ description = "Jacket", account = 3000, vat = "3", amount = "1250.00" }]
///
///     [[credit_note]]
///     reference = "ORD-1001-R1"
///     matching_reference = "ORD-1001"   # the refund's reference; left out: the same as reference
///     credits = "ORD-1001"              # or invoice_number = "10023" when it is not of ours
///     …
///
/// Amounts are kroner, VAT included, with a decimal point. HTML character references in names and
/// addresses are resolved, once: shops export them so. Errors name the file and the place.
Result<InvoiceFile> parse_invoice_file(std::string_view text, const std::string& path);
Result<InvoiceFile> read_invoice_file(const std::string& path);

inline constexpr std::size_t invoice_file_bytes_max = std::size_t{16} << 20U;

}  // namespace avstem::app
