#include "sandbox/twentyfour_body.hpp"

#include <algorithm>
#include <charconv>

#include "core/money.hpp"

namespace avstem::sandbox::twentyfour {

using Kind = JsonValue::Kind;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

BodyReader::BodyReader(const JsonValue& object, std::string path, std::vector<Breach>& breaches)
    : object_(object), path_(std::move(path)), breaches_(breaches) {
  if (object.kind != Kind::object) breaches_.push_back({path_, "type"});
}

std::string BodyReader::path_of(const std::string& name) const {
  return path_.empty() ? name : path_ + "." + name;
}

void BodyReader::breach(const std::string& name, std::string keyword) {
  breaches_.push_back({path_of(name), std::move(keyword)});
}

bool BodyReader::has(const std::string& name) const {
  return std::ranges::find(object_.names, name) != object_.names.end();
}

void BodyReader::require(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (!has(name)) breach(name, "required");
  }
}

const JsonValue* BodyReader::take(const std::string& name, bool nullable) {
  asked_.insert(name);
  const auto found = std::ranges::find(object_.names, name);
  if (found == object_.names.end()) return nullptr;
  const JsonValue& value = object_.items[static_cast<std::size_t>(found - object_.names.begin())];
  if (value.kind != Kind::null) return &value;
  if (!nullable) breach(name, "type");
  return nullptr;
}

std::optional<std::int64_t> BodyReader::whole(const std::string& name, Between between,
                                              bool nullable) {
  const JsonValue* value = take(name, nullable);
  if (value == nullptr) return std::nullopt;
  std::int64_t number = 0;
  const char* end = value->text.data() + value->text.size();
  const auto read = std::from_chars(value->text.data(), end, number);
  if (value->kind != Kind::number || read.ec != std::errc() || read.ptr != end) {
    breach(name, "type");
    return std::nullopt;
  }
  if (number >= between.low && number <= between.high) return number;
  breach(name, number < between.low ? "minimum" : "maximum");
  return std::nullopt;
}

std::optional<std::string> BodyReader::text(const std::string& name, TextRule rule) {
  const JsonValue* value = take(name, rule.nullable);
  if (value == nullptr) return std::nullopt;
  if (value->kind != Kind::text) {
    breach(name, "type");
    return std::nullopt;
  }
  const std::size_t length = characters(value->text);
  if (length >= rule.length_min && length <= rule.length_max) return value->text;
  breach(name, length < rule.length_min ? "minLength" : "maxLength");
  return std::nullopt;
}

std::optional<std::string> BodyReader::word(const std::string& name,
                                            std::initializer_list<std::string_view> words) {
  std::optional<std::string> value = text(name);
  if (!value || std::ranges::find(words, *value) != words.end()) return value;
  breach(name, "enum");
  return std::nullopt;
}

std::optional<bool> BodyReader::flag(const std::string& name) {
  const JsonValue* value = take(name, false);
  if (value == nullptr) return std::nullopt;
  if (value->kind == Kind::boolean) return value->boolean;
  breach(name, "type");
  return std::nullopt;
}

std::optional<Date> BodyReader::date(const std::string& name) {
  const std::optional<std::string> value = text(name);
  if (!value) return std::nullopt;
  const Result<Date> date = Date::parse(*value);
  if (date) return *date;
  breach(name, "format");
  return std::nullopt;
}

std::optional<std::string> BodyReader::number(const std::string& name, bool nullable) {
  const JsonValue* value = take(name, nullable);
  if (value == nullptr) return std::nullopt;
  if (value->kind == Kind::number) return value->text;
  breach(name, "type");
  return std::nullopt;
}

std::optional<std::int64_t> BodyReader::amount(const std::string& name, bool nullable) {
  const std::optional<std::string> digits = number(name, nullable);
  if (!digits) return std::nullopt;
  const Result<Money> money = Money::from_decimal(*digits, Currency());
  if (money) return money->minor();
  breach(name, "multipleOf");
  return std::nullopt;
}

const JsonValue* BodyReader::object(const std::string& name) {
  const JsonValue* value = take(name, false);
  if (value == nullptr || value->kind == Kind::object) return value;
  breach(name, "type");
  return nullptr;
}

const JsonValue* BodyReader::array(const std::string& name, std::size_t length_max) {
  const JsonValue* value = take(name, false);
  if (value == nullptr) return nullptr;
  if (value->kind != Kind::array) {
    breach(name, "type");
    return nullptr;
  }
  if (value->items.size() <= length_max) return value;
  breach(name, "maxItems");
  return nullptr;
}

void BodyReader::finish(Properties properties, TwentyFourMode mode) {
  if (properties == Properties::open && mode == TwentyFourMode::field) return;
  for (const std::string& name : object_.names) {
    if (!asked_.contains(name)) breach(name, "additionalProperties");
  }
}

}  // namespace avstem::sandbox::twentyfour
