// The part of Company that keeps departments and projects, and holds voucher lines to them.

#include <fmt/format.h>

#include <algorithm>

#include "sandbox/poweroffice_company.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

/// The id is one of the company's, and active. The real thing's words are not published.
Result<void> check_one(const std::optional<std::int64_t>& id, const std::vector<Dimension>& kind,
                       bool required, const std::string& place) {
  if (!id) {
    if (!required) return {};
    return Error{ErrorKind::invalid, place + " is required on this account"};
  }
  const auto found = std::ranges::find(kind, *id, &Dimension::id);
  if (found == kind.end()) {
    return Error{ErrorKind::invalid, fmt::format("{} {} is not found on the client", place, *id)};
  }
  if (found->is_active) return {};
  return Error{ErrorKind::invalid, fmt::format("{} {} is not active", place, *id)};
}

}  // namespace

Result<std::int64_t> Company::add_dimension(std::vector<Dimension>& kind, const std::string& code,
                                            const std::string& name) {
  if (std::ranges::find(kind, code, &Dimension::code) != kind.end()) {
    return Error{ErrorKind::conflict, fmt::format("code {} exists already", code)};
  }
  kind.push_back({next_id(), code, name, true, clock_.now()});
  return kind.back().id;
}

Result<std::int64_t> Company::add_department(const std::string& code, const std::string& name) {
  return add_dimension(departments_, code, name);
}

Result<std::int64_t> Company::add_project(const std::string& code, const std::string& name) {
  return add_dimension(projects_, code, name);
}

Result<void> Company::close_department(const std::string& code) {
  const auto found = std::ranges::find(departments_, code, &Dimension::code);
  if (found == departments_.end()) {
    return Error{ErrorKind::not_found, fmt::format("no department has code {}", code)};
  }
  found->is_active = false;
  return {};
}

Result<Account*> Company::account_to_change(std::int64_t number) {
  const auto found = accounts_.find(number);
  if (found == accounts_.end()) {
    return Error{ErrorKind::not_found, fmt::format("there is no account {}", number)};
  }
  found->second.changed = clock_.now();
  return &found->second;
}

Result<void> Company::require_department(std::int64_t number) {
  auto account = account_to_change(number);
  if (!account) return account.error();
  (*account)->is_department_required = true;
  return {};
}

Result<void> Company::require_project(std::int64_t number) {
  auto account = account_to_change(number);
  if (!account) return account.error();
  (*account)->is_project_required = true;
  return {};
}

Result<void> Company::check_dimensions(const VoucherLine& line, const Account& account,
                                       const std::string& name) const {
  auto department = check_one(line.department_id, departments_, account.is_department_required,
                              name + ".DepartmentId");
  if (!department) return department;
  return check_one(line.project_id, projects_, account.is_project_required, name + ".ProjectId");
}

}  // namespace avstem::sandbox::poweroffice
