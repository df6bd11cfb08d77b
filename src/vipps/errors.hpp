#pragma once

#include <string_view>

#include "core/error.hpp"
#include "platform/http.hpp"

namespace avstem::vipps {

/// Turns an answer that is no success into an Error. `what` names the request for a person,
/// e.g. `GET /settlement/v1/ledgers`; it must hold no key or token.
///
/// The kind follows the status: 401 and 403 unauthorised, 404 not_found, 409 conflict, 423 and
/// 429 busy (with Retry-After as Vipps wrote it), 408, 5xx and an unexpected 2xx unavailable, and
/// everything else, 410 among them, refused. The message carries what the body says of title,
/// detail, code and trace id. Vipps writes these in several shapes (problem+json; `code` +
/// `message`; `errorCode` + `errorMessage` + `contextId`; the gateway's and the token service's
/// own), and the body may be empty or no JSON at all; no shape is an error here. Headers other
/// than Retry-After are never in the message.
Error error_from(const Response& response, std::string_view what);

/// A text out of an error body is cut after this many bytes: it ends up in findings and logs.
inline constexpr std::size_t error_text_bytes_max = 400;

}  // namespace avstem::vipps
