#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "platform/http.hpp"

namespace avstem {

/// Limits of a server; what each one answers when it is hit stands beside it.
struct ServerLimits {
  /// Request line and header fields together, without their line ends. Beyond it: 431 (or 414
  /// when the request line alone is too long).
  std::size_t header_bytes_max = 32U * 1024;
  /// Beyond it: 413. A body announced as too long is not read at all. One that grows too long in
  /// chunks is read and thrown away up to twice the limit; then the connection is cut.
  std::size_t body_bytes_max = 8U * 1024 * 1024;
  /// Further connections wait in the kernel until one ends.
  unsigned connections_max = 1'000;
  /// A connection on which nothing moves for this long is closed.
  std::chrono::seconds connection_timeout{30};
  /// How long stop() waits for the requests it has taken.
  std::chrono::milliseconds drain_timeout{10'000};
};

/// Serves one Handler over HTTP/1.1 on 127.0.0.1; TLS and the outside address belong to the
/// reverse proxy in front of it. One thread of its own serves all connections and calls the
/// handler, so the handler is never called twice at once. An answer whose Delivery is not `whole`
/// ends the connection.
///
/// A request whose head leaves room for two readings of where it ends (RFC 9112 § 6.3, § 11.2) is
/// answered 400 and its connection closed before any body is read: see request_head.hpp and
/// head_reader.hpp.
class HttpServer {
 public:
  /// Listens when it returns. The handler must outlive the server. Port 0 takes any free port.
  /// `conflict` when the port is taken, `unavailable` when listening fails for another reason.
  static Result<std::unique_ptr<HttpServer>> start(Handler& handler, std::uint16_t port,
                                                   ServerLimits limits = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// The port it listens on.
  std::uint16_t port() const;

  /// Takes no more connections, answers 503 to further requests on open ones, and returns when
  /// those it has taken are answered, or after ServerLimits::drain_timeout. Not to be called by
  /// the handler. Stopping twice does nothing.
  void stop();

 private:
  class Daemon;
  explicit HttpServer(std::unique_ptr<Daemon> daemon);
  std::unique_ptr<Daemon> daemon_;
};

}  // namespace avstem
