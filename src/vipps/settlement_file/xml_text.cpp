#include "vipps/settlement_file/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace avstem::vipps::settlement_file {
namespace {

Error bad_text(std::string_view text, std::size_t at, std::string_view why) {
  return Error{ErrorKind::invalid,
               fmt::format("settlement file, line {}: {}", line_at(text, at), why)};
}

/// XML 1.0 § 2.2, production Char.
bool is_xml_character(std::uint32_t code) {
  return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
         (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

/// Length of the reference `&…;` at the start of `rest`; 0 when it is not one of XML's own.
std::size_t reference_length(std::string_view rest) {
  for (std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}) {
    if (rest.starts_with(known)) return known.size();
  }
  if (!rest.starts_with("&#")) return 0;
  const bool hex = rest.starts_with("&#x");
  const std::string_view digits = rest.substr(hex ? 3 : 2);
  std::uint32_t code = 0;
  const auto [end, status] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  const auto used = static_cast<std::size_t>(end - digits.data());
  if (status != std::errc() || used == digits.size() || digits[used] != ';') return 0;
  return is_xml_character(code) ? (hex ? 3 : 2) + used + 1 : 0;
}

/// What a reference may be written with; anything else ends it in a message.
constexpr std::string_view reference_letters =
    "#0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Every character is one that UTF-8 and XML allow.
Result<void> check_characters(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text.substr(at));
    if (length == 0) {
      return bad_text(text, at,
                      fmt::format("byte 0x{:02x} is not text in UTF-8; save the file as Vipps "
                                  "delivered it",
                                  static_cast<unsigned char>(text[at])));
    }
    at += length;
  }
  return {};
}

}  // namespace

std::size_t character_length(std::string_view rest) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(rest[at]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80             ? 1
                             : (lead & 0xE0) == 0xC0 ? 2
                             : (lead & 0xF0) == 0xE0 ? 3
                             : (lead & 0xF8) == 0xF0 ? 4
                                                     : 0;
  if (length == 0 || length > rest.size()) return 0;
  std::uint32_t code = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t at = 1; at < length; ++at) {
    if ((byte(at) & 0xC0) != 0x80) return 0;
    code = (code << 6) | (byte(at) & 0x3FU);
  }
  // A longer form than needed hides characters from whoever looks for them.
  constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  return code >= smallest[length] && is_xml_character(code) ? length : 0;
}

std::size_t line_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

Result<void> check_xml_text(std::string_view text) {
  if (auto characters = check_characters(text); !characters) return characters.error();
  for (std::size_t at = text.find_first_of("<&"); at != std::string_view::npos;
       at = text.find_first_of("<&", at)) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<!--") || rest.starts_with("<![CDATA[")) {
      const bool comment = rest.starts_with("<!--");
      const auto end = text.find(comment ? "-->" : "]]>", at + (comment ? 4 : 9));
      if (end == std::string_view::npos) {
        return bad_text(text, at, comment ? "a comment has no end" : "a CDATA section has no end");
      }
      at = end + 3;
    } else if (rest.starts_with("<!")) {
      return bad_text(text, at, "holds a DTD or entity declaration; those are never read");
    } else if (rest.starts_with('<')) {
      ++at;
    } else {
      const std::size_t length = reference_length(rest);
      if (length == 0) {
        return bad_text(text, at,
                        fmt::format("'{}' is no reference that XML itself knows; entities are "
                                    "never expanded",
                                    rest.substr(0, rest.find_first_not_of(reference_letters, 1))));
      }
      at += length;
    }
  }
  return {};
}

}  // namespace avstem::vipps::settlement_file
