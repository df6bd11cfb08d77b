#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "vipps/settlement_file/csv_reader.hpp"
#include "vipps/settlement_file/csv_report.hpp"

namespace avstem::vipps::settlement_file {
namespace {

const std::vector<Column> settlement_columns{{"SettlementInfo"},
                                             {"SalesUnitName"},
                                             {"SaleUnitNumber"},
                                             {"SettlementDate"},
                                             {"SettlementID"},
                                             {"SettlementAccount"},
                                             {"Gross", CellKind::amount},
                                             {"Currency"},
                                             {"Fee", CellKind::amount},
                                             {"Refund", CellKind::amount},
                                             {"Net", CellKind::amount},
                                             {"NumberOfTransactions"}};
const std::vector<Column> transaction_columns{{"TransactionInfo"},
                                              {"SalesDate"},
                                              {"SaleUnitName"},
                                              {"SaleUnitNumber"},
                                              {"TransactionId"},
                                              {"SettlementId"},
                                              {"OrderID"},
                                              {"SettlementDate"},
                                              {"Gross", CellKind::amount},
                                              {"Currency"},
                                              {"Fee", CellKind::amount},
                                              {"Refund", CellKind::amount},
                                              {"Net", CellKind::amount}};

std::string kroner(std::int64_t minor) {
  return Money(minor, Currency()).to_decimal();
}

/// The four figures of a row, with the file's own signs.
struct Figures {
  explicit Figures(RowReader& row)
      : gross(row.amount("Gross")),
        fee(row.amount("Fee")),
        refund(row.amount("Refund")),
        net(row.amount("Net")) {
    if (gross < 0) row.fail("Gross", "must not be negative");
    if (refund > 0) row.fail("Refund", "must not be positive");
  }

  bool leaves_refund_out() const { return refund != 0 && net == add_minor(gross, fee); }
  std::int64_t full_net() const { return leaves_refund_out() ? add_minor(net, refund) : net; }
  bool agrees() const { return full_net() == add_minor(add_minor(gross, fee), refund); }

  std::int64_t gross;
  std::int64_t fee;
  std::int64_t refund;
  std::int64_t net;
};

class SectionedReader {
 public:
  Result<AnyReport> read(const std::vector<CsvRow>& rows) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
      auto rows_read = section(rows, at);
      if (!rows_read) return rows_read.error();
      at += *rows_read - 1;
    }
    auto report = std::move(builder_).finish();
    if (!report) return report.error();
    for (SalesUnit& unit : report->sales_units) {
      unit.organization_number = organization_number_;
      unit.organization_name = organization_name_;
    }
    return AnyReport{*std::move(report), std::move(notes_)};
  }

 private:
  /// Reads what begins at a row; gives the number of rows it took.
  Result<std::size_t> section(const std::vector<CsvRow>& rows, std::size_t at) {
    const std::string& name = rows[at].cells.front();
    const bool has_next = at + 1 < rows.size();
    if (name == "OrganizationNumber" && has_next) {
      organization_number_ = rows[at + 1].cells[0];
      if (rows[at + 1].cells.size() > 1) organization_name_ = rows[at + 1].cells[1];
      return 2;
    }
    if (name == "Name" && has_next) return 2;  // Vipps' own name and address
    Result<void> taken;
    if (name == "SettlementInfo") {
      taken = row_of(rows[at], settlement_header_, settlement_columns,
                     [this](RowReader& row) { settlement(row); });
    } else if (name == "TransactionInfo") {
      taken = row_of(rows[at], transaction_header_, transaction_columns,
                     [this](RowReader& row) { transaction(row); });
    } else if (name == "FeeInfo" && !fee_header_seen_) {
      fee_header_seen_ = true;
    } else if (name == "FeeInfo") {
      return bad_row(rows[at].line,
                     "a FeeInfo row has no number by which the invoice could be known again; "
                     "fetch this settlement as XML");
    } else {
      return bad_row(rows[at].line, fmt::format("'{}' begins no section that we know", name));
    }
    if (!taken) return taken.error();
    return 1;
  }

