#include "documents/pdf_writer.hpp"

#include <fmt/format.h>
// After it: the library's inner headers, for what its outer one cannot: a font from memory, and
// a table of letters that readers understand.
#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_fontdef.h>
#include <hpdf_streams.h>

#include <vector>

#include "documents/embedded_font.hpp"

namespace avstem::documents {
namespace {

constexpr unsigned stream_piece_bytes = 65'536;
constexpr const char* encoding = "UTF-8";

const HPDF_BYTE* bytes_of(std::string_view text) {
  return reinterpret_cast<const HPDF_BYTE*>(text.data());
}

/// The text codes are Unicode already, so the table maps each to itself: 256 ranges, since only
/// the last byte may vary within one, and at most 100 ranges in a block (PDF 1.7, § 9.10.3).
std::string unicode_table() {
  std::string table =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
  constexpr int ranges = 256;
  constexpr int ranges_in_block = 64;
  for (int high = 0; high < ranges; ++high) {
    if (high % ranges_in_block == 0) {
      table += fmt::format("{} beginbfrange\n", ranges_in_block);
    }
    table += fmt::format("<{0:02X}00> <{0:02X}FF> <{0:02X}00>\n", high);
    if (high % ranges_in_block == ranges_in_block - 1) table += "endbfrange\n";
  }
  return table + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

/// libharu 2.3 reads fonts from files only and marks letters with an operator that PDF readers
/// complain of; both are put right here. Null when the library fails; its error is kept in it.
HPDF_Font load_font(HPDF_Doc pdf, std::string_view file) {
  HPDF_Stream stream = HPDF_MemStream_New(pdf->mmgr, stream_piece_bytes);
  if (stream == nullptr) return nullptr;
  if (HPDF_Stream_Write(stream, bytes_of(file), static_cast<HPDF_UINT>(file.size())) != HPDF_OK) {
    HPDF_Stream_Free(stream);
    return nullptr;
  }
  HPDF_FontDef definition = HPDF_TTFontDef_Load(pdf->mmgr, stream, HPDF_TRUE);
  if (definition == nullptr) return nullptr;
  if (HPDF_List_Add(pdf->fontdef_list, definition) != HPDF_OK) {
    HPDF_FontDef_Free(definition);
    return nullptr;
  }
  std::string name = "AVSTEM";  // the mark of a font of which only some letters are there
  HPDF_TTFontDef_SetTagName(definition, name.data());
  HPDF_Font font = HPDF_GetFont(pdf, definition->base_font, encoding);
  if (font == nullptr) return nullptr;
  auto* table = static_cast<HPDF_Dict>(HPDF_Dict_GetItem(font, "ToUnicode", HPDF_OCLASS_DICT));
  if (table != nullptr) {
    HPDF_MemStream_FreeData(table->stream);
    const std::string text = unicode_table();
    HPDF_Stream_Write(table->stream, bytes_of(text), static_cast<HPDF_UINT>(text.size()));
  }
  return font;
}

/// The length of the letter that begins a text; 0 when its bytes are none that can be written.
std::size_t letter_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const auto continues = [&](std::size_t at) {
    return at < text.size() && (byte(at) & 0xC0U) == 0x80U;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return continues(1) ? 2 : 0;
  if (first < 0xE0 || first >= 0xF0 || !continues(1) || !continues(2)) return 0;
  const bool overlong = first == 0xE0 && byte(1) < 0xA0;
  const bool surrogate = first == 0xED && byte(1) >= 0xA0;
  return overlong || surrogate ? 0 : 3;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = letter_length(text);
    if (length == 0) {
      // A long letter, or what is left of one, is one mark.
      out += '?';
      text.remove_prefix(1);
      while (!text.empty() && (static_cast<unsigned char>(text.front()) & 0xC0U) == 0x80U)
        text.remove_prefix(1);
      continue;
    }
    const bool is_control = length == 1 && (text.front() < ' ' || text.front() == '\x7f');
    if (is_control) {
      out += ' ';
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return out;
}

struct PdfWriter::Document {
  Document() : pdf(HPDF_New(nullptr, nullptr)) {
    if (pdf == nullptr) return;
    HPDF_UseUTFEncodings(pdf);
    HPDF_SetCompressionMode(pdf, HPDF_COMP_ALL);
    font = load_font(pdf, dejavu_sans());
  }
  ~Document() {
    if (pdf != nullptr) HPDF_Free(pdf);
  }
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  HPDF_Doc pdf;
  HPDF_Font font = nullptr;
  std::vector<HPDF_Page> pages;
  HPDF_Page page = nullptr;
};

PdfWriter::PdfWriter() : document_(std::make_unique<Document>()) {}
PdfWriter::~PdfWriter() = default;

void PdfWriter::add_page() {
  document_->page = HPDF_AddPage(document_->pdf);
  document_->pages.push_back(document_->page);
  HPDF_Page_SetWidth(document_->page, page_width);
  HPDF_Page_SetHeight(document_->page, page_height);
}

std::size_t PdfWriter::page_count() const {
  return document_->pages.size();
}

void PdfWriter::go_to_page(std::size_t index) {
  document_->page = document_->pages.at(index);
}

void PdfWriter::text(float x, float y, float size, Weight weight, std::string_view text) {
  const std::string shown = printable(text);
  if (shown.empty()) return;
  HPDF_Page page = document_->page;
  // Bold letters have an outline, so that one font serves for both.
  constexpr float outline = 0.03F;
  HPDF_Page_BeginText(page);
  HPDF_Page_SetFontAndSize(page, document_->font, size);
  if (weight == Weight::bold) {
    HPDF_Page_SetLineWidth(page, size * outline);
    HPDF_Page_SetTextRenderingMode(page, HPDF_FILL_THEN_STROKE);
  }
  HPDF_Page_TextOut(page, x, y, shown.c_str());
  if (weight == Weight::bold) HPDF_Page_SetTextRenderingMode(page, HPDF_FILL);
  HPDF_Page_EndText(page);
}

float PdfWriter::width(float size, std::string_view text) const {
  const std::string shown = printable(text);
  const HPDF_TextWidth measured =
      HPDF_Font_TextWidth(document_->font, bytes_of(shown), static_cast<HPDF_UINT>(shown.size()));
  constexpr float units_per_size = 1000;
  return static_cast<float>(measured.width) * size / units_per_size;
}

void PdfWriter::rule(float x, float y, float length) {
  HPDF_Page page = document_->page;
  constexpr float thickness = 0.5F;
  HPDF_Page_SetLineWidth(page, thickness);
  HPDF_Page_MoveTo(page, x, y);
  HPDF_Page_LineTo(page, x + length, y);
  HPDF_Page_Stroke(page);
}

void PdfWriter::shade(float x, float y, float width, float height) {
  HPDF_Page page = document_->page;
  constexpr float light_grey = 0.95F;
  HPDF_Page_SetGrayFill(page, light_grey);
  HPDF_Page_Rectangle(page, x, y, width, height);
  HPDF_Page_Fill(page);
  HPDF_Page_SetGrayFill(page, 0);
}

Result<std::string> PdfWriter::finish(const std::string& title, Date date) {
  HPDF_Doc pdf = document_->pdf;
  const auto failed = [&] {
    return Error{ErrorKind::storage,
                 fmt::format("the PDF '{}' cannot be made: libharu error {:#x}, detail {}", title,
                             pdf == nullptr ? 0 : HPDF_GetError(pdf),
                             pdf == nullptr ? 0 : HPDF_GetErrorDetail(pdf))};
  };
  if (pdf == nullptr) return failed();
  const HPDF_Date created{date.year(),
                          static_cast<int>(date.month()),
                          static_cast<int>(date.day()),
                          0,
                          0,
                          0,
                          ' ',
                          0,
                          0};
  HPDF_SetInfoDateAttr(pdf, HPDF_INFO_CREATION_DATE, created);
  // Byte order mark and UTF-16 would be needed for other letters; a title is made of plain ones.
  HPDF_SetInfoAttr(pdf, HPDF_INFO_TITLE, title.c_str());
  HPDF_SetInfoAttr(pdf, HPDF_INFO_CREATOR, "Avstem");
  if (HPDF_SaveToStream(pdf) != HPDF_OK || HPDF_GetError(pdf) != HPDF_OK) return failed();
  std::string bytes(HPDF_GetStreamSize(pdf), '\0');
  auto size = static_cast<HPDF_UINT32>(bytes.size());
  HPDF_ResetStream(pdf);
  const auto read = HPDF_ReadFromStream(pdf, reinterpret_cast<HPDF_BYTE*>(bytes.data()), &size);
  if ((read != HPDF_OK && read != HPDF_STREAM_EOF) || size != bytes.size()) return failed();
  return bytes;
}

}  // namespace avstem::documents
