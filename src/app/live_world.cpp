#include "app/live_world.hpp"

#include <algorithm>

namespace avstem::app {

LiveWorld::LiveWorld(sandbox::World& world, ManualClock& clock, const Clock& wall)
    : world_(world), clock_(clock), wall_(wall), ahead_(clock.now() - wall.now()) {
  mounts_.mount("/vipps", world.vipps());
  mounts_.mount("/poweroffice", world.poweroffice());
  mounts_.mount("/24so", world.twentyfour());
}

Response LiveWorld::handle(const Request& request) {
  const std::scoped_lock lock(one_at_a_time_);
  move_clock();
  return mounts_.handle(request);
}

void LiveWorld::play_until_yesterday(const TimeZone& zone) {
  const std::scoped_lock lock(one_at_a_time_);
  while (world_.next_day() < zone.date_of(wall_.now()))
    world_.play_day(world_.next_day());
}

void LiveWorld::move_clock() {
  clock_.set(std::max(clock_.now(), wall_.now() + ahead_));
}

}  // namespace avstem::app
