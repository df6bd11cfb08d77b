#include "platform/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace avstem {
namespace {

namespace fs = std::filesystem;

constexpr mode_t private_file_mode = 0600;
constexpr mode_t private_directory_mode = 0700;
constexpr std::size_t lock_note_bytes_max = 4096;

std::string_view way_out(int code) {
  switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "free space or raise the quota, then run it again";
    case EACCES:
    case EPERM:
      return "run as the user that owns it, or change its owner with chown";
    case ENOENT:
      return "create the directory it stands in first";
    case EROFS:
      return "choose a path on a writable disk";
    default:
      return "check the disk, then run it again";
  }
}

Error storage_error(std::string_view action, const fs::path& path, int code) {
  return Error{ErrorKind::storage, fmt::format("cannot {} '{}': {}; {}", action, path.string(),
                                               std::strerror(code), way_out(code))};
}

FileDescriptor open_file(const fs::path& path, int flags) {
  return FileDescriptor(::open(path.c_str(), flags | O_CLOEXEC, private_file_mode));
}

/// Writes everything; 0 or the errno that stopped it.
int write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

fs::path directory_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// A new name in a directory survives a power cut only when the directory is synced too.
Result<void> sync_directory(const fs::path& directory) {
  const FileDescriptor opened = open_file(directory, O_RDONLY | O_DIRECTORY);
  if (!opened.is_open() || ::fsync(opened.get()) != 0) {
    return storage_error("sync directory", directory, errno);
  }
  return {};
}

/// A file beside its destination that is removed unless it was put in place.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& destination)
      : name_(destination.string() + ".XXXXXX"), file_(::mkostemp(name_.data(), O_CLOEXEC)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (file_.is_open()) ::unlink(name_.c_str());
  }

  bool is_open() const { return file_.is_open(); }
  int fill(std::string_view content) const {
    if (const int code = write_all(file_.get(), content); code != 0) return code;
    return ::fsync(file_.get()) == 0 ? 0 : errno;
  }
  const char* name() const { return name_.c_str(); }
  /// The name is gone (renamed), nothing is left to remove.
  void keep() { file_ = FileDescriptor(); }

 private:
  std::string name_;
  FileDescriptor file_;
};

}  // namespace

Result<std::string> read_file(const fs::path& path, std::size_t bytes_max) {
  // Without O_NONBLOCK a named pipe would hold us until somebody writes to it.
  const FileDescriptor file = open_file(path, O_RDONLY | O_NONBLOCK);
  if (!file.is_open() && errno == ENOENT) {
    return Error{ErrorKind::not_found,
                 fmt::format("file '{}' does not exist; check the path", path.string())};
  }
  struct stat status{};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0) {
    return storage_error("open", path, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    return Error{ErrorKind::invalid, fmt::format("'{}' is not a regular file", path.string())};
  }
  std::string content;
  std::array<char, 65'536> block{};
  while (true) {
    const ssize_t got = ::read(file.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return storage_error("read", path, errno);
    if (got == 0) return content;
    if (static_cast<std::size_t>(got) > bytes_max - content.size()) {
      return Error{ErrorKind::invalid, fmt::format("file '{}' is larger than the limit of {} bytes",
                                                   path.string(), bytes_max)};
    }
    content.append(block.data(), static_cast<std::size_t>(got));
  }
}

Result<void> write_file_atomically(const fs::path& path, std::string_view content) {
  TemporaryFile temporary(path);
  if (!temporary.is_open()) return storage_error("write", path, errno);
  if (const int code = temporary.fill(content); code != 0) {
    return storage_error("write", path, code);
  }
  if (::rename(temporary.name(), path.c_str()) != 0) return storage_error("write", path, errno);
  temporary.keep();
  return sync_directory(directory_of(path));
}

Result<void> create_private_file(const fs::path& path, std::string_view content) {
  const TemporaryFile temporary(path);
  if (!temporary.is_open()) return storage_error("create", path, errno);
  if (const int code = temporary.fill(content); code != 0) {
    return storage_error("create", path, code);
  }
  // link(2) fails when the name is taken, where rename(2) would replace what another process made.
  if (::link(temporary.name(), path.c_str()) != 0) {
    if (errno != EEXIST) return storage_error("create", path, errno);
    return Error{ErrorKind::conflict,
                 fmt::format("'{}' exists already; it is left as it is", path.string())};
  }
  return sync_directory(directory_of(path));
}

Result<void> create_private_directory(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return {};
  if (path.has_parent_path() && path.parent_path() != path) {
    auto above = create_private_directory(path.parent_path());
    if (!above) return above;
  }
  if (::mkdir(path.c_str(), private_directory_mode) == 0) {
    return sync_directory(directory_of(path));
  }
  const int code = errno;
  if (fs::is_directory(path, ignored)) return {};
  if (code == EEXIST || code == ENOTDIR) {
    return Error{ErrorKind::conflict,
                 fmt::format("'{}' cannot be a directory: a file of that name, or above it, is in "
                             "the way; move it or choose another path",
                             path.string())};
  }
  return storage_error("create directory", path, code);
}

Result<FileLock> FileLock::try_lock(const fs::path& path, std::string_view command) {
  FileDescriptor file = open_file(path, O_RDWR | O_CREAT);
  if (!file.is_open()) return storage_error("open lock file", path, errno);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return storage_error("lock", path, errno);
    std::array<char, lock_note_bytes_max> note{};
    const ssize_t got = ::pread(file.get(), note.data(), note.size(), 0);
    const std::string_view text(note.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    return Error{ErrorKind::conflict,
                 fmt::format("'{}' is locked by {}; let it finish or stop it, then run this again",
                             path.string(), text.empty() ? "another process" : text)};
  }
  const std::string note = fmt::format("process {} ({})", ::getpid(), command);
  if (::ftruncate(file.get(), 0) != 0) return storage_error("write lock file", path, errno);
  if (const int code = write_all(file.get(), note); code != 0) {
    return storage_error("write lock file", path, code);
  }
  return FileLock(std::move(file));
}

std::string working_directory() {
  std::error_code failed;
  const auto path = std::filesystem::current_path(failed);
  return failed ? "." : path.string();
}

}  // namespace avstem
