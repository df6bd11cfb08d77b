#include "vipps/settlement_file/element_reader.hpp"

#include <fmt/format.h>

#include <charconv>
#include <pugixml.hpp>

#include "vipps/settlement_file/xml_text.hpp"

namespace avstem::vipps::settlement_file {
namespace {

using pugi::xml_node;

Error bad_file(std::string_view text, std::ptrdiff_t offset, std::string_view why) {
  const auto at = static_cast<std::size_t>(offset < 0 ? 0 : offset);
  return Error{ErrorKind::invalid,
               fmt::format("settlement file, line {} (byte {}): {}", line_at(text, at), at, why)};
}

bool is_text(const xml_node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

xml_node first_element(xml_node node) {
  while (node && node.type() != pugi::node_element)
    node = node.next_sibling();
  return node;
}

/// `SettlementReport/SettlementDetailsInfo[1]/PaymentsInfo`, counting only what may repeat.
std::string path_of(xml_node node) {
  std::string path;
  for (; node && node.type() == pugi::node_element; node = node.parent()) {
    std::size_t place = 1;
    for (auto before = node.previous_sibling(node.name()); before;
         before = before.previous_sibling(node.name())) {
      ++place;
    }
    const bool repeats = place > 1 || node.next_sibling(node.name());
    path = fmt::format("{}{}{}{}", node.name(), repeats ? fmt::format("[{}]", place) : "",
                       path.empty() ? "" : "/", path);
  }
  return path;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

XmlFile::XmlFile(std::string_view text, std::unique_ptr<pugi::xml_document> document)
    : text_(text), document_(std::move(document)) {}
XmlFile::XmlFile(XmlFile&&) noexcept = default;
XmlFile& XmlFile::operator=(XmlFile&&) noexcept = default;
XmlFile::~XmlFile() = default;

Result<XmlFile> XmlFile::parse(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (auto sound = check_xml_text(text); !sound) return sound.error();
  auto document = std::make_unique<pugi::xml_document>();
  // parse_fragment keeps text that stands outside the root, so that find_root can refuse it.
  const auto outcome = document->load_buffer(
      text.data(), text.size(),
      pugi::parse_default | pugi::parse_declaration | pugi::parse_fragment, pugi::encoding_utf8);
  if (!outcome) {
    return bad_file(text, outcome.offset,
                    fmt::format("is not well-formed XML: {}", outcome.description()));
  }
  XmlFile file(text, std::move(document));
  if (auto found = file.find_root(); !found) return found.error();
  return file;
}

Result<void> XmlFile::find_root() {
  xml_node root;
  for (const xml_node& node : document_->children()) {
    if (node.type() == pugi::node_declaration) {
      const std::string encoding = node.attribute("encoding").as_string("UTF-8");
      if (encoding == "UTF-8" || encoding == "utf-8") continue;
      return bad_file(text_, node.offset_debug(),
                      fmt::format("declares encoding '{}'; settlement files are UTF-8", encoding));
    }
    if (node.type() != pugi::node_element || root) {
      return bad_file(text_, node.offset_debug(), "holds more than one root element");
    }
    root = node;
  }
  if (!root) return bad_file(text_, 0, "is empty; a settlement file holds <SettlementReport>");
  const std::string name = root.name();
  const auto colon = name.find(':');
  prefix_ = colon == std::string::npos ? "" : name.substr(0, colon + 1);
  const std::string binding = prefix_.empty() ? "xmlns" : "xmlns:" + name.substr(0, colon);
  root_namespace_ = root.attribute(binding.c_str()).as_string();
  root_ = root.internal_object();
  return {};
}

ElementReader::ElementReader(XmlFile& file, std::string_view root_name)
    : file_(&file), node_(file.root_) {
  if (local_name(node_) != root_name) {
    fail(fmt::format("the root element must be <{}>", root_name));
  }
}

std::string_view ElementReader::local_name(pugi::xml_node_struct* node) const {
  std::string_view name = xml_node(node).name();
  if (!name.starts_with(file_->prefix_)) return {};
  return name.substr(file_->prefix_.size());
}

pugi::xml_node_struct* ElementReader::following() const {
  const xml_node next = last_ ? xml_node(last_).next_sibling() : xml_node(node_).first_child();
  return first_element(next).internal_object();
}

bool ElementReader::next_is(std::string_view name) const {
  if (file_->failed()) return false;
  auto* next = following();
  return next != nullptr && local_name(next) == name;
}

bool ElementReader::take(std::string_view name) {
  if (file_->failed()) return false;
  auto* next = following();
  if (next == nullptr || local_name(next) != name) {
    explain_wrong(name, next);
    return false;
  }
  last_ = next;
  for (const auto& attribute : xml_node(next).attributes()) {
    fail_at(next, fmt::format("attribute '{}' is not in the schema", attribute.name()));
  }
  return !file_->failed();
}

void ElementReader::explain_wrong(std::string_view wanted, pugi::xml_node_struct* found) {
  if (found == nullptr) return fail(fmt::format("<{}> is missing", wanted));
  const std::string name = xml_node(found).name();
  if (last_ && name == xml_node(last_).name()) {
    return fail_at(found, fmt::format("<{}> stands twice; <{}> belongs here", name, wanted));
  }
  const std::string wanted_name = file_->prefix_ + std::string(wanted);
  if (xml_node(found).next_sibling(wanted_name.c_str())) {
    return fail_at(found, fmt::format("<{}> does not belong here; <{}> does", name, wanted));
  }
  fail(fmt::format("<{}> is missing; <{}> stands in its place", wanted, name));
}

void ElementReader::finish() {
  if (file_->failed()) return;
  for (const xml_node& child : xml_node(node_).children()) {
    if (is_text(child)) return fail("text stands between the elements");
  }
  auto* extra = following();
  if (extra == nullptr) return;
  const bool twice = last_ && xml_node(extra).name() == std::string(xml_node(last_).name());
  fail_at(extra, twice ? "stands twice" : "is not in the schema at this place");
}

ElementReader ElementReader::element(std::string_view name) {
  return {*file_, take(name) ? last_ : nullptr};
}

std::string ElementReader::text(std::string_view name) {
  if (!take(name)) return {};
  std::string text;
  for (const xml_node& child : xml_node(last_).children()) {
    if (!is_text(child)) {
      fail_last("holds elements where text belongs");
      return {};
    }
    text += child.value();
  }
  if (text.size() > text_length_max) {
    fail_last(
        fmt::format("holds {} bytes of text; at most {} are read", text.size(), text_length_max));
    return {};
  }
  return text;
}

std::string ElementReader::trimmed(std::string_view name) {
  return std::string(trim(text(name)));
}

std::string ElementReader::required_text(std::string_view name) {
  std::string text = trimmed(name);
  if (text.empty()) fail_last("is empty");
  return text;
}

std::string ElementReader::digits(std::string_view name) {
  return value(name, [](std::string_view text) -> Result<std::string> {
    const bool all = text.find_first_not_of("0123456789") == std::string_view::npos;
    if (text.empty() || !all || text.size() > id_length_max) {
      return Error{ErrorKind::invalid,
                   fmt::format("'{}' is not a number of 1 to {} digits", text, id_length_max)};
    }
    return std::string(text);
  });
}

std::int64_t ElementReader::count(std::string_view name) {
  const std::string text = digits(name);
  std::int64_t count = 0;
  if (!file_->failed()) std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

std::int64_t ElementReader::money(std::string_view name, Sign sign) {
  return value(name, [sign](std::string_view text) -> Result<std::int64_t> {
    auto amount = Money::from_decimal(text, Currency());
    if (!amount) return amount.error();
    const std::int64_t minor = amount->minor();
    const auto refuse = [text](std::string_view why) {
      return Error{ErrorKind::invalid, fmt::format("amount '{}' {}", text, why)};
    };
    if (minor > figure_minor_max || minor < -figure_minor_max) {
      return refuse("is larger than any figure of a settlement file");
    }
    if (sign == Sign::not_negative && minor < 0) return refuse("must not be negative");
    if (sign == Sign::not_positive && minor > 0) return refuse("must not be positive");
    return minor;
  });
}

Date ElementReader::date(std::string_view name) {
  return value(name, Date::parse);
}
Currency ElementReader::currency(std::string_view name) {
  return value(name, Currency::parse);
}

void ElementReader::fail(std::string_view why) {
  fail_at(node_, why);
}
void ElementReader::fail_last(std::string_view why) {
  fail_at(last_, why);
}

void ElementReader::fail_at(pugi::xml_node_struct* node, std::string_view why) {
  if (file_->failed()) return;
  const xml_node place(node);
  file_->error_ =
      Error{ErrorKind::invalid,
            fmt::format("settlement file, line {}, {}: {}",
                        line_at(file_->text_, static_cast<std::size_t>(place.offset_debug())),
                        path_of(place), why)};
}

}  // namespace avstem::vipps::settlement_file
