#include "books/match_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "books/recipes.hpp"

namespace avstem::books {
namespace {

Error refuse(const MatchRule& rule, std::string_view why) {
  return Error{ErrorKind::invalid, fmt::format("rule {} '{}' {}", rule.id, rule.name, why)};
}

/// Accounts whose balance is proven against Vipps, or that need a customer on each line.
bool is_kept(AccountNumber account, const Mapping& mapping) {
  using enum AccountRole;
  for (const AccountRole role : {clearing, accrued_fees, in_transit, receivables}) {
    if (mapping.account(role) == account) return true;
  }
  return false;
}

Result<void> check_rule(const MatchRule& rule, const Mapping& mapping) {
  if (rule.id < 1) return refuse(rule, "needs a positive id");
  if (rule.recipient_handle.empty() && rule.reference_prefix.empty() && !rule.amount) {
    return refuse(rule,
                  "says of no payment what it is like; give a sales unit, the beginning of "
                  "the reference, or an amount");
  }
  if (rule.amount && *rule.amount <= 0) return refuse(rule, "has an amount that is not positive");
  if ((rule.customer_number != 0) == (rule.account != 0)) {
    return refuse(rule, "names neither or both of a customer and an account; name one");
  }
  if (find_recipe(rule.recipe) == nullptr) {
    return refuse(rule, fmt::format("names recipe '{}', which is unknown; docs/bookkeeping.md "
                                    "lists them",
                                    rule.recipe));
  }
  if (rule.customer_number != 0) return {};
  if (rule.account < 1000 || rule.account > 9999) {
    return refuse(rule, fmt::format("names account {}, which is no four-digit number of the chart",
                                    rule.account));
  }
  if (is_kept(rule.account, mapping)) {
    return refuse(rule, fmt::format("names account {}, which follows Vipps or the customers; name "
                                    "an income, liability or other account",
                                    rule.account));
  }
  return {};
}

}  // namespace

bool MatchRule::fits(const Entry& payment) const {
  if (!recipient_handle.empty() && payment.recipient_handle != recipient_handle) return false;
  if (!payment.reference.starts_with(reference_prefix)) return false;
  return !amount || std::abs(payment.amount) == *amount;
}

Result<MatchRules> MatchRules::make(int version, std::vector<MatchRule> rules,
                                    const Mapping& mapping) {
  if (rules.size() > rules_max) {
    return Error{ErrorKind::invalid, fmt::format("{} rules are more than the {} a client may have",
                                                 rules.size(), rules_max)};
  }
  std::set<std::int64_t> ids;
  for (const MatchRule& rule : rules) {
    if (auto good = check_rule(rule, mapping); !good) return good.error();
    if (!ids.insert(rule.id).second) return refuse(rule, "has the id of another rule");
  }
  return stored(version, std::move(rules));
}

MatchRules MatchRules::stored(int version, std::vector<MatchRule> rules) {
  MatchRules made;
  made.version_ = version;
  made.rules_ = std::move(rules);
  return made;
}

const MatchRule* MatchRules::find(std::int64_t id) const {
  const auto found = std::ranges::find(rules_, id, &MatchRule::id);
  return found == rules_.end() ? nullptr : &*found;
}

const MatchRule* MatchRules::first_fit(const Entry& payment) const {
  const auto found =
      std::ranges::find_if(rules_, [&](const MatchRule& rule) { return rule.fits(payment); });
  return found == rules_.end() ? nullptr : &*found;
}

std::string MatchRules::match_of(const MatchRule& rule) const {
  return fmt::format("{}:{}@{}", match_step::stored_rule, rule.id, version_);
}

}  // namespace avstem::books
