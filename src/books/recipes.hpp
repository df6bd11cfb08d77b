#pragma once

#include <span>
#include <string_view>

namespace avstem::books {

/// A posting recipe: why a line stands on its account. Lines carry its id; `avstem why` and
/// docs/bookkeeping.md tell it in words. Ids are those of the accounting rules (R01–R29).
struct Recipe {
  std::string_view id;     ///< `R01`
  std::string_view title;  ///< a few words
  std::string_view words;  ///< one or two sentences an accountant can check
};

/// All recipes, by rising id.
std::span<const Recipe> recipes();
/// The recipe with this id, or null.
const Recipe* find_recipe(std::string_view id);

/// A step of matching: how the counter account of a payment was chosen. They are tried in this
/// order (rules § 2.2); what a step decides no later one may change.
struct MatchStep {
  std::string_view id;  ///< `M1`
  std::string_view title;
  std::string_view words;
};

namespace match_step {
inline constexpr std::string_view payment_record = "M1";
inline constexpr std::string_view open_item = "M2";
inline constexpr std::string_view person = "M3";
inline constexpr std::string_view stored_rule = "M4";
inline constexpr std::string_view collective_customer = "M5";
inline constexpr std::string_view suspense = "M6";
}  // namespace match_step

/// All steps, in their order.
std::span<const MatchStep> match_steps();
/// The step a posting's `match` begins with (`M4` of `M4:7@3`), or null.
const MatchStep* find_match_step(std::string_view match);

}  // namespace avstem::books
