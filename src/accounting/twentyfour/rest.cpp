#include "accounting/twentyfour/rest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "accounting/twentyfour/problem.hpp"

namespace avstem::accounting::twentyfour {
namespace {

constexpr std::string_view audience = "https://api.24sevenoffice.com";

std::string joined(std::string_view base, std::string_view path) {
  while (base.ends_with('/'))
    base.remove_suffix(1);
  return std::string(base).append(path);
}

/// A token goes into a header: only visible ASCII may stand in it.
bool is_token(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

Error no_usable_token(std::string_view why) {
  return Error{ErrorKind::unavailable, fmt::format("24SevenOffice gave no usable token: {}", why)};
}

Result<std::chrono::seconds> life_of(const JsonValue& document) {
  if (document.member("expires_in") == nullptr) return Rest::life_default;
  auto seconds = integer_field(document, "expires_in");
  if (!seconds) return seconds.error();
  if (*seconds <= 0) return no_usable_token(fmt::format("it lives {} seconds", *seconds));
  return std::chrono::seconds(std::min<std::int64_t>(*seconds, Rest::life_max.count()));
}

/// A refusal blames the keys, unless OAuth says that the request itself was wrong (RFC 6749 § 5.2).
Error token_error(const Response& response) {
  Error error = rest_error("the request for a token", "of the client", response);
  auto document = JsonValue::parse(response.body);
  const std::string code = document ? text_or_empty(*document, "error") : "";
  if (response.status == 400 && (code == "invalid_client" || code == "unauthorized_client" ||
                                 code == "invalid_grant" || code == "access_denied")) {
    error.kind = ErrorKind::unauthorised;
  }
  return error;
}

Result<std::vector<JsonValue>> rows_of(std::string_view call, std::string_view scope,
                                       const Response& response) {
  if (response.status == 204) return std::vector<JsonValue>();
  if (response.status != 200) return rest_error(call, scope, response);
  auto document = JsonValue::parse(response.body);
  if (!document) return document.error().in(call);
  if (document->kind() != JsonValue::Kind::array) {
    return Error{ErrorKind::unavailable, fmt::format("{}: the reply is not a list", call)};
  }
  return document->items();
}

/// Notices that rows moved between pages: then one comes twice, and another may be missed.
Result<void> note_ids(const std::vector<JsonValue>& rows, std::unordered_set<std::string>& seen) {
  for (const JsonValue& row : rows) {
    const JsonValue* const id = row.member("id");
    if (id == nullptr || seen.insert(id->text()).second) continue;
    return Error{ErrorKind::unavailable, fmt::format("row {} came twice, so the list changed while "
                                                     "it was read; read it again",
                                                     id->text())};
  }
  return {};
}

}  // namespace

std::optional<std::string> next_query(std::string_view link_header) {
  while (!link_header.empty()) {
    const std::size_t open = link_header.find('<');
    const std::size_t close = link_header.find('>', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) return std::nullopt;
    const std::string_view address = link_header.substr(open + 1, close - open - 1);
    link_header.remove_prefix(close + 1);
    const std::size_t end = std::min(link_header.find('<'), link_header.size());
    const std::string_view attributes = link_header.substr(0, end);
    if (attributes.find("rel=\"next\"") == std::string_view::npos &&
        attributes.find("rel=next") == std::string_view::npos) {
      continue;
    }
    const std::size_t question = address.find('?');
    if (question == std::string_view::npos) return std::nullopt;
    return std::string(address.substr(question + 1));
  }
  return std::nullopt;
}

Result<void> Rest::read_list(std::string_view path, const QueryParameters& query,
                             std::string_view scope, const TakeRow& take) {
  const std::string call = fmt::format("GET {}", path);
  const std::string address = joined(settings_.rest_url, path);
  std::optional<std::string> next = encode_query(query);
  std::unordered_set<std::string> seen;
  for (std::size_t page = 1; page <= pages_max; ++page) {
    auto response = get(next->empty() ? address : address + "?" + *next);
    if (!response) return response.error().in(call);
    auto rows = rows_of(call, scope, *response);
    if (!rows) return rows.error();
    if (auto noted = note_ids(*rows, seen); !noted) return std::move(noted).in(call);
    for (const JsonValue& row : *rows) {
      if (auto taken = take(row); !taken) return std::move(taken).in(call);
    }
    next = next_query(response->headers.get("Link").value_or(""));
    if (!next) return {};
  }
  return Error{ErrorKind::invalid,
               fmt::format("{}: more than {} pages; ask for fewer days", call, pages_max)};
}

Result<Response> Rest::get(const std::string& url) {
  auto response = get_with_token(url);
  if (!response || response->status != 401) return response;
  held_.reset();
  return get_with_token(url);
}

Result<Response> Rest::get_with_token(const std::string& url) {
  auto bearer = token();
  if (!bearer) return bearer.error();
  return http_.send(
      {"GET",
       url,
       {{"Authorization", "Bearer " + bearer->reveal()}, {"Accept", "application/json"}},
       ""});
}

Result<Secret> Rest::token() {
  const Instant now = clock_.now();
  // A clock that was set back says nothing about the age of a token.
  if (!held_ || now < held_->fetched || now >= held_->renew) {
    auto fetched = fetch_token();
    if (!fetched) return fetched.error();
    held_ = std::move(*fetched);
  }
  return held_->token;
}

Result<Rest::Held> Rest::fetch_token() {
  const Instant asked = clock_.now();
  auto response = http_.send(
      {"POST",
       settings_.login_url,
       {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}},
       encode_query({{"grant_type", "client_credentials"},
                     {"audience", std::string(audience)},
                     {"client_id", settings_.client_id},
                     {"client_secret", settings_.client_secret.reveal()},
                     {"login_organization", settings_.organization_id}})});
  if (!response) return response.error().in("24SevenOffice token");
  if (response->status != 200) return token_error(*response);
  auto document = JsonValue::parse(response->body);
  if (!document) return document.error().in("24SevenOffice token");
  const std::string text = text_or_empty(*document, "access_token");
  if (!is_token(text)) return no_usable_token("'access_token' is missing or no token");
  auto life = life_of(*document);
  if (!life) return life.error().in("24SevenOffice token");
  const auto margin = std::min<std::chrono::seconds>(renewal_margin, *life / 2);
  return Held{Secret(text), asked, asked + *life - margin};
}

}  // namespace avstem::accounting::twentyfour
