#include "sandbox/twentyfour.hpp"

#include <fmt/format.h>

#include "platform/url.hpp"
#include "sandbox/twentyfour_rest.hpp"
#include "sandbox/twentyfour_soap.hpp"

namespace avstem::sandbox {
namespace {

constexpr std::string_view rest_prefix = "/rest";
constexpr std::string_view soap_prefix = "/soap";
constexpr std::string_view upload_prefix = "/upload";

bool is_below(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && path.substr(prefix.size()).starts_with('/');
}

}  // namespace

TwentyFour::TwentyFour(const Clock& clock, TwentyFourSettings settings)
    : clock_(clock),
      settings_(std::move(settings)),
      gate_(clock, settings_),
      sessions_(clock, settings_) {}

twentyfour::Company& TwentyFour::add_company(twentyfour::CompanySettings settings) {
  companies_.push_back(std::make_unique<twentyfour::Company>(clock_, std::move(settings)));
  return *companies_.back();
}

void TwentyFour::connect(twentyfour::Company& company, TwentyFourApplication application) {
  gate_.add({std::move(application), &company});
}

std::string TwentyFour::public_url(const Request& request) const {
  if (!settings_.public_url.empty()) return settings_.public_url;
  return fmt::format("http://{}{}", request.headers.get("Host").value_or("localhost"),
                     settings_.mounted_at);
}

Response TwentyFour::handle(const Request& request) {
  const Target target = parse_target(request.target);
  const std::string_view path = target.path;
  if (is_below(path, upload_prefix)) return answer_upload(request, target);
  if (request.body.size() > twentyfour::body_bytes_max) return Response{413, {}, ""};
  if (path == "/oauth/token") {
    if (request.method != "POST") return Response{405, {{"Allow", "POST"}}, ""};
    return gate_.issue_token(request);
  }
  if (is_below(path, rest_prefix)) {
    return answer_rest(request, path.substr(rest_prefix.size()), target.query);
  }
  if (is_below(path, soap_prefix)) {
    return twentyfour::answer_soap(request, path.substr(soap_prefix.size()), sessions_, settings_,
                                   clock_.now());
  }
  return Response{404, {}, ""};
}

Response TwentyFour::answer_upload(const Request& request, const Target& target) {
  if (request.body.size() > twentyfour::upload_bytes_max) return Response{413, {}, ""};
  if (request.method != "PUT") return Response{405, {{"Allow", "PUT"}}, ""};
  const std::string id = target.path.substr(upload_prefix.size() + 1);
  for (const auto& company : companies_) {
    if (!company->files().contains(id)) continue;
    return twentyfour::put_upload(request, id, target.parameter("signature").value_or(""), *company,
                                  settings_.file_processing_time);
  }
  return Response{403, {}, ""};
}

Response TwentyFour::answer_rest(const Request& request, std::string_view path,
                                 const QueryParameters& parameters) {
  const std::string trace_id = fmt::format("{:032x}", ++traces_given_);
  const auto answer = [&]() -> Response {
    const twentyfour::Grant* grant = gate_.grant_of(request);
    if (grant == nullptr) return Response{401, {{"WWW-Authenticate", "Bearer"}}, ""};
    if (!gate_.count(*grant)) return Response{429, {}, ""};
    const Instant now = clock_.now();
    twentyfour::Call call{request,           parameters, *grant->company,
                          settings_,         now,        now - settings_.read_lag,
                          std::string(path), {},         public_url(request),
                          trace_id};
    return twentyfour::answer_rest(std::move(call), *grant);
  };
  Response response = answer();
  response.headers.add("X-Trace-Id", trace_id);
  return response;
}

}  // namespace avstem::sandbox
