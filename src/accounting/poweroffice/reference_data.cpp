#include "accounting/poweroffice/reference_data.hpp"

#include <fmt/format.h>

#include <set>

namespace avstem::accounting::poweroffice {
namespace {

constexpr std::string_view no_treatment = "0";
constexpr std::string_view account_privilege = "GeneralLedgerAccount";
constexpr std::string_view vat_privilege = "CommonServices";
constexpr std::string_view customer_privilege = "Customer";

std::string problem_of(const JsonValue& row) {
  if (is_false(row, "IsActive")) return "is inactive";
  if (is_true(row, "IsDepartmentRequired")) return "demands a department";
  if (is_true(row, "IsProjectRequired")) return "demands a project";
  return "";
}

std::string day_of(const JsonValue& row, std::string_view name) {
  return text_or_empty(row, name).substr(0, 10);
}

}  // namespace

std::string_view saft_code(std::string_view vat_code) {
  return vat_code.empty() ? no_treatment : vat_code;
}

Result<void> ReferenceData::load(const Requirements& needed) {
  if (auto read = load_accounts(needed.accounts); !read) return read;
  if (auto read = load_vat_codes(); !read) return read;
  std::vector<std::string> problems;
  for (const auto account : std::set(needed.accounts.begin(), needed.accounts.end())) {
    const auto found = accounts_.find(account);
    if (found == accounts_.end()) {
      problems.push_back(fmt::format("account {} is missing", account));
    } else if (!found->second.problem.empty()) {
      problems.push_back(fmt::format("account {} {}", account, found->second.problem));
    }
  }
  // Lines of customers and of the bank have no treatment, whatever else is needed.
  std::set<std::string_view> codes{no_treatment};
  for (const std::string& code : needed.vat_codes)
    codes.insert(saft_code(code));
  for (const auto code : codes) {
    if (!vat_codes_.contains(code)) {
      problems.push_back(fmt::format("VAT code {} is missing or inactive", code));
    }
  }
  if (problems.empty()) return {};
  return Error{ErrorKind::not_found,
               fmt::format("PowerOffice chart: {}; correct the chart in Go or the client's mapping",
                           fmt::join(problems, ", "))};
}

Result<void> ReferenceData::load_accounts(const std::vector<books::AccountNumber>& accounts) {
  accounts_.clear();
  for (const std::string& filter : number_filters(accounts)) {
    auto read =
        session_.read_list("/GeneralLedgerAccounts", {{"accountNos", filter}}, account_privilege,
                           [this](const JsonValue& row) { return take_account(row); });
    if (!read) return read;
  }
  return {};
}

Result<void> ReferenceData::take_account(const JsonValue& row) {
  auto number = integer_field(row, "AccountNo");
  if (!number) return number.error();
  auto id = integer_field(row, "Id");
  if (!id) return id.error();
  const std::string locked = is_true(row, "IsVatCodeLocked") ? text_or_empty(row, "VatCode") : "";
  accounts_[*number] = Account{*id, locked, problem_of(row)};
  return {};
}

Result<void> ReferenceData::load_vat_codes() {
  vat_codes_.clear();
  // Expired codes are needed when December is booked in January after a change of rate.
  return session_.read_list("/VatCodes", {{"isActive", "true"}, {"includeExpired", "true"}},
                            vat_privilege,
                            [this](const JsonValue& row) { return take_vat_code(row); });
}

Result<void> ReferenceData::take_vat_code(const JsonValue& row) {
  if (is_false(row, "IsActive")) return {};
  auto code = text_field(row, "Code");
  if (!code) return code.error();
  auto id = integer_field(row, "Id");
  if (!id) return id.error();
  vat_codes_.emplace(*code, VatCode{*id, day_of(row, "ValidFrom"), day_of(row, "ValidTo")});
  return {};
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

Result<std::int64_t> ReferenceData::account_id(books::AccountNumber account,
                                               std::string_view vat_code) const {
  const auto found = accounts_.find(account);
  if (found == accounts_.end()) {
    return Error{ErrorKind::invalid,
                 fmt::format("account {} was not read from PowerOffice; name it when the "
                             "reference data is loaded",
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
