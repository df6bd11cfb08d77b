#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.hpp"
#include "core/result.hpp"

namespace avstem::accounting::twentyfour {

/// An element of a SOAP answer, by its local name. An immutable value.
class XmlValue {
 public:
  XmlValue() = default;
  XmlValue(std::string name, std::string text, std::vector<XmlValue> children)
      : name_(std::move(name)), text_(std::move(text)), children_(std::move(children)) {}

  /// Reads a whole document. `unavailable` when it is not XML or nests deeper than depth_max: an
  /// answer that cannot be read is no usable answer.
  static Result<XmlValue> parse(std::string_view document);

  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }
  const std::vector<XmlValue>& children() const { return children_; }
  /// The first child of this name, or null.
  const XmlValue* child(std::string_view name) const;
  /// The text of a child; empty when it is not there. The services leave out what equals its
  /// default.
  std::string text_of(std::string_view name) const;

  static constexpr int depth_max = 32;

 private:
  std::string name_;
  std::string text_;
  std::vector<XmlValue> children_;
};

/// A whole number in a child; `unavailable` names the child and what it held.
Result<std::int64_t> whole_in(const XmlValue& parent, std::string_view name);
/// A decimal in major units, digit by digit; zeros beyond two decimals are cut, other digits are
/// an error.
Result<Money> money_in(const XmlValue& parent, std::string_view name, Currency currency);

/// Writes elements in the order of the calls, which must be the order of the WSDL: the services
/// leave a misplaced one at its default without a word.
class XmlWriter {
 public:
  XmlWriter& open(std::string_view name);
  XmlWriter& close(std::string_view name);
  /// Control characters are left out: XML has no way to write them.
  XmlWriter& text(std::string_view name, std::string_view value);
  XmlWriter& text_unless_empty(std::string_view name, std::string_view value);
  XmlWriter& whole(std::string_view name, std::int64_t value);
  XmlWriter& flag(std::string_view name, bool value);
  /// `1000.00`, never an exponent.
  XmlWriter& amount(std::string_view name, Money value);
  XmlWriter& nil(std::string_view name);

  std::string finish() && { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace avstem::accounting::twentyfour
