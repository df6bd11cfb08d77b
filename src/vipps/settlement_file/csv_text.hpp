#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace avstem::vipps::settlement_file {

/// The bytes of a text file as UTF-8 without a byte order mark. What is not valid UTF-8 is read as
/// Windows-1252, in which Excel saves CSV. `invalid`: UTF-16, or a byte that neither has.
Result<std::string> csv_text(std::string_view bytes);

/// One row, without the rows that are empty.
struct CsvRow {
  std::size_t line = 0;            ///< where it begins, from 1
  std::vector<std::string> cells;  ///< trimmed, quotes resolved
};

/// `;` when the first line that is not empty has one outside quotes, else `,`.
char csv_separator(std::string_view text);

/// Splits UTF-8 text into rows (RFC 4180; lines end in LF or CRLF, a quoted cell may hold both).
/// `invalid` names the line: an open quote, text behind a closing quote, a limit.
Result<std::vector<CsvRow>> csv_rows(std::string_view text, char separator, std::size_t rows_max);

/// No row has more cells.
inline constexpr std::size_t csv_cells_max = 100;
/// No cell is longer, in bytes; a payer's message is the longest there is.
inline constexpr std::size_t csv_cell_length_max = 2'000;
/// Rows that a CSV file has beside its transactions: headers, settlements, fees, payouts.
inline constexpr std::size_t csv_other_rows_max = 100'000;

}  // namespace avstem::vipps::settlement_file
