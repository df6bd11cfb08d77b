#include "vipps/settlement_file/control_sums.hpp"

#include <fmt/format.h>

#include <unordered_set>
#include <utility>

namespace avstem::vipps::settlement_file {
namespace {

struct Sums {
  std::int64_t capture = 0;
  std::int64_t refund = 0;
  std::int64_t gross = 0;
  std::int64_t net = 0;
  std::int64_t fee = 0;

  void add(const Sums& other) {
    capture = add_minor(capture, other.capture);
    refund = add_minor(refund, other.refund);
    gross = add_minor(gross, other.gross);
    net = add_minor(net, other.net);
    fee = add_minor(fee, other.fee);
  }
};

Sums sums_of(const Settlement& settlement) {
  Sums sums;
  for (const Transaction& line : settlement.transactions) {
    sums.add({line.capture, line.refund, line.gross, line.net, line.fee});
  }
  return sums;
}

std::string place_of(const SalesUnit& unit) {
  return fmt::format("sales unit {}", unit.serial_number);
}

std::string place_of(const SalesUnit& unit, const Settlement& settlement) {
  return fmt::format("{}, settlement {}", place_of(unit), settlement.id);
}

std::string kroner(std::int64_t minor) {
  return Money(minor, Currency()).to_decimal();
}

std::int64_t size_of(const auto& list) {
  return static_cast<std::int64_t>(list.size());
}

/// Collects the figures of one place.
class SumList {
 public:
  explicit SumList(std::string place) : place_(std::move(place)) {}

  void count(std::string_view name, std::optional<std::int64_t> stated, std::int64_t computed) {
    if (stated) sums_.push_back({place_, std::string(name), *stated, computed, true});
  }
  void amount(std::string_view name, std::optional<std::int64_t> stated, std::int64_t computed) {
    if (stated) sums_.push_back({place_, std::string(name), *stated, computed, false});
  }
  std::vector<ControlSum> take() { return std::move(sums_); }

