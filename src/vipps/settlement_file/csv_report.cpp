#include "vipps/settlement_file/csv_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace avstem::vipps::settlement_file {

SalesUnit& ReportBuilder::unit(const std::string& serial_number, const std::string& name,
                               Currency currency) {
  const auto [known, is_new] = units_.try_emplace(serial_number, report_.sales_units.size());
  if (is_new) {
    SalesUnit unit;
    unit.serial_number = serial_number;
    unit.name = name;
    unit.currency = currency;
    report_.sales_units.push_back(std::move(unit));
  }
  return report_.sales_units[known->second];
}

Settlement& ReportBuilder::settlement(SalesUnit& unit, const std::string& id) {
  const auto [known, is_new] =
      settlements_.try_emplace({unit.serial_number, id}, unit.settlements.size());
  if (is_new) {
    Settlement settlement;
    settlement.id = id;
    settlement.currency = unit.currency;
    unit.settlements.push_back(std::move(settlement));
  }
  return unit.settlements[known->second];
}

Settlement* ReportBuilder::find_settlement(const std::string& serial_number,
                                           const std::string& id) {
  const auto known = settlements_.find({serial_number, id});
  if (known == settlements_.end()) return nullptr;
  return &report_.sales_units[units_.at(serial_number)].settlements[known->second];
}

Result<SettlementReport> ReportBuilder::finish() && {
  if (report_.sales_units.empty()) {
    return Error{ErrorKind::invalid,
                 "settlement file: holds no settlement; choose a period with a payout"};
  }
  for (SalesUnit& unit : report_.sales_units) {
    unit.from = unit.to = unit.settlements.front().date;
    for (const Settlement& settlement : unit.settlements) {
      unit.from = std::min(unit.from, settlement.date);
      unit.to = std::max(unit.to, settlement.date);
    }
  }
  return std::move(report_);
}

void complete(Transaction& transaction) {
  transaction.gross = add_minor(transaction.capture, transaction.refund);
  transaction.net = add_minor(transaction.gross, -transaction.fee);
}

SettlementType type_by_payout(const Settlement& settlement, std::int64_t paid_out) {
  std::int64_t gross = 0;
  std::int64_t net = 0;
  for (const Transaction& line : settlement.transactions) {
    gross = add_minor(gross, line.gross);
    net = add_minor(net, line.net);
  }
  return paid_out == gross && gross != net ? SettlementType::gross : SettlementType::net;
}

void note_unknown(const CsvHeader& header, std::vector<std::string>& notes) {
  if (header.unknown().empty()) return;
  notes.push_back(fmt::format("columns that are not known were not read: {}",
                              fmt::join(header.unknown(), ", ")));
}

}  // namespace avstem::vipps::settlement_file
