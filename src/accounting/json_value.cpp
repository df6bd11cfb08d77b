#include "accounting/json_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace avstem::accounting {

/// Builds a JsonValue from the events of the parser, which hands a number over with its digits.
class JsonReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return add(JsonValue::Kind::null, ""); }
  bool boolean(bool value) override {
    return add(JsonValue::Kind::boolean, value ? "true" : "false");
  }
  bool number_integer(number_integer_t value) override {
    return add(JsonValue::Kind::number, fmt::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return add(JsonValue::Kind::number, fmt::to_string(value));
  }
  bool number_float(number_float_t /*value*/, const string_t& digits) override {
    return add(JsonValue::Kind::number, digits);
  }
  bool string(string_t& value) override { return add(JsonValue::Kind::string, std::move(value)); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(JsonValue::Kind::object); }
  bool start_array(std::size_t /*size*/) override { return open(JsonValue::Kind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    names_.back() = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*why*/) override {
    problem_ = fmt::format("is not JSON at byte {}", position);
    return false;
  }

  const std::string& problem() const { return problem_; }
  JsonValue take() { return std::move(root_); }

 private:
  bool add(JsonValue::Kind kind, std::string text) {
    JsonValue value;
    value.kind_ = kind;
    value.text_ = std::move(text);
    place(std::move(value));
    return true;
  }

  bool open(JsonValue::Kind kind) {
    if (open_.size() == JsonValue::depth_max) {
      problem_ = fmt::format("nests deeper than {} levels", JsonValue::depth_max);
      return false;
    }
    JsonValue value;
    value.kind_ = kind;
    open_.push_back(std::move(value));
    names_.emplace_back();
    return true;
  }

  bool close() {
    JsonValue value = std::move(open_.back());
    open_.pop_back();
    names_.pop_back();
    place(std::move(value));
    return true;
  }

  void place(JsonValue value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().kind_ == JsonValue::Kind::object) {
      open_.back().members_.emplace_back(std::move(names_.back()), std::move(value));
    } else {
      open_.back().items_.push_back(std::move(value));
    }
  }

  JsonValue root_;
  std::vector<JsonValue> open_;     ///< containers not yet closed, outermost first
  std::vector<std::string> names_;  ///< beside each of them, the name its next member has
  std::string problem_ = "could not be read";
};

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

Error unusable(std::string_view name, std::string_view why) {
  return Error{ErrorKind::unavailable, fmt::format("field '{}' of the reply {}", name, why)};
}

/// The text of a required field of one kind.
Result<std::string_view> required(const JsonValue& object, std::string_view name,
                                  JsonValue::Kind kind, std::string_view kind_name) {
  const JsonValue* found = object.member(name);
  if (found == nullptr) return unusable(name, "is missing");
  if (found->kind() != kind) {
    return unusable(name, fmt::format("is not a {}: '{}'", kind_name, found->text()));
  }
  return std::string_view(found->text());
}

bool is_boolean(const JsonValue& object, std::string_view name, std::string_view text) {
  const JsonValue* found = object.member(name);
  return found != nullptr && found->kind() == JsonValue::Kind::boolean && found->text() == text;
}

}  // namespace

Result<JsonValue> JsonValue::parse(std::string_view document) {
  JsonReader reader;
  if (!nlohmann::json::sax_parse(document.begin(), document.end(), &reader)) {
    return Error{ErrorKind::unavailable, fmt::format("the reply {}", reader.problem())};
  }
  return reader.take();
}

const JsonValue* JsonValue::member(std::string_view name) const {
  for (const auto& [key, value] : members_) {
    if (key == name) return value.kind_ == Kind::null ? nullptr : &value;
  }
  return nullptr;
}

const JsonValue* JsonValue::member_in_any_case(std::string_view name) const {
  for (const auto& [key, value] : members_) {
    if (same_name(key, name) && value.kind_ != Kind::null) return &value;
  }
  return nullptr;
}

Result<std::int64_t> integer_field(const JsonValue& object, std::string_view name) {
  auto digits = required(object, name, JsonValue::Kind::number, "number");
  if (!digits) return digits.error();
  std::int64_t value = 0;
  const char* const last = digits->data() + digits->size();
  const auto [end, status] = std::from_chars(digits->data(), last, value);
  if (status != std::errc() || end != last) {
    return unusable(name, fmt::format("is not a whole number: '{}'", *digits));
  }
  return value;
}

Result<std::string> text_field(const JsonValue& object, std::string_view name) {
  auto text = required(object, name, JsonValue::Kind::string, "text");
  if (!text) return text.error();
  if (text->empty()) return unusable(name, "is empty");
  return std::string(*text);
}

Result<Money> money_field(const JsonValue& object, std::string_view name, Currency currency) {
  auto digits = required(object, name, JsonValue::Kind::number, "number");
  if (!digits) return digits.error();
  auto money = Money::from_decimal(*digits, currency);
  if (!money) return unusable(name, fmt::format("cannot be used: {}", money.error().message));
  return *money;
}

Result<Date> date_field(const JsonValue& object, std::string_view name) {
  auto text = required(object, name, JsonValue::Kind::string, "date");
  if (!text) return text.error();
  auto date = Date::parse(text->substr(0, text->find('T')));
  if (!date) return unusable(name, fmt::format("cannot be used: {}", date.error().message));
  return *date;
}

std::string text_or_empty(const JsonValue& object, std::string_view name) {
  const JsonValue* found = object.member(name);
  if (found == nullptr || found->kind() != JsonValue::Kind::string) return {};
  return found->text();
}

bool is_true(const JsonValue& object, std::string_view name) {
  return is_boolean(object, name, "true");
}

bool is_false(const JsonValue& object, std::string_view name) {
  return is_boolean(object, name, "false");
}

}  // namespace avstem::accounting
