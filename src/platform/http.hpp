#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"

namespace avstem {

/// Header fields in the order they came; names compare without regard to case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}

  /// The first value of a name, if it is there.
  std::optional<std::string_view> get(std::string_view name) const;
  /// Adds a field, also when the name is there already.
  void add(std::string name, std::string value);
  /// How many fields have this name.
  std::size_t count(std::string_view name) const;

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// A request, going out or coming in. `target` is an absolute URL when it goes out through an
/// HttpClient, and path plus query when it comes in to a Handler.
struct Request {
  std::string method = "GET";
  std::string target;
  Headers headers;
  std::string body;
};

/// What reaches the caller of a Handler. Anything but `whole` is for stand-ins that are to behave
/// as a bad network does.
enum class Delivery {
  whole,
  cut,   ///< the connection is cut in the middle of the body
  none,  ///< the connection is closed without any answer
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  Delivery delivery = Delivery::whole;
};

/// Answers requests: a stand-in, the web API, a test. Called by one thread at a time.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual Response handle(const Request& request) = 0;
};

/// The way out to the world. One try, no retries of its own; any HTTP status is a success here.
/// An error is `unavailable`: no usable answer came, and whether a write had its effect is not
/// known. Redirects are not followed: none of the systems we call needs one.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  virtual Result<Response> send(const Request& request) = 0;
};

/// Limits of one outgoing request.
struct HttpLimits {
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds total_timeout{60'000};
  std::size_t response_bytes_max = 64U * 1024 * 1024;
};

}  // namespace avstem