 private:
  std::string place_;
  std::vector<ControlSum> sums_;
};

/// The figures stated over all settlements of a sales unit.
std::vector<ControlSum> unit_sums(const SalesUnit& unit) {
  SumList list(place_of(unit));
  list.count("NumOfSettlements", unit.stated_settlements, size_of(unit.settlements));
  if (!unit.stated_totals) return list.take();
  Sums total;
  for (const Settlement& settlement : unit.settlements)
    total.add(sums_of(settlement));
  const StatedTotals& stated = *unit.stated_totals;
  list.amount("TotalSettledGrossAmount", stated.gross, total.gross);
  list.amount("TotalSettledNetAmount", stated.net, total.net);
  list.amount("TotalSettledFeeAmount", stated.fee, total.fee);
  list.amount("TotalSettledRefundAmount", stated.refund,
              stated.refund > 0 ? -total.refund : total.refund);
  return list.take();
}

void add_differences(const std::vector<ControlSum>& sums, std::vector<std::string>& differences) {
  for (const ControlSum& sum : sums) {
    if (!sum.agrees()) differences.push_back(sum.to_string());
  }
}

/// The schema's two rules for a transaction.
void add_transaction_differences(const SalesUnit& unit, const Settlement& settlement,
                                 std::vector<std::string>& differences) {
  const auto compare = [&](const Transaction& line, std::string_view name, std::int64_t stated,
                           std::string_view rule, std::int64_t computed) {
    if (stated == computed) return;
    differences.push_back(fmt::format("{}, transaction {}: {} {}, but {} is {}",
                                      place_of(unit, settlement), line.id, name, kroner(stated),
                                      rule, kroner(computed)));
  };
  for (const Transaction& line : settlement.transactions) {
    compare(line, "TransactionGrossAmount", line.gross, "capture + refund",
            add_minor(line.capture, line.refund));
    compare(line, "TransactionNetAmount", line.net, "gross - fee",
            add_minor(line.gross, -line.fee));
  }
}

std::vector<std::string> settlement_differences(const SalesUnit& unit,
                                                const Settlement& settlement) {
  std::vector<std::string> differences;
  add_differences(control_sums(unit, settlement), differences);
  add_transaction_differences(unit, settlement, differences);
  return differences;
}

Result<void> none_of(const std::vector<std::string>& differences) {
  if (differences.empty()) return {};
  std::string message = "the settlement file contradicts itself, nothing is imported: ";
  for (std::size_t at = 0; at < differences.size() && at < differences_named_max; ++at) {
    message += (at == 0 ? "" : "; ") + differences[at];
  }
  if (differences.size() > differences_named_max) {
    message += fmt::format("; and {} more", differences.size() - differences_named_max);
  }
  return Error{ErrorKind::invalid, message + ". Fetch the file from Vipps again"};
}

Result<void> check_nothing_stands_twice(const SettlementReport& report) {
  std::unordered_set<std::string> settlements;
  std::unordered_set<std::string> transactions;
  const auto twice = [](const std::string& what) {
    return Error{ErrorKind::invalid,
                 fmt::format("{} stands twice in the settlement file and would be booked twice; "
                             "fetch the file from Vipps again",
                             what)};
  };
  for (const SalesUnit& unit : report.sales_units) {
    for (const Settlement& settlement : unit.settlements) {
      const std::string place = place_of(unit, settlement);
      if (!settlements.insert(place).second) return twice(place);
      for (const Transaction& line : settlement.transactions) {
        if (transactions.insert(unit.serial_number + "/" + line.id).second) continue;
        return twice(fmt::format("{}, transaction {}", place, line.id));
      }
    }
  }
  return {};
}

}  // namespace

std::string ControlSum::to_string() const {
  if (is_count) return fmt::format("{}: {} {}, computed {}", place, name, stated, computed);
  return fmt::format("{}: {} {}, computed {}", place, name, kroner(stated), kroner(computed));
}

std::vector<ControlSum> control_sums(const SalesUnit& unit, const Settlement& settlement) {
  const StatedSums& stated = settlement.stated;
  const Sums ours = sums_of(settlement);
  SumList list(place_of(unit, settlement));
  list.count("NumOfTransactions", stated.transactions, size_of(settlement.transactions));
  list.amount("CaptureSettlementAmount", stated.capture, ours.capture);
  list.amount("RefundSettlementAmount", stated.refund, ours.refund);
  list.amount("GrossSettlementAmount", stated.gross, ours.gross);
  list.amount("NetSettlementAmount", stated.net, ours.net);
  list.amount("FeeSettlementAmount", stated.fee, ours.fee);
  list.amount("SettledAmount", stated.settled,
              settlement.type == SettlementType::net ? ours.net : ours.gross);
  return list.take();
}

std::vector<ControlSum> control_sums(const SettlementReport& report) {
  std::vector<ControlSum> all;
  for (const SalesUnit& unit : report.sales_units) {
    for (const Settlement& settlement : unit.settlements) {
      for (ControlSum& sum : control_sums(unit, settlement))
        all.push_back(std::move(sum));
    }
    for (ControlSum& sum : unit_sums(unit))
      all.push_back(std::move(sum));
  }
  return all;
}

Result<void> check_settlement(const SalesUnit& unit, const Settlement& settlement) {
  return none_of(settlement_differences(unit, settlement));
}

Result<void> check_report(const SettlementReport& report) {
  std::vector<std::string> differences;
  for (const SalesUnit& unit : report.sales_units) {
    for (const Settlement& settlement : unit.settlements) {
      for (std::string& difference : settlement_differences(unit, settlement)) {
        differences.push_back(std::move(difference));
      }
    }
    add_differences(unit_sums(unit), differences);
  }
  if (auto agree = none_of(differences); !agree) return agree;
  return check_nothing_stands_twice(report);
}

Result<SettlementReport> read_checked_report(std::string_view xml, const ReadOptions& options) {
  auto report = read_report(xml, options);
  if (!report) return report.error();
  if (auto sound = check_report(*report); !sound) return sound.error();
  return report;
}

}  // namespace avstem::vipps::settlement_file
