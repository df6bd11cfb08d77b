#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace avstem {

/// Several years of daily reports of one sales unit.
inline constexpr std::size_t zip_entries_max = 2'000;
/// All entries together, in bytes.
inline constexpr std::size_t zip_unpacked_bytes_max = std::size_t{128} * 1024 * 1024;
/// One entry unpacked to its packed size. XML that repeats itself comes to some tens; an archive
/// made to fill memory to a thousand.
inline constexpr std::size_t zip_ratio_max = 200;

struct ZipLimits {
  std::size_t entries_max = zip_entries_max;
  std::size_t unpacked_bytes_max = zip_unpacked_bytes_max;
  std::size_t ratio_max = zip_ratio_max;
};

struct ZipEntry {
  std::string name;  ///< with its folders, as in the archive; never used as a path
  std::string bytes;
};

/// Whether the bytes begin like a zip archive.
bool is_zip(std::string_view bytes);

/// The files of an archive in its own order, without folders. No more is unpacked than the limits
/// allow, whatever sizes the archive claims. `invalid`: damaged, encrypted, or beyond a limit.
Result<std::vector<ZipEntry>> unzip(std::string_view bytes, const ZipLimits& limits = {});

}  // namespace avstem
