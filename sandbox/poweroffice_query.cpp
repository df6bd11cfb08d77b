#include "sandbox/poweroffice_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/money.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

constexpr std::string_view paging_names[] = {"PageNumber", "PageSize", "MaxPageSize",
                                             "Fields",     "OrderBy",  "UseDatabaseValidation"};

/// The subscription key may stand in the query; the gate has read it before.
constexpr std::string_view subscription_key_name = "subscription-key";

Error unknown_parameter(std::string_view name) {
  return Error{ErrorKind::invalid, fmt::format("the query parameter '{}' is unknown", name)};
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view part = trimmed(text.substr(0, comma));
    if (!part.empty()) parts.emplace_back(part);
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Error cannot_read(std::string_view name, std::string_view value, std::string_view wanted) {
  return Error{ErrorKind::invalid, fmt::format("{} '{}' is not {}", name, value, wanted)};
}

/// Numbers by size, everything else by its text.
bool less_json(const std::string& a, const std::string& b) {
  const Result<Money> left = Money::from_decimal(a, Currency());
  const Result<Money> right = Money::from_decimal(b, Currency());
  if (left && right) return left->minor() < right->minor();
  return a < b;
}

const std::string* find_field(const JsonObject& row, std::string_view name, PowerOfficeMode mode) {
  for (const auto& [field, value] : row.fields()) {
    if (same_name(field, name, mode)) return &value;
  }
  return nullptr;
}

Result<void> sort_rows(std::vector<JsonObject>& rows, std::string_view order,
                       PowerOfficeMode mode) {
  std::vector<std::string> keys = split(order);
  std::ranges::reverse(keys);  // the first key decides, so it sorts last
  for (const std::string& key : keys) {
    const std::size_t space = key.find(' ');
    const std::string field = key.substr(0, space);
    const std::string direction =
        space == std::string::npos ? "asc" : std::string(trimmed(key.substr(space)));
    if (direction != "asc" && direction != "desc") {
      return cannot_read("OrderBy", key, "a field with asc or desc");
    }
    if (find_field(rows.front(), field, mode) == nullptr) {
      return cannot_read("OrderBy", field, "a field of the answer");
    }
    const auto before = [&](const JsonObject& a, const JsonObject& b) {
      const std::string& left = *find_field(a, field, mode);
      const std::string& right = *find_field(b, field, mode);
      return direction == "asc" ? less_json(left, right) : less_json(right, left);
    };
    std::ranges::stable_sort(rows, before);
  }
  return {};
}

Result<void> keep_fields(std::vector<JsonObject>& rows, std::string_view fields,
                         PowerOfficeMode mode) {
  const std::vector<std::string> wanted = split(fields);
  for (const std::string& name : wanted) {
    if (find_field(rows.front(), name, mode) == nullptr) {
      return cannot_read("Fields", name, "a field of the answer");
    }
  }
  for (JsonObject& row : rows) {
    JsonObject kept;
    for (const auto& [field, value] : row.fields()) {
      const auto is_wanted = [&](const std::string& name) { return same_name(field, name, mode); };
      if (std::ranges::any_of(wanted, is_wanted)) kept.raw(field, value);
    }
    row = std::move(kept);
  }
  return {};
}

}  // namespace

bool same_name(std::string_view a, std::string_view b, PowerOfficeMode mode) {
  if (mode == PowerOfficeMode::strict) return a == b;
  return std::ranges::equal(a, b, {}, lower, lower);
}

Result<NumberRanges> NumberRanges::parse(std::string_view name, std::string_view text) {
  NumberRanges result;
  for (const std::string& part : split(text)) {
    const std::size_t dash = part.find('-');
    const std::string_view head = trimmed(std::string_view(part).substr(0, dash));
    const std::optional<std::int64_t> first = whole(head);
    if (!first || *first < 0) return cannot_read(name, part, "a number or a range of numbers");
    Range range{*first, *first};
    if (dash != std::string::npos) {
      const std::string_view tail = trimmed(std::string_view(part).substr(dash + 1));
      const std::optional<std::int64_t> last =
          tail.empty() ? std::numeric_limits<std::int64_t>::max() : whole(tail);
      if (!last || *last < *first) return cannot_read(name, part, "a range of numbers");
      range.last = *last;
    }
    result.ranges_.push_back(range);
  }
  return result;
}

bool NumberRanges::contains(std::int64_t number) const {
  return std::ranges::any_of(ranges_, [number](const Range& range) {
    return range.first <= number && number <= range.last;
  });
}

Result<Query> Query::read(const QueryParameters& parameters,
                          std::initializer_list<std::string_view> filters, PowerOfficeMode mode) {
  Query query;
  query.mode_ = mode;
  for (const auto& [name, value] : parameters) {
    if (name == subscription_key_name) continue;
    const auto is_it = [&](std::string_view known) { return same_name(known, name, mode); };
    const auto* known = std::ranges::find_if(filters, is_it);
    const auto* paging = std::ranges::find_if(paging_names, is_it);
    if (known == filters.end() && paging == std::end(paging_names)) {
      return unknown_parameter(name);
    }
    const std::string_view spelled = known != filters.end() ? *known : *paging;
    const auto is_there = [&](const auto& other) { return other.first == spelled; };
    if (std::ranges::any_of(query.parameters_, is_there)) {
      return Error{ErrorKind::invalid, fmt::format("the query parameter '{}' comes twice", name)};
    }
    query.parameters_.emplace_back(spelled, value);
  }
  return query;
}

