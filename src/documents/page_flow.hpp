#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/pdf_writer.hpp"

namespace avstem::documents {

/// A column of a table, in points; amounts stand on the right.
struct Column {
  std::string title;
  float width = 0;
  bool right = false;
};

/// Sets headings, lines and tables one below the other, on as many pages as it takes. A table that
/// goes on to a further page has its column titles there too; a cell that is too narrow for its
/// text has several lines.
class PageFlow {
 public:
  explicit PageFlow(PdfWriter& out) : out_(out) {}

  void title(std::string_view text);
  void heading(std::string_view text);
  void line(std::string_view text);

  void begin_table(std::vector<Column> columns);
  void row(const std::vector<std::string>& cells, Weight weight = Weight::regular);
  void end_table();

  /// Writes what stands at the foot of every page, with its number: after the last line.
  void number_pages(std::string_view foot_text);

  /// Lines of one cell; a longer text is cut. References of Vipps take three at most.
  static constexpr std::size_t cell_lines_max = 20;

  static constexpr float margin = 36;
  static constexpr float text_width = PdfWriter::page_width - 2 * margin;

 private:
  void need(float height);
  void new_page();
  void table_head();
  std::vector<std::string> wrap(const std::string& text, float width) const;

  PdfWriter& out_;
  float y_ = 0;  ///< the upper edge of what comes next
  std::vector<Column> columns_;
  bool shaded_ = false;
};

}  // namespace avstem::documents
