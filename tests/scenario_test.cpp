// Every file in tests/scenarios is a test. Where the fixtures of the posting rules are at hand,
// a recipe's movements are held against them too.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "books/accounts.hpp"
#include "books/recipes.hpp"
#include "tests/scenario_run.hpp"

namespace avstem::scenario {
namespace {

namespace fs = std::filesystem;

/// Names of the scenario files that begin with `prefix`.
std::vector<std::string> scenario_names(const std::string& prefix) {
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(AVSTEM_SOURCE_DIR "/tests/scenarios")) {
    const std::string name = file.path().stem().string();
    if (file.path().extension() == ".txt" && name.starts_with(prefix)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Scenario scenario_named(const std::string& name) {
  auto scenario = read_scenario(fmt::format("{}/tests/scenarios/{}.txt", AVSTEM_SOURCE_DIR, name));
  if (!scenario) ADD_FAILURE() << scenario.error().message;
  return scenario ? *scenario : Scenario{};
}

/// A journal as text, so that a difference reads like one.
std::string words(std::string_view kind, Date date, const std::vector<Line>& lines) {
  std::string text = fmt::format("voucher {} {}\n", kind, date.to_string());
  const auto pair = [](std::string_view name, const std::string& value) {
    return value.empty() ? "" : fmt::format(" {} {}", name, value);
  };
  for (const Line& line : lines) {
    text += fmt::format("    {}{}{}{}{}{}{}{} {} {}\n", line.account,
                        line.customer == 0 ? "" : fmt::format(" customer {}", line.customer),
                        pair("reference", line.reference), pair("invoice", line.invoice),
                        pair("kid", line.kid), pair("vat", line.vat_code),
                        pair("department", line.department), pair("project", line.project),
                        line.amount > 0 ? "D" : "C",
                        Money(std::abs(line.amount), Currency()).to_decimal());
  }
  return text;
}

std::string words(const books::Voucher& voucher) {
  std::vector<Line> lines;
  for (const books::Posting& posting : voucher.postings()) {
    Line line;
    line.account = posting.account;
    line.customer = posting.customer_number;
    line.reference = posting.matching_reference;
    line.invoice = posting.invoice_number;
    line.kid = posting.kid;
    line.vat_code = posting.vat_code;
    line.department = posting.department;
    line.project = posting.project;
    line.amount = posting.amount;
    lines.push_back(std::move(line));
  }
  return words(books::to_string(voucher.head().kind), voucher.head().date, lines);
}

std::map<books::AccountNumber, std::int64_t> end_balances(const Outcome& outcome) {
  std::map<books::AccountNumber, std::int64_t> balances;
  for (const auto& [key, amount] : outcome.movements)
    balances[key.account] += amount;
  return balances;
}

class Recipe : public testing::TestWithParam<std::string> {};

TEST_P(Recipe, GivesItsJournalFindingsAndBalances) {
  const Scenario scenario = scenario_named(GetParam());
  const auto outcome = run(scenario);
  ASSERT_TRUE(outcome) << outcome.error().message;

  std::string expected;
  for (const ExpectedVoucher& voucher : scenario.vouchers) {
    expected += words(voucher.kind, voucher.date, voucher.lines);
  }
  std::string posted;
  for (const books::Voucher& voucher : outcome->vouchers)
    posted += words(voucher);
  EXPECT_EQ(posted, expected);

  std::vector<ExpectedFinding> findings;
  for (const books::Finding& finding : outcome->findings) {
    findings.push_back({std::string(to_string(finding.kind)), finding.amount});
  }
  EXPECT_EQ(findings, scenario.findings);

  std::vector<ExpectedFinding> withdrawn;
  for (const books::Finding& finding : outcome->withdrawn) {
    withdrawn.push_back({std::string(to_string(finding.kind)), finding.amount});
  }
  EXPECT_EQ(withdrawn, scenario.withdrawn);

  std::vector<Balance> balances;
  for (const auto& [account, amount] : end_balances(*outcome))
    balances.push_back({account, amount});
  EXPECT_EQ(balances, scenario.balances);
}

TEST_P(Recipe, ClearingFollowsFundsAndAccruedFeesFollowFees) {
  const Scenario scenario = scenario_named(GetParam());
  const auto outcome = run(scenario);
  ASSERT_TRUE(outcome) << outcome.error().message;
  if (!scenario.rates.empty()) {
    EXPECT_EQ(outcome->foreign_clearing.foreign, outcome->funds_balance);
    return;
  }
  const books::Mapping mapping = books::Mapping::defaults(true);
  std::int64_t clearing = scenario.opening_funds;
  std::int64_t fees = scenario.opening_fees;
  for (const books::Voucher& voucher : outcome->vouchers) {
    clearing += voucher.movement(mapping.account(books::AccountRole::clearing));
    fees += voucher.movement(mapping.account(books::AccountRole::accrued_fees));
  }
  EXPECT_EQ(clearing, outcome->funds_balance);
  EXPECT_EQ(fees, outcome->fees_balance);
}

TEST_P(Recipe, SaysOfEachLineWhichRecipePutItThere) {
  const auto outcome = run(scenario_named(GetParam()));
  ASSERT_TRUE(outcome) << outcome.error().message;
  for (const books::Voucher& voucher : outcome->vouchers) {
    for (const books::Posting& posting : voucher.postings()) {
      EXPECT_NE(books::find_recipe(posting.rule), nullptr)
          << voucher.head().reference << ": '" << posting.rule << "'";
      if (!posting.match.empty()) {
        EXPECT_NE(books::find_match_step(posting.match), nullptr) << posting.match;
      }
    }
  }
}

fs::path fixtures_path() {
  const char* shared = std::getenv("AVSTEM_SHARED");
  const fs::path folder =
      shared == nullptr ? fs::path(AVSTEM_SOURCE_DIR) / ".." / "shared" : fs::path(shared);
  return folder / "facts" / "accounting-fixtures.json";
}

/// A scenario's name begins with its recipe's: `R08a-dispute-won` plays R08a.
std::string recipe_of(const std::string& scenario) {
  return scenario.substr(0, scenario.find('-'));
}

/// Movements as text, a line each, so that a difference reads like a journal. What adds up to
/// nothing is left out.
std::string words(const std::map<Place, std::int64_t>& movements) {
  std::string text;
  for (const auto& [place, amount] : movements) {
    if (amount == 0) continue;
    text += fmt::format("{} {}{} {}\n", place.date.to_string(), place.account,
                        place.vat_code.empty() ? "" : " vat " + place.vat_code,
                        Money(amount, Currency()).to_decimal());
  }
  return text;
}

/// The scenarios named after a posting recipe.
class NamedRecipe : public testing::TestWithParam<std::string> {};

TEST_P(NamedRecipe, MovesEachAccountAndVatCodeAsTheFixturesSay) {
  if (!fs::exists(fixtures_path())) GTEST_SKIP() << "skipped: no specs";
  const auto fixtures = nlohmann::json::parse(std::ifstream(fixtures_path()));
  const std::string id = recipe_of(GetParam());
  const auto& recipes = fixtures["recipes"];
  const auto recipe = std::find_if(recipes.begin(), recipes.end(),
                                   [&](const auto& candidate) { return candidate["id"] == id; });
  ASSERT_NE(recipe, recipes.end()) << "no fixture named " << id;

  const auto outcome = run(scenario_named(GetParam()));
  ASSERT_TRUE(outcome) << outcome.error().message;
  std::map<Place, std::int64_t> expected;
  for (const auto& voucher : (*recipe)["vouchers"]) {
    const auto date = Date::parse(voucher["date"].get<std::string>());
    ASSERT_TRUE(date);
    for (const auto& line : voucher["lines"]) {
      const auto amount = line["ore"].get<std::int64_t>();
      const auto vat = line["vat"].is_null() ? std::string() : line["vat"].get<std::string>();
      expected[{*date, std::stoll(line["account"].get<std::string>()), vat}] +=
          line["dc"] == "D" ? amount : -amount;
    }
  }
  EXPECT_EQ(words(outcome->movements), words(expected));
  const auto balances = end_balances(*outcome);
  for (const auto& [account, amount] : (*recipe)["end_balances_ore"].items()) {
    const auto found = balances.find(std::stoll(account));
    EXPECT_EQ(found == balances.end() ? 0 : found->second, amount.get<std::int64_t>()) << account;
  }
}

TEST(Fixtures, EachRecipeHasAScenario) {
  if (!fs::exists(fixtures_path())) GTEST_SKIP() << "skipped: no specs";
  std::set<std::string> played;
  for (const std::string& name : scenario_names("R"))
    played.insert(recipe_of(name));
  const auto fixtures = nlohmann::json::parse(std::ifstream(fixtures_path()));
  ASSERT_FALSE(fixtures["recipes"].empty());
  for (const auto& recipe : fixtures["recipes"])
    EXPECT_TRUE(played.contains(recipe["id"].get<std::string>())) << recipe["id"];
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Recipe, testing::ValuesIn(scenario_names("")), test_name);
INSTANTIATE_TEST_SUITE_P(Scenarios, NamedRecipe, testing::ValuesIn(scenario_names("R")), test_name);

}  // namespace
}  // namespace avstem::scenario
