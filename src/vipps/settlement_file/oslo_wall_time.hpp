#pragma once

#include "core/date.hpp"
#include "core/instant.hpp"

namespace avstem::vipps::settlement_file {

/// The moment at which a clock in Oslo shows `wall` (its fields read as if they were UTC).
/// By the EU rule that has held since 1996: summer time from 01:00 UTC on the last Sunday of March
/// to 01:00 UTC on the last Sunday of October. Of the hour that comes twice in October the first
/// is taken; in the hour that March skips, the clock is read as if it had not been moved.
///
/// Only for times that a settlement file states without a usable offset; no ledger date is ever
/// computed from it.
Instant from_oslo_wall_time(Instant wall);

/// 23:59:59 in Oslo on a date: for entries of which the file states the date alone.
Instant end_of_oslo_date(Date date);

}  // namespace avstem::vipps::settlement_file
