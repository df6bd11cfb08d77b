#include "sandbox/twentyfour_xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <pugixml.hpp>

#include "platform/oslo_zone.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

constexpr std::string_view schema_instance = "http://www.w3.org/2001/XMLSchema-instance";

Error broken(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view prefix_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

/// The namespace that a prefix stands for at a node; empty when it is not declared.
std::string_view name_space_of(pugi::xml_node node, std::string_view prefix) {
  const std::string attribute = prefix.empty() ? "xmlns" : fmt::format("xmlns:{}", prefix);
  for (; node.type() == pugi::node_element; node = node.parent()) {
    if (const pugi::xml_attribute found = node.attribute(attribute.c_str())) return found.value();
  }
  return {};
}

bool is_named(pugi::xml_node node, std::string_view name, std::string_view name_space) {
  const std::string_view full = node.name();
  return local_name(full) == name && name_space_of(node, prefix_of(full)) == name_space;
}

bool is_nil(pugi::xml_node node) {
  for (const pugi::xml_attribute attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    if (local_name(name) != "nil" || prefix_of(name).empty()) continue;
    if (name_space_of(node, prefix_of(name)) != schema_instance) continue;
    const std::string_view value = attribute.value();
    return value == "true" || value == "1";
  }
  return false;
}

bool is_whole(std::string_view text, std::int64_t low, std::int64_t high) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end && number >= low && number <= high;
}

/// Digits with a point, and no exponent: "1E3" is no xs:decimal.
bool is_decimal(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return is_digits(text);
  return is_digits(text.substr(0, point)) && is_digits(text.substr(point + 1));
}

bool is_guid(std::string_view text) {
  constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char c = text[i];
    const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (shape[i] == '-' ? c != '-' : !is_hex) return false;
  }
  return true;
}

/// A time as the schema writes it; `instant` takes it as UTC when it has no zone.
struct WrittenTime {
  Date date;
  Instant instant;
  bool has_zone = false;
  bool is_none = false;  ///< the year 1, which stands for no date
};

std::optional<WrittenTime> read_time(std::string_view text) {
  constexpr std::size_t date_length = 10;
  constexpr std::size_t time_length = 19;
  if (text.size() < time_length || text[date_length] != 'T') return std::nullopt;
  WrittenTime time;
  if (text.starts_with("0001-01-01T00:00:00")) {
    time.is_none = true;
    return time;
  }
  const Result<Date> date = Date::parse(text.substr(0, date_length));
  if (!date) return std::nullopt;
  time.date = *date;
  const std::string_view tail = text.substr(time_length);
  time.has_zone = tail.find_first_of("Z+-") != std::string_view::npos;
  const Result<Instant> instant = parse_instant(std::string(text) + (time.has_zone ? "" : "Z"));
  if (!instant) return std::nullopt;
  time.instant = *instant;
  return time;
}

bool is_of_kind(const XmlElement& element, std::string_view text) {
  switch (element.kind) {
    case XmlKind::text:
    case XmlKind::complex:
      return true;
    case XmlKind::whole8:
      return is_whole(text, 0, 255);
    case XmlKind::whole16:
      return is_whole(text, -32'768, 32'767);
    case XmlKind::whole32:
      return is_whole(text, -2'147'483'648, 2'147'483'647);
    case XmlKind::decimal:
      return is_decimal(text);
    case XmlKind::flag:
      return text == "true" || text == "false" || text == "1" || text == "0";
    case XmlKind::date_time:
      return read_time(text).has_value();
    case XmlKind::guid:
      return is_guid(text);
    case XmlKind::word:
      return std::ranges::find(element.words, text) != element.words.end();
  }
  return false;
}

/// Reads elements by their schema, in the order of the schema.
class SchemaReader {
 public:
  SchemaReader(std::string_view name_space, TwentyFourMode mode)
      : name_space_(name_space), mode_(mode) {}

