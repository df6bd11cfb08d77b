#include "vipps/settlement_file/csv_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace avstem::vipps::settlement_file {
namespace {

Result<AnyReport> read_rows(const std::vector<CsvRow>& rows) {
  if (is_sectioned_csv(rows)) return read_sectioned_csv(rows);
  if (is_norwegian_csv(rows)) return read_norwegian_csv(rows);
  if (is_portal_csv(rows)) return read_portal_csv(rows);
  return Error{ErrorKind::invalid,
               fmt::format("settlement file, line {}: '{}' is the heading of no report that we "
                           "read; those are XML 2.0 and 3.0, CSV in sections, CSV with Norwegian "
                           "headings, and the portal's export with English headings",
                           rows.front().line, fmt::join(rows.front().cells, ", "))};
}

Result<void> check_count(const SettlementReport& report, std::size_t transactions_max) {
  std::size_t count = 0;
  for (const SalesUnit& unit : report.sales_units) {
    for (const Settlement& settlement : unit.settlements)
      count += settlement.transactions.size();
  }
  if (count <= transactions_max) return {};
  return Error{ErrorKind::invalid,
               fmt::format("the file holds {} transactions, more than {}; fetch it from Vipps in "
                           "shorter periods",
                           count, transactions_max)};
}

}  // namespace

Result<AnyReport> read_csv_report(std::string_view bytes, const ReadOptions& options) {
  if (bytes.size() > options.file_size_max) {
    return Error{ErrorKind::invalid,
                 fmt::format("settlement file of {} bytes is larger than the {} we read; fetch it "
                             "from Vipps in shorter periods",
                             bytes.size(), options.file_size_max)};
  }
  auto text = csv_text(bytes);
  if (!text) return text.error();
  auto rows = csv_rows(*text, csv_separator(*text), options.transactions_max + csv_other_rows_max);
  if (!rows) return rows.error();
  if (rows->empty()) return Error{ErrorKind::invalid, "settlement file: is empty"};
  auto read = read_rows(*rows);
  if (!read) return read.error();
  if (auto few = check_count(read->report, options.transactions_max); !few) return few.error();
  return read;
}

}  // namespace avstem::vipps::settlement_file
