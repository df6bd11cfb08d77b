#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/date.hpp"
#include "core/result.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_settings.hpp"

namespace avstem::sandbox::poweroffice {

/// Takes the properties of one object of a body one by one; the first error stays. What nobody
/// asked for is unknown. The object must outlive the reader.
class Reader {
 public:
  /// `place` names the object in messages, e.g. `VoucherLines[0]`.
  Reader(const JsonValue& object, std::string place, PowerOfficeMode mode);

  /// The value, or null when it is missing or null.
  const JsonValue* take(const std::string& name);
  /// At most `length_max` characters; empty when it is missing.
  std::string text(const std::string& name,
                   std::size_t length_max = std::numeric_limits<std::size_t>::max());
  /// A text out of an enumeration; empty when it is missing.
  std::string word(const std::string& name, std::initializer_list<std::string_view> words);
  std::optional<bool> flag(const std::string& name);
  std::optional<std::int64_t> whole(const std::string& name);
  std::int64_t required_whole(const std::string& name);
  std::optional<Date> date(const std::string& name);
  Date required_date(const std::string& name);
  /// Øre; 0 when it is missing.
  std::int64_t amount(const std::string& name);
  /// The number's own digits; empty when it is missing.
  std::string number_text(const std::string& name);
  /// An array's value; null when it is missing.
  const JsonValue* array(const std::string& name);

  /// Ids and codes of things that the company has none of: -1 and nothing mean none, the rest is
  /// an error.
  void refuse_ids(std::initializer_list<std::string_view> names);
  void refuse_codes(std::initializer_list<std::string_view> names);

  void fail(std::string_view name, std::string_view complaint);
  /// The first error, an unknown property among them.
  std::optional<Error> finish();

 private:
  const JsonValue& object_;
  std::string place_;
  PowerOfficeMode mode_;
  std::set<std::string> asked_;
  std::optional<Error> error_;
};

/// The company keeps its books in this currency and has no other active.
inline constexpr std::string_view company_currency = "NOK";

void refuse_foreign_currency(Reader& reader, std::string_view code);

}  // namespace avstem::sandbox::poweroffice
