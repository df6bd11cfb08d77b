#pragma once

#include <string>
#include <string_view>

namespace avstem::vipps {

/// Standard base64 with padding (RFC 4648 § 4), as Basic authorisation wants it.
std::string encode_base64(std::string_view bytes);

}  // namespace avstem::vipps
