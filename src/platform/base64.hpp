#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace avstem {

/// Standard base64 with padding (RFC 4648 § 4), on one line: what HTTP Basic wants (RFC 7617).
std::string base64_encode(std::string_view bytes);
/// The bytes behind such a text; nothing for any other text.
std::optional<std::string> base64_decode(std::string_view text);
/// RFC 4648 § 5 without padding, as in a JWT.
std::string base64url_encode(std::string_view bytes);

}  // namespace avstem
