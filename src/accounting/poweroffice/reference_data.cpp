#include "accounting/poweroffice/reference_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace avstem::accounting::poweroffice {
namespace {

constexpr std::string_view no_treatment = "0";
constexpr std::string_view account_privilege = "GeneralLedgerAccount";
constexpr std::string_view vat_privilege = "CommonServices";
constexpr std::string_view customer_privilege = "Customer";

/// A rate between 0 and 1, `0.25`, digit by digit; empty when it is written otherwise. Go has no
/// rate that is finer than a hundredth of a percent.
std::optional<VatRate> rate_of(const JsonValue& row) {
  constexpr std::size_t decimals = 4;
  const JsonValue* const rate = row.member("Rate");
  if (rate == nullptr) return std::nullopt;
  const std::string_view text = rate->text();
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, point));
  std::string fraction(point < text.size() ? text.substr(point + 1) : "");
  while (fraction.size() > decimals && fraction.back() == '0')
    fraction.pop_back();
  if (fraction.size() > decimals) return std::nullopt;
  digits += fraction + std::string(decimals - fraction.size(), '0');
  std::int64_t basis_points = 0;
  const auto [end, problem] =
      std::from_chars(digits.data(), digits.data() + digits.size(), basis_points);
  if (problem != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return VatRate{basis_points};
}

std::string day_of(const JsonValue& row, std::string_view name) {
  return text_or_empty(row, name).substr(0, 10);
}

/// Empty for a year that is no date of ours: Go's way to say "always" and "no end".
std::optional<Date> date_of(const std::string& day) {
  auto date = Date::parse(day);
  if (!date) return std::nullopt;
  return *date;
}

}  // namespace

std::string_view saft_code(std::string_view vat_code) {
  return vat_code.empty() ? no_treatment : vat_code;
}

Result<Chart> ReferenceData::load() {
  accounts_.clear();
  vat_codes_.clear();
  departments_.clear();
  projects_.clear();
  std::vector<ChartAccount> accounts;
  auto read = session_.read_list("/GeneralLedgerAccounts", {}, account_privilege,
                                 [&](const JsonValue& row) -> Result<void> {
                                   auto taken = take_account(row);
                                   if (!taken) return taken.error();
                                   accounts.push_back(*std::move(taken));
                                   return {};
                                 });
  if (!read) return read.error();
  std::vector<ChartVatCode> codes;
  // Expired codes are needed when December is booked in January after a change of rate.
  read = session_.read_list("/VatCodes", {{"isActive", "true"}, {"includeExpired", "true"}},
                            vat_privilege, [&](const JsonValue& row) -> Result<void> {
                              if (is_false(row, "IsActive")) return {};
                              auto taken = take_vat_code(row);
                              if (!taken) return taken.error();
                              codes.push_back(*std::move(taken));
                              return {};
                            });
  if (!read) return read.error();
  return Chart(std::move(accounts), std::move(codes));
}

Result<ChartAccount> ReferenceData::take_account(const JsonValue& row) {
  auto number = integer_field(row, "AccountNo");
  if (!number) return number.error();
  auto id = integer_field(row, "Id");
  if (!id) return id.error();
  ChartAccount account;
  account.number = *number;
  account.name = text_or_empty(row, "Name");
  account.active = !is_false(row, "IsActive");
  account.vat_code = text_or_empty(row, "VatCode");
  account.vat_code_locked = is_true(row, "IsVatCodeLocked");
  account.department_required = is_true(row, "IsDepartmentRequired");
  account.project_required = is_true(row, "IsProjectRequired");
  accounts_[*number] = Account{*id, account.vat_code_locked ? account.vat_code : ""};
  return account;
}

Result<ChartVatCode> ReferenceData::take_vat_code(const JsonValue& row) {
  auto code = text_field(row, "Code");
  if (!code) return code.error();
  auto id = integer_field(row, "Id");
  if (!id) return id.error();
  const std::string first_day = day_of(row, "ValidFrom");
  const std::string last_day = day_of(row, "ValidTo");
  vat_codes_.emplace(*code, VatCode{*id, first_day, last_day});
  return ChartVatCode{*code, text_or_empty(row, "Name"), rate_of(row),
                      true,  date_of(first_day),         date_of(last_day)};
}

