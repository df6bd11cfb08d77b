#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "platform/base64.hpp"
#include "sandbox/vipps.hpp"

// GET /report/v2/ledgers/{ledgerId}/{topic}/dates/{date} and …/feed.
namespace avstem::sandbox {

struct Vipps::ReportPath {
  std::string whole;
  std::string ledger_id;
  std::string topic_word;
  bool is_feed = false;
  std::string date_word;  ///< empty for the feed
  Topic topic = Topic::funds;
};

namespace {

using Json = nlohmann::ordered_json;

std::string write_json(const Json& body) {
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

/// Six digits of fraction, always: the report has microseconds also when they are zero.
std::string write_time(Instant instant, LedgerNotation::Time notation) {
  using namespace std::chrono;
  const bool utc = notation == LedgerNotation::Time::utc;
  const Instant shown = utc ? instant : instant + 2h;
  const auto day = floor<days>(shown);
  const hh_mm_ss time(shown - day);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}{}", Date(day).to_string(), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count(),
                     utc ? "Z" : "+0200");
}

Json write_entry(const LedgerEntry& entry, const LedgerTerms& terms,
                 const LedgerNotation& notation) {
  const bool payout = entry.entry_type == "payout-scheduled";
  const Json handle = entry.recipient_handle.empty() ? Json(nullptr) : Json(entry.recipient_handle);
  return {{"pspReference", entry.psp_reference},
          {"time", write_time(entry.time, notation.time)},
          {"ledgerDate", entry.ledger_date.to_string()},
          {"entryType", payout ? notation.payout_word : entry.entry_type},
          {"reference", payout && !notation.payout_reference ? "" : entry.reference},
          {"currency", terms.currency.code()},
          {"amount", entry.amount},
          {"balanceBefore", entry.balance_before},
          {"balanceAfter", entry.balance_after},
          {"recipientHandle", handle}};
}

Json write_entries(std::span<const LedgerEntry> entries, const LedgerTerms& terms,
                   const LedgerNotation& notation) {
  Json items = Json::array();
  for (const LedgerEntry& entry : entries)
    items.push_back(write_entry(entry, terms, notation));
  return items;
}

/// A place in the list named by `scope`; `position` entries of it have been read.
std::string write_cursor(std::string_view scope, std::size_t position) {
  return base64_encode(write_json({{"list", scope}, {"position", position}}));
}

/// Only a cursor that this list could have given, at most at its end.
std::optional<std::size_t> read_cursor(std::string_view text, std::string_view scope,
                                       std::size_t entries) {
  const auto decoded = base64_decode(text);
  if (!decoded) return std::nullopt;
  const Json body = Json::parse(*decoded, nullptr, false);
  if (!body.is_object() || !body.contains("position")) return std::nullopt;
  if (!body["position"].is_number_unsigned()) return std::nullopt;
  const auto position = body["position"].get<std::size_t>();
  if (position > entries || write_cursor(scope, position) != text) return std::nullopt;
  return position;
}

Response bad_request(std::string_view title, std::string_view detail, std::string_view path) {
  return vipps_api::problem(400, title, detail, path);
}

Response page(const Json& body, std::size_t page_size) {
  Response response = vipps_api::json(200, write_json(body));
  response.headers.add("Vipps-Feed-Page-Size", fmt::format("{}", page_size));
  return response;
}

std::optional<std::string> fault_in_report_query(const Target& target, vipps_api::Mode mode) {
  if (auto fault =
          vipps_api::fault_in_query(target, {"cursor", "includeGDPRSensitiveData"}, mode)) {
    return fault;
  }
  const auto sensitive = target.parameter("includeGDPRSensitiveData");
  if (mode == vipps_api::Mode::field || !sensitive || *sensitive == "true" ||
      *sensitive == "false") {
    return std::nullopt;
  }
  return fmt::format("includeGDPRSensitiveData '{}' is neither true nor false", *sensitive);
}

}  // namespace

