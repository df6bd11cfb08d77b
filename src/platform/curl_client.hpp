#pragma once

#include <memory>

#include "platform/http.hpp"

namespace avstem {

/// HttpClient over libcurl: http and https only, certificates verified against the system's own
/// store, no redirects, connections kept open between requests. Proxies are taken from the
/// environment as curl does, except for this machine itself. Not thread-safe: one a thread.
///
/// One send() is at most one request on the wire. libcurl by itself repeats a request whose reused
/// connection turns out to be dead, also a POST that may have had its effect; that is refused here.
///
/// Errors: `invalid` for a request that cannot be sent as given (URL, method or header), else
/// `unavailable`. Messages name the host; never the path, the query, a header or the body.
class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(HttpLimits limits = {});
  ~CurlClient() override;
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;

  Result<Response> send(const Request& request) override;

 private:
  class Session;
  std::unique_ptr<Session> session_;
};

}  // namespace avstem
