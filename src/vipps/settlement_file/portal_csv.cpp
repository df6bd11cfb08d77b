#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/digits.hpp"
#include "vipps/settlement_file/csv_reader.hpp"
#include "vipps/settlement_file/csv_report.hpp"

namespace avstem::vipps::settlement_file {
namespace {

/// As seen in exports of 2026; Vipps documents none of them.
const std::vector<Column> columns{{"Sales unit", CellKind::text, false},
                                  {"MSN/Vipps number"},
                                  {"Country", CellKind::text, false},
                                  {"Payment solution", CellKind::text, false},
                                  {"Time"},
                                  {"Booking date"},
                                  {"Type"},
                                  {"Amount", CellKind::amount},
                                  {"Balance", CellKind::amount, false},
                                  {"Fee", CellKind::amount},
                                  {"Net amount", CellKind::amount, false},
                                  {"Currency"},
                                  {"Customer name", CellKind::text, false},
                                  {"Customer phone number", CellKind::text, false},
                                  {"Message", CellKind::text, false},
                                  {"Category", CellKind::text, false},
                                  {"PSP reference"},
                                  {"Order ID/Reference"},
                                  {"Payout number", CellKind::text, false}};

enum class Kind { payment, fees_retained, payout };

struct PortalRow {
  std::size_t line = 0;
  std::string serial_number;
  std::string unit_name;
  Currency currency;
  Date booked;
  Kind kind = Kind::payment;
  std::int64_t amount = 0;    ///< øre, fees retained and payouts: as in the file, negative
  Transaction transaction;    ///< of a payment
  std::string payout_number;  ///< of a payout
};

/// `21630-2000400` → `2000400`; a column of its own comes first.
std::string read_payout_number(RowReader& row) {
  std::string number = row.text("Payout number");
  if (number.empty()) {
    const std::string reference = row.required_text("PSP reference");
    number = reference.substr(reference.find_last_of('-') + 1);
  }
  if (!all_digits(number)) row.fail("PSP reference", "does not end in a payout number");
  return number;
}

void read_payment(RowReader& row, bool is_refund, PortalRow& read) {
  Transaction& transaction = read.transaction;
  transaction.time = row.time("Time");
  transaction.id = row.required_text("PSP reference");
  transaction.order_id = row.text("Order ID/Reference");
  transaction.fee = -row.optional_amount("Fee").value_or(0);
  (is_refund ? transaction.refund : transaction.capture) = read.amount;
  complete(transaction);
  if (is_refund && read.amount > 0) row.fail("Amount", "a refund is not positive");
  if (!is_refund && read.amount < 0) row.fail("Amount", "a capture is not negative");
  const auto net = row.optional_amount("Net amount");
  if (net && *net != transaction.net) {
    row.fail("Net amount",
             fmt::format("Amount + Fee is {}", Money(transaction.net, Currency()).to_decimal()));
  }
}

PortalRow read_row(RowReader& row) {
  PortalRow read;
  read.line = row.line();
  read.serial_number = row.required_text("MSN/Vipps number");
  read.unit_name = row.text("Sales unit");
  read.currency = row.currency("Currency");
  read.booked = row.date("Booking date");
  read.amount = row.amount("Amount");
  const std::string type = row.text("Type");
  if (type == "Capture" || type == "Refund") {
    read_payment(row, type == "Refund", read);
  } else if (type == "Fees retained") {
    read.kind = Kind::fees_retained;
  } else if (type == "Payout scheduled") {
    read.kind = Kind::payout;
    read.payout_number = read_payout_number(row);
    if (read.amount > 0) row.fail("Amount", "a payout is not positive");
  } else {
    row.fail("Type",
             "is not Capture, Refund, Fees retained or Payout scheduled; read these dates from "
             "the API");
  }
  return read;
}

/// The rows of one sales unit become its settlements.
class UnitReader {
 public:
  UnitReader(ReportBuilder& builder, std::vector<std::string>& notes)
      : builder_(builder), notes_(notes) {}

