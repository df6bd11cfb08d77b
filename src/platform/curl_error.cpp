#include "platform/curl_error.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <string>

namespace avstem {
namespace {

struct Story {
  std::string happened;
  std::string_view way_out;
};

Story lost_connection() {
  return {"the connection was lost before a whole answer came",
          "whether the request had its effect is not known; look it up before sending it again"};
}

Story timed_out(bool connected, const HttpLimits& limits) {
  if (!connected) {
    return {fmt::format("could not connect within {} ms", limits.connect_timeout.count()),
            "check the network and the address"};
  }
  return {fmt::format("timed out: no whole answer within {} ms", limits.total_timeout.count()),
          "whether the request had its effect is not known; look it up before sending it again"};
}

Story tell(const FailedTransfer& failure, const HttpLimits& limits) {
  if (failure.too_large) {
    return {
        fmt::format("the answer is larger than the limit of {} bytes", limits.response_bytes_max),
        "ask for less at a time"};
  }
  if (failure.repeated) return lost_connection();
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {"could not connect: the name has no address", "check the name and the DNS server"};
    case CURLE_COULDNT_CONNECT:
      return {"could not connect", "check that it runs, the address and the firewall"};
    case CURLE_OPERATION_TIMEDOUT:
      return timed_out(failure.connected, limits);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
      return {"TLS failed: no common ground for an encrypted connection",
              "check that the address speaks https"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return {"TLS failed: its certificate is not trusted",
              "check the address and this machine's clock and ca-certificates"};
    case CURLE_SSL_CACERT_BADFILE:
      return {"TLS failed: this machine's certificate store cannot be read",
              "install the package ca-certificates"};
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return lost_connection();
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return {"the answer is not HTTP", "check the address and the port"};
    default:
      return {curl_easy_strerror(static_cast<CURLcode>(failure.code)),
              "check the network and the address"};
  }
}

}  // namespace

Error describe_failure(const FailedTransfer& failure, std::string_view host,
                       const HttpLimits& limits) {
  const Story story = tell(failure, limits);
  return Error{ErrorKind::unavailable,
               fmt::format("{}: {}; {}", host, story.happened, story.way_out)};
}

}  // namespace avstem
