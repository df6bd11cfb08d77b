#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/check.hpp"
#include "platform/file_descriptor.hpp"

namespace avstem {

inline sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// A TCP connection that sends and reads bytes as they are, for what no HTTP library would send.
class RawConnection {
 public:
  explicit RawConnection(FileDescriptor socket) : socket_(std::move(socket)) {}

  /// Connects to 127.0.0.1; a refused connection is one that is not open.
  explicit RawConnection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    // A test that would wait for ever fails instead.
    const timeval patience{20, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const sockaddr_in address = loopback(port);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
        0) {
      socket_ = FileDescriptor();
    }
  }

  bool is_open() const { return socket_.is_open(); }

  /// False when the other side has gone.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// All bytes up to and with `mark`, or up to the end of the connection. What came after the mark
  /// is kept for the next call.
  std::string read_until(std::string_view mark) {
    std::size_t at = std::string::npos;
    while ((at = pending_.find(mark)) == std::string::npos && receive()) {
    }
    const std::size_t size = at == std::string::npos ? pending_.size() : at + mark.size();
    std::string taken = pending_.substr(0, size);
    pending_.erase(0, size);
    return taken;
  }

  /// Everything until the other side closes the connection.
  std::string read_to_end() {
    while (receive()) {
    }
    return std::exchange(pending_, {});
  }

  /// Whether the connection ended by being closed, and not by the test's patience.
  bool is_closed() const { return closed_; }

 private:
  bool receive() {
    std::array<char, 65'536> block{};
    const ssize_t got = ::recv(socket_.get(), block.data(), block.size(), 0);
    if (got > 0) pending_.append(block.data(), static_cast<std::size_t>(got));
    if (got == 0 || (got < 0 && errno == ECONNRESET)) closed_ = true;
    return got > 0;
  }

  FileDescriptor socket_;
  std::string pending_;
  bool closed_ = false;
};

/// A listening socket on a free port of 127.0.0.1, for servers that misbehave.
class RawListener {
 public:
  explicit RawListener(int queue_length = 16) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    check(::bind(socket_.get(), plain, size) == 0 && ::listen(socket_.get(), queue_length) == 0 &&
              ::getsockname(socket_.get(), plain, &size) == 0,
          "a test can listen on 127.0.0.1");
    port_ = ntohs(address.sin_port);
  }

  std::uint16_t port() const { return port_; }
  RawConnection accept() {
    return RawConnection(FileDescriptor(::accept(socket_.get(), nullptr, nullptr)));
  }
  /// A connection that waits to be accepted; one that finds no room waits to wait.
  FileDescriptor join_queue() const {
    FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    const sockaddr_in address = loopback(port_);
    ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return socket;
  }

 private:
  FileDescriptor socket_;
  std::uint16_t port_ = 0;
};

}  // namespace avstem
