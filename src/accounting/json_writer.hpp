#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.hpp"

namespace avstem::accounting {

/// Writes one JSON object, field after field, in the order given. Amounts are written as the
/// exact digits of a JSON number in major units: 29 øre is `0.29`, never a float.
class JsonWriter {
 public:
  /// Bytes that are not UTF-8 become U+FFFD: a bad letter in a text must not stop a voucher.
  JsonWriter& text(std::string_view name, std::string_view value);
  JsonWriter& text_unless_empty(std::string_view name, std::string_view value);
  JsonWriter& integer(std::string_view name, std::int64_t value);
  JsonWriter& boolean(std::string_view name, bool value);
  JsonWriter& amount(std::string_view name, Money value);
  /// The value is a finished JSON text.
  JsonWriter& object(std::string_view name, std::string_view json);
  /// Each element is a finished JSON text.
  JsonWriter& list(std::string_view name, const std::vector<std::string>& elements);

  std::string finish() &&;

 private:
  void begin(std::string_view name);
  std::string out_ = "{";
};

}  // namespace avstem::accounting
