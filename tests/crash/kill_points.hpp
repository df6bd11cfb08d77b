#pragma once

#include <signal.h>
#include <unistd.h>

#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "store/database.hpp"
#include "tests/crash/virtual_time.hpp"

namespace avstem::crash {

/// Counts every place where a process may be stopped, in the order they come, and ends this one by
/// SIGKILL at a chosen place. SIGKILL runs no destructor and flushes nothing, as a power cut does.
class KillPoints {
 public:
  /// The first place is 1; 0 is none.
  explicit KillPoints(int kill_at) : kill_at_(kill_at) {}

  void pass() {
    if (++passed_ == kill_at_) ::kill(::getpid(), SIGKILL);
  }
  int passed() const { return passed_; }

 private:
  const int kill_at_;
  int passed_ = 0;
};

/// A place before and one after every commit.
class KillAtCommits final : public store::CommitObserver {
 public:
  explicit KillAtCommits(KillPoints& points) : points_(points) {}
  void before_commit() override { points_.pass(); }
  void after_commit() override {
    ++commits_;
    points_.pass();
  }
  int commits() const { return commits_; }

 private:
  KillPoints& points_;
  int commits_ = 0;
};

/// A place before and one after every request. Each request carries the sender's time, so that
/// the other side lives by the same clock.
class KillAtRequests final : public HttpClient {
 public:
  KillAtRequests(HttpClient& inner, const Clock& clock, KillPoints& points)
      : inner_(inner), clock_(clock), points_(points) {}

  Result<Response> send(const Request& request) override {
    points_.pass();
    Request timed = request;
    timed.headers.add(virtual_time_header, std::to_string(clock_.now().time_since_epoch().count()));
    auto response = inner_.send(timed);
    ++requests_;
    points_.pass();
    return response;
  }
  int requests() const { return requests_; }

 private:
  HttpClient& inner_;
  const Clock& clock_;
  KillPoints& points_;
  int requests_ = 0;
};

}  // namespace avstem::crash
