#pragma once

#include <chrono>
#include <cstdint>

namespace avstem::sandbox {

/// How the PowerOffice stand-in reads what is not settled by the published specification.
enum class PowerOfficeMode {
  /// Only what the specification shows: paths, parameters and properties in its own letter case,
  /// plain dates, PascalCase problem details, 200 on a reversal.
  strict,
  /// The named deviations: any letter case in paths and parameter names, a time after a date,
  /// problem details in lower case (as the specification's own examples have them), 202 on a
  /// reversal.
  field,
};

struct PowerOfficeLimits {
  /// Per subscription key, over all companies and the token endpoint, in any span of one second.
  std::size_t requests_per_second = 10;
  /// A GET does not show vouchers, entries, matches, reversals and customers younger than this.
  std::chrono::milliseconds read_lag{1500};
  std::chrono::seconds token_lifetime{1200};
  std::int64_t page_size = 5'000;
  std::int64_t page_size_max = 20'000;
  std::size_t body_bytes_max = 8U * 1024 * 1024;
  /// A form that carries the largest document, and its own frame.
  std::size_t upload_bytes_max = 31U * 1024 * 1024;
};

}  // namespace avstem::sandbox
