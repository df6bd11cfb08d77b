#include "vipps/settlement_file/csv_columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "core/digits.hpp"
#include "vipps/settlement_file/csv_value.hpp"
#include "vipps/settlement_file/element_reader.hpp"

namespace avstem::vipps::settlement_file {
namespace {

/// Lower case in ASCII only: no column we know differs from another by the case of its ø.
std::string folded(std::string_view text) {
  std::string out(text);
  for (char& letter : out) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return out;
}

bool same_name(std::string_view a, std::string_view b) {
  return folded(a) == folded(b);
}

/// `16450` and `62`, which were one amount before a comma split them.
bool is_split_amount(std::string_view whole, std::string_view decimals) {
  if (whole.starts_with('-')) whole.remove_prefix(1);
  return all_digits(whole) && decimals.size() == 2 && all_digits(decimals);
}

Result<std::int64_t> parse_count(std::string_view text) {
  if (all_digits(text) && text.size() <= id_length_max) return std::stoll(std::string(text));
  return Error{ErrorKind::invalid, fmt::format("'{}' is no number of things", text)};
}

}  // namespace

Error bad_row(std::size_t line, std::string_view why) {
  return Error{ErrorKind::invalid, fmt::format("settlement file, line {}: {}", line, why)};
}

bool CsvHeader::matches(const CsvRow& row, const std::vector<Column>& columns) {
  return std::all_of(columns.begin(), columns.end(), [&row](const Column& column) {
    return !column.required ||
           std::any_of(row.cells.begin(), row.cells.end(),
                       [&column](const std::string& cell) { return same_name(cell, column.name); });
  });
}

Result<CsvHeader> CsvHeader::find(const CsvRow& row, const std::vector<Column>& columns) {
  CsvHeader header;
  header.kinds_.assign(row.cells.size(), CellKind::text);
  for (std::size_t at = 0; at < row.cells.size(); ++at) {
    const std::string& cell = row.cells[at];
    const auto known = std::find_if(columns.begin(), columns.end(), [&cell](const Column& column) {
      return same_name(cell, column.name);
    });
    if (known == columns.end()) {
      if (!cell.empty()) header.unknown_.push_back(cell);
      continue;
    }
    if (header.place(known->name)) {
      return bad_row(row.line, fmt::format("column '{}' stands twice", cell));
    }
    header.places_.push_back({known->name, at});
    header.kinds_[at] = known->kind;
  }
  for (const Column& column : columns) {
    if (!column.required || header.place(column.name)) continue;
    return bad_row(row.line, fmt::format("column '{}' is missing among {}; export the report with "
                                         "all its columns",
                                         column.name, fmt::join(row.cells, ", ")));
  }
  return header;
}

std::optional<std::size_t> CsvHeader::place(std::string_view name) const {
  for (const Place& place : places_) {
    if (place.name == name) return place.at;
  }
  return std::nullopt;
}

/// Every way to make `kinds_.size()` cells of the row; stops at two, since one is what is needed.
void CsvHeader::join_amounts(const CsvRow& row, std::size_t from, std::vector<std::string>& built,
                             std::vector<std::vector<std::string>>& ways) const {
  const std::size_t left = row.cells.size() - from;
  const std::size_t wanted = kinds_.size() - built.size();
  if (ways.size() > 1 || left < wanted) return;
  if (wanted == 0) {
    if (left == 0) ways.push_back(built);
    return;
  }
  const bool amount = kinds_[built.size()] == CellKind::amount;
  const std::string& cell = row.cells[from];
  if (!amount || cell.empty() || parse_csv_amount(cell)) {
    built.push_back(cell);
    join_amounts(row, from + 1, built, ways);
    built.pop_back();
  }
  if (amount && left > 1 && is_split_amount(cell, row.cells[from + 1])) {
    built.push_back(cell + "." + row.cells[from + 1]);
    join_amounts(row, from + 2, built, ways);
    built.pop_back();
  }
}

Result<CsvRow> CsvHeader::fit(CsvRow row) const {
  while (row.cells.size() > kinds_.size() && row.cells.back().empty())
    row.cells.pop_back();
  if (row.cells.size() == kinds_.size()) return row;
  std::vector<std::vector<std::string>> ways;
  std::vector<std::string> built;
  if (row.cells.size() > kinds_.size()) join_amounts(row, 0, built, ways);
  if (ways.size() == 1) return CsvRow{row.line, std::move(ways.front())};
  return bad_row(row.line,
                 fmt::format("has {} cells under {} columns{}: {}", row.cells.size(), kinds_.size(),
                             ways.empty() ? "" : ", and more than one way to join split amounts",
                             fmt::join(row.cells, " | ")));
}

std::string RowReader::text(std::string_view column) const {
  const auto at = header_.place(column);
  return at && *at < row_.cells.size() ? row_.cells[*at] : std::string();
}

std::string RowReader::required_text(std::string_view column) {
  std::string text = this->text(column);
  if (text.empty()) fail(column, "must not be empty");
  if (text.size() > text_length_max) {
    fail(column, fmt::format("is longer than {} bytes", text_length_max));
  }
  return text;
}

template <class T>
T RowReader::value(std::string_view column, Result<T> (*parse)(std::string_view)) {
  if (error_) return T();
  auto result = parse(text(column));
  if (result) return *result;
  fail(column, result.error().message);
  return T();
}

std::int64_t RowReader::amount(std::string_view column) {
  return value(column, parse_csv_amount);
}

std::optional<std::int64_t> RowReader::optional_amount(std::string_view column) {
  if (text(column).empty()) return std::nullopt;
  return amount(column);
}

std::int64_t RowReader::count(std::string_view column) {
  return value(column, parse_count);
}

Date RowReader::date(std::string_view column) {
  return value(column, parse_csv_date);
}

Instant RowReader::time(std::string_view column) {
  return value(column, parse_csv_time);
}

Currency RowReader::currency(std::string_view column) {
  return header_.place(column) ? value(column, Currency::parse) : Currency();
}

void RowReader::fail(std::string_view column, std::string_view why) {
  if (error_) return;
  error_ = bad_row(row_.line, fmt::format("{} '{}': {}", column, text(column), why));
}

}  // namespace avstem::vipps::settlement_file
