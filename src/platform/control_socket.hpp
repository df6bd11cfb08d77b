#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include "core/result.hpp"
#include "platform/file_descriptor.hpp"

namespace avstem {

// How the owner of the database answers other commands on the same machine: one question and one
// answer over a Unix domain socket of mode 0600, which only the owner's user can open.
//
//     message := length[4, big-endian] bytes[length]

/// The most bytes of one message, either way.
constexpr std::size_t control_message_bytes_max = 64U * 1024 * 1024;

/// How long the owner waits for a caller that has connected but does not send or read, unless told
/// otherwise.
constexpr std::chrono::milliseconds control_stall_timeout{5'000};

/// The owner's end. Not thread-safe. Removes its socket file when it ends.
class ControlServer {
 public:
  /// Replaces a socket file that is there: the caller holds the FileLock of the database, so
  /// whoever made it is dead. `invalid` when the path is too long for a socket, `conflict` when
  /// something that is no socket stands there, else `storage`.
  static Result<ControlServer> listen(
      const std::filesystem::path& path,
      std::chrono::milliseconds stall_timeout = control_stall_timeout);

  ControlServer(ControlServer&& other) noexcept
      : socket_(std::move(other.socket_)),
        path_(std::exchange(other.path_, {})),
        stall_timeout_(other.stall_timeout_) {}
  ControlServer& operator=(ControlServer&&) = delete;
  ~ControlServer();

  /// Waits up to `timeout` for one caller and answers it; false when none came. After an error the
  /// server can go on: `refused` when the request is too large, `unavailable` when the caller went
  /// away or stalled, `internal` when `answer` threw or its answer is too large to be sent.
  Result<bool> serve_one(std::chrono::milliseconds timeout,
                         const std::function<std::string(const std::string&)>& answer);

 private:
  ControlServer(FileDescriptor socket, std::filesystem::path path,
                std::chrono::milliseconds stall_timeout)
      : socket_(std::move(socket)), path_(std::move(path)), stall_timeout_(stall_timeout) {}
  FileDescriptor socket_;
  std::filesystem::path path_;
  std::chrono::milliseconds stall_timeout_;
};

/// Asks the owner that listens at `path` and waits for its answer, however long it works on it.
/// `not_found` when nobody listens there, `invalid` when the request is too large, `unavailable`
/// when the owner ended before it had answered: whether the request had its effect is not known.
Result<std::string> control_call(const std::filesystem::path& path, const std::string& request);

}  // namespace avstem
