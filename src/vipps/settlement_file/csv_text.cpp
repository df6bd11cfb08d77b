#include "vipps/settlement_file/csv_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "vipps/settlement_file/xml_text.hpp"

namespace avstem::vipps::settlement_file {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

Error bad_line(std::size_t line, std::string_view why) {
  return Error{ErrorKind::invalid, fmt::format("settlement file, line {}: {}", line, why)};
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text.substr(at));
    if (length == 0) return false;
    at += length;
  }
  return true;
}

/// What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters; 0 is unused.
constexpr std::array<std::uint16_t, 32> windows_1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | (code >> 6));
  } else {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

Result<std::string> from_windows_1252(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    const bool control = byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
    const std::uint32_t code = byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80U] : byte;
    if (control || code == 0) {
      return bad_line(line_at(bytes, at),
                      fmt::format("byte 0x{:02x} is text in neither UTF-8 nor Windows-1252; save "
                                  "the file as Vipps delivered it",
                                  byte));
    }
    append_utf8(out, code);
  }
  return out;
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

/// Reads cell by cell.
class RowSplitter {
 public:
  RowSplitter(std::string_view text, char separator) : text_(text), separator_(separator) {}

  bool at_end() const { return at_ >= text_.size(); }

  Result<CsvRow> row() {
    CsvRow row{line_, {}};
    while (true) {
      auto cell = this->cell();
      if (!cell) return cell.error();
      if (cell->size() > csv_cell_length_max) {
        return bad_line(line_, fmt::format("a cell of {} bytes is longer than the {} we read",
                                           cell->size(), csv_cell_length_max));
      }
      row.cells.push_back(*std::move(cell));
      if (row.cells.size() > csv_cells_max) {
        return bad_line(row.line, fmt::format("has more than {} cells", csv_cells_max));
      }
      if (!at_end() && text_[at_] == separator_) {
        ++at_;
        continue;
      }
      if (!at_end()) ++at_;  // the line's end
      ++line_;
      return row;
    }
  }

 private:
  Result<std::string> cell() {
    const std::size_t start = text_.find_first_not_of(" \t", at_);
    if (start != std::string_view::npos && text_[start] == '"') return quoted(start + 1);
    const std::size_t end =
        std::min(text_.find_first_of(separator_ == ';' ? ";\n" : ",\n", at_), text_.size());
    std::string cell = trimmed(text_.substr(at_, end - at_));
    at_ = end;
    return cell;
  }

  Result<std::string> quoted(std::size_t start) {
    std::string cell;
    const std::size_t opened_on = line_;
    for (at_ = start; at_ < text_.size(); ++at_) {
      const char letter = text_[at_];
      if (letter == '"' && text_.substr(at_).starts_with("\"\"")) {
        ++at_;
      } else if (letter == '"') {
        at_ = std::min(text_.find_first_not_of(" \t\r", at_ + 1), text_.size());
        if (at_end() || text_[at_] == separator_ || text_[at_] == '\n') return trimmed(cell);
        return bad_line(line_, fmt::format("text follows the closing quote of '{}'", cell));
      }
      if (letter == '\n') ++line_;
      cell += letter;
    }
    return bad_line(opened_on, "a quote is opened and never closed");
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

Result<std::string> csv_text(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return bad_line(1, "is written in UTF-16; save the file as CSV in UTF-8");
  }
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  if (is_utf8(bytes)) return std::string(bytes);
  return from_windows_1252(bytes);
}

char csv_separator(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return ',';
  bool in_quotes = false;
  for (const char letter : text.substr(start, text.find('\n', start) - start)) {
    if (letter == '"') in_quotes = !in_quotes;
    if (letter == ';' && !in_quotes) return ';';
  }
  return ',';
}

Result<std::vector<CsvRow>> csv_rows(std::string_view text, char separator, std::size_t rows_max) {
  std::vector<CsvRow> rows;
  RowSplitter splitter(text, separator);
  while (!splitter.at_end()) {
    auto row = splitter.row();
    if (!row) return row.error();
    const bool empty = std::all_of(row->cells.begin(), row->cells.end(),
                                   [](const std::string& cell) { return cell.empty(); });
    if (empty) continue;
    if (rows.size() == rows_max) {
      return bad_line(row->line, fmt::format("is more than the {} rows we read; fetch the file "
                                             "from Vipps in shorter periods",
                                             rows_max));
    }
    rows.push_back(*std::move(row));
  }
  return rows;
}

}  // namespace avstem::vipps::settlement_file
