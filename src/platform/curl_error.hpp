#pragma once

#include <string_view>

#include "core/error.hpp"
#include "platform/http.hpp"

namespace avstem {

/// What is known of a request that libcurl gave up.
struct FailedTransfer {
  int code = 0;  ///< a CURLcode other than CURLE_OK
  bool connected = false;
  bool too_large = false;  ///< stopped by us at HttpLimits::response_bytes_max
  bool repeated = false;   ///< stopped by us before a second sending
};

/// The error of a failed transfer: the host, what happened, and the way out.
Error describe_failure(const FailedTransfer& failure, std::string_view host,
                       const HttpLimits& limits);

}  // namespace avstem
