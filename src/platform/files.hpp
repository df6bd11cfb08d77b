#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "platform/file_descriptor.hpp"

namespace avstem {

/// The whole file. `not_found` when it is not there, `invalid` when it is no regular file or has
/// more than `bytes_max` bytes (also when it grows while it is read), else `storage`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max);

/// Replaces the file as one step: after a crash or a full disk there is either the whole old
/// content or the whole new one, and it has reached the disk when this returns. The file gets
/// mode 0600. Errors are `storage`; the old file is untouched then.
Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// Makes the file with mode 0600, whole or not at all; `conflict` when something is there already.
Result<void> create_private_file(const std::filesystem::path& path, std::string_view content);

/// Makes the directory, and those above it that are missing, with mode 0700. One that exists is
/// left as it is: its mode is its owner's choice. Errors are `storage`, and `conflict` when a file
/// stands in the way.
Result<void> create_private_directory(const std::filesystem::path& path);

/// The working directory, absolute; "." when it has been removed.
std::string working_directory();

/// The right of one process to a thing, held by flock(2) on a file of its own. The kernel takes it
/// back when the process dies, however it dies. The file stays; it says who holds the lock.
class FileLock {
 public:
  /// Does not wait. `command` is what the holder is known as (`avstem serve`); keep keys out of
  /// it. `conflict` names the process that holds the lock.
  static Result<FileLock> try_lock(const std::filesystem::path& path, std::string_view command);

 private:
  explicit FileLock(FileDescriptor file) : file_(std::move(file)) {}
  FileDescriptor file_;
};

}  // namespace avstem
