#include "platform/http_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>

#include "platform/file_descriptor.hpp"
#include "platform/head_reader.hpp"
#include "platform/http_syntax.hpp"
#include "platform/request_head.hpp"

namespace avstem {
namespace {

/// What the server knows of one request from its first line until its answer is sent.
struct Exchange {
  Request request;
  const char* target_end = nullptr;
  bool head_seen = false;
  bool too_large = false;
  std::size_t body_bytes = 0;
};

/// The parser's memory for one connection: the head, its bookkeeping of each field, and the head
/// of the answer. Twice the head lets refuse_head() decide first in all but extreme cases.
std::size_t connection_memory(const ServerLimits& limits) {
  return 2 * limits.header_bytes_max + 16U * 1024;
}

Response plain(int status, std::string text) {
  Response response{status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(text)};
  response.body += '\n';
  return response;
}

Response closing(Response response) {
  response.headers.add("Connection", "close");
  return response;
}

/// The server frames the answer itself; a second opinion about its length would break it.
bool is_framing(std::string_view name) {
  return same_ignoring_case(name, "Content-Length") ||
         same_ignoring_case(name, "Transfer-Encoding");
}

/// The library takes neither empty values nor tabs. White space around a value is no part of it,
/// and a tab within it means a space (RFC 9110 § 5.5, § 5.6.3).
std::string to_wire_value(std::string value) {
  std::replace(value.begin(), value.end(), '\t', ' ');
  return value.empty() ? " " : value;
}

struct DestroyResponse {
  void operator()(MHD_Response* response) const { MHD_destroy_response(response); }
};
using OwnedResponse = std::unique_ptr<MHD_Response, DestroyResponse>;

OwnedResponse to_wire(const Response& response) {
  // 1xx is not an answer, and 204 and 304 have no body (RFC 9110 § 15.3.5, § 15.4.5).
  if (response.status < 200 || response.status > 599) return nullptr;
  const bool bodiless = response.status == 204 || response.status == 304;
  std::string body = bodiless ? std::string() : response.body;
  OwnedResponse wire(
      MHD_create_response_from_buffer(body.size(), body.data(), MHD_RESPMEM_MUST_COPY));
  if (!wire) return nullptr;
  for (const auto& [name, value] : response.headers) {
    if (is_framing(name)) continue;
    if (!is_http_token(name) || !is_free_of_control_characters(value) ||
        MHD_add_response_header(wire.get(), name.c_str(), to_wire_value(value).c_str()) !=
            MHD_YES) {
      return nullptr;
    }
  }
  return wire;
}

/// Sends half of a body whose length was announced, and then cuts the connection.
ssize_t cut_in_the_middle(void* body, std::uint64_t position, char* out, std::size_t room) {
  const auto& text = *static_cast<const std::string*>(body);
  const std::size_t half = text.size() / 2;
  if (position >= half) return MHD_CONTENT_READER_END_WITH_ERROR;
  const std::size_t count = std::min(room, half - static_cast<std::size_t>(position));
  text.copy(out, count, static_cast<std::size_t>(position));
  return static_cast<ssize_t>(count);
}

MHD_Result send_cut(MHD_Connection* connection, const Response& response) {
  constexpr std::size_t block_size = 4096;
  auto body = std::make_unique<std::string>(response.body);
  const std::size_t size = body->size();
  const OwnedResponse wire(MHD_create_response_from_callback(
      size, block_size, &cut_in_the_middle, body.get(),
      [](void* text) { delete static_cast<std::string*>(text); }));
  if (!wire) return MHD_NO;
  static_cast<void>(body.release());  // the response frees it
  return MHD_queue_response(connection, static_cast<unsigned>(response.status), wire.get());
}

MHD_Result send(MHD_Connection* connection, const Response& response) {
  // A body of nothing cannot be cut in its middle.
  const bool nothing = response.delivery == Delivery::cut && response.body.empty();
  if (nothing || response.delivery == Delivery::none) return MHD_NO;
  if (response.delivery == Delivery::cut) return send_cut(connection, response);
  OwnedResponse wire = to_wire(response);
  int status = response.status;
  if (!wire) {
    status = 500;
    wire = to_wire(closing(plain(status, "the answer cannot be written as HTTP")));
  }
  return MHD_queue_response(connection, static_cast<unsigned>(status), wire.get());
}

Result<FileDescriptor> listen_on(std::uint16_t port) {
  FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int yes = 1;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket.is_open() &&
      ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(socket.get(), SOMAXCONN) == 0) {
    return socket;
  }
  const bool taken = errno == EADDRINUSE;
  return Error{taken ? ErrorKind::conflict : ErrorKind::unavailable,
               fmt::format("cannot listen on 127.0.0.1:{}: {}; {}", port, std::strerror(errno),
                           taken ? "stop the program that uses the port, or choose another"
                                 : "choose another port")};
}

}  // namespace

/// The libmicrohttpd daemon, its thread and its callbacks.
class HttpServer::Daemon {
 public:
  Daemon(Handler& handler, ServerLimits limits) : handler_(handler), limits_(limits) {}
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;
  ~Daemon() { stop(); }

