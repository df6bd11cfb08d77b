#pragma once

#include <mutex>

#include "core/oslo_time.hpp"
#include "platform/handler_client.hpp"
#include "sandbox/world.hpp"

namespace avstem::app {

/// A sandbox world that is asked from several threads while its clock runs at the pace of a wall
/// clock: `/vipps`, `/poweroffice` and `/24so` are served, one request at a time.
class LiveWorld final : public Handler {
 public:
  /// The world's clock goes on from where it stands. All arguments must outlive the object.
  LiveWorld(sandbox::World& world, ManualClock& clock, const Clock& wall);

  Response handle(const Request& request) override;

  /// Plays the days that have passed by the wall clock, so that yesterday is always closed.
  void play_until_yesterday(const TimeZone& zone);

 private:
  void move_clock();

  std::mutex one_at_a_time_;
  sandbox::World& world_;
  ManualClock& clock_;
  const Clock& wall_;
  std::chrono::microseconds ahead_;
  Mounts mounts_;
};

}  // namespace avstem::app
