#include "sandbox/poweroffice_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/money.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

using Kind = JsonValue::Kind;

/// The length of a text as its readers count it: code points, not bytes.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

}  // namespace

Reader::Reader(const JsonValue& object, std::string place, PowerOfficeMode mode)
    : object_(object), place_(std::move(place)), mode_(mode) {
  if (object.kind != Kind::object) fail("", "is not an object");
}

const JsonValue* Reader::take(const std::string& name) {
  asked_.insert(name);
  const auto found = std::ranges::find(object_.names, name);
  if (found == object_.names.end()) return nullptr;
  const JsonValue& value = object_.items[static_cast<std::size_t>(found - object_.names.begin())];
  return value.kind == Kind::null ? nullptr : &value;
}

std::string Reader::text(const std::string& name, std::size_t length_max) {
  const JsonValue* value = take(name);
  if (value == nullptr) return "";
  if (value->kind != Kind::text) return fail(name, "is not a string"), "";
  if (characters(value->text) > length_max) {
    fail(name, fmt::format("'{}' has more than {} characters", value->text, length_max));
  }
  return value->text;
}

std::string Reader::word(const std::string& name, std::initializer_list<std::string_view> words) {
  std::string given = text(name);
  if (!given.empty() && std::ranges::find(words, given) == words.end()) {
    fail(name, fmt::format("'{}' is unknown", given));
  }
  return given;
}

std::optional<bool> Reader::flag(const std::string& name) {
  const JsonValue* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (value->kind != Kind::boolean) return fail(name, "is not true or false"), std::nullopt;
  return value->boolean;
}

std::optional<std::int64_t> Reader::whole(const std::string& name) {
  const JsonValue* value = take(name);
  if (value == nullptr) return std::nullopt;
  std::int64_t number = 0;
  const char* end = value->text.data() + value->text.size();
  const auto read = std::from_chars(value->text.data(), end, number);
  if (value->kind != Kind::number || read.ec != std::errc() || read.ptr != end) {
    fail(name, "is not a whole number");
    return std::nullopt;
  }
  return number;
}

std::int64_t Reader::required_whole(const std::string& name) {
  const std::optional<std::int64_t> value = whole(name);
  if (!value) fail(name, "is required");
  return value.value_or(0);
}

std::optional<Date> Reader::date(const std::string& name) {
  constexpr std::size_t date_length = 10;
  std::string text = this->text(name);
  if (text.empty()) return std::nullopt;
  if (mode_ == PowerOfficeMode::field && text.size() > date_length && text[date_length] == 'T') {
    text.resize(date_length);
  }
  const Result<Date> date = Date::parse(text);
  if (date) return *date;
  fail(name, fmt::format("'{}' is not a date as YYYY-MM-DD", text));
  return std::nullopt;
}

Date Reader::required_date(const std::string& name) {
  const std::optional<Date> value = date(name);
  if (!value) fail(name, "is required");
  return value.value_or(Date());
}

std::int64_t Reader::amount(const std::string& name) {
  const JsonValue* value = take(name);
  if (value == nullptr) return 0;
  if (value->kind != Kind::number) return fail(name, "is not a number"), 0;
  const Result<Money> money = Money::from_decimal(value->text, Currency());
  if (!money) {
    fail(name, fmt::format("{} is not an amount with at most two decimals", value->text));
    return 0;
  }
  return money->minor();
}

std::string Reader::number_text(const std::string& name) {
  const JsonValue* value = take(name);
  if (value == nullptr) return "";
  if (value->kind != Kind::number) return fail(name, "is not a number"), "";
  return value->text;
}

const JsonValue* Reader::array(const std::string& name) {
  const JsonValue* value = take(name);
  if (value == nullptr || value->kind == Kind::array) return value;
  fail(name, "is not an array");
  return nullptr;
}

void Reader::refuse_ids(std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const std::optional<std::int64_t> id = whole(std::string(name));
    if (id && *id != -1) fail(name, fmt::format("{} is not found on the client", *id));
  }
}

void Reader::refuse_codes(std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const std::string code = text(std::string(name));
    if (!code.empty() && code != "-1") {
      fail(name, fmt::format("'{}' is not found on the client", code));
    }
  }
}

void Reader::fail(std::string_view name, std::string_view complaint) {
  if (error_) return;
  const std::string_view dot = place_.empty() || name.empty() ? "" : ".";
  error_ = Error{ErrorKind::invalid, fmt::format("{}{}{} {}", place_, dot, name, complaint)};
}

std::optional<Error> Reader::finish() {
  for (const std::string& name : object_.names) {
    if (!asked_.contains(name)) fail(name, "is not a property of this object");
  }
  return error_;
}

void refuse_foreign_currency(Reader& reader, std::string_view code) {
  if (code.empty() || code == company_currency) return;
  reader.fail("CurrencyCode", fmt::format("'{}' is not active on the client", code));
}

}  // namespace avstem::sandbox::poweroffice
