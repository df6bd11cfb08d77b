#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "books/voucher.hpp"
#include "core/identifiers.hpp"
#include "services/settlement/finding_store.hpp"
#include "store/database.hpp"

namespace avstem::services {

/// What the lines that a finding is about are known by in our journal.
std::string line_reference_of(const books::Finding& finding);

/// The mapping version that the first voucher with such a line was booked under; none: there is no
/// such line. Vouchers are those of one ledger date, which a decision and its undoing share.
Result<std::optional<int>> mapping_version_of(store::Database& database, const ClientId& client,
                                              const LedgerId& ledger, Date ledger_date,
                                              const std::string& line_reference);

/// What stands on the account by all lines with the reference.
struct Standing {
  std::int64_t balance = 0;  ///< øre; + debit
  std::string vat_code;      ///< of the first of them
};
Result<Standing> standing_on(store::Database& database, const ClientId& client,
                             const LedgerId& ledger, Date ledger_date,
                             const std::string& line_reference, books::AccountNumber account);

/// The ledger date of the capture with this pspReference; none when it is not among ours.
Result<std::optional<Date>> capture_date(store::Database& database, const ClientId& client,
                                         const LedgerId& ledger, const std::string& psp_reference);

}  // namespace avstem::services
