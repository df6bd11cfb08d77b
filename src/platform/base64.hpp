#pragma once

#include <string>
#include <string_view>

namespace avstem {

/// Standard base64 with padding (RFC 4648 § 4), on one line: what HTTP Basic wants (RFC 7617).
std::string base64_encode(std::string_view bytes);

}  // namespace avstem
