#include "sandbox/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "platform/url.hpp"
#include "sandbox/vipps_replies.hpp"

namespace avstem::sandbox {
namespace {

using Json = nlohmann::ordered_json;

std::string_view path_of(const Request& request) {
  return std::string_view(request.target).substr(0, request.target.find('?'));
}

/// `/vipps` of `/vipps/report/…`.
std::string_view system_of(const Request& request) {
  const std::string_view path = path_of(request);
  return path.substr(0, path.find('/', 1));
}

bool asks_for_token(const Request& request) {
  return request.method == "POST" && vipps_api::to_lower(path_of(request)).contains("token");
}

bool bears_token(const Request& request) {
  return request.headers.get("Authorization").value_or("").starts_with("Bearer ");
}

/// A session of 24SevenOffice's SOAP services, which lives in a cookie.
bool bears_session(const Request& request) {
  return request.headers.get("Cookie").value_or("").contains("ASP.NET_SessionId=");
}

Request without_session(const Request& request) {
  Request bare = request;
  bare.headers = {};
  for (const auto& [name, value] : request.headers) {
    if (!vipps_api::to_lower(name).contains("cookie")) bare.headers.add(name, value);
  }
  return bare;
}

bool is_report(const Request& request) {
  return request.method == "GET" && path_of(request).contains("/report/v2/ledgers/");
}

bool is_vipps_list(const Request& request) {
  return is_report(request) ||
         (request.method == "GET" && path_of(request).ends_with("/settlement/v1/ledgers"));
}

/// How the cursors begin that we put in between.
constexpr std::string_view in_between = "in-between-";

bool is_behind_our_page(const Request& request) {
  const Target target = parse_target(request.target);
  return target.parameter("cursor").value_or("").starts_with(in_between);
}

/// PowerOffice's `PageNumber`, 24SevenOffice's `page`; 0 when neither is there.
int page_number(const Target& target) {
  int page = 0;
  const std::string_view text =
      target.parameter("PageNumber").value_or(target.parameter("page").value_or(""));
  std::from_chars(text.data(), text.data() + text.size(), page);
  return page;
}

/// The request for the page before: rows moved on while the list was read.
Request one_page_before(const Request& request) {
  Target target = parse_target(request.target);
  const int page = page_number(target);
  for (auto& [name, value] : target.query) {
    if (name == "PageNumber" || name == "page") value = fmt::format("{}", page - 1);
  }
  Request before = request;
  before.target = target.path + "?" + encode_query(target.query);
  return before;
}

Response message(int status, std::string_view text) {
  return vipps_api::json(status, Json{{"statusCode", status}, {"message", text}}.dump());
}

Response too_many() {
  return message(429, "Rate limit is exceeded.");
}

Response half_of(Response response) {
  // An empty list has no body at PowerOffice; then the answer is one that only begins.
  if (response.body.empty()) return {200, response.headers, "["};
  response.body.resize(response.body.size() / 2);
  return response;
}

/// The page that an answer holds; null when it is none.
Json page_of(const Response& response) {
  if (response.status != 200) return {};
  Json page = Json::parse(response.body, nullptr, false);
  return page.is_object() && page.contains("items") ? page : Json();
}

Response not_closed(Response response, bool without_items) {
  Json page = page_of(response);
  if (page.is_null()) return response;
  page["tryLater"] = true;
  if (without_items) {
    page["items"] = Json::array();
    page["hasMore"] = false;
    page.erase("cursor");
  }
  response.body = page.dump();
  return response;
}

Response refusal(Fault fault, const Request& request) {
  if (fault == Fault::clock_skew) return message(401, "The token is not valid yet.");
  if (asks_for_token(request)) {
    return vipps_api::token_error(401, "invalid_client", "The keys have been revoked.");
  }
  return message(401, "Access denied: the keys have been revoked.");
}

}  // namespace

bool Faults::can_befall(Fault fault, const Request& request) {
  switch (fault) {
    case Fault::repeated_page:
      if (is_vipps_list(request)) return !is_behind_our_page(request);
      return (request.method == "GET" && page_number(parse_target(request.target)) > 1);
    case Fault::empty_page:
      return is_vipps_list(request) && !is_behind_our_page(request);
    case Fault::late_fees:
      return is_report(request) && path_of(request).contains("/fees/");
    case Fault::try_later:
      return is_report(request);
    case Fault::token_expired:
      return bears_token(request) || bears_session(request);
    case Fault::clock_skew:
      return bears_token(request);
    default:
      return true;
  }
}

void Faults::add(FaultRule rule) {
  rules_.push_back({std::move(rule), 0});
}

void Faults::add_seed(std::uint64_t seed) {
  dice_.emplace(seed, "faults");
}

void Faults::clear() {
  rules_.clear();
  dice_.reset();
  refusals_.clear();
}

std::vector<Disturbed> Faults::take_disturbed() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(disturbed_, {});
}

