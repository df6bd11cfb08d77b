#include "platform/curl_client.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <mutex>
#include <string>
#include <string_view>

#include "core/check.hpp"
#include "platform/curl_error.hpp"
#include "platform/http_syntax.hpp"

namespace avstem {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const { curl_free(text); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

/// A part of a URL, empty when it is not there.
std::string part(CURLU* url, CURLUPart what) {
  char* text = nullptr;
  curl_url_get(url, what, &text, 0);
  const std::unique_ptr<char, FreeText> owned(text);
  return text == nullptr ? std::string() : std::string(text);
}

struct Place {
  std::string host;  ///< with the port where the URL names one
  bool is_this_machine = false;
};

Result<Place> place_of(const std::string& url_text) {
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  check(url != nullptr, "curl has memory for a URL");
  if (curl_url_set(url.get(), CURLUPART_URL, url_text.c_str(), 0) != CURLUE_OK) {
    // The text is not shown: even a broken URL can carry a cursor or a key.
    return Error{ErrorKind::invalid,
                 "the URL of a request cannot be read; check the addresses of the environment"};
  }
  const std::string name = part(url.get(), CURLUPART_HOST);
  const std::string port = part(url.get(), CURLUPART_PORT);
  const std::string scheme = part(url.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") {
    return Error{ErrorKind::invalid, fmt::format("{}: the scheme '{}' is neither http nor https; "
                                                 "check the addresses of the environment",
                                                 name, scheme)};
  }
  return Place{port.empty() ? name : name + ":" + port,
               name == "localhost" || name == "[::1]" || name.starts_with("127.")};
}

/// A line break or a second length would let a value become another header or another request.
Result<void> check_sendable(const Request& request, std::string_view host) {
  if (!is_http_token(request.method)) {
    return Error{ErrorKind::invalid,
                 fmt::format("{}: the method '{}' is not a token; use GET, POST "
                             "or another HTTP method",
                             host, request.method)};
  }
  for (const auto& [name, value] : request.headers) {
    const bool framing =
        same_ignoring_case(name, "Content-Length") || same_ignoring_case(name, "Transfer-Encoding");
    if (framing || !is_http_token(name) || !is_free_of_control_characters(value)) {
      return Error{
          ErrorKind::invalid,
          fmt::format("{}: the header '{}' cannot be sent: its name is no token, its value "
                      "holds control characters, or it is the client's own to set",
                      host, is_http_token(name) ? name : std::string("?"))};
    }
  }
  return {};
}

void append(HeaderList& list, const std::string& line) {
  curl_slist* const grown = curl_slist_append(list.get(), line.c_str());
  check(grown != nullptr, "curl has memory for a header");
  (void)list.release();
  list.reset(grown);
}

/// Curl's own notation: `Name;` sends an empty value and `Name:` sends none of its own.
HeaderList header_list(const Headers& headers) {
  HeaderList list;
  for (const auto& [name, value] : headers) {
    append(list, value.empty() ? name + ";" : name + ": " + value);
  }
  // Waiting for "100 Continue" costs a second where the server does not know it.
  if (headers.count("Expect") == 0) append(list, "Expect:");
  // Curl would call a body without a type a web form.
  if (headers.count("Content-Type") == 0) append(list, "Content-Type:");
  return list;
}

/// The methods of which a server expects to be told the length of the body, also when it is none.
bool announces_body(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

/// What the callbacks of one transfer fill in.
struct Transfer {
  Response response;
  std::size_t bytes_left = 0;
  bool sent = false;
  FailedTransfer failure;
};

bool take(Transfer& transfer, std::size_t size) {
  if (size > transfer.bytes_left) {
    transfer.failure.too_large = true;
    return false;
  }
  transfer.bytes_left -= size;
  return true;
}

std::size_t on_body(char* data, std::size_t /*one*/, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!take(transfer, size)) return 0;
  transfer.response.body.append(data, size);
  return size;
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t on_header(char* data, std::size_t /*one*/, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!take(transfer, size)) return 0;
  const std::string_view line(data, size);
  // Another status line follows an interim answer such as 100 or 103, or a proxy's own.
  if (line.starts_with("HTTP/")) {
    transfer.response.headers = Headers();
    return size;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  transfer.response.headers.add(std::string(line.substr(0, colon)),
                                std::string(trim(line.substr(colon + 1))));
  return size;
}

/// Called before each sending, the repeated ones that curl starts by itself too.
int before_sending(void* self, char* /*remote_ip*/, char* /*local_ip*/, int /*remote_port*/,
                   int /*local_port*/) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.failure.repeated = std::exchange(transfer.sent, true);
  return transfer.failure.repeated ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

}  // namespace

/// The one easy handle; its connections and its knowledge of names and TLS sessions live on
/// between requests, its options do not.
class CurlClient::Session {
 public:
  explicit Session(HttpLimits limits) : limits_(limits) {
    static std::once_flag once;
    std::call_once(
        once, [] { check(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "libcurl starts"); });
    handle_.reset(curl_easy_init());
    check(handle_ != nullptr, "curl has memory for a handle");
  }

  Result<Response> send(const Request& request) {
    auto place = place_of(request.target);
    if (!place) return place.error();
    auto sendable = check_sendable(request, place->host);
    if (!sendable) return sendable.error();

    const HeaderList headers = header_list(request.headers);
    Transfer transfer;
    transfer.bytes_left = limits_.response_bytes_max;
    curl_easy_reset(handle_.get());
    set_connection(*place);
    set_request(request, headers.get());
    set_callbacks(transfer);
    const CURLcode code = curl_easy_perform(handle_.get());
    if (code != CURLE_OK) {
      transfer.failure.code = code;
      transfer.failure.connected = transfer.sent;
      return describe_failure(transfer.failure, place->host, limits_);
    }
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    transfer.response.status = static_cast<int>(status);
    return std::move(transfer.response);
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    check(curl_easy_setopt(handle_.get(), option, value) == CURLE_OK, "curl takes the option");
  }

  void set_connection(const Place& place) {
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits_.connect_timeout.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits_.total_timeout.count()));
    if (place.is_this_machine) set(CURLOPT_PROXY, "");
  }

  void set_request(const Request& request, curl_slist* headers) {
    set(CURLOPT_URL, request.target.c_str());
    // The path is sent as the caller wrote it: "a/../b" can be a key.
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_HTTPHEADER, headers);
    if (!request.body.empty() || announces_body(request.method)) {
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(CURLOPT_POSTFIELDS, request.body.c_str());
    } else if (request.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
    }
    set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }

  void set_callbacks(Transfer& transfer) {
    set(CURLOPT_WRITEFUNCTION, &on_body);
    set(CURLOPT_WRITEDATA, &transfer);
    set(CURLOPT_HEADERFUNCTION, &on_header);
    set(CURLOPT_HEADERDATA, &transfer);
    set(CURLOPT_PREREQFUNCTION, &before_sending);
    set(CURLOPT_PREREQDATA, &transfer);
  }

  HttpLimits limits_;
  std::unique_ptr<CURL, FreeHandle> handle_;
};

CurlClient::CurlClient(HttpLimits limits) : session_(std::make_unique<Session>(limits)) {}
CurlClient::~CurlClient() = default;

Result<Response> CurlClient::send(const Request& request) {
  return session_->send(request);
}

}  // namespace avstem
