#include "documents/page_flow.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::documents {
namespace {

constexpr float title_size = 16;
constexpr float heading_size = 10;
constexpr float text_size = 8;
constexpr float cell_size = 7;
constexpr float foot_size = 6.5F;

constexpr float row_height = 10.5F;
constexpr float baseline = 7.5F;  ///< below a row's upper edge
constexpr float cell_gap = 6;     ///< between the texts of two columns
constexpr float foot_height = 18;
constexpr float heading_height = 24;
/// A heading is not the last thing on a page.
constexpr float kept_together = 4 * row_height;

}  // namespace

void PageFlow::new_page() {
  out_.add_page();
  y_ = PdfWriter::page_height - margin;
  shaded_ = false;
}

void PageFlow::need(float height) {
  if (out_.page_count() != 0 && y_ - height >= margin + foot_height) return;
  new_page();
  if (!columns_.empty()) table_head();
}

void PageFlow::title(std::string_view text) {
  need(title_size * 2);
  out_.text(margin, y_ - title_size, title_size, Weight::bold, text);
  y_ -= title_size * 1.6F;
}

void PageFlow::heading(std::string_view text) {
  need(heading_height + kept_together);
  out_.text(margin, y_ - heading_height + 8, heading_size, Weight::bold, text);
  y_ -= heading_height;
}

void PageFlow::line(std::string_view text) {
  for (const std::string& part : wrap(std::string(text), text_width)) {
    need(row_height + 1);
    out_.text(margin, y_ - baseline, text_size, Weight::regular, part);
    y_ -= row_height + 1;
  }
}

void PageFlow::begin_table(std::vector<Column> columns) {
  constexpr float space_above = 3;
  need(kept_together + space_above);
  y_ -= space_above;
  columns_ = std::move(columns);
  table_head();
}

void PageFlow::end_table() {
  columns_.clear();
}

void PageFlow::table_head() {
  float x = margin;
  for (const Column& column : columns_) {
    const float length = out_.width(cell_size, column.title);
    const float left = column.right ? x + column.width - cell_gap - length : x;
    out_.text(left, y_ - baseline, cell_size, Weight::bold, column.title);
    x += column.width;
  }
  y_ -= row_height + 1;
  out_.rule(margin, y_, text_width);
  y_ -= 2;
  shaded_ = false;
}

void PageFlow::row(const std::vector<std::string>& cells, Weight weight) {
  std::vector<std::vector<std::string>> lines;
  std::size_t height = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    lines.push_back(wrap(cells[i], columns_[i].width - cell_gap));
    if (lines.back().size() > cell_lines_max) {
      lines.back().resize(cell_lines_max);
      lines.back().back().append("…");
    }
    height = std::max(height, lines.back().size());
  }
  const float points = row_height * static_cast<float>(height);
  need(points);
  if (shaded_) out_.shade(margin, y_ - points, text_width, points);
  shaded_ = !shaded_;
  float x = margin;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    float y = y_ - baseline;
    for (const std::string& text : lines[i]) {
      const float length = columns_[i].right ? out_.width(cell_size, text) : 0;
      out_.text(columns_[i].right ? x + columns_[i].width - cell_gap - length : x, y, cell_size,
                weight, text);
      y -= row_height;
    }
    x += columns_[i].width;
  }
  y_ -= points;
}

/// Breaks at letters, not at words: references have none.
std::vector<std::string> PageFlow::wrap(const std::string& text, float width) const {
  const float size = columns_.empty() ? text_size : cell_size;
  std::string rest = printable(text);
  std::vector<std::string> lines;
  while (!rest.empty() && out_.width(size, rest) > width) {
    std::size_t fits = 0;
    float used = 0;
    while (fits < rest.size()) {
      std::size_t end = fits + 1;
      while (end < rest.size() && (static_cast<unsigned char>(rest[end]) & 0xC0U) == 0x80U)
        ++end;
      used += out_.width(size, std::string_view(rest).substr(fits, end - fits));
      // One letter a line at least, however narrow the column.
      if (used > width && fits > 0) break;
      fits = end;
    }
    lines.push_back(rest.substr(0, fits));
    rest.erase(0, fits);
  }
  lines.push_back(std::move(rest));
  return lines;
}

void PageFlow::number_pages(std::string_view foot_text) {
  constexpr float room_for_number = 80;
  const std::string foot = wrap(std::string(foot_text), text_width - room_for_number).front();
  const std::size_t pages = out_.page_count();
  for (std::size_t page = 0; page < pages; ++page) {
    out_.go_to_page(page);
    const float y = margin;
    out_.rule(margin, y + foot_size + 3, text_width);
    out_.text(margin, y, foot_size, Weight::regular, foot);
    const std::string number = fmt::format("Side {} av {}", page + 1, pages);
    const float length = out_.width(foot_size, number);
    out_.text(margin + text_width - length, y, foot_size, Weight::regular, number);
  }
}

}  // namespace avstem::documents
