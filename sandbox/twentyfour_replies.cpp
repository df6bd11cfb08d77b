#include "sandbox/twentyfour_replies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace avstem::sandbox::twentyfour {
namespace {

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

/// A link target: the same list with other paging parameters.
std::string target(const Call& call, const QueryParameters& paging) {
  QueryParameters parameters;
  for (const auto& parameter : call.parameters) {
    const bool is_paging = std::ranges::any_of(
        paging, [&](const auto& other) { return other.first == parameter.first; });
    if (!is_paging) parameters.push_back(parameter);
  }
  parameters.insert(parameters.end(), paging.begin(), paging.end());
  std::string url = call.public_url;
  if (call.mode() == TwentyFourMode::field) {
    const std::size_t path = url.find('/', url.find("://") + 3);
    url = path == std::string::npos ? "" : url.substr(path);
  }
  return fmt::format("<{}/rest{}?{}>", url, call.path, encode_query(parameters));
}

std::string rows_json(const Rows& rows, std::size_t from, std::size_t count) {
  const std::size_t last = count < rows.size - std::min(from, rows.size) ? from + count : rows.size;
  std::vector<JsonObject> page;
  for (std::size_t i = from; i < last; ++i)
    page.push_back(rows.at(i));
  return poweroffice::json_array(page);
}

}  // namespace

Response json_reply(int status, std::string body) {
  return {status, {{"Content-Type", "application/json; charset=utf-8"}}, std::move(body)};
}

Response refusal(const Call& call, int status, std::string_view name, std::string_view message) {
  JsonObject error;
  error.text("name", name).text("message", message);
  JsonObject body;
  body.raw("error", error.to_text()).text("trackingId", call.trace_id);
  return json_reply(status, body.to_text());
}

Response validation_error(const Call& call, const std::vector<Breach>& breaches) {
  std::vector<JsonObject> rows;
  for (const Breach& breach : breaches) {
    JsonObject row;
    row.text("path", breach.path).text("keyword", breach.keyword);
    rows.push_back(std::move(row));
  }
  JsonObject payload;
  payload.raw("validationErrors", poweroffice::json_array(rows));
  JsonObject error;
  error.text("name", "ValidationError").raw("payload", payload.to_text());
  JsonObject body;
  body.raw("error", error.to_text()).text("trackingId", call.trace_id);
  return json_reply(400, body.to_text());
}

Response bad_request(const Call& call, std::string_view type, std::string_view message,
                     const std::vector<std::string>& arguments) {
  JsonObject detail;
  detail.text("type", type).text("message", message);
  detail.raw("arguments", poweroffice::json_texts(arguments));
  JsonObject payload;
  payload.raw("errors", poweroffice::json_array({detail}));
  JsonObject error;
  error.text("name", "BadRequestError").raw("payload", payload.to_text());
  JsonObject body;
  body.raw("error", error.to_text()).text("trackingId", call.trace_id);
  return json_reply(400, body.to_text());
}

Response refusal(const Call& call, const Error& error) {
  if (error.kind == ErrorKind::not_found) {
    return refusal(call, 404, "NotFoundError", error.message);
  }
  return refusal(call, 400, "BadRequestError", error.message);
}

Response not_found(const Call& call, std::string_view what, std::string_view id) {
  return refusal(call, 404, "NotFoundError", fmt::format("{} {} was not found", what, id));
}

BodyOrRefusal read_body(const Call& call) {
  const std::string_view type = call.request.headers.get("Content-Type").value_or("");
  if (type.substr(0, type.find(';')) != "application/json") {
    return {{}, refusal(call, 415, "UnsupportedMediaType", "the body must be application/json")};
  }
  Result<JsonValue> body = parse_json(call.request.body);
  if (!body) return {{}, refusal(call, 400, "BadRequestError", body.error().message)};
  return {std::move(*body), std::nullopt};
}

std::string json_amount(std::int64_t minor) {
  const std::int64_t size = minor < 0 ? -minor : minor;
  std::string digits = fmt::format("{}{}", minor < 0 ? "-" : "", size / 100);
  if (size % 100 == 0) return digits;
  digits += fmt::format(".{:02}", size % 100);
  if (digits.back() == '0') digits.pop_back();
  return digits;
}

