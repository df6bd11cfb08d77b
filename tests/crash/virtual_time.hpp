#pragma once

namespace avstem::crash {

/// Microseconds since 1970 by the sender's clock. Only the test programs send it.
inline constexpr const char* virtual_time_header = "X-Virtual-Time";

}  // namespace avstem::crash
