#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/result.hpp"
#include "vipps/settlement_file/settlement_report.hpp"

namespace avstem::vipps::settlement_file {

/// A monthly file of a large sales unit holds about 800 bytes a transaction.
inline constexpr std::size_t file_size_max = std::size_t{128} * 1024 * 1024;
inline constexpr std::size_t transactions_max = 200'000;

struct ReadOptions {
  std::size_t file_size_max = settlement_file::file_size_max;  ///< bytes
  /// At most the constant of the same name, which keeps every sum within 64 bits.
  std::size_t transactions_max = settlement_file::transactions_max;
  /// What the sales unit had agreed in the days of version 2.0, which does not state it. Without
  /// it a file that lists invoiced fees (FeeDetailsInfo) is gross, since only gross reports do,
  /// and any other is net, Vipps' default. Version 3.0 states the type; this is ignored.
  std::optional<SettlementType> version_2_type;
};

/// Reads a settlement file strictly: the version by its root's namespace, every element in the
/// schema's order, nothing missing, repeated or unknown. DTDs and entities are refused. The sums
/// are read but not compared; read_checked_report (control_sums.hpp) does both.
///
/// Version 3.0 states times with Oslo's offset. Version 2.0 wrote Oslo's wall time as if it were
/// UTC (`…Z`), a fault that Vipps' own change list to 3.0 admits: a time with `Z` or no offset is
/// read there as Oslo's, and its dates are taken as written, with their time of day dropped.
///
/// Errors are `invalid`: syntax with line and byte, anything else with line and element path.
Result<SettlementReport> read_report(std::string_view xml, const ReadOptions& options = {});

}  // namespace avstem::vipps::settlement_file
