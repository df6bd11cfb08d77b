#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "vipps/settlement_file/csv_text.hpp"

namespace avstem::vipps::settlement_file {

/// What a column holds; it decides where a stray decimal comma can stand.
enum class CellKind { text, amount };

/// A column that a format has.
struct Column {
  std::string_view name;  ///< as Vipps writes it; found whatever its case
  CellKind kind = CellKind::text;
  bool required = true;
};

/// Where the columns of a format stand in one file. Their order is free.
class CsvHeader {
 public:
  /// `invalid` with the line: a required column is missing, or one stands twice.
  static Result<CsvHeader> find(const CsvRow& row, const std::vector<Column>& columns);

  /// True when the row has every required column, whatever else it has.
  static bool matches(const CsvRow& row, const std::vector<Column>& columns);

  /// Headings that the format does not know, in the order of the file.
  const std::vector<std::string>& unknown() const { return unknown_; }

  /// The row with as many cells as the header. In a file that separates with commas, decimal
  /// commas split amounts: they are put together again when there is exactly one way to do so.
  /// `invalid` names line and cells.
  Result<CsvRow> fit(CsvRow row) const;

  std::optional<std::size_t> place(std::string_view name) const;

 private:
  struct Place {
    std::string_view name;
    std::size_t at = 0;
  };
  void join_amounts(const CsvRow& row, std::size_t from, std::vector<std::string>& built,
                    std::vector<std::vector<std::string>>& ways) const;

  std::vector<Place> places_;
  std::vector<CellKind> kinds_;  ///< of every column in the file
  std::vector<std::string> unknown_;
};

/// Reads the cells of one row by column name. The first bad one becomes the row's error, with
/// line, column and value, and everything after it gives empty values, so that a reader of ten
/// cells asks once.
class RowReader {
 public:
  RowReader(const CsvHeader& header, const CsvRow& row) : header_(header), row_(row) {}

  std::string text(std::string_view column) const;  ///< empty when the column is not there
  std::string required_text(std::string_view column);
  std::int64_t amount(std::string_view column);  ///< øre
  /// Nothing when the cell is empty or the column is not there.
  std::optional<std::int64_t> optional_amount(std::string_view column);
  std::int64_t count(std::string_view column);
  Date date(std::string_view column);
  Instant time(std::string_view column);
  Currency currency(std::string_view column);  ///< NOK when the column is not there

  std::size_t line() const { return row_.line; }
  /// Makes `why` the row's error, unless there is one; with the column and its value.
  void fail(std::string_view column, std::string_view why);
  const std::optional<Error>& error() const { return error_; }

 private:
  template <class T>
  T value(std::string_view column, Result<T> (*parse)(std::string_view));

  const CsvHeader& header_;
  const CsvRow& row_;
  std::optional<Error> error_;
};

/// `settlement file, line 12: …`
Error bad_row(std::size_t line, std::string_view why);

}  // namespace avstem::vipps::settlement_file
