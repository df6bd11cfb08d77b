#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"
#include "sandbox/twentyfour_settings.hpp"

namespace avstem::sandbox::twentyfour {

/// The types of the WSDL files, as far as the services of the stand-in use them.
enum class XmlKind {
  text,
  whole8,   ///< unsignedByte
  whole16,  ///< short
  whole32,  ///< int
  decimal,
  flag,  ///< boolean
  date_time,
  guid,
  word,     ///< one of an enumeration
  complex,  ///< a sequence of other elements
};

/// One element of a sequence.
struct XmlElement {
  std::string_view name;
  XmlKind kind = XmlKind::text;
  bool required = false;  ///< minOccurs 1
  bool many = false;      ///< maxOccurs unbounded
  bool nillable = false;
  std::vector<XmlElement> sequence{};     ///< of a complex one
  std::vector<std::string_view> words{};  ///< of an enumeration
};

/// A complex element: others in their order.
XmlElement xml_sequence(std::string_view name, std::vector<XmlElement> elements = {});

/// An array type of the WSDL files: a wrapper around repeated elements.
XmlElement xml_array(std::string_view name, XmlElement item);

/// What came in an element, read by its schema.
struct XmlValue {
  std::string name;
  std::string text;
  bool is_nil = false;
  std::vector<XmlValue> children;

  /// The child of that name; null when it is missing or nil.
  const XmlValue* find(std::string_view name) const;
  std::string text_of(std::string_view name) const;
  std::int64_t whole(std::string_view name, std::int64_t otherwise) const;
  bool flag(std::string_view name, bool otherwise) const;
  /// nullopt too for the year 1, which the schemas have as "no date". A time with a zone is
  /// brought to Norway first.
  std::optional<Date> date(std::string_view name) const;
  /// As text without a zone is meant to be UTC; nullopt as above.
  std::optional<Instant> instant(std::string_view name) const;
};

inline constexpr std::string_view soap_namespace = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr std::size_t xml_depth_max = 32;

/// Reads an envelope of SOAP 1.1 whose body holds `element` of `name_space`. In strict mode an
/// element that is unknown, comes twice or stands out of its order is an error; in field mode it is
/// passed over and what it meant to set keeps its default.
Result<XmlValue> read_envelope(std::string_view text, const XmlElement& element,
                               std::string_view name_space, TwentyFourMode mode);

/// Writes the inside of an answer.
class XmlWriter {
 public:
  void open(std::string_view name);
  void close();
  void text(std::string_view name, std::string_view value);
  void whole(std::string_view name, std::int64_t value);
  void flag(std::string_view name, bool value);
  /// Øre as a decimal with two digits.
  void amount(std::string_view name, std::int64_t minor);
  /// Midnight of a date, without a zone.
  void date(std::string_view name, Date value);
  /// UTC without a zone, to the second.
  void instant(std::string_view name, Instant value);
  void nil(std::string_view name);
  /// The real one leaves out what equals the default of its schema.
  void text_unless_empty(std::string_view name, std::string_view value);

  const std::string& result() const { return text_; }

 private:
  std::string text_;
  std::vector<std::string> open_;
};

std::string xml_escape(std::string_view text);

}  // namespace avstem::sandbox::twentyfour
