#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http.hpp"
#include "platform/url.hpp"

/// What the parts of the Vipps stand-in share: error bodies and the checks on every request.
namespace avstem::sandbox::vipps_api {

/// `strict` refuses what the published specs refuse. `field` tolerates what real clients are
/// seen to send: unknown query parameters, over-long system headers, a body on the token call,
/// `bearer` in small letters.
enum class Mode { strict, field };

/// Vipps-System-* headers hold at most this many characters (specs of the token and Report API).
inline constexpr std::size_t system_header_length_max = 30;

Response json(int status, std::string body);

/// RFC 7807, `application/problem+json`.
Response problem(int status, std::string_view title, std::string_view detail,
                 std::string_view instance);

/// 401 `{code, message}`, the Report API's own shape.
Response unauthorised(std::string_view message);

/// `{error, error_description}` as the token endpoints answer (RFC 6749 § 5.2).
Response token_error(int status, std::string_view error, std::string_view description);

/// 405 with the one method that is allowed.
Response wrong_method(std::string_view allowed, std::string_view instance);

/// What is wrong with the Vipps-System-* and Merchant-Serial-Number headers of a request in
/// strict mode; nothing in field mode.
std::optional<std::string> fault_in_headers(const Request& request, Mode mode);

/// What is wrong with the query in strict mode: a name that is not `known`, or one given twice.
std::optional<std::string> fault_in_query(const Target& target,
                                          std::initializer_list<std::string_view> known, Mode mode);

std::string to_lower(std::string_view text);  ///< ASCII only

}  // namespace avstem::sandbox::vipps_api
