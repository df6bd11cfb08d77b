#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "sandbox/fault_script.hpp"
#include "sandbox/world_dice.hpp"

namespace avstem::sandbox {

/// A request that was disturbed.
struct Disturbed {
  Fault fault = Fault::internal_error;
  std::string request;  ///< method and path, without the query
};

/// Stands before the sandbox's services, mounted as `/vipps/…`, `/poweroffice/…` and
/// `/24so/…`, and makes requests go wrong: those a script names, or some by chance. No fault
/// changes what the services hold, so a caller that tries long enough gets everything.
class Faults final : public Handler {
 public:
  /// Both must outlive the object. A slow answer sleeps on `clock`, and with it everyone who waits
  /// for this handler.
  Faults(Handler& services, Clock& clock) : services_(services), clock_(clock) {}

  void add(FaultRule rule);
  /// From now on about seeded_percent of the requests meet a fault: the same seed and the same
  /// requests give the same faults.
  void add_seed(std::uint64_t seed);
  /// Nothing is disturbed from here on; keys that were revoked are good again.
  void clear();

  Response handle(const Request& request) override;

  /// What was disturbed since this was last asked. From any thread.
  std::vector<Disturbed> take_disturbed();

  /// Whether the fault can befall such a request: a token knows no pages, and a page that
  /// came twice does not come a third time.
  static bool can_befall(Fault fault, const Request& request);

  static constexpr int seeded_percent = 5;
  /// What Retry-After says.
  static constexpr std::chrono::seconds retry_after{2};
  static constexpr std::chrono::milliseconds slow_answer{20'000};
  /// How many requests of a system are refused when its keys are revoked.
  static constexpr int revoked_requests = 10;
  /// How many are when its clock is behind: the first, and the next with a fresh token.
  static constexpr int skewed_requests = 2;

 private:
  struct Rule {
    FaultRule rule;
    int seen = 0;
  };
  /// Requests of one system that are still to be refused.
  struct Refusal {
    Fault fault = Fault::keys_revoked;
    int left = 0;
  };

  std::optional<Fault> due(const Request& request);
  std::optional<Response> refuse(const Request& request);
  Response disturb(Fault fault, const Request& request);
  Response with_page_in_between(Fault fault, const Request& request);

  Handler& services_;
  Clock& clock_;
  std::vector<Rule> rules_;
  std::optional<Dice> dice_;
  std::map<std::string, Refusal, std::less<>> refusals_;     ///< by system
  std::map<std::string, std::string, std::less<>> cursors_;  ///< ours, and the target it stands for
  std::mutex mutex_;                                         ///< of disturbed_
  std::vector<Disturbed> disturbed_;
};

}  // namespace avstem::sandbox
