#include "core/registration_threshold.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace avstem {
namespace {

using enum RegistrationClass;

struct ThresholdPeriod {
  RegistrationClass registration_class;
  Date from;  ///< in force until the class' next period
  std::int64_t amount;
};

/// Mval. § 2-1 first paragraph for all, its second sentence for charities, and the limit of their
/// own that admissions to sports events have (§ 3-8). A change that is voted is a new line. The
/// amounts are older than the table, which begins where our first sale could be.
constexpr ThresholdPeriod threshold_periods[] = {
    {general, Date(2016, 1, 1), 50'000'00},
    {charitable, Date(2016, 1, 1), 140'000'00},
    {admissions, Date(2016, 1, 1), 3'000'000'00},
};

constexpr std::array<std::pair<RegistrationClass, std::string_view>, 3> words{
    {{general, "general"}, {charitable, "charitable"}, {admissions, "admissions"}}};

}  // namespace

std::string_view to_string(RegistrationClass registration_class) {
  for (const auto& [known, word] : words) {
    if (known == registration_class) return word;
  }
  return "unknown";
}

Result<RegistrationClass> parse_registration_class(std::string_view word) {
  for (const auto& [known, name] : words) {
    if (name == word) return known;
  }
  return Error{
      ErrorKind::invalid,
      fmt::format("registration class '{}' is none of general, charitable, admissions", word)};
}

Result<std::int64_t> registration_threshold(RegistrationClass registration_class, Date date) {
  const ThresholdPeriod* in_force = nullptr;
  for (const ThresholdPeriod& period : threshold_periods) {
    if (period.registration_class == registration_class && period.from <= date) {
      in_force = &period;
    }
  }
  if (in_force == nullptr) {
    return Error{ErrorKind::invalid,
                 fmt::format("no {} threshold of VAT registration is known for {}: it is older "
                             "than the table",
                             to_string(registration_class), date.to_string())};
  }
  return in_force->amount;
}

}  // namespace avstem
