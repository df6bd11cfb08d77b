#include "accounting/poweroffice/problem.hpp"

#include <fmt/format.h>

#include <vector>

#include "accounting/json_value.hpp"

namespace avstem::accounting::poweroffice {
namespace {

/// How much of an answer that is no problem detail goes into a message.
constexpr std::size_t excerpt_length_max = 300;

/// Every text below a value; ASP.NET lists refused fields as `errors: {field: [texts]}`.
void collect_texts(const JsonValue& value, std::vector<std::string>& texts) {
  if (value.kind() == JsonValue::Kind::string) texts.push_back(value.text());
  for (const JsonValue& item : value.items())
    collect_texts(item, texts);
  for (const auto& [name, member] : value.members()) {
    const std::size_t before = texts.size();
    collect_texts(member, texts);
    if (texts.size() > before) texts[before].insert(0, name + ": ");
  }
}

/// The words PowerOffice gives: title, detail and refused fields, or `message` of the gateway.
std::string words_of(std::string_view body) {
  auto document = JsonValue::parse(body);
  std::vector<std::string> texts;
  if (document) {
    for (const auto* name : {"title", "detail", "errors", "message"}) {
      const JsonValue* found = document->member_in_any_case(name);
      if (found != nullptr) collect_texts(*found, texts);
    }
  }
  if (!texts.empty()) return fmt::format("{}", fmt::join(texts, "; "));
  if (body.empty()) return "no reason given";
  // Markup tells a person nothing.
  if (body.starts_with('<')) return "a web page, so something in front of its API fails; try later";
  return std::string(body.substr(0, excerpt_length_max));
}

ErrorKind kind_of(int status) {
  if (status == 401 || status == 403) return ErrorKind::unauthorised;
  if (status == 429) return ErrorKind::busy;
  // A request that the server gave up waiting for: nobody knows how far it came.
  if (status == 408) return ErrorKind::unavailable;
  return status >= 400 && status < 500 ? ErrorKind::refused : ErrorKind::unavailable;
}

std::string way_out(const Call& call, int status) {
  if (status == 401) return "; check the application, client and subscription keys";
  if (status == 403) {
    return fmt::format(
        "; the integration needs the privilege {}, and the client a Go subscription that has it",
        call.privilege);
  }
  if (status == 429) return "; wait a second at least";
  return "";
}

}  // namespace

Error to_error(const Call& call, const Response& response) {
  return Error{kind_of(response.status),
               fmt::format("PowerOffice answered {} with {}: {}{}", call.name, response.status,
                           words_of(response.body), way_out(call, response.status))};
}

Error refusal_of(const Call& call, const Response& response) {
  Error error = to_error(call, response);
  const bool is_refusal = response.status == 400 || response.status == 409;
  if (is_refusal && mentions_external_reference(response.body)) {
    error.kind = ErrorKind::conflict;
    error.message += "; the reference seems to be taken, so look it up";
  }
  return error;
}

bool mentions_external_reference(std::string_view body) {
  std::string letters;
  letters.reserve(body.size());
  for (const char c : body) {
    if (c >= 'a' && c <= 'z') letters += c;
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
  }
  return letters.find("externalimportreference") != std::string::npos;
}

}  // namespace avstem::accounting::poweroffice