  Result<void> start(std::uint16_t port) {
    auto socket = listen_on(port);
    if (!socket) return socket.error();
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    if (::getsockname(socket->get(), reinterpret_cast<sockaddr*>(&bound), &size) == 0) {
      port_ = ntohs(bound.sin_port);
    }
    daemon_ =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, nullptr, nullptr,
                         &on_request, this, MHD_OPTION_LISTEN_SOCKET, socket->get(),      //
                         MHD_OPTION_URI_LOG_CALLBACK, &on_first_line, this,               //
                         MHD_OPTION_NOTIFY_COMPLETED, &on_completed, this,                //
                         MHD_OPTION_CONNECTION_LIMIT, limits_.connections_max,            //
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory(limits_),  //
                         MHD_OPTION_CONNECTION_TIMEOUT,
                         static_cast<unsigned>(limits_.connection_timeout.count()), MHD_OPTION_END);
    if (daemon_ == nullptr) {
      return Error{ErrorKind::unavailable,
                   fmt::format("the HTTP server on 127.0.0.1:{} does not start; raise the limit on "
                               "open files (ulimit -n) or lower connections_max ({})",
                               port_, limits_.connections_max)};
    }
    socket->release();  // the daemon closes it
    return {};
  }

  std::uint16_t port() const { return port_; }

  void stop() {
    if (daemon_ == nullptr) return;
    // Stopping the daemon cuts its connections, so what was taken is waited for before.
    stopping_ = true;
    const FileDescriptor listening(MHD_quiesce_daemon(daemon_));
    ::shutdown(listening.get(), SHUT_RDWR);  // who comes now is refused instead of left waiting
    {
      std::unique_lock lock(mutex_);
      drained_.wait_for(lock, limits_.drain_timeout, [&] { return taken_ == 0; });
    }
    MHD_stop_daemon(daemon_);
    daemon_ = nullptr;
  }

 private:
  /// The only callback that sees the target as it was sent, before escapes are undone.
  static void* on_first_line(void* /*self*/, const char* target, MHD_Connection* /*connection*/) {
    auto exchange = std::make_unique<Exchange>();
    exchange->request.target = target;
    exchange->target_end = target + exchange->request.target.size();
    return exchange.release();
  }

  static MHD_Result on_request(void* self, MHD_Connection* connection, const char* /*path*/,
                               const char* method, const char* version, const char* data,
                               std::size_t* size, void** context) {
    auto& daemon = *static_cast<Daemon*>(self);
    auto& exchange = *static_cast<Exchange*>(*context);
    if (!exchange.head_seen) return daemon.take_head(connection, exchange, method, version);
    if (*size > 0) return daemon.take_body(exchange, {data, std::exchange(*size, 0U)});
    return daemon.answer(connection, exchange);
  }

  static void on_completed(void* self, MHD_Connection* /*connection*/, void** context,
                           MHD_RequestTerminationCode /*how*/) {
    const std::unique_ptr<Exchange> exchange(static_cast<Exchange*>(*context));
    *context = nullptr;
    if (exchange && exchange->head_seen) static_cast<Daemon*>(self)->give_back();
  }

  MHD_Result take_head(MHD_Connection* connection, Exchange& exchange, const char* method,
                       const char* version) {
    exchange.head_seen = true;
    {
      const std::lock_guard lock(mutex_);
      ++taken_;
    }
    exchange.request.method = method;
    auto headers =
        read_headers(connection, {exchange.target_end, version}, connection_memory(limits_));
    if (!headers) {
      return send(connection, closing(plain(400,
                                            "a header is folded, or the head holds zero "
                                            "bytes or bare line feeds")));
    }
    exchange.request.headers = *std::move(headers);
    const auto refusal =
        refuse_head(exchange.request, version, limits_.header_bytes_max, limits_.body_bytes_max);
    if (refusal) return send(connection, closing(plain(refusal->status, refusal->reason)));
    if (stopping_) return send(connection, closing(plain(503, "the server is stopping")));
    return MHD_YES;
  }

  MHD_Result take_body(Exchange& exchange, std::string_view part) const {
    exchange.body_bytes += part.size();
    if (exchange.body_bytes > limits_.body_bytes_max) {
      // The library takes no answer in the middle of a body, so the rest is thrown away first.
      exchange.too_large = true;
      exchange.request.body = std::string();
      return exchange.body_bytes > 2 * limits_.body_bytes_max ? MHD_NO : MHD_YES;
    }
    exchange.request.body += part;
    return MHD_YES;
  }

  MHD_Result answer(MHD_Connection* connection, const Exchange& exchange) {
    if (exchange.too_large) {
      return send(
          connection,
          closing(plain(413, fmt::format("the body may have {} bytes", limits_.body_bytes_max))));
    }
    try {
      return send(connection, handler_.handle(exchange.request));
    } catch (...) {
      // A bug in one request must not take the others down with it.
      return send(connection, closing(plain(500, "the request could not be handled")));
    }
  }

  void give_back() {
    const std::lock_guard lock(mutex_);
    --taken_;
    if (taken_ == 0) drained_.notify_all();
  }

  Handler& handler_;
  const ServerLimits limits_;
  MHD_Daemon* daemon_ = nullptr;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable drained_;
  std::size_t taken_ = 0;
};

HttpServer::HttpServer(std::unique_ptr<Daemon> daemon) : daemon_(std::move(daemon)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::start(Handler& handler, std::uint16_t port,
                                                      ServerLimits limits) {
  auto daemon = std::make_unique<Daemon>(handler, limits);
  auto started = daemon->start(port);
  if (!started) return started.error();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(daemon)));
}

std::uint16_t HttpServer::port() const {
  return daemon_->port();
}

void HttpServer::stop() {
  daemon_->stop();
}

}  // namespace avstem
