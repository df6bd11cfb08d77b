#pragma once

#include <chrono>

#include "platform/clock.hpp"
#include "platform/http.hpp"

namespace avstem::app {

/// Sends a request again that was turned away with 429. A rate bucket knows of its own process
/// alone: the command before this one, a second ago, has drawn on the same limit. A request that
/// met the limit had no effect, so even a write may be repeated.
class PatientClient final : public HttpClient {
 public:
  /// Both must outlive the object.
  PatientClient(HttpClient& http, Clock& clock) : http_(http), clock_(clock) {}

  /// What `http` answers; the last 429 when `sends_max` were turned away or the wait asked for is
  /// longer than `wait_max`.
  Result<Response> send(const Request& request) override;

  static constexpr int sends_max = 5;
  /// Without a Retry-After: the window of PowerOffice's limit.
  static constexpr std::chrono::seconds wait_usual{1};
  static constexpr std::chrono::seconds wait_max{10};

 private:
  HttpClient& http_;
  Clock& clock_;
};

}  // namespace avstem::app
