#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace avstem::sandbox::vipps_api {

/// RFC 4648 § 4 with padding; the decoder refuses anything else.
std::string base64_encode(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);
/// RFC 4648 § 5 without padding, as in a JWT.
std::string base64url_encode(std::string_view bytes);

}  // namespace avstem::sandbox::vipps_api