Result<void> ReferenceData::load_customers(const std::vector<std::int64_t>& customer_numbers) {
  std::vector<std::int64_t> unknown;
  for (const auto number : customer_numbers) {
    if (!customers_.contains(number)) unknown.push_back(number);
  }
  for (const std::string& filter : number_filters(unknown)) {
    const auto take = [this](const JsonValue& row) -> Result<void> {
      auto number = integer_field(row, "Number");
      if (!number) return number.error();
      auto id = integer_field(row, "SubledgerAccountId");
      if (!id) return id.error();
      customers_[*number] = *id;
      return {};
    };
    auto read =
        session_.read_list("/Customers", {{"customerNos", filter}}, customer_privilege, take);
    if (!read) return read;
  }
  std::set<std::int64_t> missing;
  for (const auto number : unknown) {
    if (!customers_.contains(number)) missing.insert(number);
  }
  if (missing.empty()) return {};
  return Error{ErrorKind::not_found, fmt::format("PowerOffice has no customer {}; it may have been "
                                                 "deleted or merged, so look the claim up again",
                                                 fmt::join(missing, ", "))};
}

Result<void> ReferenceData::load_dimensions(const books::Voucher& voucher) {
  std::set<std::string> departments;
  std::set<std::string> projects;
  for (const books::Posting& line : voucher.postings()) {
    if (!line.department.empty()) departments.insert(line.department);
    if (!line.project.empty()) projects.insert(line.project);
  }
  auto read = load_ids("/Departments", "Department", departments, departments_);
  if (!read) return read;
  return load_ids("/Projects", "Project", projects, projects_);
}

Result<void> ReferenceData::load_ids(std::string_view path, std::string_view what,
                                     const std::set<std::string>& codes, Ids& ids) {
  const auto missing = [&] {
    std::vector<std::string> all;
    for (const std::string& code : codes) {
      if (!ids.contains(code)) all.push_back(code);
    }
    return all;
  };
  if (missing().empty()) return {};
  // A client has few of them, and codes may hold characters that a filter takes as its own.
  auto read = session_.read_list(path, {}, what, [&](const JsonValue& row) -> Result<void> {
    if (is_false(row, "IsActive")) return {};
    auto code = text_field(row, "Code");
    if (!code) return code.error();
    auto id = integer_field(row, "Id");
    if (!id) return id.error();
    ids[*code] = *id;
    return {};
  });
  if (!read) return read;
  if (missing().empty()) return {};
  return Error{ErrorKind::not_found,
               fmt::format("PowerOffice has no active {} with code {}; correct it in Go, or in the "
                           "client's ledger or rule",
                           what, fmt::join(missing(), ", "))};
}

Result<std::int64_t> ReferenceData::department_id(const std::string& code) const {
  const auto found = departments_.find(code);
  if (found != departments_.end()) return found->second;
  return Error{ErrorKind::internal,
               fmt::format("department {} was not read before it was used", code)};
}

Result<std::int64_t> ReferenceData::project_id(const std::string& code) const {
  const auto found = projects_.find(code);
  if (found != projects_.end()) return found->second;
  return Error{ErrorKind::internal,
               fmt::format("project {} was not read before it was used", code)};
}

Result<std::int64_t> ReferenceData::account_id(books::AccountNumber account,
                                               std::string_view vat_code) const {
  const auto found = accounts_.find(account);
  if (found == accounts_.end()) {
    return Error{ErrorKind::invalid,
                 fmt::format("PowerOffice has no account {}; correct the chart in Go or the "
                             "client's mapping",
                             account)};
  }
  const std::string& locked = found->second.locked_vat_code;
  if (!locked.empty() && locked != saft_code(vat_code)) {
    return Error{ErrorKind::invalid,
                 fmt::format("account {} is locked to VAT code {} in Go, the line has {}; change "
                             "the client's mapping or the lock",
                             account, locked, saft_code(vat_code))};
  }
  return found->second.id;
}

Result<std::int64_t> ReferenceData::vat_id(std::string_view vat_code, Date date) const {
  const std::string_view code = saft_code(vat_code);
  const std::string day = date.to_string();
  const VatCode* newest = nullptr;
  const auto [first, last] = vat_codes_.equal_range(code);
  for (auto at = first; at != last; ++at) {
    const VatCode& candidate = at->second;
    const bool ended = !candidate.last_day.empty() && candidate.last_day < day;
    if (day < candidate.first_day || ended) continue;
    if (newest == nullptr || newest->first_day < candidate.first_day) newest = &candidate;
  }
  if (newest != nullptr) return newest->id;
  return Error{
      ErrorKind::invalid,
      fmt::format("PowerOffice has no active VAT code {} on {}; check the mapping", code, day)};
}

Result<std::int64_t> ReferenceData::subledger_account_id(std::int64_t customer_number) const {
  const auto found = customers_.find(customer_number);
  if (found == customers_.end()) {
    return Error{ErrorKind::internal,
                 fmt::format("customer {} was not read before it was used", customer_number)};
  }
  return found->second;
}

}  // namespace avstem::accounting::poweroffice
