#include "sandbox/world_day.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/oslo_zone.hpp"

namespace avstem::sandbox {

Instant WorldDay::at(std::chrono::minutes since_midnight) const {
  return oslo().at(date, since_midnight);
}

std::vector<Instant> WorldDay::moments(std::int64_t count, int from_hour, int to_hour) {
  constexpr std::int64_t second = 1'000'000;
  const Instant from = at(std::chrono::hours(from_hour));
  const std::int64_t span = (to_hour - from_hour) * 3600 * second;
  std::vector<Instant> moments;
  for (std::int64_t i = 0; i < count; ++i)
    moments.push_back(from + std::chrono::microseconds(dice.between(0, span - 1)));
  std::ranges::sort(moments);
  return moments;
}

std::string person_name(Dice& dice) {
  static constexpr std::array<std::string_view, 24> first_names = {
      "Astrid", "Bjørn",  "Cecilie", "Dag",   "Eline", "Frode", "Guro", "Håkon",
      "Ingrid", "Jonas",  "Kari",    "Lars",  "Marit", "Nils",  "Oda",  "Petter",
      "Ragna",  "Sindre", "Tuva",    "Ulrik", "Vilde", "Yngve", "Åse",  "Ørjan"};
  static constexpr std::array<std::string_view, 20> last_names = {
      "Aasland", "Bakken",  "Dahlen",   "Engebakk", "Fossli",  "Granlund", "Haugstad",
      "Isaksli", "Kvamme",  "Lundby",   "Myrvold",  "Nesbakk", "Oppsal",   "Rønningsli",
      "Solbakk", "Tveitan", "Ulvestad", "Viken",    "Østmoen", "Ånesli"};
  const std::string_view first = dice.pick(std::span<const std::string_view>(first_names));
  const std::string_view last = dice.pick(std::span<const std::string_view>(last_names));
  return fmt::format("{} {}", first, last);
}

}  // namespace avstem::sandbox
