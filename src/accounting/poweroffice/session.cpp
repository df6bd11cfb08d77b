#include "accounting/poweroffice/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "core/check.hpp"

namespace avstem::accounting::poweroffice {
namespace {

std::string joined(std::string_view base, std::string_view path) {
  while (base.ends_with('/'))
    base.remove_suffix(1);
  return std::string(base).append(path);
}

/// A page's rows, or nothing for 204: PowerOffice sends no body for an empty list.
Result<std::vector<JsonValue>> page_rows(const Call& call, const Response& response) {
  if (response.status == 204) return std::vector<JsonValue>();
  if (response.status != 200) return to_error(call, response);
  auto document = JsonValue::parse(response.body);
  if (!document) return document.error().in(call.name);
  if (document->kind() != JsonValue::Kind::array) {
    return Error{ErrorKind::unavailable, call.name + ": the reply is not a list"};
  }
  return document->items();
}

/// Ids of a list's rows: numbers, or uuids where the rows are orders or invoices.
struct SeenIds {
  std::unordered_set<std::int64_t> numbers;
  std::unordered_set<std::string> texts;
};

/// Notices that rows moved between pages: then a row comes twice, and another may be missed.
Result<void> note_ids(const std::vector<JsonValue>& rows, SeenIds& seen) {
  for (const JsonValue& row : rows) {
    const JsonValue* id = row.member("Id");
    bool is_new = false;
    if (id != nullptr && id->kind() == JsonValue::Kind::string) {
      is_new = seen.texts.insert(id->text()).second;
    } else {
      auto number = integer_field(row, "Id");
      if (!number) return number.error();
      is_new = seen.numbers.insert(*number).second;
    }
    if (is_new) continue;
    return Error{ErrorKind::unavailable,
                 fmt::format("row {} came twice, so the list changed while it was read; "
                             "read it again",
                             id->text())};
  }
  return {};
}

}  // namespace

std::vector<std::string> number_filters(std::vector<std::int64_t> numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::vector<std::string> filters;
  for (std::size_t at = 0; at < numbers.size(); at += numbers_per_request_max) {
    const auto* const first = numbers.data() + at;
    const auto count = std::min(numbers_per_request_max, numbers.size() - at);
    filters.push_back(fmt::format("{}", fmt::join(first, first + count, ",")));
  }
  return filters;
}

Session::Session(HttpClient& http, Clock& clock, RateBucket& bucket, const Settings& settings)
    : http_(http), bucket_(bucket), settings_(settings), tokens_(http, clock, bucket, settings) {
  check(settings.page_size > 0 && settings.page_size <= page_size_max,
        "the page size is one that PowerOffice gives");
}

Result<Response> Session::send(std::string_view method, std::string_view path,
                               const QueryParameters& query, const Body& body) {
  std::string url = joined(settings_.base_url, path);
  if (!query.empty()) url += "?" + encode_query(query);
  auto response = send_with_token(method, url, body);
  if (!response || response->status != 401) return response;
  tokens_.discard();
  return send_with_token(method, url, body);
}

Result<Response> Session::send_with_token(std::string_view method, const std::string& url,
                                          const Body& body) {
  auto token = tokens_.token();
  if (!token) return token.error();
  Request request{std::string(method),
                  url,
                  {{"Authorization", "Bearer " + token->reveal()},
                   {"Ocp-Apim-Subscription-Key", settings_.subscription_key.reveal()},
                   {"Accept", "application/json"}},
                  body.bytes};
  if (!body.bytes.empty()) request.headers.add("Content-Type", body.content_type);
  bucket_.take();
  return http_.send(request);
}

Result<JsonValue> Session::read_object(std::string_view path, std::string_view privilege) {
  const Call call{fmt::format("GET {}", path), std::string(privilege)};
  auto response = send("GET", path, {});
  if (!response) return response.error().in(call.name);
  if (response->status == 204) return JsonValue();
  if (response->status != 200) return to_error(call, *response);
  auto document = JsonValue::parse(response->body);
  if (!document) return document.error().in(call.name);
  return document;
}

Result<void> Session::read_list(std::string_view path, QueryParameters query,
                                std::string_view privilege, const TakeRow& take) {
  const Call call{fmt::format("GET {}", path), std::string(privilege)};
  const std::size_t page_at = query.size();
  query.emplace_back("PageNumber", "");
  query.emplace_back("PageSize", fmt::to_string(settings_.page_size));
  SeenIds seen;
  for (std::size_t page = 1; page <= pages_max; ++page) {
    query[page_at].second = fmt::to_string(page);
    auto response = send("GET", path, query);
    if (!response) return response.error().in(call.name);
    auto rows = page_rows(call, *response);
    if (!rows) return rows.error();
    if (auto noted = note_ids(*rows, seen); !noted) return std::move(noted).in(call.name);
    for (const JsonValue& row : *rows) {
      if (auto taken = take(row); !taken) return std::move(taken).in(call.name);
    }
    if (rows->size() < settings_.page_size) return {};
  }
  return Error{ErrorKind::invalid,
               fmt::format("{}: more than {} pages of {} rows; ask for fewer days", call.name,
                           pages_max, settings_.page_size)};
}

}  // namespace avstem::accounting::poweroffice
