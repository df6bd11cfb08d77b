#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

#include "books/entry.hpp"
#include "core/date.hpp"

/// Internals of report_parser.cpp: how one entry is read. Include it only from .cpp files.
namespace avstem::vipps {

/// At most this much of a refused value is shown in an error.
inline constexpr std::size_t shown_bytes_max = 80;

/// A JSON token without the white space that simdjson leaves behind it.
std::string_view trimmed(std::string_view token);

/// A field's name. The bytes between the quotes when nothing in them is escaped, which is always
/// so for the names we know.
simdjson::simdjson_result<std::string_view> read_key(simdjson::ondemand::field& field);

/// A value that ought to be a text.
struct Text {
  enum class State {
    absent,   ///< missing or null
    present,  ///< `view` is the text
    wrong,    ///< another type; `view` is its raw token
  };
  State state = State::absent;
  std::string_view view;

  /// The view lives as long as the document and its parser.
  simdjson::error_code read(simdjson::ondemand::value& value);
};

/// Reads entries one after another. First the fields are laid out as they come, in any order,
/// without copying; then they are checked, when the pspReference is known to name them by.
class EntryReader {
 public:
  /// Entries of one ledger date, or of any when there is none.
  EntryReader(books::Topic topic, std::optional<Date> expected_date);

  /// Lays out the fields of one JSON object. An error is broken JSON.
  simdjson::error_code scan(simdjson::ondemand::object& object);

  /// The entry last scanned, at place `sequence` of its page; `invalid` names it and what is
  /// wrong with it.
  Result<books::Entry> make(std::int64_t sequence);

 private:
  struct Fields {
    Text psp_reference;
    Text time;
    Text ledger_date;
    Text entry_type;
    Text reference;
    Text currency;
    Text recipient_handle;
    std::string_view amount;  ///< raw tokens; empty when missing
    std::string_view balance_before;
    std::string_view balance_after;
  };

  simdjson::error_code scan_field(std::string_view name, simdjson::ondemand::value& value);
  Result<void> read_texts(books::Entry& entry) const;
  Result<void> read_date_and_time(books::Entry& entry) const;
  Result<void> read_amounts(books::Entry& entry);
  Error refuse(std::string_view name, std::string_view value, std::string_view why) const;
  Error refuse(std::string_view name, const Text& text, std::string_view why) const;

  books::Topic topic_;
  std::optional<Date> date_;
  std::string date_text_;      ///< or, without a date, `the feed`
  std::string currency_text_;  ///< of the entry before; nearly always the same again
  Currency currency_;
  Fields fields_;
  std::int64_t sequence_ = 0;
};

}  // namespace avstem::vipps
