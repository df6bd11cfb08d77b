#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.hpp"
#include "core/money.hpp"
#include "core/result.hpp"

namespace pugi {
class xml_document;
struct xml_node_struct;
}  // namespace pugi

namespace avstem::vipps::settlement_file {

/// A parsed file and the first thing found wrong in it. Everything that reads from it stops at
/// that first error and gives empty values from then on, so that a reader of thirty fields asks
/// once, at its end, instead of thirty times. Not thread-safe.
class XmlFile {
 public:
  /// Parses with check_xml_text's rules; a syntax error names line and byte offset.
  static Result<XmlFile> parse(std::string_view text);

  XmlFile(XmlFile&&) noexcept;
  XmlFile& operator=(XmlFile&&) noexcept;
  ~XmlFile();

  /// The root's namespace: what its own prefix, or the default, is bound to; may be empty.
  const std::string& root_namespace() const { return root_namespace_; }
  bool failed() const { return error_.has_value(); }
  const std::optional<Error>& error() const { return error_; }

 private:
  friend class ElementReader;
  XmlFile(std::string_view text, std::unique_ptr<pugi::xml_document> document);
  Result<void> find_root();

  std::string_view text_;  ///< outlives this: the caller's
  std::unique_ptr<pugi::xml_document> document_;
  pugi::xml_node_struct* root_ = nullptr;
  std::string prefix_;  ///< of the root, with its colon; every element carries the same
  std::string root_namespace_;
  std::optional<Error> error_;
};

/// What signs an amount may have; the schema's money, positiveMoney and negativeMoney.
enum class Sign { any, not_negative, not_positive };

/// Takes the children of one element strictly in the order they are asked for. Anything missing,
/// repeated, unknown or out of order becomes the file's error, with line and path.
class ElementReader {
 public:
  /// The root, which must have this name.
  ElementReader(XmlFile& file, std::string_view root_name);

  /// True while nothing failed and the next child has this name; for lists and optional elements.
  bool next_is(std::string_view name) const;

  ElementReader element(std::string_view name);      ///< a child that holds elements
  std::string text(std::string_view name);           ///< as written; may be empty
  std::string required_text(std::string_view name);  ///< not empty
  std::string digits(std::string_view name);         ///< 1 to id_length_max digits
  std::int64_t count(std::string_view name);         ///< zero or more
  std::int64_t money(std::string_view name, Sign sign = Sign::any);  ///< kroner → øre
  Date date(std::string_view name);                                  ///< YYYY-MM-DD
  Currency currency(std::string_view name);

  /// The text of a child, read by `read`, a function `string_view → Result<T>`.
  template <class Read>
  auto value(std::string_view name, Read read) {
    using Value = typename decltype(read(std::string_view()))::value_type;
    const std::string written = trimmed(name);
    if (file_->failed()) return Value();
    auto result = read(std::string_view(written));
    if (result) return *result;
    fail_last(result.error().message);
    return Value();
  }

  /// No child may remain.
  void finish();

  /// Makes `why` the file's error, placed at this element, unless there is one already.
  void fail(std::string_view why);

 private:
  ElementReader(XmlFile& file, pugi::xml_node_struct* node) : file_(&file), node_(node) {}
  bool take(std::string_view name);
  std::string trimmed(std::string_view name);
  void fail_last(std::string_view why);
  void fail_at(pugi::xml_node_struct* node, std::string_view why);
  std::string_view local_name(pugi::xml_node_struct* node) const;
  pugi::xml_node_struct* following() const;
  void explain_wrong(std::string_view wanted, pugi::xml_node_struct* found);

  XmlFile* file_;
  pugi::xml_node_struct* node_;
  pugi::xml_node_struct* last_ = nullptr;  ///< the child taken last
};

/// No field of a report is longer, in bytes.
inline constexpr std::size_t text_length_max = 500;
/// Digits of an id or a count; so many always fit the schema's xs:long.
inline constexpr std::size_t id_length_max = 18;
/// No figure of a file is larger, in øre: a hundred milliard kroner. With transactions_max of them
/// no sum leaves 64 bits.
inline constexpr std::int64_t figure_minor_max = 10'000'000'000'000;

}  // namespace avstem::vipps::settlement_file
