#pragma once

#include <cstddef>
#include <string_view>

#include "core/result.hpp"

namespace avstem::vipps::settlement_file {

/// The line, from 1, that holds the byte at `offset`.
std::size_t line_at(std::string_view text, std::size_t offset);

/// Length in bytes of the UTF-8 character at the start of `rest`, which is not empty; 0 when it is
/// none, or one that XML does not allow.
std::size_t character_length(std::string_view rest);

/// What the XML parser does not look at, checked on the raw bytes before it runs: valid UTF-8, no
/// control characters, no `<!` but comments and CDATA (so no DTD and no entity can be declared),
/// and no `&` but the five of XML itself and references to characters that XML allows.
/// `invalid` names the line.
Result<void> check_xml_text(std::string_view text);

}  // namespace avstem::vipps::settlement_file
