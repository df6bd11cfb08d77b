#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "vipps/settlement_file/csv_text.hpp"
#include "vipps/settlement_file/settlement_report.hpp"
#include "vipps/settlement_file/xml_reader.hpp"

namespace avstem::vipps::settlement_file {

/// A report, and what a person should know about how it was read.
struct AnyReport {
  SettlementReport report;
  std::vector<std::string> notes;
};

/// Reads any of the three CSV formats, found by their headings; UTF-8 or Windows-1252, LF or CRLF,
/// comma or semicolon between cells, comma or point before øre. The sums are read but not
/// compared. Columns that no format has are a note. `invalid` names line, column and value.
Result<AnyReport> read_csv_report(std::string_view bytes, const ReadOptions& options = {});

/// The 2022 format in sections: rows of SettlementInfo and TransactionInfo, each kind under its own
/// heading. Fees are negative there and Net = Gross + Fee. A refund has Gross 0 and a Net that may
/// leave it out, as in Vipps' published sample; so may the settlement's Net, which is then a note,
/// since a payout always has its refunds taken off. FeeInfo rows are refused: they have no number
/// by which a fee invoice could be known again.
bool is_sectioned_csv(const std::vector<CsvRow>& rows);
Result<AnyReport> read_sectioned_csv(const std::vector<CsvRow>& rows);

/// The flat format with Norwegian headings, one row a transaction. Oppgjørssum is what is paid out:
/// fees were kept back when it is the sum of Netto, and are invoiced when it is the sum of Brutto.
bool is_norwegian_csv(const std::vector<CsvRow>& rows);
Result<AnyReport> read_norwegian_csv(const std::vector<CsvRow>& rows);

/// Today's export of the portal: the entries of the funds ledger. A payout covers the entries of
/// its sales unit after the payout before, up to its own booking date; entries after the last
/// payout are left out with a note, since no settlement has them yet. `Fees retained` must be the
/// sum of the fees, and the payout what remains.
bool is_portal_csv(const std::vector<CsvRow>& rows);
Result<AnyReport> read_portal_csv(const std::vector<CsvRow>& rows);

}  // namespace avstem::vipps::settlement_file
