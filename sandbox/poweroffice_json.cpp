#include "sandbox/poweroffice_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace avstem::sandbox::poweroffice {
namespace {

using Json = nlohmann::json;

/// Builds JsonValue from the parser's events; on_float brings the number's own text.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  JsonValue root;
  std::string complaint;

  bool null() override { return scalar(JsonValue::Kind::null, ""); }
  bool boolean(bool value) override {
    JsonValue* place = next();
    if (place == nullptr) return false;
    place->kind = JsonValue::Kind::boolean;
    place->boolean = value;
    return true;
  }
  bool number_integer(number_integer_t value) override {
    return scalar(JsonValue::Kind::number, fmt::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return scalar(JsonValue::Kind::number, fmt::to_string(value));
  }
  bool number_float(number_float_t, const string_t& raw) override {
    return scalar(JsonValue::Kind::number, raw);
  }
  bool string(string_t& value) override { return scalar(JsonValue::Kind::text, value); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(JsonValue::Kind::object); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(JsonValue::Kind::array); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    std::vector<std::string>& names = open_.back()->names;
    if (std::ranges::find(names, name) != names.end()) {
      complaint = fmt::format("property '{}' comes twice", name);
      return false;
    }
    names.push_back(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const Json::exception&) override {
    complaint = fmt::format("the body is not JSON at byte {}", position);
    return false;
  }

 private:
  JsonValue* next() {
    if (open_.empty()) return &root;
    return &open_.back()->items.emplace_back();
  }
  bool scalar(JsonValue::Kind kind, std::string text) {
    JsonValue* place = next();
    place->kind = kind;
    place->text = std::move(text);
    return true;
  }
  bool open(JsonValue::Kind kind) {
    if (open_.size() == json_depth_max) {
      complaint = fmt::format("the body nests deeper than {}", json_depth_max);
      return false;
    }
    JsonValue* place = next();
    place->kind = kind;
    open_.push_back(place);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  // A parent gains items only while it is the innermost, so the pointers of its ancestors stand.
  std::vector<JsonValue*> open_;
};

std::string as_json(std::string_view text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Result<JsonValue> parse_json(std::string_view text) {
  Builder builder;
  if (!Json::sax_parse(text, &builder)) {
    return Error{ErrorKind::invalid, builder.complaint};
  }
  return std::move(builder.root);
}

JsonObject& JsonObject::text(std::string name, std::string_view value) {
  return raw(std::move(name), value.empty() ? "null" : as_json(value));
}

JsonObject& JsonObject::number(std::string name, std::optional<std::int64_t> value) {
  return raw(std::move(name), value ? fmt::to_string(*value) : "null");
}

JsonObject& JsonObject::amount(std::string name, std::int64_t minor) {
  const std::int64_t size = minor < 0 ? -minor : minor;
  std::string digits = fmt::format("{}{}.{:02}", minor < 0 ? "-" : "", size / 100, size % 100);
  if (digits.back() == '0') digits.pop_back();
  return raw(std::move(name), std::move(digits));
}

JsonObject& JsonObject::boolean(std::string name, bool value) {
  return raw(std::move(name), value ? "true" : "false");
}

JsonObject& JsonObject::date(std::string name, std::optional<Date> value) {
  return raw(std::move(name), value ? as_json(value->to_string()) : "null");
}

JsonObject& JsonObject::instant(std::string name, Instant value) {
  std::string text = to_string(value);
  text.pop_back();  // the Z
  return raw(std::move(name), as_json(text + "+00:00"));
}

JsonObject& JsonObject::raw(std::string name, std::string json) {
  fields_.emplace_back(std::move(name), json.empty() ? "null" : std::move(json));
  return *this;
}

const std::string* JsonObject::find(std::string_view name) const {
  const auto found = std::ranges::find(
      fields_, name, [](const auto& field) -> std::string_view { return field.first; });
  return found == fields_.end() ? nullptr : &found->second;
}

std::string JsonObject::to_text() const {
  std::string result = "{";
  for (const auto& [name, value] : fields_) {
    if (result.size() > 1) result += ',';
    result += as_json(name) + ":" + value;
  }
  return result + "}";
}

std::string json_array(const std::vector<JsonObject>& rows) {
  std::string result = "[";
  for (const JsonObject& row : rows) {
    if (result.size() > 1) result += ',';
    result += row.to_text();
  }
  return result + "]";
}

std::string json_texts(const std::vector<std::string>& texts) {
  std::string result = "[";
  for (const std::string& text : texts) {
    if (result.size() > 1) result += ',';
    result += as_json(text);
  }
  return result + "]";
}

}  // namespace avstem::sandbox::poweroffice
