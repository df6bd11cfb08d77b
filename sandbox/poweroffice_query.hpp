#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"
#include "platform/http.hpp"
#include "platform/url.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_settings.hpp"

namespace avstem::sandbox::poweroffice {

/// Whether two names are the same: to the letter in strict, without regard to case in field.
bool same_name(std::string_view a, std::string_view b, PowerOfficeMode mode);

/// "1000-1999, 2500, 3000-": numbers and ranges of whole numbers, both ends in.
class NumberRanges {
 public:
  /// A negative number, a range that ends before it starts or anything else is an error.
  static Result<NumberRanges> parse(std::string_view name, std::string_view text);
  bool contains(std::int64_t number) const;

 private:
  struct Range {
    std::int64_t first = 0;
    std::int64_t last = 0;
  };
  std::vector<Range> ranges_;
};

/// The query of a list request. A blank value counts as not given, as the specification says of
/// every filter. An unknown or repeated parameter is an error.
class Query {
 public:
  /// `filters` are the endpoint's own parameters, beside the paging ones that every list has.
  static Result<Query> read(const QueryParameters& parameters,
                            std::initializer_list<std::string_view> filters, PowerOfficeMode mode);

  std::optional<std::string_view> value(std::string_view name) const;
  Result<std::optional<NumberRanges>> ranges(std::string_view name) const;
  /// A comma list, each part trimmed.
  std::optional<std::vector<std::string>> list(std::string_view name) const;
  Result<std::optional<bool>> flag(std::string_view name) const;
  /// A date; a time behind it is not taken into account.
  Result<Date> date(std::string_view name) const;
  Result<std::optional<Instant>> instant(std::string_view name) const;
  Result<std::optional<std::int64_t>> number(std::string_view name) const;

  PowerOfficeMode mode() const { return mode_; }

 private:
  QueryParameters parameters_;  ///< under the names of the specification
  PowerOfficeMode mode_ = PowerOfficeMode::strict;
};

/// Refuses any query parameter, for endpoints that have none.
Result<void> refuse_parameters(const QueryParameters& parameters);

/// Sorts (OrderBy), cuts out a page (PageNumber, PageSize, MaxPageSize), keeps the asked fields
/// (Fields) and writes the list; no rows is 204 without a body.
Result<Response> list_response(std::vector<JsonObject> rows, const Query& query,
                               const PowerOfficeLimits& limits);

Response json_response(int status, std::string body);

/// A ProblemDetails answer.
Response problem(PowerOfficeMode mode, int status, std::string_view title, std::string_view detail);
/// The ProblemDetails answer to an error: 404 for not_found, else 400.
Response problem(PowerOfficeMode mode, const Error& error);

}  // namespace avstem::sandbox::poweroffice
