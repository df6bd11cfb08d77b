#include "vipps/settlement_file/wall_time.hpp"

#include "platform/oslo_zone.hpp"

namespace avstem::vipps::settlement_file {

Instant from_oslo_wall_time(Instant wall) {
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  const auto minute = std::chrono::floor<std::chrono::minutes>(wall - day);
  return oslo().at(Date(day), minute) + (wall - day - minute);
}

}  // namespace avstem::vipps::settlement_file
