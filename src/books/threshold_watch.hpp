#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "books/finding.hpp"
#include "core/registration_threshold.hpp"
#include "core/result.hpp"

namespace avstem::books {

/// Turnover that counts towards registration: taxable or zero-rated, never exempt
/// (VatCode::registrable; a client that is not registered yet says so itself, its lines have no
/// codes).
struct Turnover {
  Date delivered;           ///< Oslo
  std::int64_t amount = 0;  ///< øre without VAT; negative for a credit note
};

enum class ThresholdLevel { below, near, reached };

struct ThresholdState {
  std::int64_t turnover = 0;   ///< øre, of the twelve months that end with the day
  std::int64_t threshold = 0;  ///< øre
  ThresholdLevel level = ThresholdLevel::below;
};

/// From so many percent of the threshold on, it is near: there is still time to register.
inline constexpr std::int64_t threshold_warning_percent = 80;

/// Where a client stands on a day, counted over the twelve months up to and including it.
Result<ThresholdState> threshold_state(std::span<const Turnover> turnover,
                                       RegistrationClass registration_class, Date day);

/// A finding on each day the level rises, so that each rise is told once; empty on other days.
Result<std::optional<Finding>> watch_threshold(std::span<const Turnover> turnover,
                                               RegistrationClass registration_class, Date day);

}  // namespace avstem::books
