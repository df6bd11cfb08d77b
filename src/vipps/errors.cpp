#include "vipps/errors.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>

namespace avstem::vipps {
namespace {

using nlohmann::json;

ErrorKind kind_of(int status) {
  switch (status) {
    case 401:
    case 403:
      return ErrorKind::unauthorised;
    case 404:
      return ErrorKind::not_found;
    case 408:
      return ErrorKind::unavailable;
    case 409:
      return ErrorKind::conflict;
    case 423:
    case 429:
      return ErrorKind::busy;
    default:
      // A success without what we asked for, such as 204, is no usable answer either.
      return status >= 500 || status < 300 ? ErrorKind::unavailable : ErrorKind::refused;
  }
}

/// Cuts a long text at a character, never inside one.
std::string shortened(std::string text) {
  if (text.size() <= error_text_bytes_max) return text;
  std::size_t end = error_text_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  text.resize(end);
  return text + "…";
}

/// A text or number member as text; empty when it is absent, null or something else.
std::string text_at(const json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto member = object.find(name);
  if (member == object.end()) return {};
  if (member->is_string()) return shortened(member->get<std::string>());
  if (member->is_number_integer()) return member->dump();
  return {};
}

std::string first_of(const json& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    std::string text = text_at(object, name);
    if (!text.empty()) return text;
  }
  return {};
}

std::string nested(const json& object, const char* outer, const char* inner) {
  if (!object.is_object()) return {};
  const auto member = object.find(outer);
  return member == object.end() ? std::string() : text_at(*member, inner);
}

/// ePayment hides its code in a list: `extraDetails: [{name: "ErrorCode", reason: "6080"}]`.
/// Other entries of the list name the field that was wrong.
std::string extra_details(const json& object) {
  const auto list = object.find("extraDetails");
  if (list == object.end() || !list->is_array()) return {};
  std::string text;
  for (const json& item : *list) {
    const std::string name = text_at(item, "name");
    if (name.empty()) continue;
    if (!text.empty()) text += ", ";
    text += name + " " + text_at(item, "reason");
  }
  return shortened(std::move(text));
}

void append(std::string& message, std::string_view before, const std::string& text) {
  if (!text.empty()) message += fmt::format("{}{}", before, text);
}

std::string describe(const json& body) {
  std::string headline = first_of(body, {"title", "errorMessage", "message", "error"});
  if (headline.empty()) headline = nested(body, "responseInfo", "responseMessage");
  std::string detail = first_of(body, {"detail", "error_description"});
  if (detail.empty()) detail = nested(body, "result", "message");

  std::string message;
  append(message, ": ", headline);
  if (detail != headline) append(message, ": ", detail);
  append(message, "; code ", first_of(body, {"errorCode", "code"}));
  append(message, "; ", extra_details(body));
  append(message, "; trace id ", first_of(body, {"traceId", "contextId", "trace_id"}));
  return message;
}

}  // namespace

Error error_from(const Response& response, std::string_view what) {
  std::string message = fmt::format("Vipps answered {} to {}", response.status, what);
  const json body = json::parse(response.body, nullptr, false);
  if (body.is_object()) message += describe(body);
  const ErrorKind kind = kind_of(response.status);
  if (kind == ErrorKind::busy) {
    const auto wait = response.headers.get("Retry-After");
    message += wait ? fmt::format("; Retry-After: {}", shortened(std::string(*wait)))
                    : std::string("; it did not say how long to wait");
  }
  return Error{kind, std::move(message)};
}

}  // namespace avstem::vipps
