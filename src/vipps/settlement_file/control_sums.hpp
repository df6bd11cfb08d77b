#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "vipps/settlement_file/settlement_report.hpp"
#include "vipps/settlement_file/xml_reader.hpp"

namespace avstem::vipps::settlement_file {

/// One figure that the file states, beside what its own lines add up to.
struct ControlSum {
  std::string place;  ///< `sales unit 123456, settlement 2000001`
  std::string name;   ///< the element's name, e.g. `FeeSettlementAmount`
  std::int64_t stated = 0;
  std::int64_t computed = 0;
  bool is_count = false;  ///< a number of things; otherwise øre

  bool agrees() const { return stated == computed; }
  /// `sales unit 123456, settlement 2000001: FeeSettlementAmount 12.50, computed 12.50`
  std::string to_string() const;

  friend bool operator==(const ControlSum&, const ControlSum&) = default;
};

/// Every figure the file states about itself, in the order of the file, agreeing or not. The sign
/// of version 2.0's TotalSettledRefundAmount is documented nowhere: ours follows the file's.
std::vector<ControlSum> control_sums(const SettlementReport& report);

/// The stated figures of one settlement.
std::vector<ControlSum> control_sums(const SalesUnit& unit, const Settlement& settlement);

/// Control sums and, for each transaction, gross = capture + refund and net = gross − fee.
/// `invalid` names the settlement and both figures of each that differs.
Result<void> check_settlement(const SalesUnit& unit, const Settlement& settlement);

/// check_settlement for all, the sums over settlements, and that no settlement and no transaction
/// of a sales unit stands twice, since it would be booked twice.
Result<void> check_report(const SettlementReport& report);

/// What an import uses: read_report, then check_report.
Result<SettlementReport> read_checked_report(std::string_view xml, const ReadOptions& options = {});

/// A message names so many differing figures and counts the rest.
inline constexpr std::size_t differences_named_max = 10;

}  // namespace avstem::vipps::settlement_file