  Result<void> read(const std::vector<PortalRow>& rows) {
    std::map<Date, const PortalRow*> payouts;
    for (const PortalRow& row : rows) {
      if (row.currency != rows.front().currency) {
        return bad_row(row.line, fmt::format("currency {} differs from {} above",
                                             row.currency.code(), rows.front().currency.code()));
      }
      if (row.kind != Kind::payout) continue;
      if (!payouts.emplace(row.booked, &row).second) {
        return bad_row(row.line,
                       fmt::format("a second payout of sales unit {} on {}; which payments it has "
                                   "cannot be told, read the date from the API",
                                   row.serial_number, row.booked.to_string()));
      }
    }
    std::size_t left_out = 0;
    for (const PortalRow& row : rows) {
      const auto payout = payouts.lower_bound(row.booked);
      if (payout == payouts.end()) {
        ++left_out;
      } else if (auto added = add(*payout->second, row); !added) {
        return added;
      }
    }
    if (left_out > 0) {
      notes_.push_back(
          fmt::format("sales unit {}: rows after the last payout, in no settlement yet and not "
                      "read: {}; export "
                      "again after the next payout",
                      rows.front().serial_number, left_out));
    }
    return {};
  }

 private:
  Result<void> add(const PortalRow& payout, const PortalRow& row) {
    SalesUnit& unit = builder_.unit(row.serial_number, row.unit_name, row.currency);
    Settlement& settlement = builder_.settlement(unit, payout.payout_number);
    if (settlement.stated.settled && settlement.date != payout.booked) {
      return bad_row(payout.line,
                     fmt::format("payout {} stands on two dates", payout.payout_number));
    }
    settlement.date = payout.booked;
    settlement.stated.settled = -payout.amount;
    if (row.kind == Kind::payment) settlement.transactions.push_back(row.transaction);
    if (row.kind == Kind::fees_retained) {
      settlement.stated.fee = add_minor(settlement.stated.fee.value_or(0), -row.amount);
    }
    return {};
  }

  ReportBuilder& builder_;
  std::vector<std::string>& notes_;
};

/// Payments in the order of time, whichever way the portal sorted them.
void set_order_and_type(SettlementReport& report) {
  for (SalesUnit& unit : report.sales_units) {
    for (Settlement& settlement : unit.settlements) {
      std::stable_sort(settlement.transactions.begin(), settlement.transactions.end(),
                       [](const Transaction& a, const Transaction& b) { return a.time < b.time; });
      settlement.type = settlement.stated.fee
                            ? SettlementType::net
                            : type_by_payout(settlement, settlement.stated.settled.value_or(0));
    }
  }
}

}  // namespace

bool is_portal_csv(const std::vector<CsvRow>& rows) {
  return CsvHeader::matches(rows.front(), {{"Booking date"}, {"PSP reference"}});
}

Result<AnyReport> read_portal_csv(const std::vector<CsvRow>& rows) {
  auto header = CsvHeader::find(rows.front(), columns);
  if (!header) return header.error();
  AnyReport read;
  note_unknown(*header, read.notes);
  std::map<std::string, std::vector<PortalRow>> by_unit;
  for (std::size_t at = 1; at < rows.size(); ++at) {
    auto fitted = header->fit(rows[at]);
    if (!fitted) return fitted.error();
    RowReader row(*header, *fitted);
    PortalRow portal_row = read_row(row);
    if (row.error()) return *row.error();
    by_unit[portal_row.serial_number].push_back(std::move(portal_row));
  }
  ReportBuilder builder(SchemaVersion::portal_csv);
  for (const auto& [serial_number, unit_rows] : by_unit) {
    auto added = UnitReader(builder, read.notes).read(unit_rows);
    if (!added) return added.error();
  }
  auto report = std::move(builder).finish();
  if (!report) return report.error();
  set_order_and_type(*report);
  read.report = *std::move(report);
  return read;
}

}  // namespace avstem::vipps::settlement_file
