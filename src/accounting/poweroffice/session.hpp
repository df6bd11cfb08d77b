#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "accounting/json_value.hpp"
#include "accounting/poweroffice/problem.hpp"
#include "accounting/poweroffice/settings.hpp"
#include "accounting/poweroffice/token.hpp"
#include "platform/url.hpp"

namespace avstem::accounting::poweroffice {

/// Numbers as the filters of PowerOffice take them, `1903,1920`: sorted, each once, at most
/// numbers_per_request_max in a text.
std::vector<std::string> number_filters(std::vector<std::int64_t> numbers);

/// What a request carries; an empty one has no type.
struct Body {
  std::string bytes;
  std::string content_type = "application/json";
};

/// Authorised requests to one client's books. Every request, that for a token too, first passes
/// the rate bucket. Not for use from two threads at once.
class Session {
 public:
  /// All references must outlive the object.
  Session(HttpClient& http, Clock& clock, RateBucket& bucket, const Settings& settings);

  /// Sends once, and once more with a new token when the API refuses the one it had. Any answer
  /// is a success here, also a last 401. Errors come from the token or from HTTP.
  Result<Response> send(std::string_view method, std::string_view path,
                        const QueryParameters& query, const Body& body = {});

  /// The object at a path; null when the answer is 204.
  Result<JsonValue> read_object(std::string_view path, std::string_view privilege);

  using TakeRow = std::function<Result<void>(const JsonValue& row)>;

  /// Gives every row of a list to `take`, page after page; an error of `take` ends the reading.
  /// A list that changes under our hands, so that a row comes twice, is `unavailable`; one of
  /// more than pages_max pages is `invalid`.
  Result<void> read_list(std::string_view path, QueryParameters query, std::string_view privilege,
                         const TakeRow& take);

 private:
  Result<Response> send_with_token(std::string_view method, const std::string& url,
                                   const Body& body);

  HttpClient& http_;
  RateBucket& bucket_;
  const Settings& settings_;
  TokenSource tokens_;
};

}  // namespace avstem::accounting::poweroffice
