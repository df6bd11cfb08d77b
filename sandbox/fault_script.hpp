#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace avstem::sandbox {

/// What may go wrong with one request to a service.
enum class Fault {
  too_many,         ///< 429 with Retry-After
  too_many_silent,  ///< 429 that does not say how long to wait
  internal_error,   ///< 500
  bad_gateway,      ///< 502 with a page of HTML, as a proxy in front answers
  timeout_before,   ///< no answer, and the request had no effect
  timeout_after,    ///< no answer, and the request had its effect
  cut,              ///< the connection is cut in the middle of the answer; the effect is there
  truncated,        ///< half of the JSON, with the status of success
  repeated_page,    ///< a page of a list comes twice
  empty_page,       ///< a page without items that promises another; Vipps only
  late_fees,        ///< the fees of the date are not there yet
  try_later,        ///< the report says that the date is not closed
  token_expired,    ///< the service holds the token for expired
  keys_revoked,     ///< the keys, and every token of theirs, are refused for a while
  clock_skew,       ///< the service's clock is behind: no token is valid yet
  slow,             ///< the answer takes its time
};

inline constexpr std::array all_faults = {
    Fault::too_many,      Fault::too_many_silent, Fault::internal_error,
    Fault::bad_gateway,   Fault::timeout_before,  Fault::timeout_after,
    Fault::cut,           Fault::truncated,       Fault::repeated_page,
    Fault::empty_page,    Fault::late_fees,       Fault::try_later,
    Fault::token_expired, Fault::keys_revoked,    Fault::clock_skew,
    Fault::slow};

/// The word of a fault in a script, such as `bad-gateway`.
std::string_view to_string(Fault fault);
/// `invalid` when there is no such fault; the message lists those there are.
Result<Fault> parse_fault(std::string_view word);

/// Disturbs the `first` to `last` request, counted from 1, among those with this method and this
/// text in their path and query, and that the fault can befall at all.
struct FaultRule {
  static constexpr int for_ever = 1'000'000'000;

  std::string method;  ///< `*` is any
  std::string path_part;
  int first = 1;
  int last = 1;
  Fault fault = Fault::internal_error;
};

/// A larger file is no script.
inline constexpr std::size_t fault_script_bytes_max = 1024U * 1024;

/// Reads a script, one rule a line; `#` begins a comment:
///
///     # method  part of the path  which  fault
///     POST      /Vouchers/        2      timeout-after
///     GET       /funds/           1-3    try-later
///     *         /poweroffice/     5-     too-many
///
/// `invalid` names the line, counted from 1, as `name:line`.
Result<std::vector<FaultRule>> parse_fault_script(std::string_view script, std::string_view name);

}  // namespace avstem::sandbox
