#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "books/accounts.hpp"
#include "books/finding.hpp"
#include "books/sale.hpp"
#include "books/voucher.hpp"
#include "core/date.hpp"

namespace avstem::books {

/// A register's day: the part of its Z report that was paid with Vipps. A register names no single
/// payment, so a day's captures of its sales unit are one sum (R09).
struct TillDay {
  std::string unit;  ///< recipient handle, `NO:12345`; empty: every sales unit of the ledger
  Date date;         ///< ledger date of the payments, Oslo
  std::string report_number;  ///< the Z report's own number
  /// Income by account and VAT code, gross; a tip to the staff is a line on its account (R22). A
  /// day of returns may have negative lines.
  std::vector<SaleLine> lines;
  std::string recipe = "R09";  ///< `R29` for a client without VAT registration

  std::int64_t total() const;   ///< øre
  std::string subject() const;  ///< of its finding: unit and report
  friend bool operator==(const TillDay&, const TillDay&) = default;
};

/// Counter lines of a till's day, and what a person must be told.
struct TillPlacement {
  std::vector<Posting> lines;  ///< they add up to minus what was received
  std::optional<Finding> finding;
};

/// Income and VAT are the register's, the money is Vipps': what differs stands in suspense, with a
/// finding, and never in the income. `received` is Σ captures and refunds of the unit, øre.
TillPlacement place_till(const TillDay& day, std::int64_t received, const Mapping& mapping);

}  // namespace avstem::books
