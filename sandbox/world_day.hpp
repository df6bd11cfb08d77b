#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "core/date.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"
#include "sandbox/world_dice.hpp"

namespace avstem::sandbox {

/// After so many days a sample client's special happenings come round again.
inline constexpr int happenings_period_days = 30;

/// One day in the life of one sample client.
struct WorldDay {
  Date date;
  int index = 0;  ///< 0 on the first day that the client's books are kept
  Dice dice;

  /// Whether something that first happens on a given day happens today.
  bool is_time_for(int first_index) const {
    return index >= 0 && index % happenings_period_days == first_index;
  }
  /// The moment when Norwegian clocks show this time.
  Instant at(std::chrono::minutes since_midnight) const;
  /// So many moments between two full hours in Norway, in order.
  std::vector<Instant> moments(std::int64_t count, int from_hour, int to_hour);
};

/// A made-up Norwegian person.
std::string person_name(Dice& dice);

/// The value of a call that cannot fail: everything that happens in the world obeys the rules of
/// the stand-ins, so a refusal is a bug of the world.
template <class T>
T must(Result<T> result) {
  if (!result) check_failed(result.error().message.c_str(), std::source_location::current());
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

}  // namespace avstem::sandbox
