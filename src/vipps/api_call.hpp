#pragma once

#include <string_view>

#include "vipps/token_source.hpp"

namespace avstem::vipps {

/// GETs a path (with its query) of the token source's endpoint. On a 401 the token is forgotten
/// and the request sent once more with a new one, since a token may be withdrawn before it
/// expires; that is the only second try. Any other status is handed back as it came.
/// Errors: those of the token source, and `unavailable` when no answer came. `what` names the
/// request in them.
Result<Response> get_with_token(HttpClient& client, TokenSource& tokens, std::string_view path,
                                std::string_view what);

}  // namespace avstem::vipps
