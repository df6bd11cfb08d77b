#include "accounting/twentyfour/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <pugixml.hpp>

namespace avstem::accounting::twentyfour {
namespace {

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// The value of an element; nothing when it nests too deep.
std::optional<XmlValue> value_of(const pugi::xml_node& node, int depth) {
  if (depth > XmlValue::depth_max) return std::nullopt;
  std::vector<XmlValue> children;
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    auto value = value_of(child, depth + 1);
    if (!value) return std::nullopt;
    children.push_back(*std::move(value));
  }
  return XmlValue(std::string(local_name(node.name())), node.text().as_string(),
                  std::move(children));
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (code >= 0x20 && code != 0x7f) {
      out += c;
    }
  }
  return out;
}

Error unusable(std::string_view name, std::string_view why) {
  return Error{ErrorKind::unavailable, fmt::format("element '{}' of the reply {}", name, why)};
}

}  // namespace

Result<XmlValue> XmlValue::parse(std::string_view document) {
  pugi::xml_document parsed;
  const pugi::xml_parse_result read = parsed.load_buffer(document.data(), document.size());
  if (!read) {
    return Error{ErrorKind::unavailable, fmt::format("the reply is not XML at byte {}: {}",
                                                     read.offset, read.description())};
  }
  auto value = value_of(parsed.document_element(), 1);
  if (value) return *std::move(value);
  return Error{ErrorKind::unavailable,
               fmt::format("the reply nests deeper than {} levels", depth_max)};
}

const XmlValue* XmlValue::child(std::string_view name) const {
  const auto found = std::ranges::find(children_, name, &XmlValue::name_);
  return found == children_.end() ? nullptr : &*found;
}

std::string XmlValue::text_of(std::string_view name) const {
  const XmlValue* const found = child(name);
  return found == nullptr ? std::string() : found->text();
}

Result<std::int64_t> whole_in(const XmlValue& parent, std::string_view name) {
  const std::string text = parent.text_of(name);
  std::int64_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, status] = std::from_chars(text.data(), last, value);
  if (status == std::errc() && end == last) return value;
  return unusable(name, fmt::format("is not a whole number: '{}'", text));
}

Result<Money> money_in(const XmlValue& parent, std::string_view name, Currency currency) {
  std::string text = parent.text_of(name);
  const std::size_t point = text.find('.');
  while (point != std::string::npos && text.size() > point + 3 && text.ends_with('0'))
    text.pop_back();
  auto money = Money::from_decimal(text, currency);
  if (!money) return unusable(name, fmt::format("cannot be used: {}", money.error().message));
  return *money;
}

XmlWriter& XmlWriter::open(std::string_view name) {
  out_ += fmt::format("<{}>", name);
  return *this;
}

XmlWriter& XmlWriter::close(std::string_view name) {
  out_ += fmt::format("</{}>", name);
  return *this;
}

XmlWriter& XmlWriter::text(std::string_view name, std::string_view value) {
  out_ += fmt::format("<{0}>{1}</{0}>", name, escaped(value));
  return *this;
}

XmlWriter& XmlWriter::text_unless_empty(std::string_view name, std::string_view value) {
  return value.empty() ? *this : text(name, value);
}

XmlWriter& XmlWriter::whole(std::string_view name, std::int64_t value) {
  return text(name, fmt::to_string(value));
}

XmlWriter& XmlWriter::flag(std::string_view name, bool value) {
  return text(name, value ? "true" : "false");
}

XmlWriter& XmlWriter::amount(std::string_view name, Money value) {
  return text(name, value.to_decimal());
}

XmlWriter& XmlWriter::nil(std::string_view name) {
  out_ += fmt::format("<{} xsi:nil=\"true\" />", name);
  return *this;
}

}  // namespace avstem::accounting::twentyfour
