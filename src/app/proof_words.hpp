#pragma once

#include <string>

#include "books/proof_document.hpp"
#include "services/settlement/verify.hpp"

namespace avstem::app {

/// A proof as a person reads it: each account, each row behind it, payouts on their way.
std::string proof_document_text(const books::ProofDocument& document, const std::string& sha256);

/// The same as CSV (RFC 4180, UTF-8, CRLF): one line a figure or row, with the columns section,
/// account, currency, item, date, voucher, text, amount. Amounts are kroner with a decimal point.
/// A text that a spreadsheet would take for a formula has an apostrophe before it.
std::string proof_document_csv(const books::ProofDocument& document, const std::string& sha256);

/// What holds and what does not, a line each.
std::string verify_text(const std::string& name, const services::VerifyReport& report);
std::string verify_json(const std::string& name, const services::VerifyReport& report);

}  // namespace avstem::app
