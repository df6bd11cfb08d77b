#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include "vipps/settlement_file/csv_reader.hpp"
#include "vipps/settlement_file/csv_report.hpp"

namespace avstem::vipps::settlement_file {
namespace {

const std::vector<Column> columns{{"Salgsdato"},
                                  {"Salgssted"},
                                  {"Vippsnummer"},
                                  {"Produkt", CellKind::text, false},
                                  {"Transaksjons-ID"},
                                  {"Ordre-ID", CellKind::text, false},
                                  {"Brutto", CellKind::amount},
                                  {"Gebyr", CellKind::amount},
                                  {"Netto", CellKind::amount},
                                  {"Transaksjonstype"},
                                  {"Oppgjørs-ID"},
                                  {"Oppgjørsdato"},
                                  {"Oppgjørssum", CellKind::amount},
                                  {"Oppgjørskonto", CellKind::text, false},
                                  {"Fornavn", CellKind::text, false},
                                  {"Etternavn", CellKind::text, false},
                                  {"Melding", CellKind::text, false}};

/// The row's money. No source says which sign a fee or a refund has here, so both are taken and
/// the row's own sum decides: Netto is Brutto without the fee, whatever the signs.
void read_amounts(RowReader& row, Transaction& transaction) {
  const std::int64_t gross = row.amount("Brutto");
  const std::int64_t fee = row.amount("Gebyr");
  const std::int64_t net = row.amount("Netto");
  const std::string type = row.text("Transaksjonstype");
  if (type == "Salg") {
    transaction.capture = gross;
    if (gross < 0) row.fail("Brutto", "a sale is not negative");
  } else if (type == "Refundering") {
    transaction.refund = -std::abs(gross);
  } else {
    row.fail("Transaksjonstype", "is neither Salg nor Refundering; read these dates from the API");
  }
  transaction.fee = std::abs(fee);
  complete(transaction);
  const bool positive_refund = transaction.refund < 0 && gross > 0;
  if (net == (positive_refund ? -transaction.net : transaction.net)) return;
  row.fail("Netto", fmt::format("Brutto without Gebyr is {}",
                                Money(transaction.net, Currency()).to_decimal()));
}

void read_row(ReportBuilder& builder, RowReader& row) {
  const std::string serial_number = row.required_text("Vippsnummer");
  const std::string settlement_id = row.required_text("Oppgjørs-ID");
  const Date settlement_date = row.date("Oppgjørsdato");
  const std::int64_t settled = row.amount("Oppgjørssum");
  Transaction transaction;
  transaction.time = row.time("Salgsdato");
  transaction.id = row.required_text("Transaksjons-ID");
  transaction.order_id = row.text("Ordre-ID");
  read_amounts(row, transaction);
  if (row.error()) return;
  SalesUnit& unit = builder.unit(serial_number, row.text("Salgssted"), Currency());
  unit.account_number = row.text("Oppgjørskonto");
  Settlement& settlement = builder.settlement(unit, settlement_id);
  if (settlement.transactions.empty()) {
    settlement.date = settlement_date;
    settlement.stated.settled = settled;
  }
  if (settlement.date != settlement_date) {
    row.fail("Oppgjørsdato", fmt::format("an earlier row has {} for the same settlement",
                                         settlement.date.to_string()));
  }
  if (settlement.stated.settled != settled) {
    row.fail("Oppgjørssum",
             fmt::format("an earlier row has {} for the same settlement",
                         Money(*settlement.stated.settled, Currency()).to_decimal()));
  }
  settlement.transactions.push_back(std::move(transaction));
}

}  // namespace

bool is_norwegian_csv(const std::vector<CsvRow>& rows) {
  return CsvHeader::matches(rows.front(), {{"Transaksjons-ID"}, {"Oppgjørs-ID"}});
}

Result<AnyReport> read_norwegian_csv(const std::vector<CsvRow>& rows) {
  auto header = CsvHeader::find(rows.front(), columns);
  if (!header) return header.error();
  AnyReport read;
  note_unknown(*header, read.notes);
  ReportBuilder builder(SchemaVersion::norwegian_csv);
  for (std::size_t at = 1; at < rows.size(); ++at) {
    auto fitted = header->fit(rows[at]);
    if (!fitted) return fitted.error();
    RowReader row(*header, *fitted);
    read_row(builder, row);
    if (row.error()) return *row.error();
  }
  auto report = std::move(builder).finish();
  if (!report) return report.error();
  for (SalesUnit& unit : report->sales_units) {
    for (Settlement& settlement : unit.settlements) {
      settlement.type = type_by_payout(settlement, settlement.stated.settled.value_or(0));
    }
  }
  read.report = *std::move(report);
  return read;
}

}  // namespace avstem::vipps::settlement_file
