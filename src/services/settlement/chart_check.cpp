#include "services/settlement/chart_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "books/recipes.hpp"

namespace avstem::services {
namespace {

/// Roles that the account has and lines of this voucher may have come from.
std::string roles_of(books::AccountNumber account, const books::Mapping& mapping) {
  std::string roles;
  for (std::size_t i = 0; i < books::account_role_count; ++i) {
    const auto role = static_cast<books::AccountRole>(i);
    if (mapping.account(role) != account) continue;
    roles += (roles.empty() ? "" : ", ") + std::string(to_string(role));
  }
  return roles;
}

/// What a line's account is for, and how another is chosen.
std::pair<std::string, std::string> reason_of(const books::Posting& line,
                                              const books::Mapping& mapping) {
  if (line.match == books::match_step::payment_record) {
    return {"named by a sale", "add it in the accounting system"};
  }
  if (line.match.starts_with("M4:")) {
    return {fmt::format("named by rule {}", line.match),
            "add it in the accounting system, or post the payment by a decision"};
  }
  const std::string roles = roles_of(line.account, mapping);
  if (roles.empty()) return {"in no role now", "add it in the accounting system"};
  return {"for " + roles,
          "add it in the accounting system, or choose another ('avstem mapping set')"};
}

}  // namespace

Result<accounting::Requirements> needed_by(const Client& client, SaleStore& sales) {
  auto needed = sales.needed(client.id);
  if (!needed) return needed.error();
  const auto take = [&](const books::Mapping& mapping, books::AccountRole role) {
    needed->accounts.push_back(mapping.account(role));
    needed->vat_codes.push_back(mapping.vat_code(role));
  };
  for (const books::AccountNumber account : client.mapping.settlement_accounts())
    needed->accounts.push_back(account);
  for (const std::string& code : client.mapping.settlement_vat_codes())
    needed->vat_codes.push_back(code);
  for (const LedgerTerms& ledger : client.ledgers)
    take(client.mapping_of(ledger), books::AccountRole::clearing);
  if (client.post_bank_line) take(client.mapping, books::AccountRole::bank);
  if (client.matching.tolerance > 0) take(client.mapping, books::AccountRole::rounding);
  for (const books::MatchRule& rule : client.matching.rules.rules()) {
    if (rule.account == 0) continue;
    needed->accounts.push_back(rule.account);
    needed->vat_codes.push_back(rule.vat_code);
  }
  return needed;
}

std::optional<books::Finding> missing_for(const books::Voucher& voucher, const std::string& number,
                                          Date ledger_date, const accounting::Chart& chart,
                                          const books::Mapping& mapping) {
  const auto problems = chart.problems(voucher);
  if (problems.empty()) return std::nullopt;
  books::Finding told;
  told.kind = books::FindingKind::account_missing;
  told.ledger_date = ledger_date;
  told.subject = voucher.head().reference;
  std::string words;
  std::set<books::AccountNumber> counted;
  for (const accounting::ChartProblem& problem : problems) {
    const auto line = std::ranges::find_if(voucher.postings(), [&](const books::Posting& each) {
      return each.account == problem.account &&
             (problem.vat_code.empty() || each.vat_code == problem.vat_code);
    });
    if (counted.insert(problem.account).second) {
      told.amount = add_minor(told.amount, std::abs(voucher.movement(problem.account)));
    }
    const auto [reason, way_out] = reason_of(*line, mapping);
    words += fmt::format("{}{} ({}): {}", words.empty() ? "" : "; ", problem.words, reason,
                         problem.words.contains("demands")
                             ? "give the ledger or the rule one ('avstem client set', 'avstem "
                               "rules set')"
                             : way_out);
  }
  told.message =
      fmt::format("voucher {} waits: {}; then close again, and it is posted", number, words);
  return told;
}

}  // namespace avstem::services
