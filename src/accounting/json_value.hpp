#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/date.hpp"
#include "core/money.hpp"
#include "core/result.hpp"

namespace avstem::accounting {

/// A JSON value whose numbers are kept as the digits they were sent with. Accounting systems send
/// amounts as JSON numbers in whole kroner; 0.29 read as a double is no longer 0.29.
/// An immutable value; safe to read from several threads.
class JsonValue {
 public:
  enum class Kind { null, boolean, number, string, array, object };

  /// Reads a whole document. `unavailable` when it is not JSON or nests deeper than depth_max:
  /// an answer that cannot be read is no usable answer.
  static Result<JsonValue> parse(std::string_view document);

  Kind kind() const { return kind_; }
  /// The characters of a string, the digits of a number, `true` or `false`; else empty.
  const std::string& text() const { return text_; }
  const std::vector<JsonValue>& items() const { return items_; }
  const std::vector<std::pair<std::string, JsonValue>>& members() const { return members_; }

  /// The member of this name, or nullptr when it is absent or null.
  const JsonValue* member(std::string_view name) const;
  /// The same without regard to case: problem details come in both.
  const JsonValue* member_in_any_case(std::string_view name) const;

  static constexpr std::size_t depth_max = 32;

 private:
  friend class JsonReader;
  Kind kind_ = Kind::null;
  std::string text_;
  std::vector<JsonValue> items_;
  std::vector<std::pair<std::string, JsonValue>> members_;
};

/// Fields of a reply. A required one that is missing or of another kind is `unavailable`, and the
/// message names the field and what it held.
Result<std::int64_t> integer_field(const JsonValue& object, std::string_view name);
Result<std::string> text_field(const JsonValue& object, std::string_view name);
/// A decimal in major units, read digit by digit; more than two decimals is an error.
Result<Money> money_field(const JsonValue& object, std::string_view name, Currency currency);
/// `2026-01-05`; a time of day after it is ignored, as dates of the books have none.
Result<Date> date_field(const JsonValue& object, std::string_view name);

/// Optional fields: absent, null or of another kind give the empty answer.
std::string text_or_empty(const JsonValue& object, std::string_view name);
bool is_true(const JsonValue& object, std::string_view name);
bool is_false(const JsonValue& object, std::string_view name);

}  // namespace avstem::accounting
