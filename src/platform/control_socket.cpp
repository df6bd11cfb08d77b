#include "platform/control_socket.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

namespace avstem {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t length_bytes = 4;
constexpr std::size_t path_bytes_max = sizeof(sockaddr_un::sun_path) - 1;
constexpr mode_t socket_mode = 0600;

Result<sockaddr_un> address_of(const fs::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& text = path.native();
  if (text.empty() || text.size() > path_bytes_max) {
    return Error{ErrorKind::invalid,
                 fmt::format("socket path '{}' has {} bytes, and 1 to {} are possible; choose a "
                             "shorter data directory",
                             text, text.size(), path_bytes_max)};
  }
  std::memcpy(address.sun_path, text.data(), text.size());
  return address;
}

FileDescriptor new_socket() {
  return FileDescriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

Error socket_error(const fs::path& path, int code) {
  return Error{ErrorKind::storage,
               fmt::format("cannot listen on socket '{}': {}; check that its directory exists and "
                           "is writable",
                           path.string(), std::strerror(code))};
}

Result<void> remove_stale(const fs::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) return {};
  if (!S_ISSOCK(status.st_mode)) {
    return Error{ErrorKind::conflict,
                 fmt::format("'{}' is in the way of the control socket and is no socket; move it "
                             "elsewhere",
                             path.string())};
  }
  if (::unlink(path.c_str()) != 0) return socket_error(path, errno);
  return {};
}

/// Sends everything; false when the other side has gone or does not read.
bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// Fills the buffer; false when the other side has gone or sends nothing.
bool receive_all(int socket, char* buffer, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::recv(socket, buffer, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    buffer += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

Error too_large(ErrorKind kind, std::size_t size) {
  return Error{
      kind, fmt::format("a control message of {} bytes is larger than the limit of {} bytes; ask "
                        "for less at a time",
                        size, control_message_bytes_max)};
}

bool send_message(int socket, std::string_view message) {
  std::string head(length_bytes, '\0');
  for (std::size_t i = 0; i < length_bytes; ++i) {
    const std::size_t shift = 8 * (length_bytes - 1 - i);
    head[i] = static_cast<char>(static_cast<unsigned char>((message.size() >> shift) & 0xffU));
  }
  return send_all(socket, head) && send_all(socket, message);
}

/// `lost` is the error when the other side ends before its message does.
Result<std::string> receive_message(int socket, const Error& lost) {
  std::array<char, length_bytes> head{};
  if (!receive_all(socket, head.data(), head.size())) return lost;
  std::size_t size = 0;
  for (const char c : head)
    size = (size << 8U) | static_cast<unsigned char>(c);
  if (size > control_message_bytes_max) return too_large(ErrorKind::refused, size);
  // Memory follows the bytes that really come, not the length that was announced.
  constexpr std::size_t step = 1U * 1024 * 1024;
  std::string message;
  while (message.size() < size) {
    const std::size_t before = message.size();
    message.resize(std::min(size, before + step));
    if (!receive_all(socket, message.data() + before, message.size() - before)) return lost;
  }
  return message;
}

void limit_stalling(int socket, std::chrono::milliseconds timeout) {
  timeval limit{};
  limit.tv_sec = timeout.count() / 1'000;
  limit.tv_usec = (timeout.count() % 1'000) * 1'000;
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

Result<bool> serve(int caller, const std::function<std::string(const std::string&)>& answer) {
  const Error lost{ErrorKind::unavailable,
                   "a control caller went away or stalled; it may ask again"};
  auto request = receive_message(caller, lost);
  if (!request) return request.error();
  std::string reply;
  try {
    reply = answer(*request);
  } catch (...) {
    // The caller sees the connection end; the owner goes on with the next one.
    return Error{ErrorKind::internal, "answering a control request failed by an exception"};
  }
  if (reply.size() > control_message_bytes_max) return too_large(ErrorKind::internal, reply.size());
  if (!send_message(caller, reply)) return lost;
  return true;
}

}  // namespace

ControlServer::~ControlServer() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Result<ControlServer> ControlServer::listen(const fs::path& path,
                                            std::chrono::milliseconds stall_timeout) {
  auto address = address_of(path);
  if (!address) return address.error();
  auto removed = remove_stale(path);
  if (!removed) return removed.error();
  FileDescriptor socket = new_socket();
  // Before bind, so that there is no moment at which others could connect.
  if (!socket.is_open() || ::fchmod(socket.get(), socket_mode) != 0 ||
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) {
    return socket_error(path, errno);
  }
  ControlServer server(std::move(socket), path, stall_timeout);
  if (::listen(server.socket_.get(), SOMAXCONN) != 0) return socket_error(path, errno);
  return server;
}

Result<bool> ControlServer::serve_one(
    std::chrono::milliseconds timeout,
    const std::function<std::string(const std::string&)>& answer) {
  pollfd waiting{socket_.get(), POLLIN, 0};
  const int ready = ::poll(&waiting, 1, static_cast<int>(timeout.count()));
  if (ready == 0 || (ready < 0 && errno == EINTR)) return false;
  const FileDescriptor caller(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (ready < 0 || !caller.is_open()) {
    return Error{ErrorKind::unavailable, fmt::format("the control socket '{}' took no caller: {}",
                                                     path_.string(), std::strerror(errno))};
  }
  limit_stalling(caller.get(), stall_timeout_);
  return serve(caller.get(), answer);
}

Result<std::string> control_call(const fs::path& path, const std::string& request) {
  if (request.size() > control_message_bytes_max)
    return too_large(ErrorKind::invalid, request.size());
  auto address = address_of(path);
  if (!address) return address.error();
  const FileDescriptor socket = new_socket();
  if (!socket.is_open() ||
      ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) {
    const bool nobody = errno == ENOENT || errno == ECONNREFUSED;
    return Error{nobody ? ErrorKind::not_found : ErrorKind::unavailable,
                 fmt::format("cannot reach the owner of the database at '{}': {}; {}",
                             path.string(), std::strerror(errno),
                             nobody ? "start it, or run the command without it"
                                    : "run as the user that started it")};
  }
  const Error lost{ErrorKind::unavailable,
                   fmt::format("the owner of the database at '{}' ended before it had answered; "
                               "look at its log before asking again",
                               path.string())};
  // A refusal can come before all is sent, so a failed send is told by the reading.
  (void)send_message(socket.get(), request);
  return receive_message(socket.get(), lost);
}

}  // namespace avstem
