#include "core/html_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace avstem {
namespace {

using Named = std::pair<std::string_view, std::uint32_t>;

/// HTML 4's names for the letters of Western European names, and those every page needs.
constexpr Named named_characters[] = {
    {"AElig", 0xC6},  {"Aacute", 0xC1},  {"Acirc", 0xC2},   {"Agrave", 0xC0}, {"Aring", 0xC5},
    {"Atilde", 0xC3}, {"Auml", 0xC4},    {"Ccedil", 0xC7},  {"ETH", 0xD0},    {"Eacute", 0xC9},
    {"Ecirc", 0xCA},  {"Egrave", 0xC8},  {"Euml", 0xCB},    {"Iacute", 0xCD}, {"Icirc", 0xCE},
    {"Igrave", 0xCC}, {"Iuml", 0xCF},    {"Ntilde", 0xD1},  {"Oacute", 0xD3}, {"Ocirc", 0xD4},
    {"Ograve", 0xD2}, {"Oslash", 0xD8},  {"Otilde", 0xD5},  {"Ouml", 0xD6},   {"THORN", 0xDE},
    {"Uacute", 0xDA}, {"Ucirc", 0xDB},   {"Ugrave", 0xD9},  {"Uuml", 0xDC},   {"Yacute", 0xDD},
    {"aacute", 0xE1}, {"acirc", 0xE2},   {"aelig", 0xE6},   {"agrave", 0xE0}, {"amp", '&'},
    {"apos", '\''},   {"aring", 0xE5},   {"atilde", 0xE3},  {"auml", 0xE4},   {"ccedil", 0xE7},
    {"eacute", 0xE9}, {"ecirc", 0xEA},   {"egrave", 0xE8},  {"eth", 0xF0},    {"euml", 0xEB},
    {"gt", '>'},      {"iacute", 0xED},  {"icirc", 0xEE},   {"igrave", 0xEC}, {"iuml", 0xEF},
    {"lt", '<'},      {"nbsp", 0xA0},    {"ndash", 0x2013}, {"ntilde", 0xF1}, {"oacute", 0xF3},
    {"ocirc", 0xF4},  {"ograve", 0xF2},  {"oslash", 0xF8},  {"otilde", 0xF5}, {"ouml", 0xF6},
    {"quot", '"'},    {"rsquo", 0x2019}, {"szlig", 0xDF},   {"thorn", 0xFE},  {"uacute", 0xFA},
    {"ucirc", 0xFB},  {"ugrave", 0xF9},  {"uuml", 0xFC},    {"yacute", 0xFD}, {"yuml", 0xFF},
};

std::optional<std::uint32_t> numbered(std::string_view digits) {
  int base = 10;
  if (!digits.empty() && (digits.front() == 'x' || digits.front() == 'X')) {
    base = 16;
    digits.remove_prefix(1);
  }
  std::uint32_t code = 0;
  const char* const end = digits.data() + digits.size();
  const auto [read_to, failed] = std::from_chars(digits.data(), end, code, base);
  if (failed != std::errc() || read_to != end) return std::nullopt;
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < ' ' || code > 0x10FFFF || is_surrogate) return std::nullopt;
  return code;
}

/// The character that the text between `&` and `;` stands for.
std::optional<std::uint32_t> referred(std::string_view reference) {
  if (reference.starts_with('#')) return numbered(reference.substr(1));
  const auto* const found = std::ranges::find(named_characters, reference, &Named::first);
  if (found == std::end(named_characters)) return std::nullopt;
  return found->second;
}

void add_utf8(std::string& text, std::uint32_t code) {
  const auto add = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0 | code >> 6);
    add(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  } else {
    add(0xF0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3F));
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  }
}

}  // namespace

std::string unescape_html(std::string_view text) {
  constexpr std::size_t reference_length_max = 10;
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const std::size_t end = text.front() == '&' ? text.find(';') : std::string_view::npos;
    if (end <= reference_length_max) {
      if (const auto code = referred(text.substr(1, end - 1))) {
        add_utf8(plain, *code);
        text.remove_prefix(end + 1);
        continue;
      }
    }
    plain += text.front();
    text.remove_prefix(1);
  }
  return plain;
}

}  // namespace avstem
