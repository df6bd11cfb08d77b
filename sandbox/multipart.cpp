#include "sandbox/multipart.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::sandbox {
namespace {

constexpr std::string_view media_type = "multipart/form-data";
constexpr std::string_view line_end = "\r\n";
constexpr std::size_t boundary_length_max = 70;  // RFC 2046 § 5.1.1

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t'))
    text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t'))
    text.remove_suffix(1);
  return text;
}

/// `name="x"` or `name=x` behind the first semicolon of a header; empty when it is not there.
std::string header_parameter(std::string_view header, std::string_view name) {
  std::size_t at = header.find(';');
  while (at != std::string_view::npos) {
    header.remove_prefix(at + 1);
    at = header.find(';');
    const std::string_view field = trimmed(header.substr(0, at));
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos || lower(field.substr(0, equals)) != name) continue;
    std::string_view value = field.substr(equals + 1);
    if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"')) {
      value = value.substr(1, value.size() - 2);
    }
    return std::string(value);
  }
  return "";
}

Error broken(std::string_view what) {
  return Error{ErrorKind::invalid, fmt::format("the form is broken: {}", what)};
}

Result<FormPart> read_part(std::string_view text) {
  const std::size_t head_end = text.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return broken("a part has no head");
  FormPart part;
  part.bytes = text.substr(head_end + 4);
  std::string_view head = text.substr(0, head_end);
  while (!head.empty()) {
    const std::size_t end = head.find(line_end);
    const std::string_view line = head.substr(0, end);
    head = end == std::string_view::npos ? "" : head.substr(end + line_end.size());
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return broken("a part's head has a line without ':'");
    const std::string field = lower(line.substr(0, colon));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (field == "content-type") part.content_type = lower(value.substr(0, value.find(';')));
    if (field != "content-disposition") continue;
    if (lower(value.substr(0, value.find(';'))) != "form-data") {
      return broken("a part is no form-data");
    }
    part.name = header_parameter(value, "name");
    part.file_name = header_parameter(value, "filename");
  }
  if (part.name.empty()) return broken("a part has no name");
  return part;
}

}  // namespace

bool is_multipart(const Request& request) {
  const std::string_view type = request.headers.get("Content-Type").value_or("");
  return lower(trimmed(type.substr(0, type.find(';')))) == media_type;
}

Result<std::vector<FormPart>> read_multipart(const Request& request) {
  const std::string boundary =
      header_parameter(request.headers.get("Content-Type").value_or(""), "boundary");
  if (boundary.empty() || boundary.size() > boundary_length_max) {
    return broken("its Content-Type names no boundary of 1 to 70 characters");
  }
  const std::string delimiter = "\r\n--" + boundary;
  // The first delimiter needs no line end before it.
  std::string_view rest = request.body;
  if (!rest.starts_with(std::string_view(delimiter).substr(line_end.size()))) {
    return broken("it does not begin with its boundary");
  }
  rest.remove_prefix(delimiter.size() - line_end.size());
  std::vector<FormPart> parts;
  while (!rest.starts_with("--")) {
    if (!rest.starts_with(line_end)) return broken("a boundary has no line end");
    rest.remove_prefix(line_end.size());
    const std::size_t end = rest.find(delimiter);
    if (end == std::string_view::npos) return broken("it does not end with its boundary");
    if (parts.size() == form_parts_max) return broken("it has too many parts");
    auto part = read_part(rest.substr(0, end));
    if (!part) return part.error();
    parts.push_back(*std::move(part));
    rest.remove_prefix(end + delimiter.size());
  }
  return parts;
}

}  // namespace avstem::sandbox