  template <class Read>
  Result<void> row_of(const CsvRow& row, std::optional<CsvHeader>& header,
                      const std::vector<Column>& columns, Read read) {
    if (!header) {
      auto found = CsvHeader::find(row, columns);
      if (!found) return found.error();
      header = *std::move(found);
      note_unknown(*header, notes_);
      return {};
    }
    auto fitted = header->fit(row);
    if (!fitted) return fitted.error();
    RowReader reader(*header, *fitted);
    read(reader);
    if (reader.error()) return *reader.error();
    return {};
  }

  void settlement(RowReader& row) {
    const std::string serial_number = row.required_text("SaleUnitNumber");
    const std::string id = row.required_text("SettlementID");
    const Currency currency = row.currency("Currency");
    const Figures figures(row);
    const std::int64_t transactions = row.count("NumberOfTransactions");
    const Date date = row.date("SettlementDate");
    if (row.error()) return;
    if (builder_.find_settlement(serial_number, id) != nullptr) {
      return row.fail("SettlementID", "stands twice");
    }
    SalesUnit& unit = builder_.unit(serial_number, row.text("SalesUnitName"), currency);
    if (unit.currency != currency) return row.fail("Currency", "differs from the row before");
    unit.account_number = row.text("SettlementAccount");
    Settlement& settlement = builder_.settlement(unit, id);
    settlement.date = date;
    settlement.stated.transactions = transactions;
    settlement.stated.capture = figures.gross;
    settlement.stated.refund = figures.refund;
    settlement.stated.fee = -figures.fee;
    settlement.stated.net = figures.full_net();
    if (figures.leaves_refund_out()) {
      notes_.push_back(fmt::format(
          "line {}: settlement {} states Net {} without its refunds of {}; a payout of {} is "
          "booked, compare it with the bank",
          row.line(), id, kroner(figures.net), kroner(figures.refund), kroner(figures.full_net())));
    }
  }

  void transaction(RowReader& row) {
    const std::string serial_number = row.required_text("SaleUnitNumber");
    const std::string settlement_id = row.required_text("SettlementId");
    const Currency currency = row.currency("Currency");
    const Figures figures(row);
    const Date settlement_date = row.date("SettlementDate");
    Transaction transaction;
    transaction.time = row.time("SalesDate");
    transaction.id = row.required_text("TransactionId");
    transaction.order_id = row.text("OrderID");
    transaction.capture = figures.gross;
    transaction.refund = figures.refund;
    transaction.fee = -figures.fee;
    complete(transaction);
    if (!figures.agrees()) {
      row.fail("Net", fmt::format("Gross + Fee is {}", kroner(figures.gross + figures.fee)));
    }
    if (row.error()) return;
    Settlement* settlement = builder_.find_settlement(serial_number, settlement_id);
    if (settlement == nullptr) {
      return row.fail("SettlementId", fmt::format("no SettlementInfo row above has it for sales "
                                                  "unit {}; fetch the file from Vipps again",
                                                  serial_number));
    }
    if (settlement->currency != currency) row.fail("Currency", "differs from the settlement's");
    if (settlement->date != settlement_date) {
      row.fail("SettlementDate",
               fmt::format("the settlement's own is {}", settlement->date.to_string()));
    }
    settlement->transactions.push_back(std::move(transaction));
  }

  ReportBuilder builder_{SchemaVersion::sectioned_csv};
  std::optional<CsvHeader> settlement_header_;
  std::optional<CsvHeader> transaction_header_;
  bool fee_header_seen_ = false;
  std::string organization_number_;
  std::string organization_name_;
  std::vector<std::string> notes_;
};

}  // namespace

bool is_sectioned_csv(const std::vector<CsvRow>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const CsvRow& row) {
    return row.cells.front() == "SettlementInfo" || row.cells.front() == "TransactionInfo";
  });
}

Result<AnyReport> read_sectioned_csv(const std::vector<CsvRow>& rows) {
  return SectionedReader().read(rows);
}

}  // namespace avstem::vipps::settlement_file
