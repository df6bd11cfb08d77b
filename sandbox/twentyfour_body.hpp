#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/twentyfour_settings.hpp"

namespace avstem::sandbox::twentyfour {

using poweroffice::JsonObject;
using poweroffice::JsonValue;
using poweroffice::parse_json;

/// One breach of a schema: where, and which keyword of the schema says so.
struct Breach {
  std::string path;     ///< `lines[0].tax.number`
  std::string keyword;  ///< `required`, `type`, `maxLength`, …
};

/// What a number may be; both ends in.
struct Between {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

/// What a text may be.
struct TextRule {
  std::size_t length_min = 0;
  std::size_t length_max = std::numeric_limits<std::size_t>::max();
  bool nullable = false;
};

/// Whether properties that a schema does not name are refused.
enum class Properties {
  closed,  ///< additionalProperties: false
  open,    ///< the schema does not say: refused in strict, ignored in field
};

/// Reads the properties of one JSON object by the rules of its schema and collects every breach.
/// A value that breaks a rule reads as missing. The object and the list outlive the reader.
class BodyReader {
 public:
  BodyReader(const JsonValue& object, std::string path, std::vector<Breach>& breaches);

  void require(std::initializer_list<const char*> names);
  bool has(const std::string& name) const;

  std::optional<std::int64_t> whole(const std::string& name, Between between = {},
                                    bool nullable = false);
  std::optional<std::string> text(const std::string& name, TextRule rule = {});
  /// One of the words of an enumeration.
  std::optional<std::string> word(const std::string& name,
                                  std::initializer_list<std::string_view> words);
  std::optional<bool> flag(const std::string& name);
  std::optional<Date> date(const std::string& name);
  /// The raw digits of a number.
  std::optional<std::string> number(const std::string& name, bool nullable = false);
  /// A number in kroner as øre. Two decimals at most, no exponent: more would be lost.
  std::optional<std::int64_t> amount(const std::string& name, bool nullable = false);
  const JsonValue* object(const std::string& name);
  const JsonValue* array(const std::string& name,
                         std::size_t length_max = std::numeric_limits<std::size_t>::max());

  /// Call it last: what nobody asked for is unknown.
  void finish(Properties properties, TwentyFourMode mode);
  void breach(const std::string& name, std::string keyword);
  std::string path_of(const std::string& name) const;

 private:
  const JsonValue* take(const std::string& name, bool nullable);

  const JsonValue& object_;
  std::string path_;
  std::vector<Breach>& breaches_;
  std::set<std::string> asked_;
};

/// The length of a text as its readers count it: code points, not bytes.
std::size_t characters(std::string_view text);

}  // namespace avstem::sandbox::twentyfour
