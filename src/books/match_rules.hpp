#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "books/accounts.hpp"
#include "books/entry.hpp"
#include "core/result.hpp"

namespace avstem::books {

/// A client's own rule: payments like these belong there (rules § 2.2 step 4), such as
/// "Vipps number 12345 is the cake lottery".
struct MatchRule {
  std::int64_t id = 0;  ///< stays the same from version to version
  std::string name;     ///< in the client's words

  // What a payment must be like. What is left out fits anything.
  std::string recipient_handle;  ///< the sales unit: `api:123456`, `NO:12345`
  std::string reference_prefix;
  std::optional<std::int64_t> amount;  ///< øre, without sign: a refund fits the rule of its payment

  // Where it then belongs: a customer, or an account.
  std::int64_t customer_number = 0;
  AccountNumber account = 0;
  std::string vat_code;    ///< SAF-T standard code
  std::string department;  ///< the accounting system's code, or empty
  std::string project;     ///< the accounting system's code, or empty
  std::string recipe;      ///< e.g. `R10` for a gift

  bool fits(const Entry& payment) const;
  friend bool operator==(const MatchRule&, const MatchRule&) = default;
};

/// A client's rules in the order that the client chose; immutable, a change is a new version.
class MatchRules {
 public:
  MatchRules() = default;

  /// `invalid` names the rule and what is wrong: no condition at all, neither or both of customer
  /// and account, an account that follows Vipps or needs a customer, a recipe that is unknown, an
  /// id or a number of rules out of bounds.
  static Result<MatchRules> make(int version, std::vector<MatchRule> rules, const Mapping& mapping);

  /// Rules that make() accepted when they were stored: the client's accounts may have other numbers
  /// since, and what was posted by a rule stays what it was.
  static MatchRules stored(int version, std::vector<MatchRule> rules);

  /// The rule with this id, or null.
  const MatchRule* find(std::int64_t id) const;
  /// The first rule that fits a capture or refund, or null.
  const MatchRule* first_fit(const Entry& payment) const;
  /// What a posting by the rule carries: `M4:7@3`.
  std::string match_of(const MatchRule& rule) const;

  int version() const { return version_; }
  const std::vector<MatchRule>& rules() const { return rules_; }

  static constexpr std::size_t rules_max = 500;

 private:
  int version_ = 0;
  std::vector<MatchRule> rules_;
};

}  // namespace avstem::books
