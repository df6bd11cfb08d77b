#include "accounting/twentyfour/problem.hpp"

#include <fmt/format.h>

#include <vector>

#include "accounting/json_value.hpp"

namespace avstem::accounting::twentyfour {
namespace {

/// How much of an answer that is no JSON goes into a message.
constexpr std::size_t excerpt_length_max = 300;

void collect_texts(const JsonValue& value, std::vector<std::string>& texts) {
  if (value.kind() == JsonValue::Kind::string) texts.push_back(value.text());
  for (const JsonValue& item : value.items())
    collect_texts(item, texts);
  for (const auto& [name, member] : value.members())
    collect_texts(member, texts);
}

/// Two shapes are published, both below `error`; OAuth has `error` and `error_description`.
std::string words_of(std::string_view body) {
  auto document = JsonValue::parse(body);
  std::vector<std::string> texts;
  if (document) {
    for (const auto* name : {"error", "error_description", "message"}) {
      const JsonValue* found = document->member(name);
      if (found != nullptr) collect_texts(*found, texts);
    }
  }
  if (!texts.empty()) return fmt::format("{}", fmt::join(texts, "; "));
  if (body.empty()) return "no reason given";
  if (body.starts_with('<')) return "a web page, so something in front of its API fails; try later";
  return std::string(body.substr(0, excerpt_length_max));
}

std::string way_out(int status, std::string_view scope) {
  if (status == 401) return "; check the application's client id, its secret and the organization";
  if (status == 403) {
    return fmt::format(
        "; the application needs the scope {}, and the client must have connected it", scope);
  }
  if (status == 429) return "; wait a while";
  return "";
}

}  // namespace

ErrorKind kind_of_status(int status) {
  if (status == 401 || status == 403) return ErrorKind::unauthorised;
  if (status == 429) return ErrorKind::busy;
  if (status == 408) return ErrorKind::unavailable;
  return status >= 400 && status < 500 ? ErrorKind::refused : ErrorKind::unavailable;
}

Error rest_error(std::string_view call, std::string_view scope, const Response& response) {
  const auto trace = response.headers.get("X-Trace-Id");
  return Error{kind_of_status(response.status),
               fmt::format("24SevenOffice answered {} with {}: {}{}{}", call, response.status,
                           words_of(response.body), way_out(response.status, scope),
                           trace ? fmt::format(" (trace {})", *trace) : "")};
}

}  // namespace avstem::accounting::twentyfour
