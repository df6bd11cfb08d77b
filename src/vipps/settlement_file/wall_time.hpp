#pragma once

#include "core/instant.hpp"

namespace avstem::vipps::settlement_file {

/// The moment at which a clock in Oslo shows `wall`, its fields read as if they were UTC; the rules
/// of TimeZone::at for times that stand twice or never.
Instant from_oslo_wall_time(Instant wall);

}  // namespace avstem::vipps::settlement_file