  Result<XmlValue> read(pugi::xml_node node, const XmlElement& element, std::size_t depth) {
    if (depth > xml_depth_max) return broken("the body nests too deep");
    XmlValue value;
    value.name = element.name;
    value.is_nil = is_nil(node);
    if (value.is_nil) {
      if (element.nillable || mode_ == TwentyFourMode::field) return value;
      return broken(fmt::format("{} is not nillable", element.name));
    }
    if (element.kind == XmlKind::complex) return read_sequence(node, element, depth);
    for (const pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_element) {
        return broken(fmt::format("{} holds {}, it takes a value", element.name, child.name()));
      }
    }
    value.text = node.text().get();
    if (is_of_kind(element, value.text)) return value;
    return broken(
        fmt::format("There is an error in the XML document: {} '{}'. Input string was "
                    "not in a correct format.",
                    element.name, value.text));
  }

 private:
  Result<XmlValue> read_sequence(pugi::xml_node node, const XmlElement& element,
                                 std::size_t depth) {
    XmlValue value;
    value.name = element.name;
    std::size_t place = 0;  // what came before this place of the sequence may not come any more
    for (const pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_comment || child.type() == pugi::node_pi) continue;
      if (child.type() != pugi::node_element) {
        return broken(fmt::format("{} holds text, it takes elements", element.name));
      }
      const auto from = element.sequence.begin() + static_cast<std::ptrdiff_t>(place);
      const auto found = std::find_if(from, element.sequence.end(), [&](const XmlElement& next) {
        return is_named(child, next.name, name_space_);
      });
      if (found == element.sequence.end()) {
        if (mode_ == TwentyFourMode::field) continue;
        return broken(
            fmt::format("{} has no place for {} in {}: it is unknown, out of order, or "
                        "of another namespace",
                        element.name, child.name(), value.children.size() + 1));
      }
      Result<XmlValue> read_child = read(child, *found, depth + 1);
      if (!read_child) return read_child.error();
      value.children.push_back(std::move(*read_child));
      place = static_cast<std::size_t>(found - element.sequence.begin()) + (found->many ? 0 : 1);
    }
    for (const XmlElement& wanted : element.sequence) {
      const bool is_there = std::ranges::any_of(
          value.children, [&](const XmlValue& child) { return child.name == wanted.name; });
      if (wanted.required && !is_there && mode_ == TwentyFourMode::strict) {
        return broken(fmt::format("{} lacks {}", element.name, wanted.name));
      }
    }
    return value;
  }

  std::string_view name_space_;
  TwentyFourMode mode_;
};

/// The only child element of a name, after which nothing comes.
pugi::xml_node only_child(pugi::xml_node parent) {
  pugi::xml_node found;
  for (const pugi::xml_node child : parent.children()) {
    if (child.type() != pugi::node_element) continue;
    if (found) return {};
    found = child;
  }
  return found;
}

}  // namespace

XmlElement xml_sequence(std::string_view name, std::vector<XmlElement> elements) {
  return {name, XmlKind::complex, false, false, false, std::move(elements), {}};
}

XmlElement xml_array(std::string_view name, XmlElement item) {
  item.many = true;
  return xml_sequence(name, {std::move(item)});
}

const XmlValue* XmlValue::find(std::string_view wanted) const {
  const auto found = std::ranges::find(children, wanted, &XmlValue::name);
  return found == children.end() || found->is_nil ? nullptr : &*found;
}

std::string XmlValue::text_of(std::string_view wanted) const {
  const XmlValue* value = find(wanted);
  return value == nullptr ? "" : value->text;
}

std::int64_t XmlValue::whole(std::string_view wanted, std::int64_t otherwise) const {
  const XmlValue* value = find(wanted);
  if (value != nullptr) {
    std::from_chars(value->text.data(), value->text.data() + value->text.size(), otherwise);
  }
  return otherwise;
}

bool XmlValue::flag(std::string_view wanted, bool otherwise) const {
  const XmlValue* value = find(wanted);
  if (value == nullptr) return otherwise;
  return value->text == "true" || value->text == "1";
}

std::optional<Date> XmlValue::date(std::string_view wanted) const {
  const XmlValue* value = find(wanted);
  if (value == nullptr) return std::nullopt;
  const std::optional<WrittenTime> time = read_time(value->text);
  if (!time || time->is_none) return std::nullopt;
  return time->has_zone ? oslo().date_of(time->instant) : time->date;
}

std::optional<Instant> XmlValue::instant(std::string_view wanted) const {
  const XmlValue* value = find(wanted);
  if (value == nullptr) return std::nullopt;
  const std::optional<WrittenTime> time = read_time(value->text);
  if (!time || time->is_none) return std::nullopt;
  return time->instant;
}

Result<XmlValue> read_envelope(std::string_view text, const XmlElement& element,
                               std::string_view name_space, TwentyFourMode mode) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
  if (!parsed) {
    return broken(fmt::format("There is an error in the XML document at byte {}: {}", parsed.offset,
                              parsed.description()));
  }
  for (const pugi::xml_node node : document.children()) {
    if (node.type() == pugi::node_doctype) return broken("DTD is prohibited in this XML document");
  }
  const pugi::xml_node envelope = only_child(document.root());
  if (!is_named(envelope, "Envelope", soap_namespace)) {
    return broken("the document is no envelope of SOAP 1.1");
  }
  pugi::xml_node body;
  for (const pugi::xml_node child : envelope.children()) {
    if (is_named(child, "Body", soap_namespace)) body = child;
  }
  if (!body) return broken("the envelope has no Body");
  const pugi::xml_node request = only_child(body);
  if (!is_named(request, element.name, name_space)) {
    return broken(fmt::format("the Body does not hold {} of {} alone", element.name, name_space));
  }
  return SchemaReader(name_space, mode).read(request, element, 0);
}

}  // namespace avstem::sandbox::twentyfour
