#include "tests/bookkeeping_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include "books/accounts.hpp"
#include "books/recipes.hpp"
#include "tests/scenario_run.hpp"

namespace avstem::scenario {
namespace {

namespace fs = std::filesystem;
using books::AccountRole;
using books::Voucher;

constexpr std::string_view introduction = R"(# When an account is debited and credited

This page is written by `./dev docs` from the rules themselves: the recipes are those of
`src/books/recipes.cpp`, and each example is a voucher that the fold made of a scenario in
`tests/scenarios/`. A test fails when it differs from what the rules do, so it is never changed by
hand. Account numbers are the defaults; what each role is for, and how a client chooses another
number, stands in [accounts.md](accounts.md).

An example is the shortest voucher there is of its recipe; the line in question is in bold.
Amounts are kroner.
)";

/// One side of an account: by which recipes it is reached, with an example of each.
struct Example {
  std::string scenario;
  Voucher voucher;
};
using Side = std::map<std::string, Example>;

struct Use {
  Side debit;
  Side credit;
};

AccountRole role_of(books::AccountNumber account, const books::Mapping& mapping, bool& known) {
  for (std::size_t i = 0; i < books::account_role_count; ++i) {
    const auto role = static_cast<AccountRole>(i);
    if (mapping.account(role) == account) {
      known = true;
      return role;
    }
  }
  known = false;
  return AccountRole::suspense;
}

/// A shorter voucher shows more clearly; of two the one whose scenario comes first by name.
void keep_shortest(Side& side, const std::string& rule, const std::string& scenario,
                   const Voucher& voucher) {
  const auto found = side.find(rule);
  if (found == side.end()) {
    side.emplace(rule, Example{scenario, voucher});
  } else if (voucher.postings().size() < found->second.voucher.postings().size()) {
    found->second = Example{scenario, voucher};
  }
}

std::string cell(std::int64_t minor, bool bold) {
  if (minor <= 0) return "";
  const std::string text = Money(minor, Currency()).to_decimal();
  return bold ? "**" + text + "**" : text;
}

std::string example_table(const Example& example, books::AccountNumber account, bool debit,
                          const std::string& rule) {
  const Voucher::Head& head = example.voucher.head();
  std::string text = fmt::format(
      "\nExample, {} ([{}](../tests/scenarios/{}.txt)):\n\n| account | | VAT code | debit | "
      "credit | by |\n|---|---|---|---:|---:|---|\n",
      head.date.to_string(), example.scenario, example.scenario);
  for (const books::Posting& line : example.voucher.postings()) {
    const bool bold = line.account == account && (line.amount > 0) == debit && line.rule == rule;
    text += fmt::format(
        "| {} | {} | {} | {} | {} | {}{} |\n", line.account,
        line.customer_number == 0 ? "" : fmt::format("customer {}", line.customer_number),
        line.vat_code, cell(line.amount, bold), cell(-line.amount, bold), line.rule,
        line.match.empty() ? "" : ", " + line.match);
  }
  return text;
}

std::string side_text(std::string_view word, const Side& side, books::AccountNumber account,
                      bool debit) {
  std::string text = fmt::format("\n### {}\n", word);
  if (side.empty()) return text + "\nBy no recipe.\n";
  for (const auto& [rule, example] : side) {
    const books::Recipe* recipe = books::find_recipe(rule);
    text += fmt::format("\n**{} {}.** {}\n", rule, recipe == nullptr ? "" : recipe->title,
                        recipe == nullptr ? "" : recipe->words);
    text += example_table(example, account, debit, rule);
  }
  return text;
}

Result<std::vector<Scenario>> all_scenarios(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (file.path().extension() == ".txt") paths.push_back(file.path().string());
  }
  std::ranges::sort(paths);
  std::vector<Scenario> scenarios;
  for (const std::string& path : paths) {
    auto scenario = read_scenario(path);
    if (!scenario) return scenario.error();
    scenario->name = fs::path(path).stem().string();
    scenarios.push_back(*std::move(scenario));
  }
  return scenarios;
}

std::string match_steps_text() {
  std::string text = "\n## How the counter account of a payment is chosen\n\n";
  for (const books::MatchStep& step : books::match_steps())
    text += fmt::format("- **{} {}.** {}\n", step.id, step.title, step.words);
  return text;
}

}  // namespace

Result<std::string> bookkeeping_page(const std::string& folder) {
  auto scenarios = all_scenarios(folder);
  if (!scenarios) return scenarios.error();
  const books::Mapping mapping = books::Mapping::defaults(true);
  std::map<AccountRole, Use> uses;
  for (const Scenario& scenario : *scenarios) {
    auto outcome = run(scenario);
    if (!outcome) return outcome.error().in(scenario.name);
    for (const Voucher& voucher : outcome->vouchers) {
      for (const books::Posting& line : voucher.postings()) {
        bool known = false;
        const AccountRole role = role_of(line.account, mapping, known);
        if (!known) continue;  // an account that a client's own rule names has no role
        Use& use = uses[role];
        keep_shortest(line.amount > 0 ? use.debit : use.credit, line.rule, scenario.name, voucher);
      }
    }
  }
  std::string page(introduction);
  std::string unused;
  for (std::size_t i = 0; i < books::account_role_count; ++i) {
    const auto role = static_cast<AccountRole>(i);
    const books::AccountNumber account = mapping.account(role);
    const auto use = uses.find(role);
    if (use == uses.end()) {
      unused += fmt::format("- `{}` ({})\n", to_string(role), account);
      continue;
    }
    page += fmt::format("\n## {} `{}`\n", account, to_string(role));
    page += side_text("Debited", use->second.debit, account, true);
    page += side_text("Credited", use->second.credit, account, false);
  }
  page += match_steps_text();
  if (!unused.empty()) {
    page +=
        "\n## Roles that no voucher of ours reaches\n\nOnly others post on them, or what "
        "would book on them is not there yet:\n\n" +
        unused;
  }
  return page;
}

}  // namespace avstem::scenario
