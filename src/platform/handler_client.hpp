#pragma once

#include <string>
#include <vector>

#include "platform/http.hpp"

namespace avstem {

/// Serves several handlers, each under a path prefix; the handler sees the rest of the path.
/// The longest prefix wins. No match answers 404.
class Mounts final : public Handler {
 public:
  /// The handler must outlive this object. `prefix` starts with '/' and does not end with one.
  void mount(std::string prefix, Handler& handler);
  Response handle(const Request& request) override;

 private:
  std::vector<std::pair<std::string, Handler*>> mounts_;
};

/// An HttpClient that calls a Handler in the same thread instead of opening a socket. Scheme and
/// host of the URL are cut off; a URL without them is an error. An answer that is not delivered
/// whole is `unavailable`, as it is over a socket. For tests, demo and simulator.
class HandlerClient final : public HttpClient {
 public:
  explicit HandlerClient(Handler& handler) : handler_(handler) {}
  Result<Response> send(const Request& request) override;

 private:
  Handler& handler_;
};

}  // namespace avstem