Response Vipps::answer_report(const Request& request, const Target& target) {
  const auto parts = segments(target.path);  // report v2 ledgers {id} {topic} dates {date} | feed
  const bool is_feed = parts.size() == 6 && parts[5] == "feed";
  if (!is_feed && !(parts.size() == 7 && parts[5] == "dates")) {
    return vipps_api::problem(404, {}, "there is nothing at this address", target.path);
  }
  if (request.method != "GET") return vipps_api::wrong_method("GET", target.path);
  const auto caller = tokens_.caller_of(request);
  if (!caller) return caller.error();
  if (auto fault = vipps_api::fault_in_headers(request, mode_)) {
    return bad_request({}, *fault, target.path);
  }
  if (auto fault = fault_in_report_query(target, mode_)) {
    return bad_request({}, *fault, target.path);
  }
  const auto topic = find_topic(parts[4]);
  if (!topic) {
    return bad_request("Invalid topic", fmt::format("topic '{}' is not funds or fees", parts[4]),
                       target.path);
  }
  // A ledger that the caller may not see answers like one that does not exist.
  const auto ledger = ledgers_.find(parts[3]);
  if (ledger == ledgers_.end() || !may_see(**caller, ledger->second->book.terms())) {
    return vipps_api::problem(404, "No such ledgerId",
                              fmt::format("ledger '{}' is not among yours", parts[3]), target.path);
  }
  const ReportPath path{target.path,
                        std::string(parts[3]),
                        std::string(parts[4]),
                        is_feed,
                        is_feed ? std::string() : std::string(parts[6]),
                        *topic};
  if (is_feed) return answer_feed(*ledger->second, path, target);
  return answer_date(*ledger->second, path, target);
}

Response Vipps::answer_date(const Ledger& ledger, const ReportPath& path, const Target& target) {
  const auto date = Date::parse(path.date_word);
  if (!date) return bad_request("Invalid ledgerDate", date.error().message, path.whole);
  const auto entries = ledger.book.entries_on(*date, path.topic);
  const std::string scope =
      fmt::format("{}/{}/{}", path.ledger_id, path.topic_word, date->to_string());
  std::size_t from = 0;
  if (const auto text = target.parameter("cursor")) {
    const auto position = read_cursor(*text, scope, entries.size());
    if (!position) {
      return bad_request("Invalid cursor", "the cursor is not one of this date", path.whole);
    }
    from = *position;
  }
  const std::size_t count = std::min(report_page_size_, entries.size() - from);
  // A full page always promises another, so that one may turn out empty, as it may at Vipps.
  const bool has_more = count == report_page_size_;
  Json body = {
      {"items", write_entries(entries.subspan(from, count), ledger.book.terms(), ledger.notation)},
      {"hasMore", has_more},
      {"tryLater", !ledger.book.is_closed(*date, path.topic)}};
  if (has_more) body["cursor"] = write_cursor(scope, from + count);
  return page(body, report_page_size_);
}

Response Vipps::answer_feed(const Ledger& ledger, const ReportPath& path, const Target& target) {
  const std::span<const LedgerEntry> entries = ledger.book.entries(path.topic);
  const std::string scope = fmt::format("{}/{}/feed", path.ledger_id, path.topic_word);
  std::size_t from = 0;
  if (const auto text = target.parameter("cursor")) {
    const auto position = read_cursor(*text, scope, entries.size());
    if (!position) {
      return bad_request("Invalid cursor", "the cursor is not one of this feed", path.whole);
    }
    from = *position;
  }
  const std::size_t count = std::min(report_page_size_, entries.size() - from);
  const Json body = {
      {"items", write_entries(entries.subspan(from, count), ledger.book.terms(), ledger.notation)},
      {"cursor", write_cursor(scope, from + count)},
      {"tryLater", from + count == entries.size()}};
  return page(body, report_page_size_);
}

}  // namespace avstem::sandbox
