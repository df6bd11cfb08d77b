#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/twentyfour_rest.hpp"

namespace avstem::sandbox::twentyfour {

Response json_reply(int status, std::string body);

/// The specification's `Error`.
Response refusal(const Call& call, int status, std::string_view name, std::string_view message);
/// The specification's `ValidationError`, 400.
Response validation_error(const Call& call, const std::vector<Breach>& breaches);
/// The specification's `BadRequestError`, 400.
Response bad_request(const Call& call, std::string_view type, std::string_view message,
                     const std::vector<std::string>& arguments);
/// 404 for `not_found`, else 400.
Response refusal(const Call& call, const Error& error);
Response not_found(const Call& call, std::string_view what, std::string_view id);

/// The JSON body of a call; an answer is its refusal: 415 or 400.
struct BodyOrRefusal {
  JsonValue body;
  std::optional<Response> refusal;
};
BodyOrRefusal read_body(const Call& call);

/// Øre as a JSON number in kroner, written as JavaScript does: 1250, -0.5, 31.49.
std::string json_amount(std::int64_t minor);

/// Adds a text that is not empty.
void add_text(JsonObject& object, const char* name, std::string_view value);
/// 2026-11-20T10:00:00Z, to the second.
std::string json_time(Instant instant);

/// The query parameters of a list: what breaks the schema is collected, unknown ones are ignored.
class QueryReader {
 public:
  explicit QueryReader(const Call& call) : call_(call) {}

  std::optional<std::string> text(std::string_view name) const;
  std::optional<std::int64_t> whole(std::string_view name, Between between = {});
  std::optional<bool> flag(std::string_view name);
  std::optional<Date> date(std::string_view name, bool required = false);
  std::optional<Instant> instant(std::string_view name);
  const std::vector<Breach>& breaches() const { return breaches_; }
  void breach(std::string_view name, std::string keyword);

 private:
  const Call& call_;
  std::vector<Breach> breaches_;
};

/// A list of `size` rows, of which an answer writes those on its page.
struct Rows {
  std::size_t size = 0;
  std::function<JsonObject(std::size_t)> at;
};

/// No page is longer than this.
inline constexpr std::int64_t page_rows_max = 1'000'000;

/// Cuts out a page and says in a Link header where `first`, `prev` and `next` are.
Response page_reply(const Call& call, const Rows& rows, std::int64_t page, std::int64_t limit);

/// The same with a continuationToken instead of a page number; without a limit, everything.
/// A token that was not given out is a breach.
Response token_page_reply(const Call& call, const Rows& rows, QueryReader& query);

}  // namespace avstem::sandbox::twentyfour
