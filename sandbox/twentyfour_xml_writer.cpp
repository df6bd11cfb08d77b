#include <fmt/format.h>

#include "core/money.hpp"
#include "sandbox/twentyfour_xml.hpp"

namespace avstem::sandbox::twentyfour {

std::string xml_escape(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

void XmlWriter::open(std::string_view name) {
  text_ += fmt::format("<{}>", name);
  open_.emplace_back(name);
}

void XmlWriter::close() {
  text_ += fmt::format("</{}>", open_.back());
  open_.pop_back();
}

void XmlWriter::text(std::string_view name, std::string_view value) {
  text_ += fmt::format("<{0}>{1}</{0}>", name, xml_escape(value));
}

void XmlWriter::whole(std::string_view name, std::int64_t value) {
  text(name, fmt::to_string(value));
}

void XmlWriter::flag(std::string_view name, bool value) {
  text(name, value ? "true" : "false");
}

void XmlWriter::amount(std::string_view name, std::int64_t minor) {
  text(name, Money(minor, Currency()).to_decimal());
}

void XmlWriter::date(std::string_view name, Date value) {
  text(name, value.to_string() + "T00:00:00");
}

void XmlWriter::instant(std::string_view name, Instant value) {
  std::string written = to_string(std::chrono::floor<std::chrono::seconds>(value));
  written.pop_back();  // the Z
  text(name, written);
}

void XmlWriter::nil(std::string_view name) {
  text_ += fmt::format("<{} xsi:nil=\"true\" />", name);
}

void XmlWriter::text_unless_empty(std::string_view name, std::string_view value) {
  if (!value.empty()) text(name, value);
}

}  // namespace avstem::sandbox::twentyfour
