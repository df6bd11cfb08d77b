#include "platform/zip_archive.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

namespace avstem {
namespace {

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;

constexpr std::size_t block_bytes = std::size_t{64} * 1024;

Error refused(std::string_view why) {
  return Error{ErrorKind::invalid, fmt::format("zip archive: {}", why)};
}

Error unreadable(std::string_view what, const char* why) {
  return refused(fmt::format("{} cannot be read ({}); fetch the archive again", what, why));
}

Result<Archive> open_archive(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr
                       ? nullptr
                       : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (archive == nullptr) {
    if (source != nullptr) zip_source_free(source);
    const Error failure = unreadable("it", zip_error_strerror(&error));
    zip_error_fini(&error);
    return failure;
  }
  zip_error_fini(&error);
  return Archive(archive);
}

/// The entry's bytes, while they are no more than `bytes_max` and `ratio_max` times the packed.
Result<std::string> unpack(zip_t* archive, const zip_stat_t& entry, std::size_t bytes_max,
                           std::size_t ratio_max) {
  const std::string named = fmt::format("'{}'", entry.name);
  if (entry.encryption_method != ZIP_EM_NONE) {
    return refused(named + " is encrypted; unpack it with its password and import what is in it");
  }
  const std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(archive, entry.index, 0));
  if (file == nullptr) return unreadable(named, zip_strerror(archive));
  std::string bytes;
  std::string block(block_bytes, '\0');
  while (true) {
    const zip_int64_t got = zip_fread(file.get(), block.data(), block.size());
    if (got < 0) return unreadable(named, zip_file_strerror(file.get()));
    if (got == 0) return bytes;
    bytes.append(block, 0, static_cast<std::size_t>(got));
    if (bytes.size() > bytes_max) {
      return refused(
          fmt::format("{} brings it beyond the {} bytes that are unpacked; import its "
                      "files in smaller archives",
                      named, bytes_max));
    }
    if (bytes.size() / ratio_max > entry.comp_size) {
      return refused(
          fmt::format("{} grows to more than {} times its packed size of {} bytes; "
                      "unpack it yourself if you trust it",
                      named, ratio_max, entry.comp_size));
    }
  }
}

}  // namespace

bool is_zip(std::string_view bytes) {
  // A local file header, or the end of an archive that is empty.
  return bytes.starts_with(std::string_view("PK\x03\x04", 4)) ||
         bytes.starts_with(std::string_view("PK\x05\x06", 4));
}

Result<std::vector<ZipEntry>> unzip(std::string_view bytes, const ZipLimits& limits) {
  // libzip takes no bytes at all for an empty archive.
  if (!is_zip(bytes)) return refused("it does not begin like one");
  auto archive = open_archive(bytes);
  if (!archive) return archive.error();
  const zip_int64_t count = zip_get_num_entries(archive->get(), 0);
  if (count < 0 || static_cast<std::size_t>(count) > limits.entries_max) {
    return refused(fmt::format("it holds {} entries, more than {}; import it in parts", count,
                               limits.entries_max));
  }
  std::vector<ZipEntry> entries;
  std::size_t unpacked = 0;
  for (std::uint64_t at = 0; at < static_cast<std::uint64_t>(count); ++at) {
    zip_stat_t entry;
    zip_stat_init(&entry);
    if (zip_stat_index(archive->get(), at, 0, &entry) != 0) {
      return unreadable(fmt::format("entry {}", at + 1), zip_strerror(archive->get()));
    }
    if (std::string_view(entry.name).ends_with('/')) continue;
    auto unpacked_bytes =
        unpack(archive->get(), entry, limits.unpacked_bytes_max - unpacked, limits.ratio_max);
    if (!unpacked_bytes) return unpacked_bytes.error();
    unpacked += unpacked_bytes->size();
    entries.push_back({entry.name, *std::move(unpacked_bytes)});
  }
  return entries;
}

}  // namespace avstem
