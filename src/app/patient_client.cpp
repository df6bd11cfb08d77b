#include "app/patient_client.hpp"

#include <charconv>

namespace avstem::app {
namespace {

/// Seconds that a Retry-After names; its other form, a date, is not used for rate limits.
std::chrono::seconds wait_asked_for(const Response& response) {
  const auto text = response.headers.get("Retry-After");
  if (!text) return PatientClient::wait_usual;
  int seconds = 0;
  const char* const end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, seconds);
  if (read.ec == std::errc::result_out_of_range) return std::chrono::seconds::max();
  if (read.ec != std::errc() || read.ptr != end || seconds < 1) return PatientClient::wait_usual;
  return std::chrono::seconds(seconds);
}

}  // namespace

Result<Response> PatientClient::send(const Request& request) {
  for (int send = 1;; ++send) {
    auto response = http_.send(request);
    if (!response || response->status != 429 || send == sends_max) return response;
    const std::chrono::seconds wait = wait_asked_for(*response);
    if (wait > wait_max) return response;
    clock_.sleep(wait);
  }
}

}  // namespace avstem::app