void add_text(JsonObject& object, const char* name, std::string_view value) {
  if (!value.empty()) object.text(name, value);
}

std::string json_time(Instant instant) {
  return to_string(std::chrono::floor<std::chrono::seconds>(instant));
}

std::optional<std::string> QueryReader::text(std::string_view name) const {
  const std::optional<std::string_view> value = call_.parameter(name);
  if (!value) return std::nullopt;
  return std::string(*value);
}

void QueryReader::breach(std::string_view name, std::string keyword) {
  breaches_.push_back({fmt::format("query.{}", name), std::move(keyword)});
}

std::optional<std::int64_t> QueryReader::whole(std::string_view name, Between between) {
  const std::optional<std::string_view> value = call_.parameter(name);
  if (!value) return std::nullopt;
  const std::optional<std::int64_t> number = number_in(*value);
  if (!number) {
    breach(name, "type");
    return std::nullopt;
  }
  if (*number >= between.low && *number <= between.high) return number;
  breach(name, *number < between.low ? "minimum" : "maximum");
  return std::nullopt;
}

std::optional<bool> QueryReader::flag(std::string_view name) {
  const std::optional<std::string_view> value = call_.parameter(name);
  if (!value) return std::nullopt;
  if (*value == "true") return true;
  if (*value == "false") return false;
  breach(name, "type");
  return std::nullopt;
}

std::optional<Date> QueryReader::date(std::string_view name, bool required) {
  const std::optional<std::string_view> value = call_.parameter(name);
  if (!value) {
    if (required) breach(name, "required");
    return std::nullopt;
  }
  const Result<Date> date = Date::parse(*value);
  if (date) return *date;
  breach(name, "format");
  return std::nullopt;
}

std::optional<Instant> QueryReader::instant(std::string_view name) {
  const std::optional<std::string_view> value = call_.parameter(name);
  if (!value) return std::nullopt;
  const Result<Instant> instant = parse_instant(*value);
  if (instant) return *instant;
  breach(name, "format");
  return std::nullopt;
}

Response page_reply(const Call& call, const Rows& rows, std::int64_t page, std::int64_t limit) {
  const auto page_at = [&](std::int64_t number) {
    return target(call, {{"page", fmt::to_string(number)}, {"limit", fmt::to_string(limit)}});
  };
  const auto size = static_cast<std::int64_t>(rows.size);
  const std::int64_t pages = (size + limit - 1) / limit;
  std::string link = page_at(1) + "; rel=\"first\"";
  if (page > 1) link += ", " + page_at(page - 1) + "; rel=\"prev\"";
  if (page < pages) link += ", " + page_at(page + 1) + "; rel=\"next\"";
  // A page beyond the last is empty, however far beyond it lies.
  const std::int64_t from = page > pages ? size : (page - 1) * limit;
  Response reply = json_reply(
      200, rows_json(rows, static_cast<std::size_t>(from), static_cast<std::size_t>(limit)));
  reply.headers.add("Link", link);
  return reply;
}

Response token_page_reply(const Call& call, const Rows& rows, QueryReader& query) {
  constexpr std::string_view token_prefix = "from-";
  const std::optional<std::int64_t> limit = query.whole("limit", {1, page_rows_max});
  std::int64_t from = 0;
  if (const auto token = query.text("continuationToken")) {
    const std::optional<std::int64_t> place = token->starts_with(token_prefix)
                                                  ? number_in(token->substr(token_prefix.size()))
                                                  : std::nullopt;
    if (!place || *place < 0) query.breach("continuationToken", "format");
    from = place.value_or(0);
  }
  if (!query.breaches().empty()) return validation_error(call, query.breaches());
  const auto size = static_cast<std::int64_t>(rows.size);
  const std::int64_t count = std::min(limit.value_or(size), size);
  Response reply = json_reply(
      200, rows_json(rows, static_cast<std::size_t>(from), static_cast<std::size_t>(count)));
  if (count > 0 && from + count < size) {
    const std::string next = fmt::format("{}{}", token_prefix, from + count);
    QueryParameters paging = {{"continuationToken", next}};
    if (limit) paging.emplace_back("limit", fmt::to_string(*limit));
    reply.headers.add("Link", target(call, paging) + "; rel=\"next\"");
  }
  return reply;
}

}  // namespace avstem::sandbox::twentyfour
