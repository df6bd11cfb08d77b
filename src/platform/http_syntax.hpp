#pragma once

#include <string_view>

namespace avstem {

/// Whether the text is a token (RFC 9110 § 5.6.2), as methods and header names must be.
bool is_http_token(std::string_view text);

/// Whether the text may stand in a header value or a request target: no control characters but the
/// tab (RFC 9110 § 5.5). A line break in a value would begin another header.
bool is_free_of_control_characters(std::string_view text);

/// Whether two header values or coding names are the same without regard to ASCII case.
bool same_ignoring_case(std::string_view a, std::string_view b);

}  // namespace avstem
