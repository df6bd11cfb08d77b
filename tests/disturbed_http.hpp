#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/handler_client.hpp"

namespace avstem::tests {

/// The way out of a test: calls a handler, and lets the test come between. Counts what is asked.
class DisturbedHttp final : public HttpClient {
 public:
  /// Answers a request in its own way; `onward` is the way to the real stand-in.
  using Disturbance = std::function<Result<Response>(const Request&, HttpClient& onward)>;
  static constexpr int always = 1'000'000;

  explicit DisturbedHttp(Handler& handler) : onward_(handler) {}

  /// The next `times` requests whose `METHOD url` contains `part` are answered by `disturbance`.
  void disturb(std::string part, Disturbance disturbance, int times = 1);
  /// They are answered so, and never reach the stand-in.
  void answer(std::string part, int status, std::string body, int times = 1);
  /// They are lost on their way: without effect, and without answer.
  void lose_request(std::string part, int times = 1);
  /// They have their effect, but the answer is lost.
  void lose_answer(std::string part, int times = 1);
  /// In their answers the first `from` stands as `to`; a `from` that is not there fails the test.
  void exchange(std::string part, std::string from, std::string to, int times = 1);
  /// Everything reaches the stand-ins again.
  void undisturbed() { rules_.clear(); }

  /// How many requests have contained `part`.
  int count(const std::string& part) const;

  Result<Response> send(const Request& request) override;

 private:
  struct Rule {
    std::string part;
    Disturbance disturbance;
    int times = 0;
  };
  HandlerClient onward_;
  std::vector<Rule> rules_;
  std::vector<std::string> seen_;
};

}  // namespace avstem::tests
