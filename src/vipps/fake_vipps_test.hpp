#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "platform/clock.hpp"
#include "platform/handler_client.hpp"
#include "vipps/token_source.hpp"

namespace avstem::vipps {

/// Keeps every request and answers from a list; what the list has run out of is a failed test.
/// Token requests are answered by themselves, with token-1, token-2 and so on.
class FakeVipps final : public Handler {
 public:
  Response handle(const Request& request) override {
    if (request.method == "POST") {
      token_requests.push_back(request);
      if (!token_answers.empty()) return take(token_answers);
      return Response{
          200,
          {},
          fmt::format(R"({{"token_type":"Bearer","expires_in":"86400","access_token":"token-{}"}})",
                      token_requests.size())};
    }
    requests.push_back(request);
    if (!answers.empty()) return take(answers);
    ADD_FAILURE() << "unexpected " << request.method << ' ' << request.target;
    return Response{500, {}, ""};
  }

  void answer(int status, std::string body, Headers headers = {}) {
    answers.push_back(Response{status, std::move(headers), std::move(body)});
  }

  std::vector<Request> requests;  ///< all but the token requests
  std::vector<Request> token_requests;
  std::deque<Response> answers;
  std::deque<Response> token_answers;  ///< used before the built-in answer

 private:
  static Response take(std::deque<Response>& list) {
    Response first = std::move(list.front());
    list.pop_front();
    return first;
  }
};

/// A fake Vipps, a way to it, and tokens for it.
struct FakeWorld {
  explicit FakeWorld(Credentials credentials)
      : tokens(client, clock, Endpoint{"https://api.vipps.no"}, std::move(credentials)) {}

  FakeVipps vipps;
  HandlerClient client{vipps};
  ManualClock clock{Instant(std::chrono::seconds(1'767'600'000))};
  TokenSource tokens;
};

inline SalesUnitKeys sales_unit_keys() {
  return {"11111111-2222-3333-4444-555555555555", Secret("unit-secret"),
          Secret("unit-subscription"), "123456"};
}

inline AccountingKeys accounting_keys() {
  return {"Aladdin", Secret("open-sesame")};
}

/// A client whose every request is lost on the way.
class DeadClient final : public HttpClient {
 public:
  Result<Response> send(const Request&) override {
    return Error{ErrorKind::unavailable, "connection refused"};
  }
};

inline std::string header(const Request& request, std::string_view name) {
  return std::string(request.headers.get(name).value_or("<absent>"));
}

}  // namespace avstem::vipps
