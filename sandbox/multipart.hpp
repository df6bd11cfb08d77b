#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "platform/http.hpp"

namespace avstem::sandbox {

/// One field of a form.
struct FormPart {
  std::string name;
  std::string file_name;     ///< empty when the part is no file
  std::string content_type;  ///< empty when the part names none
  std::string bytes;
};

/// Parts of one form that are read.
inline constexpr std::size_t form_parts_max = 20;

/// Whether the request's body is a form in parts.
bool is_multipart(const Request& request);

/// Reads a multipart/form-data body (RFC 7578, RFC 2046 § 5.1). `invalid`: no boundary, a part
/// without a name, a body that does not end with the closing boundary, or too many parts.
Result<std::vector<FormPart>> read_multipart(const Request& request);

}  // namespace avstem::sandbox
