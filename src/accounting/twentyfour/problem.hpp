#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "platform/http.hpp"

namespace avstem::accounting::twentyfour {

/// The kind of error that an HTTP status other than success stands for:
///   401, 403         unauthorised
///   429              busy
///   other 4xx        refused, but for 408: nobody knows how far that request came
///   anything else    unavailable
ErrorKind kind_of_status(int status);

/// The error of a REST answer, with the words it gives and its X-Trace-Id. `scope` is what the
/// request needs; a 403 names it.
Error rest_error(std::string_view call, std::string_view scope, const Response& response);

}  // namespace avstem::accounting::twentyfour
