#include "accounting/chart.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::accounting {
namespace {

/// SAF-T writes "no treatment" as code 0; we leave the code out.
bool is_no_treatment(std::string_view code) {
  return code.empty() || code == "0";
}

void add_once(std::vector<ChartProblem>& problems, ChartProblem problem) {
  if (std::ranges::find(problems, problem) == problems.end()) {
    problems.push_back(std::move(problem));
  }
}

std::string unusable(const ChartAccount* account, books::AccountNumber number) {
  if (account == nullptr) return fmt::format("account {} is missing", number);
  if (!account->active) return fmt::format("account {} is inactive", number);
  return "";
}

std::string unusable_with(const ChartAccount& account, const books::Posting& line) {
  if (account.department_required && line.department.empty()) {
    return fmt::format("account {} demands a department", account.number);
  }
  if (account.project_required && line.project.empty()) {
    return fmt::format("account {} demands a project", account.number);
  }
  const bool same = account.vat_code == line.vat_code ||
                    (is_no_treatment(account.vat_code) && is_no_treatment(line.vat_code));
  if (account.vat_code_locked && !same) {
    return fmt::format("account {} is locked to VAT code {}, the line has {}", account.number,
                       account.vat_code.empty() ? "0" : account.vat_code,
                       line.vat_code.empty() ? "0" : line.vat_code);
  }
  return "";
}

}  // namespace

Chart::Chart(std::vector<ChartAccount> accounts, std::vector<ChartVatCode> vat_codes)
    : accounts_(std::move(accounts)), vat_codes_(std::move(vat_codes)) {
  std::ranges::sort(accounts_, {}, &ChartAccount::number);
}

const ChartAccount* Chart::account(books::AccountNumber number) const {
  const auto found = std::ranges::lower_bound(accounts_, number, {}, &ChartAccount::number);
  return found == accounts_.end() || found->number != number ? nullptr : &*found;
}

const ChartVatCode* Chart::vat_code(std::string_view code, Date day) const {
  const auto found = std::ranges::find_if(vat_codes_, [&](const ChartVatCode& each) {
    return each.code == code && each.active && (!each.first_day || *each.first_day <= day) &&
           (!each.last_day || day <= *each.last_day);
  });
  return found == vat_codes_.end() ? nullptr : &*found;
}

std::vector<ChartProblem> Chart::problems(const Requirements& needed) const {
  std::vector<ChartProblem> problems;
  for (const books::AccountNumber number : needed.accounts) {
    std::string words = unusable(account(number), number);
    if (!words.empty()) add_once(problems, {number, "", std::move(words)});
  }
  for (const std::string& code : needed.vat_codes) {
    if (is_no_treatment(code)) continue;
    const bool known = std::ranges::any_of(
        vat_codes_, [&](const ChartVatCode& each) { return each.code == code && each.active; });
    if (known) continue;
    add_once(problems, {0, code, fmt::format("VAT code {} is missing or inactive", code)});
  }
  return problems;
}

Result<void> Chart::require(const Requirements& needed) const {
  std::vector<std::string> words;
  for (const ChartProblem& problem : problems(needed))
    words.push_back(problem.words);
  if (words.empty()) return {};
  return Error{ErrorKind::not_found, fmt::format("the chart of accounts: {}; correct the chart in "
                                                 "the accounting system or the client's mapping",
                                                 fmt::join(words, ", "))};
}

std::vector<ChartProblem> Chart::problems(const books::Voucher& voucher) const {
  std::vector<ChartProblem> problems;
  const Date day = voucher.head().date;
  for (const books::Posting& line : voucher.postings()) {
    const ChartAccount* const there = account(line.account);
    std::string words = unusable(there, line.account);
    if (words.empty()) words = unusable_with(*there, line);
    if (!words.empty()) add_once(problems, {line.account, "", std::move(words)});
    if (is_no_treatment(line.vat_code) || vat_code(line.vat_code, day) != nullptr) continue;
    add_once(problems, {line.account, line.vat_code,
                        fmt::format("VAT code {} of account {} is missing or inactive on {}",
                                    line.vat_code, line.account, day.to_string())});
  }
  return problems;
}

}  // namespace avstem::accounting
