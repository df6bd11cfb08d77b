#include "vipps/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "platform/url.hpp"
#include "vipps/api_call.hpp"
#include "vipps/errors.hpp"

namespace avstem::vipps {
namespace {

bool contains_ignoring_case(std::string_view text, std::string_view lower_case_part) {
  const auto same = [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b;
  };
  return std::search(text.begin(), text.end(), lower_case_part.begin(), lower_case_part.end(),
                     same) != text.end();
}

/// Vipps hides ledgers we may not see behind the same 404 as ledgers that do not exist.
bool says_no_such_ledger(const Response& response) {
  return contains_ignoring_case(response.body, "no such ledger");
}

std::string_view way_out(const Response& response) {
  if (response.status == 404) {
    return "; check the ledger id with 'avstem ledgers', and that the merchant has granted access "
           "in the portal (Reports, Accounting partners)";
  }
  if (response.status == 403) {
    return "; check in the portal that these keys may use the Report API for this ledger";
  }
  if (response.status == 401) return "; a new token was refused too: check the keys";
  return "";
}

}  // namespace

Result<ReportPage> ReportClient::page(const LedgerId& ledger, books::Topic topic, Date date,
                                      const std::string& cursor) {
  const std::string path =
      fmt::format("/report/v2/ledgers/{}/{}/dates/{}", percent_encode(ledger.text()),
                  to_string(topic), date.to_string());
  return fetch(path, topic, date, cursor).in(fmt::format("ledger '{}'", ledger.text()));
}

Result<FeedPage> ReportClient::feed(const LedgerId& ledger, books::Topic topic,
                                    const std::string& cursor) {
  const std::string path =
      fmt::format("/report/v2/ledgers/{}/{}/feed", percent_encode(ledger.text()), to_string(topic));
  return fetch_feed(path, topic, cursor).in(fmt::format("ledger '{}'", ledger.text()));
}

Result<FeedPage> ReportClient::fetch_feed(const std::string& path, books::Topic topic,
                                          const std::string& cursor) {
  const std::string what = "GET " + path;
  auto response =
      get_with_token(client_, tokens_,
                     cursor.empty() ? path : path + "?" + encode_query({{"cursor", cursor}}), what);
  if (!response) return response.error();
  if (response->status == 200) return parse_feed_page(std::move(response->body), topic);
  Error error = error_from(*response, what);
  // Nothing but the cursor can be wrong in it: without one the same request is answered.
  if (response->status == 400 && !cursor.empty()) {
    error.kind = ErrorKind::conflict;
    error.message += "; the cursor kept from last time is not taken any more";
  } else {
    error.message += way_out(*response);
  }
  return error;
}

Result<ReportPage> ReportClient::fetch(const std::string& path, books::Topic topic, Date date,
                                       const std::string& cursor) {
  QueryParameters query;
  if (!cursor.empty()) query.emplace_back("cursor", cursor);
  // Vipps wants it on every page, not only on the first.
  if (options_.include_personal_data) query.emplace_back("includeGDPRSensitiveData", "true");
  const std::string what = "GET " + path;
  auto response = get_with_token(client_, tokens_,
                                 query.empty() ? path : path + "?" + encode_query(query), what);
  if (!response) return response.error();
  if (response->status == 404 && !says_no_such_ledger(*response)) {
    ReportPage open_date;
    open_date.try_later = true;
    open_date.raw_body = std::move(response->body);
    return open_date;
  }
  if (response->status != 200) {
    Error error = error_from(*response, what);
    error.message += way_out(*response);
    return error;
  }
  auto page = parse_report_page(std::move(response->body), topic, date);
  if (page && page->has_more && page->cursor == cursor) {
    return Error{ErrorKind::unavailable,
                 fmt::format("{}: Vipps answered cursor '{}' with the same cursor; the report "
                             "would never end",
                             what, cursor)};
  }
  return page;
}

}  // namespace avstem::vipps
