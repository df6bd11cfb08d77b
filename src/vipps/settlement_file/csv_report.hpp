#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "vipps/settlement_file/csv_columns.hpp"
#include "vipps/settlement_file/settlement_report.hpp"

namespace avstem::vipps::settlement_file {

/// Puts the rows of a CSV file together into sales units and settlements, in the order in which
/// each stands first.
class ReportBuilder {
 public:
  explicit ReportBuilder(SchemaVersion version) { report_.version = version; }

  SalesUnit& unit(const std::string& serial_number, const std::string& name, Currency currency);
  /// The settlement, made when it is not there.
  Settlement& settlement(SalesUnit& unit, const std::string& id);
  Settlement* find_settlement(const std::string& serial_number, const std::string& id);

  /// Sets each sales unit's period. `invalid` when the file has no transaction.
  Result<SettlementReport> finish() &&;

 private:
  SettlementReport report_;
  std::map<std::string, std::size_t> units_;
  std::map<std::pair<std::string, std::string>, std::size_t> settlements_;
};

/// Sets a transaction's gross and net from capture, refund and fee.
void complete(Transaction& transaction);

/// Fees were kept back when what is paid out is the sum of net, and only then are they invoiced
/// when it is the sum of gross. Neither: net, and the control sum says what differs.
SettlementType type_by_payout(const Settlement& settlement, std::int64_t paid_out);

/// One note for the columns that were not read; nothing when there are none.
void note_unknown(const CsvHeader& header, std::vector<std::string>& notes);

}  // namespace avstem::vipps::settlement_file
