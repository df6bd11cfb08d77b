#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http.hpp"

namespace avstem {

/// Why a request is not served, as the client is told.
struct HeadRefusal {
  int status = 400;
  std::string reason;
};

/// What must hold of a request's head before any of its body is read. libmicrohttpd is not trusted
/// with it: measured with 0.9.75, it serves the body of `Content-Length : 4` as a second request,
/// and behind a proxy that reads the same bytes otherwise that is request smuggling (RFC 9112
/// § 11.2). Refused with 400 are
///
/// - any version but HTTP/1.0 and HTTP/1.1
/// - a method or header name that is no token; control characters or spaces in the target
/// - control characters in a header value
/// - none or several Host
/// - several Content-Length, one that is not digits only, or one beside a Transfer-Encoding
/// - any Transfer-Encoding but one `chunked`, and each in HTTP/1.0
///
/// and with 431 and 413 what is longer than the limits.
std::optional<HeadRefusal> refuse_head(const Request& head, std::string_view version,
                                       std::size_t header_bytes_max, std::size_t body_bytes_max);

}  // namespace avstem