std::optional<std::string_view> Query::value(std::string_view name) const {
  for (const auto& [known, text] : parameters_) {
    if (known != name) continue;
    const std::string_view inner = trimmed(text);
    if (!inner.empty()) return inner;
  }
  return std::nullopt;
}

Result<std::optional<NumberRanges>> Query::ranges(std::string_view name) const {
  const std::optional<std::string_view> text = value(name);
  if (!text) return std::optional<NumberRanges>();
  Result<NumberRanges> read = NumberRanges::parse(name, *text);
  if (!read) return read.error();
  return std::optional<NumberRanges>(std::move(*read));
}

std::optional<std::vector<std::string>> Query::list(std::string_view name) const {
  const std::optional<std::string_view> text = value(name);
  if (!text) return std::nullopt;
  return split(*text);
}

Result<std::optional<bool>> Query::flag(std::string_view name) const {
  const std::optional<std::string_view> text = value(name);
  if (!text) return std::optional<bool>();
  if (same_name(*text, "true", PowerOfficeMode::field)) return std::optional<bool>(true);
  if (same_name(*text, "false", PowerOfficeMode::field)) return std::optional<bool>(false);
  return cannot_read(name, *text, "true or false");
}

Result<Date> Query::date(std::string_view name) const {
  constexpr std::size_t date_length = 10;
  const std::optional<std::string_view> text = value(name);
  if (!text) return Error{ErrorKind::invalid, fmt::format("{} is required", name)};
  std::string_view day = *text;
  if (day.size() > date_length && day[date_length] == 'T') day = day.substr(0, date_length);
  const Result<Date> read = Date::parse(day);
  if (!read) return cannot_read(name, *text, "a date as YYYY-MM-DD");
  return *read;
}

Result<std::optional<Instant>> Query::instant(std::string_view name) const {
  const std::optional<std::string_view> text = value(name);
  if (!text) return std::optional<Instant>();
  const Result<Instant> read = parse_instant(*text);
  if (!read) return cannot_read(name, *text, "a timestamp with an offset");
  return std::optional<Instant>(*read);
}

Result<std::optional<std::int64_t>> Query::number(std::string_view name) const {
  const std::optional<std::string_view> text = value(name);
  if (!text) return std::optional<std::int64_t>();
  const std::optional<std::int64_t> read = whole(*text);
  if (!read) return cannot_read(name, *text, "a whole number");
  return read;
}

Result<void> refuse_parameters(const QueryParameters& parameters) {
  for (const auto& [name, value] : parameters) {
    if (name != subscription_key_name) return unknown_parameter(name);
  }
  return {};
}

Result<Response> list_response(std::vector<JsonObject> rows, const Query& query,
                               const PowerOfficeLimits& limits) {
  const auto number = query.number("PageNumber");
  if (!number) return number.error();
  const auto size_asked = query.number("PageSize");
  if (!size_asked) return size_asked.error();
  const auto ceiling_asked = query.number("MaxPageSize");
  if (!ceiling_asked) return ceiling_asked.error();
  if (const auto flag = query.flag("UseDatabaseValidation"); !flag) return flag.error();
  const std::int64_t ceiling =
      std::min(ceiling_asked->value_or(limits.page_size_max), limits.page_size_max);
  const std::int64_t page = number->value_or(1);
  const std::int64_t size = size_asked->value_or(std::min(limits.page_size, ceiling));
  if (page < 1) return cannot_read("PageNumber", fmt::to_string(page), "1 or more");
  if (size < 1 || size > ceiling) {
    return cannot_read("PageSize", fmt::to_string(size), fmt::format("from 1 to {}", ceiling));
  }
  const auto total = static_cast<std::int64_t>(rows.size());
  if (page > (total + size - 1) / size) return Response{204, {}, ""};
  if (const auto order = query.value("OrderBy")) {
    if (Result<void> sorted = sort_rows(rows, *order, query.mode()); !sorted) {
      return sorted.error();
    }
  }
  const std::int64_t first = (page - 1) * size;
  const std::int64_t last = std::min(total, first + size);
  std::vector<JsonObject> cut(std::make_move_iterator(rows.begin() + first),
                              std::make_move_iterator(rows.begin() + last));
  if (const auto fields = query.value("Fields")) {
    if (Result<void> kept = keep_fields(cut, *fields, query.mode()); !kept) return kept.error();
  }
  return json_response(200, json_array(cut));
}

Response json_response(int status, std::string body) {
  return Response{status, {{"Content-Type", "application/json; charset=utf-8"}}, std::move(body)};
}

Response problem(PowerOfficeMode mode, int status, std::string_view title,
                 std::string_view detail) {
  const bool is_lower = mode == PowerOfficeMode::field;
  JsonObject body;
  if (!is_lower) body.null("Type");
  body.text(is_lower ? "title" : "Title", title);
  if (!is_lower) body.number("Status", status);
  body.text(is_lower ? "detail" : "Detail", detail);
  if (!is_lower) body.null("Instance");
  return json_response(status, body.to_text());
}

Response problem(PowerOfficeMode mode, const Error& error) {
  if (error.kind == ErrorKind::not_found) {
    return problem(mode, 404, "Object(s) not found", error.message);
  }
  // The titles that Go gives for a broken rule are not published; only that it is 400.
  return problem(mode, 400, "Request was not processed", error.message);
}

}  // namespace avstem::sandbox::poweroffice
