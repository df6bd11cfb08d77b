#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace avstem {

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

/// Percent-encodes everything but RFC 3986 unreserved characters.
std::string percent_encode(std::string_view text);

/// Undoes percent_encode, and reads '+' as a space (form encoding); nullopt on a broken escape.
std::optional<std::string> percent_decode(std::string_view text);

/// `a=1&b=x%20y`, in the order given.
std::string encode_query(const QueryParameters& parameters);

/// Path and decoded query of a request target such as `/Customers?customerNos=10000`.
/// A broken escape leaves the text as it came.
struct Target {
  std::string path;
  QueryParameters query;

  std::optional<std::string_view> parameter(std::string_view name) const;
};
Target parse_target(std::string_view target);

}  // namespace avstem
