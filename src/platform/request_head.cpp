#include "platform/request_head.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "platform/http_syntax.hpp"

namespace avstem {
namespace {

using Refusal = std::optional<HeadRefusal>;

HeadRefusal bad(std::string reason) {
  return HeadRefusal{400, std::move(reason)};
}

Refusal refuse_start_line(const Request& head, std::string_view version) {
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return bad("the HTTP version is neither 1.0 nor 1.1");
  }
  if (!is_http_token(head.method)) return bad("the method is not a token");
  if (head.target.empty() || !is_free_of_control_characters(head.target) ||
      head.target.find_first_of(" \t") != std::string::npos) {
    return bad("the request target holds control characters or spaces");
  }
  return std::nullopt;
}

/// Names and values are not repeated in the reason: they can hold keys, or what broke the head.
Refusal refuse_fields(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (!is_http_token(name)) return bad("a header name is not a token");
    if (!is_free_of_control_characters(value)) {
      return bad("a header value holds control characters");
    }
  }
  return std::nullopt;
}

Refusal refuse_transfer_encoding(const Headers& headers, std::string_view version) {
  const std::size_t count = headers.count("Transfer-Encoding");
  if (count == 0) return std::nullopt;
  if (version == "HTTP/1.0") return bad("Transfer-Encoding does not exist in HTTP/1.0");
  if (count > 1 || !same_ignoring_case(*headers.get("Transfer-Encoding"), "chunked")) {
    return bad("the only transfer coding read here is chunked");
  }
  if (headers.count("Content-Length") > 0) {
    return bad("Content-Length and Transfer-Encoding exclude each other");
  }
  return std::nullopt;
}

Refusal refuse_content_length(const Headers& headers, std::size_t body_bytes_max) {
  const std::size_t count = headers.count("Content-Length");
  if (count == 0) return std::nullopt;
  if (count > 1) return bad("there is more than one Content-Length");
  const std::string_view text = *headers.get("Content-Length");
  const bool digits_only =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || !digits_only) return bad("Content-Length is not a number");
  std::size_t length = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), length);
  if (read.ec != std::errc() || length > body_bytes_max) {
    return HeadRefusal{413, fmt::format("the body may have {} bytes", body_bytes_max)};
  }
  return std::nullopt;
}

std::size_t head_bytes(const Request& head, std::string_view version) {
  std::size_t bytes = head.method.size() + 1 + head.target.size() + 1 + version.size();
  for (const auto& [name, value] : head.headers)
    bytes += name.size() + 2 + value.size();
  return bytes;
}

}  // namespace

Refusal refuse_head(const Request& head, std::string_view version, std::size_t header_bytes_max,
                    std::size_t body_bytes_max) {
  if (auto refusal = refuse_start_line(head, version)) return refusal;
  if (auto refusal = refuse_fields(head.headers)) return refusal;
  if (head.headers.count("Host") != 1) return bad("there must be exactly one Host");
  if (auto refusal = refuse_transfer_encoding(head.headers, version)) return refusal;
  if (head_bytes(head, version) > header_bytes_max) {
    return HeadRefusal{431, fmt::format("the head may have {} bytes", header_bytes_max)};
  }
  return refuse_content_length(head.headers, body_bytes_max);
}

}  // namespace avstem
