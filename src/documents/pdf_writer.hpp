#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/date.hpp"
#include "core/result.hpp"

namespace avstem::documents {

enum class Weight { regular, bold };

/// Writes one PDF of A4 pages on their side, with DejaVu Sans embedded as far as it is used.
/// Points (1/72 inch) from the lower left corner. The same calls make the same bytes: nothing in
/// them comes from a clock, a file or chance. What goes wrong inside is told by finish(). The
/// uncompressed pages are held in memory, some 1 kB a line of text.
class PdfWriter {
 public:
  static constexpr float page_width = 842;
  static constexpr float page_height = 595;

  PdfWriter();
  ~PdfWriter();
  PdfWriter(const PdfWriter&) = delete;
  PdfWriter& operator=(const PdfWriter&) = delete;

  void add_page();
  std::size_t page_count() const;
  /// Writes on an earlier page again, 0 being the first.
  void go_to_page(std::size_t index);

  /// UTF-8. Bytes that are none, and letters beyond U+FFFF, become '?'; control characters, spaces.
  void text(float x, float y, float size, Weight weight, std::string_view text);
  /// How wide text() writes it, in either weight.
  float width(float size, std::string_view text) const;
  void rule(float x, float y, float length);
  /// A light grey bar behind what is written after it.
  void shade(float x, float y, float width, float height);

  /// The file. `date` stands as its time of creation, 00:00 without a zone.
  Result<std::string> finish(const std::string& title, Date date);

 private:
  struct Document;
  std::unique_ptr<Document> document_;
};

/// What text() writes of a text: valid UTF-8 of at most three bytes a letter.
std::string printable(std::string_view text);

}  // namespace avstem::documents