/// The fault this request is to meet. Every rule counts it, also behind one that is due.
std::optional<Fault> Faults::due(const Request& request) {
  std::optional<Fault> found;
  for (Rule& at : rules_) {
    const FaultRule& rule = at.rule;
    if (rule.method != "*" && rule.method != request.method) continue;
    if (!request.target.contains(rule.path_part)) continue;
    if (!can_befall(rule.fault, request)) continue;
    ++at.seen;
    if (!found && at.seen >= rule.first && at.seen <= rule.last) found = rule.fault;
  }
  if (found || !dice_ || !dice_->happens(seeded_percent)) return found;
  std::vector<Fault> possible;
  std::copy_if(all_faults.begin(), all_faults.end(), std::back_inserter(possible),
               [&](Fault fault) { return can_befall(fault, request); });
  return dice_->pick(std::span<const Fault>(possible));
}

/// A refusal that an earlier request began.
std::optional<Response> Faults::refuse(const Request& request) {
  const auto found = refusals_.find(system_of(request));
  if (found == refusals_.end() || found->second.left == 0) return std::nullopt;
  if (!can_befall(found->second.fault, request)) return std::nullopt;
  --found->second.left;
  return refusal(found->second.fault, request);
}

Response Faults::handle(const Request& request) {
  const auto fault = due(request);
  Request inner = request;
  const Target target = parse_target(request.target);
  if (const auto cursor = target.parameter("cursor")) {
    if (const auto ours = cursors_.find(*cursor); ours != cursors_.end()) {
      inner.target = ours->second;
    }
  }
  if (auto refused = refuse(inner)) return *std::move(refused);
  if (!fault) return services_.handle(inner);
  {
    const std::scoped_lock lock(mutex_);
    disturbed_.push_back({*fault, fmt::format("{} {}", request.method, path_of(request))});
  }
  return disturb(*fault, inner);
}

Response Faults::disturb(Fault fault, const Request& request) {
  switch (fault) {
    case Fault::too_many: {
      Response response = too_many();
      response.headers.add("Retry-After", fmt::format("{}", retry_after.count()));
      return response;
    }
    case Fault::too_many_silent:
      return too_many();
    case Fault::internal_error:
      return message(500, "Something went wrong.");
    case Fault::bad_gateway:
      return {502,
              {{"Content-Type", "text/html"}},
              "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"};
    case Fault::timeout_before:
      return {504, {}, "", Delivery::none};
    case Fault::timeout_after:
    case Fault::cut: {
      Response response = services_.handle(request);
      response.delivery = fault == Fault::cut ? Delivery::cut : Delivery::none;
      return response;
    }
    case Fault::truncated:
      return half_of(services_.handle(request));
    case Fault::repeated_page:
      if (!is_vipps_list(request)) return services_.handle(one_page_before(request));
      return with_page_in_between(fault, request);
    case Fault::empty_page:
      return with_page_in_between(fault, request);
    case Fault::late_fees:
    case Fault::try_later:
      return not_closed(services_.handle(request), fault == Fault::late_fees);
    case Fault::token_expired:
      if (bears_session(request)) return services_.handle(without_session(request));
      return message(401, "The token has expired.");
    case Fault::keys_revoked:
    case Fault::clock_skew:
      refusals_[std::string(system_of(request))] = {
          fault, (fault == Fault::keys_revoked ? revoked_requests : skewed_requests) - 1};
      return refusal(fault, request);
    case Fault::slow:
      clock_.sleep(slow_answer);
      return services_.handle(request);
  }
  return services_.handle(request);
}

/// A page that is empty, or the one that was asked for, with a cursor of ours behind which the page
/// that was asked for waits: so nothing is lost by it.
Response Faults::with_page_in_between(Fault fault, const Request& request) {
  Response response = services_.handle(request);
  Json page = page_of(response);
  if (page.is_null()) return response;
  const std::string cursor = fmt::format("{}{}", in_between, cursors_.size() + 1);
  cursors_[cursor] = request.target;
  if (fault == Fault::empty_page) page["items"] = Json::array();
  page["cursor"] = cursor;
  if (page.contains("hasMore")) page["hasMore"] = true;
  response.body = page.dump();
  return response;
}

}  // namespace avstem::sandbox
