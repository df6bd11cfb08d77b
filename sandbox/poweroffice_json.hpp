#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"

namespace avstem::sandbox::poweroffice {

/// A JSON value whose numbers keep the digits they came with: amounts never pass a double.
struct JsonValue {
  enum class Kind { null, boolean, number, text, array, object };

  Kind kind = Kind::null;
  bool boolean = false;
  std::string text;                ///< of a text, or the raw digits of a number
  std::vector<std::string> names;  ///< of an object's members, beside items
  std::vector<JsonValue> items;
};

/// Deeper nesting than this is refused.
inline constexpr std::size_t json_depth_max = 32;

/// Reads one JSON document. A broken document, a name that comes twice or too deep a nesting is an
/// error.
Result<JsonValue> parse_json(std::string_view text);

/// One row of an answer: fields in order, each with its value as JSON text.
class JsonObject {
 public:
  /// An empty text becomes null.
  JsonObject& text(std::string name, std::string_view value);
  JsonObject& number(std::string name, std::optional<std::int64_t> value);
  /// Øre as an exact decimal in kroner: 1250.0, -0.5, 31.49.
  JsonObject& amount(std::string name, std::int64_t minor);
  JsonObject& boolean(std::string name, bool value);
  JsonObject& date(std::string name, std::optional<Date> value);
  /// ISO 8601 with the offset +00:00.
  JsonObject& instant(std::string name, Instant value);
  /// A value that is JSON already; an empty one becomes null.
  JsonObject& raw(std::string name, std::string json);
  JsonObject& null(std::string name) { return raw(std::move(name), "null"); }

  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }
  const std::string* find(std::string_view name) const;
  std::string to_text() const;

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// `[{…},{…}]`
std::string json_array(const std::vector<JsonObject>& rows);
/// `["a","b"]`
std::string json_texts(const std::vector<std::string>& texts);

}  // namespace avstem::sandbox::poweroffice
