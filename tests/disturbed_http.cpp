#include "tests/disturbed_http.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace avstem::tests {

void DisturbedHttp::disturb(std::string part, Disturbance disturbance, int times) {
  rules_.push_back({std::move(part), std::move(disturbance), times});
}

void DisturbedHttp::answer(std::string part, int status, std::string body, int times) {
  disturb(
      std::move(part),
      [status, body = std::move(body)](const Request&, HttpClient&) -> Result<Response> {
        return Response{status, {{"Content-Type", "application/json"}}, body};
      },
      times);
}

void DisturbedHttp::lose_request(std::string part, int times) {
  disturb(
      std::move(part),
      [](const Request& request, HttpClient&) -> Result<Response> {
        return Error{ErrorKind::unavailable, request.target + ": no network"};
      },
      times);
}

void DisturbedHttp::lose_answer(std::string part, int times) {
  disturb(
      std::move(part),
      [](const Request& request, HttpClient& onward) -> Result<Response> {
        auto lost = onward.send(request);
        EXPECT_TRUE(lost && lost->status < 300) << "the effect was to happen";
        return Error{ErrorKind::unavailable, request.target + ": timed out"};
      },
      times);
}

void DisturbedHttp::exchange(std::string part, std::string from, std::string to, int times) {
  disturb(
      std::move(part),
      [from = std::move(from), to = std::move(to)](const Request& request,
                                                   HttpClient& onward) -> Result<Response> {
        auto response = onward.send(request);
        if (!response) return response;
        const auto at = response->body.find(from);
        if (at == std::string::npos) {
          ADD_FAILURE() << from << " is not in " << response->body;
        } else {
          response->body.replace(at, from.size(), to);
        }
        return response;
      },
      times);
}

int DisturbedHttp::count(const std::string& part) const {
  return static_cast<int>(std::count_if(seen_.begin(), seen_.end(), [&](const std::string& line) {
    return line.find(part) != std::string::npos;
  }));
}

Result<Response> DisturbedHttp::send(const Request& request) {
  const std::string line = request.method + " " + request.target;
  seen_.push_back(line);
  for (Rule& rule : rules_) {
    if (rule.times == 0 || line.find(rule.part) == std::string::npos) continue;
    --rule.times;
    return rule.disturbance(request, onward_);
  }
  return onward_.send(request);
}

}  // namespace avstem::tests
