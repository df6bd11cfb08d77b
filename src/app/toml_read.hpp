#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "core/result.hpp"

namespace avstem::app {

/// Parses TOML; an error names the file, the line and what is wrong. For .cpp files only: the
/// parser is a heavy header.
inline Result<toml::table> parse_toml(std::string_view text, const std::string& path) {
  try {
    return toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    return Error{ErrorKind::invalid, fmt::format("{}:{}: {}", path, error.source().begin.line,
                                                 std::string(error.description()))};
  }
}

/// Refuses keys that are not among `known`, since a misspelt one would be silently ignored.
inline Result<void> only_keys(const toml::table& table, std::string_view place,
                              const std::vector<std::string_view>& known) {
  for (const auto& [key, value] : table) {
    bool found = false;
    std::string names;
    for (const std::string_view name : known) {
      found = found || key.str() == name;
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
    if (!found) {
      return Error{ErrorKind::invalid, fmt::format("{}: '{}' is not known here; known are {}",
                                                   place, std::string(key.str()), names)};
    }
  }
  return {};
}

/// A text that must be there.
inline Result<std::string> required_text(const toml::table& table, std::string_view key,
                                         std::string_view place) {
  const auto value = table[key].value<std::string>();
  if (!value || value->empty()) {
    return Error{ErrorKind::invalid,
                 fmt::format("{}: '{}' is missing or is no text in quotes", place, key)};
  }
  return *value;
}

/// A date that must be there, written "2026-03-02".
inline Result<Date> required_date(const toml::table& table, std::string_view key,
                                  const std::string& place) {
  auto text = required_text(table, key, place);
  if (!text) return text.error();
  auto date = Date::parse(*text);
  return date ? date : Result<Date>(date.error().in(place));
}

/// A value of exactly type T that may be left out. One of another type is an error and never
/// passed over: `post_bank_line = "yes"` would quietly mean no. `wanted` says what it should be.
template <class T>
Result<T> optional_value(const toml::table& table, std::string_view key, T otherwise,
                         std::string_view wanted, std::string_view place) {
  const auto node = table[key];
  if (!node) return otherwise;
  const auto value = node.template value_exact<T>();
  if (value) return *value;
  std::ostringstream found;
  found << node;
  return Error{ErrorKind::invalid,
               fmt::format("{}: '{}' is {}, not {}", place, key, found.str(), wanted)};
}

/// A table that may be left out (null then).
inline Result<const toml::table*> optional_table(const toml::table& table, std::string_view key,
                                                 std::string_view place) {
  const toml::table* found = table[key].as_table();
  if (found == nullptr && table.contains(key)) {
    return Error{ErrorKind::invalid,
                 fmt::format("{}: '{}' is no table; it is written [{}]", place, key, key)};
  }
  return found;
}

/// Each `[[name]]` table, read by `read` with its place in the file.
template <class Read>
Result<void> each_table(const toml::table& table, const std::string& path, std::string_view name,
                        Read read) {
  if (!table.contains(name)) return {};
  const toml::array* const tables = table[name].as_array();
  const Error no_tables{ErrorKind::invalid,
                        fmt::format("{}: '{}' is written [[{}]], once for each", path, name, name)};
  if (tables == nullptr) return no_tables;
  for (const auto& each : *tables) {
    if (!each.is_table()) return no_tables;
    auto done = read(*each.as_table(), fmt::format("{}: {}", path, name));
    if (!done) return done;
  }
  return {};
}

}  // namespace avstem::app
