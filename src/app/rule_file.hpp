#pragma once

#include <string>
#include <string_view>

#include "books/matcher.hpp"

namespace avstem::app {

/// How a client wants payments matched, TOML:
///
///     tolerance = "1.00"            optional; so much too little is written off as rounding
///     collective_customer = 90000   optional; for sales without a customer of their own
///     [[rules]]                     in the order in which they are tried
///     id = 7                        stays with the rule from version to version
///     name = "kakelotteri"
///     unit = "NO:12345"             what a payment is like: unit, prefix, amount, at least one
///     prefix = "KAKE-"              the beginning of the reference
///     amount = "50.00"
///     account = 3900                where it belongs: an account, or customer = 10001
///     vat = "7"                     optional; SAF-T standard code
///     recipe = "R10"
///     department = "10"             optional, and so is project: the accounting system's codes
///
/// Errors name the place; unknown keys are errors.
Result<books::MatchSettings> read_rule_file(const std::string& path, const books::Mapping& mapping);
Result<books::MatchSettings> parse_rule_file(std::string_view text, const std::string& path,
                                             const books::Mapping& mapping);

inline constexpr std::size_t rule_file_bytes_max = 1024 * 1024;

}  // namespace avstem::app
