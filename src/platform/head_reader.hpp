#pragma once

#include <cstddef>
#include <optional>

#include "platform/http.hpp"

struct MHD_Connection;

namespace avstem {

/// Where the first line of a request stands in the parser's buffer.
struct FirstLine {
  const char* target_end = nullptr;  ///< one past the target, as it was sent
  const char* version = nullptr;     ///< zero-terminated, e.g. `HTTP/1.1`
};

/// The header fields of a request in the order they came, or nothing when the parser did not read
/// the head as it was sent.
///
/// libmicrohttpd 0.9.75 parses in place and cuts every line at its first zero byte, takes a bare
/// line feed for a line end, and appends a folded line to the *name* before it (measured:
/// `Content-Lengt: 4`, CRLF, ` h` becomes `Content-Length: 4`). None of it shows in the names and
/// values; it shows in where they stand. Target, version, names and values of a well-formed head
/// follow each other without a gap, each line ending in two bytes. A release of the library that
/// keeps them elsewhere would make this refuse every request, never let a bad one pass. The one
/// thing that leaves no trace is a zero byte at the very end of the last value.
///
/// @param span_max no two neighbouring parts of a head are further apart than this many bytes
std::optional<Headers> read_headers(MHD_Connection* connection, const FirstLine& line,
                                    std::size_t span_max);

}  // namespace avstem
