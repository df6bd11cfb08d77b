#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace avstem {

/// The most that decompress() makes of one piece unless told otherwise: as large as the largest
/// answer an HttpClient accepts, so that every page received can also be read back.
constexpr std::size_t decompressed_bytes_max = 64U * 1024 * 1024;

/// One zstd frame (RFC 8878) that holds the bytes, with a checksum.
std::string compress(std::string_view bytes);

/// The bytes of one zstd frame. `invalid` when it is no complete, undamaged frame or would grow
/// beyond `bytes_max`; no more memory than that is taken, whatever the frame claims.
Result<std::string> decompress(std::string_view frame,
                               std::size_t bytes_max = decompressed_bytes_max);

}  // namespace avstem
