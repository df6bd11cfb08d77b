#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "accounting/json_value.hpp"
#include "accounting/twentyfour/settings.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"
#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "platform/url.hpp"

namespace avstem::accounting::twentyfour {

/// Reads from 24SevenOffice's REST API, with a token that is kept until shortly before it ends.
/// A token opens one organization's books. Not for use from two threads at once.
class Rest {
 public:
  /// All references must outlive the object.
  Rest(HttpClient& http, Clock& clock, const Settings& settings)
      : http_(http), clock_(clock), settings_(settings) {}

  using TakeRow = std::function<Result<void>(const JsonValue& row)>;

  /// Gives every row of a list to `take`, page after page as the Link header says; an error of
  /// `take` ends the reading. A row that comes twice, so that the list changed while it was read,
  /// is `unavailable`; more than pages_max pages is `invalid`.
  Result<void> read_list(std::string_view path, const QueryParameters& query,
                         std::string_view scope, const TakeRow& take);

  /// A token is renewed this long before it ends, or after half its life if that is shorter.
  static constexpr std::chrono::seconds renewal_margin{60};
  /// The longest life of a token that we believe; one without `expires_in` is used once an hour.
  static constexpr std::chrono::seconds life_max{24 * 60 * 60};
  static constexpr std::chrono::seconds life_default{60 * 60};

 private:
  struct Held {
    Secret token;
    Instant fetched;
    Instant renew;
  };
  Result<Response> get(const std::string& url);
  Result<Response> get_with_token(const std::string& url);
  Result<Secret> token();
  Result<Held> fetch_token();

  HttpClient& http_;
  Clock& clock_;
  const Settings& settings_;
  std::optional<Held> held_;
};

/// The query of the link whose rel is "next"; nothing when there is none. The rest of the address
/// is not followed: a token goes to no other place than the one it is for.
std::optional<std::string> next_query(std::string_view link_header);

}  // namespace avstem::accounting::twentyfour
